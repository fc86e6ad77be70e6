"""Sizing: what the instances of a part carry in every dimension, and how full the tightest one is (SEMANTICS 18)."""

from __future__ import annotations

import math
from functools import lru_cache, partial

from design_sandbox.analysis.demands import demands
from design_sandbox.analysis.instances import REDUNDANT, Instances, instances_of
from design_sandbox.analysis.numbers import ComponentLoad, Demand, LazyLines, WorkingLine
from design_sandbox.analysis.traffic import PartTraffic, PartValues, Traffic
from design_sandbox.model.load import load_numbers
from design_sandbox.model.quantity import format_quantity
from design_sandbox.model.scenario import Entity
from design_sandbox.walk.board import Part
from design_sandbox.walk.ready_made import HITS_WHEN_KEPT_FOR_ALL, ready_made
from design_sandbox.walk.walker import Walked

TARGET_UTILISATION = 0.7
"""Parts are sized to stay at or below this at peak, so that bursts and a lost instance still fit."""
LIMIT_UTILISATION = 0.85
DAY_S = 86_400
UNITS = {"bytes_stored": "B", "bytes_per_s": "B/s", "connections": "", "slots": ""}
"""Dimension → its unit; calls a second where none is named."""
SPLIT_THEMSELVES = ("key_value", "object_store")
"""Types whose partitions grow with the load: counted by the tool while the learner says nothing about the size."""
MOST_KNOWN = 4096
"""Loads of parts that are remembered from one edit to the next."""


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
    """Bytes each part keeps in one copy, from entity sizes, growth and retention.

    A cache keeps what is asked for, and forgets the rest; only what a pipeline puts there for everybody must fit.
    """
    numbers, found = load_numbers(walked.scenario), dict[str, float]()
    ready = ready_made(walked.walks.values())
    for part in walked.board.parts.values():
        for entity_id in sorted(part.holds | part.copies):
            entity = walked.scenario.entities.get(entity_id)
            if entity is None or entity.size is None:
                continue
            share = _share_kept(part, entity_id, entity, ready)
            count = 0.0
            if entity.count:
                count = numbers.get(entity.count, 0.0)
            elif entity.per_day and entity.keep is not None:
                count = numbers.get(entity.per_day, 0.0) * float(entity.keep) / DAY_S
            found[part.id] = found.get(part.id, 0.0) + float(entity.size) * count * share
    return found


def _share_kept(part: Part, entity_id: str, entity: Entity, ready: frozenset[tuple[str, str]]) -> float:
    """Share of an entity that a part keeps: all of it in stores, and in caches that are filled for everybody.

    Who sets fewer hits for such a cache keeps the most popular: with Zipf's exponent a < 1 the share f of the keys
    gets f^(1 - a) of the reads. An even spread is the most that it may take.
    """
    if part.spec.durable or (entity_id in part.holds and not entity.derived_from):
        return 1.0
    if (part.id, entity_id) not in ready:
        return 0.0
    hits = float(part.get("hit_ratio") or 1.0)
    if hits >= HITS_WHEN_KEPT_FOR_ALL:
        return 1.0
    exponent = entity.skew.zipf if entity.skew and entity.skew.zipf is not None else 0.0
    return hits ** (1.0 / (1.0 - exponent)) if exponent < 1.0 else hits


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
    elastic = counted.inferred and (counted.replicas is None or part.managed)
    utilisation = tight.utilisation if tight else None
    total = counted.total
    if elastic and tight and needs:
        total = needs if part.managed else with_reserve(tight, needs, counted.zones)
        total = max(REDUNDANT, total)
        utilisation = tight.asked / (tight.per_instance * total)
    elif counted.replicas is None and tight and tight.utilisation > TARGET_UTILISATION:
        utilisation = None
    return ComponentLoad(
        traffic.calls_per_s, traffic.calls_per_s * peak,
        tight.per_instance * (tight.multiplier if not elastic else (total or 1)) if tight else None,
        total, counted.inferred, utilisation, tight.name if tight else "", needs,
        LazyLines(partial(_working, titles, traffic, peak, tight, (total, counted.zones if elastic else 1))),
        traffic.reads_per_s * peak, traffic.writes_per_s * peak, stored,
        tuple(asked), elastic or splits, counted.replicas, counted.shards, part,
    )  # fmt: skip


def with_reserve(demand: Demand, needs: int, zones: int) -> int:
    """The fewest instances, not below `needs`, of which those that a lost zone leaves stay below the limit at peak."""
    if zones <= 1:
        return needs
    left = math.ceil(round(demand.asked / (demand.per_instance * LIMIT_UTILISATION), 9))
    return max(needs, left + math.ceil(left / (zones - 1)))


def _splits_itself(part: Part) -> bool:
    grows = part.component.type in SPLIT_THEMSELVES or part.managed
    return grows and "shards" not in part.said and not part.spec.managed


def _working(
    titles: tuple[str, ...],
    traffic: PartTraffic,
    peak: float,
    tight: Demand | None,
    counted: tuple[int | None, int],
) -> list[WorkingLine]:
    """The chain from flows to utilisation, as the screen unfolds it; `counted` are instances, and zones they are sized for."""
    total, zones = counted
    lines = []
    told = sorted(zip(traffic.shares, titles, strict=True), key=lambda entry: -entry[0].calls_per_s)
    for (_, _, calls, per_s, _), title in told[:6]:
        lines.append(
            WorkingLine(
                title,
                f"{_figure(per_s / calls if calls else 0)} × {calls:.3g} {'call' if calls == 1 else 'calls'}",
                _figure(per_s),
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
        in_all = format_quantity(tight.per_instance * machines, unit)
        if total is not None and zones > 1:
            lines.append(
                WorkingLine("Room for a loss", f"any of {zones} zones may be lost", f"{total:,} instances")
            )
        lines.append(WorkingLine("Capacity", f"{machines} × {each}", in_all, tight.source))
    return lines


@lru_cache(maxsize=4096)
def _figure(per_s: float) -> str:
    return format_quantity(per_s, "/s")
