"""Sizing: how many instances a part has, what they carry in every dimension, and how full the tightest one is (SEMANTICS 18)."""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import NamedTuple

from design_sandbox.analysis.numbers import ComponentLoad, Demand, LazyLines, WorkingLine
from design_sandbox.analysis.traffic import PartTraffic, PartValues, Traffic
from design_sandbox.model.catalogue import Dimension
from design_sandbox.model.load import load_numbers
from design_sandbox.model.quantity import format_quantity, parse_quantity
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.walker import Walked

TARGET_UTILISATION = 0.7
"""Parts are sized to stay at or below this at peak, so that bursts and a lost instance still fit."""
LIMIT_UTILISATION = 0.85
REDUNDANT = 2
"""Instances that survive the loss of one."""
DAY_S = 86_400
DEFAULT_AT_ONCE = 8
"""Requests or messages that one instance works on at the same time (catalogue: `at_once`)."""
AS_SET = "as you set it"
UNITS = {"bytes_stored": "B", "bytes_per_s": "B/s", "connections": "", "slots": ""}
"""Dimension → its unit; calls a second where none is named."""
SPLIT_THEMSELVES = ("key_value", "object_store")
"""Types whose partitions grow with the load: counted by the tool while the learner says nothing about the size."""


MOST_KNOWN = 4096
"""Loads of parts that are remembered from one edit to the next."""


class Instances(NamedTuple):
    """Copies of each shard and shards; None where the drawing does not say and nothing lets us infer it."""

    replicas: int | None
    shards: int
    inferred: bool
    reason: str

    @property
    def total(self) -> int | None:
        """Machines in all."""
        return None if self.replicas is None else self.replicas * self.shards


def instances_of(board: Board, part: Part) -> Instances:
    """How many instances a part runs: as set, given by the provider, or inferred; else unknown."""
    said = part.said
    shards = int(said.get("shards") or 1)
    if said.get("replicas") is not None:
        return Instances(int(said["replicas"]), shards, False, AS_SET)
    if part.can("initiate") and not part.can("pass_on"):
        return Instances(REDUNDANT, 1, True, "people, not machines")
    if part.spec.managed or part.can("provide"):
        return Instances(REDUNDANT, shards, True, "the provider spreads it over zones")
    if part.can("compute") and part.spec.scales_out and _spread(board, part):
        return Instances(None, 1, True, "sized by the tool")
    if part.can("compute") or part.can("pass_on"):
        return Instances(1, 1, True, "nothing spreads work over several")
    return Instances(None, shards, False, "not said")


def _spread(board: Board, part: Part) -> bool:
    """Whether something hands work to several instances: a balancer, a channel, a schedule, or another compute."""
    return any(
        not (board.parts[link.source].can("initiate") and not board.parts[link.source].can("pass_on"))
        for link in board.into[part.id]
    )


def survives_an_instance(board: Board, part: Part) -> bool | None:
    """Whether the part goes on when one instance stops; None when the drawing does not say."""
    counted = instances_of(board, part)
    if counted.replicas is None:
        return True if counted.inferred else None
    return counted.replicas >= REDUNDANT


def size_parts(walked: Walked, loads: Traffic) -> dict[str, ComponentLoad]:
    """The load of every part that walks touch."""
    stored, parts, flows = stored_bytes(walked), walked.board.parts, walked.scenario.flows
    titles = {name: flow.title or name for name, flow in flows.items()}
    return {
        name: _load(
            _SamePart(parts[name]), instances_of(walked.board, parts[name]),
            (mine.values, tuple(titles[share.flow] for share in mine.shares)), loads.peak_factor, stored.get(name, 0.0),
        )
        for name, mine in loads.parts.items() if not parts[name].can("initiate") or parts[name].can("pass_on")
    }  # fmt: skip


def stored_bytes(walked: Walked) -> dict[str, float]:
    """Bytes each part keeps in one copy, from entity sizes, growth and retention."""
    numbers, found = load_numbers(walked.scenario), dict[str, float]()
    for part in walked.board.parts.values():
        for entity_id in sorted(part.holds | (part.copies if part.spec.durable else frozenset())):
            entity = walked.scenario.entities.get(entity_id)
            if entity is None or entity.size is None:
                continue
            count = 0.0
            if entity.count:
                count = numbers.get(entity.count, 0.0)
            elif entity.per_day and entity.keep is not None:
                count = numbers.get(entity.per_day, 0.0) * float(entity.keep) / DAY_S
            found[part.id] = found.get(part.id, 0.0) + float(entity.size) * count
    return found


def demands(part: Part, traffic: PartTraffic, peak: float, stored: float, counted: Instances) -> list[Demand]:
    """Every dimension in which something is known about a part; the caller picks the tightest."""
    machines, shards = (counted.replicas or 1) * counted.shards, counted.shards
    slots = _slots(part, traffic, peak, machines)
    asked: list[tuple[Dimension, float, int]] = [
        ("bytes_per_s", traffic.bytes_per_s * peak, machines),
        ("bytes_stored", stored, shards),
        ("connections", traffic.open_connections, machines),
    ]
    if part.said.get("serves_per_s") is None and not (slots and _says_how_long(part)):
        asked += _calls(part, traffic, peak, machines, shards)
    found = [
        Demand(name, amount, float(figure.value), multiplier, figure.source)
        for name, amount, multiplier in asked
        if (figure := part.spec.capacity.get(name)) is not None and (amount or name != "connections")
    ]
    if part.said.get("serves_per_s") is not None:
        each = float(parse_quantity(part.said["serves_per_s"]))
        found.append(Demand("requests_per_s", traffic.calls_per_s * peak, each, machines, AS_SET))
    return found + ([slots] if slots else [])


