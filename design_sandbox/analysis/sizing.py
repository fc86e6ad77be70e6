"""Sizing: how many instances a part has, what they carry in every dimension, and how full the tightest one is (SEMANTICS 18)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from design_sandbox.analysis.numbers import ComponentLoad, WorkingLine
from design_sandbox.analysis.traffic import PartTraffic, Traffic
from design_sandbox.model.load import load_numbers
from design_sandbox.model.quantity import format_quantity, parse_quantity
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.walker import Walked

TARGET_UTILISATION = 0.7
"""Parts are sized to stay at or below this at peak, so that bursts and a lost instance still fit."""
LIMIT_UTILISATION = 0.85
REDUNDANT = 2
"""Instances that survive the loss of one."""
DAY_S = 86_400


@dataclass(frozen=True)
class Instances:
    """Copies of each shard and shards; None where the drawing does not say and nothing lets us infer it."""

    replicas: int | None
    shards: int
    inferred: bool
    reason: str

    @property
    def total(self) -> int | None:
        """Machines in all."""
        return None if self.replicas is None else self.replicas * self.shards


@dataclass(frozen=True)
class Demand:
    """One dimension: what is asked at peak and what one instance gives."""

    name: str
    asked: float
    per_instance: float
    multiplier: int
    """Instances that share this demand: shards for writes, all copies for reads."""
    source: str

    @property
    def utilisation(self) -> float:
        """Asked over given."""
        return self.asked / (self.per_instance * self.multiplier) if self.per_instance else 0.0


def instances_of(board: Board, part: Part) -> Instances:
    """How many instances a part runs: as set, given by the provider, or inferred; else unknown."""
    said = part.component.properties
    shards = int(said.get("shards") or 1)
    if said.get("replicas") is not None:
        return Instances(int(said["replicas"]), shards, False, "as you set it")
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
    stored = stored_bytes(walked)
    return {
        name: _load(walked, walked.board.parts[name], part, loads.peak_factor, stored.get(name, 0.0))
        for name, part in loads.parts.items() if not walked.board.parts[name].can("initiate")
        or walked.board.parts[name].can("pass_on")
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
    """Every dimension in which the catalogue knows a capacity, tightest last decided by the caller."""
    capacity = part.spec.capacity
    copies, shards = counted.replicas or 1, counted.shards
    found: list[Demand] = []

    def add(name: str, asked: float, multiplier: int) -> None:
        figure = capacity.get(name)  # type: ignore[call-overload]
        if figure is not None:
            found.append(Demand(name, asked, float(figure.value), multiplier, figure.source))

    own = part.component.properties.get("serves_per_s")
    if own is not None:
        found.append(Demand("requests_per_s", traffic.calls_per_s * peak, float(parse_quantity(own)), copies * shards,
                            "as you set it"))  # fmt: skip
    elif "reads_per_s" in capacity and "writes_per_s" in capacity:
        add("reads_per_s", traffic.reads_per_s * peak, copies * shards)
        add("writes_per_s", traffic.writes_per_s * peak, shards)
    else:
        add("requests_per_s", traffic.calls_per_s * peak, copies * shards)
        add("messages_per_s", traffic.calls_per_s * peak, copies * shards)
    add("bytes_per_s", traffic.bytes_per_s * peak, copies * shards)
    add("bytes_stored", stored, shards)
    if traffic.open_connections:
        add("connections", traffic.open_connections, copies * shards)
    return found


def _load(walked: Walked, part: Part, traffic: PartTraffic, peak: float, stored: float) -> ComponentLoad:
    counted = instances_of(walked.board, part)
    asked = demands(part, traffic, peak, stored, counted)
    tight = max(asked, key=lambda demand: (demand.utilisation, demand.name), default=None)
    needs = None
    if tight is not None and tight.per_instance:
        needs = max(1, math.ceil(round(tight.asked / (tight.per_instance * TARGET_UTILISATION), 9)))
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
        tuple(_working(walked.scenario, traffic, peak, tight, total)),
        traffic.reads_per_s * peak, traffic.writes_per_s * peak, stored,
    )  # fmt: skip


def _working(scenario: Scenario, traffic: PartTraffic, peak: float, tight: Demand | None, total: int | None) -> list[WorkingLine]:
    """The chain from flows to utilisation, as the screen unfolds it."""
    lines = []
    for flow, _step, calls, per_s in sorted(traffic.shares, key=lambda share: -share[3])[:6]:
        title = scenario.flows[flow].title or flow
        lines.append(WorkingLine(title, f"{_figure(per_s / calls if calls else 0)} × {calls:.3g} calls", _figure(per_s)))
    lines.append(WorkingLine("Peak", f"{_figure(traffic.calls_per_s)} average × {peak:g}", _figure(traffic.calls_per_s * peak)))
    if tight is not None:
        unit = "" if tight.name in ("bytes_stored", "connections") else "/s"
        each = format_quantity(tight.per_instance, "B" if tight.name.startswith("bytes") else "")
        lines.append(WorkingLine("Capacity", f"{tight.multiplier if total is None else total} × {each}{unit}",
                                 format_quantity(tight.per_instance * tight.multiplier), tight.source))  # fmt: skip
    return lines


def _figure(per_s: float) -> str:
    return f"{format_quantity(per_s)}/s"
