"""burst-in-time: is the worst single case done within its deadline?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from design_sandbox.analysis.growing import grows_by, least_size
from design_sandbox.analysis.instances import instances_of, zones_of
from design_sandbox.model.quantity import format_quantity
from design_sandbox.model.scenario import Burst, walk_steps
from design_sandbox.rules.freshness import DEFAULT_AT_ONCE, READING, filling_hops
from design_sandbox.rules.looking import capital, title_of
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
)
from design_sandbox.walk.board import Part
from design_sandbox.walk.walk import Hop, Walk


@dataclass(frozen=True)
class Room:
    """What one part can do beside its usual peak, in units a second; None where the drawing does not say."""

    part: Part
    free_per_s: float | None
    each_per_s: float
    """Of one more instance or shard."""
    dimension: str | None = None
    """The dimension of its load that the burst adds to; None for workers, whose calls take as long as the keeper."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Whether keeper and workers, beside their peak, get through all units of the burst before its deadline."""
    burst = next(entry for entry in context.scenario.bursts if entry.id == subject)
    walk = context.walked.walks.get(burst.flow)
    if walk is None or walk.status == "out_of_scope":
        return NOT_APPLICABLE
    readers = readers_of(context, burst.entity)
    if not walk.served or not readers:
        return NOTHING_EARNED
    if _never_arises(context, burst, readers):
        return PASS
    return _judge(context, burst, walk)


def readers_of(context: Context, entity: str) -> list[Walk]:
    """Served journeys that read the entity in at least one of their ways."""
    flows = context.scenario.flows
    return [walk for name, walk in context.walked.walks.items() if walk.served
            and any(step.target == entity and step.verb in READING for step in walk_steps(flows[name].steps))]  # fmt: skip


def _never_arises(context: Context, burst: Burst, readers: list[Walk]) -> bool:
    """Readers that take the sources, alone or beside the ready copy, spare the writer the largest cases."""
    return all(_reads_sources(context, burst, walk) for walk in readers)


def _reads_sources(context: Context, burst: Burst, walk: Walk) -> bool:
    if not any(kept == burst.entity for _, kept in walk.uses_holds):
        return True
    sources = context.scenario.entities[burst.entity].derived_from
    chosen = {choice.chosen for choice in walk.strategies}
    ways = [
        steps
        for step in context.scenario.flows[walk.flow].steps
        for name, steps in step.any_of.items()
        if name in chosen
    ]
    return any(inner.target in sources for steps in ways for inner in walk_steps(steps))


def _judge(context: Context, burst: Burst, walk: Walk) -> Judgement:
    times = context.walked.numbers[burst.times]
    what, title = context.scenario.label_of(burst.entity), title_of(context, burst.flow)
    last = next(
        (hop for hop in reversed(filling_hops(context, burst.entity)) if hop.entity == burst.entity), None
    )
    units = f"{format_quantity(times)} {what} within {format_quantity(burst.within)}"
    if last is None:
        return RULE.asks(f"{burst.title}: what writes {units}?", title=burst.title, subject=burst.id, path=walk,
                         because=(f"Nothing drawn fills {what}.",))  # fmt: skip
    if not last.after_answer:
        return RULE.fails(
            f"{burst.title}: {title} would write {units} before it answers.", title=f"{burst.title}: the caller waits",
            elements=(last.source, last.target), path=walk, subject=burst.id,
            because=("No channel or change capture stands between.",),
        )  # fmt: skip
    rooms = [room for room in (worker_room(context, last), keeper_room(context, last)) if room]
    return _compare(context, burst, walk, rooms, units)


def _compare(context: Context, burst: Burst, walk: Walk, rooms: list[Room], units: str) -> Judgement:
    needed_per_s = context.walked.numbers[burst.times] / float(burst.within)
    short = [room for room in rooms if room.free_per_s is not None and room.free_per_s < needed_per_s]
    if short:
        room = min(short, key=lambda found: (found.free_per_s or 0, found.part.id))
        field, size = grows_by(room.part), _enough(context, room, needed_per_s)
        return RULE.fails(
            f"{burst.title}: {room.part.label} has room for {format_quantity(max(room.free_per_s or 0, 0))}/s beside its peak; "
            f"{units} are {format_quantity(needed_per_s)}/s.", title=f"{burst.title}: {room.part.label} is too small",
            elements=(room.part.id,), path=walk, subject=burst.id,
            patch=({"op": "set", "component": room.part.id, "field": field, "value": size},),
            suggestion=f"Set {room.part.label} to {size} {field}, or let readers fetch the largest cases themselves",
        )  # fmt: skip
    unknown = next((room for room in rooms if room.free_per_s is None), None)
    if unknown:
        return RULE.asks(
            f"{burst.title}: how large is {unknown.part.label}? {capital(units)} are {format_quantity(needed_per_s)}/s.",
            title=f"{burst.title}: how large is {unknown.part.label}?", elements=(unknown.part.id,), subject=burst.id,
        )  # fmt: skip
    return PASS


def _enough(context: Context, room: Room, needed_per_s: float) -> int:
    """The size at which a part does the burst beside its peak, and is not too small for that peak and a loss."""
    alone = math.ceil(round(needed_per_s / room.each_per_s, 9)) if room.dimension is None else 1
    load = context.numbers.components.get(room.part.id)
    beside = {room.dimension: needed_per_s} if room.dimension else {}
    zones = zones_of(context.board, room.part)
    return max(alone, least_size(room.part, load, zones, beside) if load else 1)


def worker_room(context: Context, last: Hop) -> Room | None:
    """Units a second that the workers write: `at_once` calls at a time, in batches, each as long as the keeper takes."""
    worker, keeper = context.part(last.source), context.part(last.target)
    if not worker.can("compute") or keeper.spec.latency is None:
        return None
    counted = instances_of(context.board, worker)
    in_one_go = float(worker.get("at_once") or DEFAULT_AT_ONCE) * float(worker.get("batch") or 1)
    each = in_one_go / float(keeper.spec.latency.p50)
    if counted.replicas is None:
        return None  # sized by the tool
    return Room(worker, each * counted.replicas, each)


def keeper_room(context: Context, last: Hop) -> Room | None:
    """Writes a second that the keeper takes beside what it does at peak anyway."""
    part = context.part(last.target)
    load = context.numbers.components.get(part.id)
    figure = part.spec.capacity.get("writes_per_s") or part.spec.capacity.get("requests_per_s")
    if figure is None or load is None or part.managed:
        return None
    counted, each = instances_of(context.board, part), float(figure.value)
    usual = load.writes_per_s if _primary(part) else load.peak_per_s
    machines = counted.shards if _primary(part) else counted.total
    free = None if counted.replicas is None or machines is None else each * machines - usual
    return Room(part, free, each, "writes_per_s" if _primary(part) else "requests_per_s")


def _primary(part: Part) -> bool:
    """Whether one instance of each shard takes all its writes."""
    return "writes_per_s" in part.spec.capacity


RULE = Rule(
    Card(
        id="burst-in-time",
        title="The worst single case is not done in time",
        group="scalability",
        severity="medium",
        why="Averages hide the one author with a hundred million followers, whose every message is the whole day's work.",
        how_to_fix="Treat the few largest differently (let readers fetch them), write in batches, or size for the burst.",
        false_alarm="Work is taken to be split evenly over all workers, which flatters a design; times are the catalogue's.",
        references=(
            "Martin Kleppmann, Designing Data-Intensive Applications, chapter 1 (Twitter's fan-out)",
        ),
    ),
    check,
    about="burst",
)