def _calls(
    part: Part, traffic: PartTraffic, peak: float, machines: int, shards: int
) -> list[tuple[Dimension, float, int]]:
    """Calls as the catalogue counts them for this type: reads and writes apart, or all alike."""
    if "reads_per_s" in part.spec.capacity and "writes_per_s" in part.spec.capacity:
        return [
            ("reads_per_s", traffic.reads_per_s * peak, machines),
            ("writes_per_s", traffic.writes_per_s * peak, shards),
        ]
    every = traffic.calls_per_s * peak
    return [("requests_per_s", every, machines), ("messages_per_s", every, machines)]


def _slots(part: Part, traffic: PartTraffic, peak: float, machines: int) -> Demand | None:
    """Slots that are busy at once (Little's law: arrivals × time in each), of as many as the instances have."""
    if not part.can("compute"):
        return None
    busy, at_once = traffic.work_s_per_s, float(part.get("at_once") or DEFAULT_AT_ONCE)
    unknown = not any(name in part.spec.capacity for name in ("requests_per_s", "bytes_per_s"))
    if not busy and (_says_how_long(part) or unknown) and part.get("service_time") is not None:
        busy = traffic.calls_per_s * float(parse_quantity(part.get("service_time")))
    source = (
        AS_SET
        if _says_how_long(part)
        else "At once × instances; the work takes as long as the prompt or the type says"
    )
    return Demand("slots", busy * peak, at_once, machines, source) if busy else None


def _says_how_long(part: Part) -> bool:
    return "service_time" in part.said


class _SamePart:
    """A part as a key: parts of the same content are the same, from whichever edit of a design they come."""

    __slots__ = ("_hash", "part")

    def __init__(self, part: Part) -> None:
        self.part = part
        self._hash = hash((part.id, part.component.type, part.component.label, repr(part.said)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SamePart) and (other.part is self.part or other.part == self.part)


@lru_cache(maxsize=MOST_KNOWN)
def _load(
    key: _SamePart,
    counted: Instances,
    arriving: tuple[PartValues, tuple[str, ...]],
    peak: float,
    stored: float,
) -> ComponentLoad:
    """The load of one part, by what arrives there: its traffic and the titles of the flows in the shares of it."""
    part, (values, titles) = key.part, arriving
    traffic = PartTraffic(*values[:-1], list(values[-1]))
    asked = demands(part, traffic, peak, stored, counted)
    tight = max(asked, key=lambda demand: (demand.utilisation, demand.name), default=None)
    needs = None
    if tight is not None and tight.per_instance:
        needs = max(1, math.ceil(round(tight.asked / (tight.per_instance * TARGET_UTILISATION), 9)))
    splits = _splits_itself(part)
    if splits and needs:
        counted = counted._replace(
            shards=-(-needs // (counted.replicas or 1)) if tight and tight.multiplier > 1 else needs
        )
        asked = demands(part, traffic, peak, stored, counted)
        tight = max(asked, key=lambda demand: (demand.utilisation, demand.name))
    elastic = counted.inferred and (counted.replicas is None or part.spec.managed)
    utilisation = tight.utilisation if tight else None
    total = counted.total
    if elastic and tight and needs:
        total = max(REDUNDANT, needs)
        utilisation = tight.asked / (tight.per_instance * total)
    elif counted.replicas is None and tight and tight.utilisation > TARGET_UTILISATION:
        utilisation = None
    return ComponentLoad(
        traffic.calls_per_s, traffic.calls_per_s * peak,
        tight.per_instance * (tight.multiplier if not elastic else (total or 1)) if tight else None,
        total, counted.inferred, utilisation, tight.name if tight else "", needs,
        LazyLines(partial(_working, titles, traffic, peak, tight, total)),
        traffic.reads_per_s * peak, traffic.writes_per_s * peak, stored,
        tuple(asked), elastic or splits, counted.replicas, counted.shards, part,
    )  # fmt: skip


def _splits_itself(part: Part) -> bool:
    unset = "shards" not in part.said and "replicas" not in part.said
    return part.component.type in SPLIT_THEMSELVES and unset and not part.spec.managed


def _working(
    titles: tuple[str, ...], traffic: PartTraffic, peak: float, tight: Demand | None, total: int | None
) -> list[WorkingLine]:
    """The chain from flows to utilisation, as the screen unfolds it."""
    lines = []
    told = sorted(zip(traffic.shares, titles, strict=True), key=lambda entry: -entry[0].calls_per_s)
    for (_, _, calls, per_s, _), title in told[:6]:
        lines.append(
            WorkingLine(
                title, f"{_figure(per_s / calls if calls else 0)} × {calls:.3g} calls", _figure(per_s)
            )
        )
    lines.append(
        WorkingLine(
            "Peak", f"{_figure(traffic.calls_per_s)} average × {peak:g}", _figure(traffic.calls_per_s * peak)
        )
    )
    if tight is not None:
        unit, machines = UNITS.get(tight.name, "/s"), tight.multiplier if total is None else total
        each = format_quantity(tight.per_instance, unit)
        in_all = format_quantity(tight.per_instance * tight.multiplier, unit)
        lines.append(WorkingLine("Capacity", f"{machines} × {each}", in_all, tight.source))
    return lines


@lru_cache(maxsize=4096)
def _figure(per_s: float) -> str:
    return format_quantity(per_s, "/s")
