"""What journeys of a plan call, how often and how many at once: from that, what each station meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from design_sandbox.simulation.plan import (
    Burst,
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Outage,
    Pause,
    Plan,
    Slowdown,
    Station,
    Step,
    Together,
    ZoneOutage,
)


class Visit(NamedTuple):
    """Calls of a journey to a station."""

    call: Call
    share: float
    """Of the journeys that make them."""
    times: int
    """Side by side."""
    rate_per_s: float
    """Of all journeys together, each call counted."""
    caller: str
    """The station that makes them, or the flow that starts with them."""


class Journey(NamedTuple):
    """A request, or work after its answer: what somebody waits for."""

    away_s: float
    """Mean time on the way, at no station."""
    visits: tuple[Visit, ...]


class Met(NamedTuple):
    """What a station is asked for."""

    utilisations: tuple[float, ...]
    """At first, then while each of the plan's happenings lasts, as if alone; 1 and more: it cannot keep up."""
    together: float
    """Calls that come at the same moment, on average over the calls."""
    most: int
    """Calls of one journey side by side."""


def journeys_of(flow: Flow) -> list[Journey]:
    """The answer of a flow, and each work after it."""
    later: list[Journey] = []
    away_s, visits = _along(flow.steps, Frame(flow.rate_per_s, 1.0, 1, flow.name), later)
    return [Journey(away_s + flow.away_s, tuple(visits)), *later]


class Frame(NamedTuple):
    """From where a step is taken."""

    rate_per_s: float
    share: float
    times: int
    caller: str

    def by(self, chance: float) -> Frame:
        """Taken by some only."""
        return self._replace(rate_per_s=self.rate_per_s * chance, share=self.share * chance)


Part = tuple[float, list[Visit]]


def _along(steps: Iterable[Step], frame: Frame, later: list[Journey]) -> Part:
    """Mean time on the way and visits of a sequence of steps."""
    away_s, visits = 0.0, []
    for step in steps:
        for part_s, part in _step(step, frame, later):
            away_s += part_s
            visits += part
    return away_s, visits


def _step(step: Step, frame: Frame, later: list[Journey]) -> Iterator[Part]:
    match step:
        case Call():
            inside = Frame(frame.rate_per_s * step.times, frame.share, frame.times * step.times, step.station)
            own_s = frame.share * (step.travel_s + step.work_s)
            yield own_s, [Visit(step, frame.share, inside.times, inside.rate_per_s, frame.caller)]
            yield _along(step.then, inside, later)
        case Lookup():
            yield _along((step.copy,), frame, later)
            yield _along(step.on_miss, frame.by(1 - step.hit_ratio), later)
        case Chance():
            yield _along(step.steps, frame.by(step.probability), later)
            yield _along(step.otherwise, frame.by(1 - step.probability), later)
        case Together():
            for branch in step.branches:
                yield _along(branch, frame, later)
        case Later():
            away_s, visits = _along(step.steps, frame._replace(share=1.0), later)
            later.append(Journey(away_s, tuple(visits)))
        case Pause():
            yield frame.share * step.time.mean_s, []


def met_by_stations(plan: Plan, journeys: Iterable[Journey]) -> dict[str, Met]:
    """Station → what it meets, second attempts and emptied copies left out."""
    visits: dict[str, list[Visit]] = defaultdict(list)
    for journey in journeys:
        for visit in journey.visits:
            if visit.rate_per_s > 0:
                visits[visit.call.station].append(visit)
    return {station.name: _met(plan, station, visits[station.name]) for station in plan.stations}


def _met(plan: Plan, station: Station, visits: list[Visit]) -> Met:
    rate = sum(visit.rate_per_s for visit in visits)
    used = rate * station.call.mean_s * station.held / (station.instances * station.at_once)
    together = sum(visit.rate_per_s * visit.times for visit in visits) / rate if rate else 1.0
    levels = (used * factor for factor in _factors(plan, station))
    return Met(tuple(levels), together, max((visit.times for visit in visits), default=1))


def _factors(plan: Plan, station: Station) -> Iterator[float]:
    """How many times as busy as at first a station becomes; one for each happening."""
    yield 1.0
    for happening in plan.happenings:
        left = station.instances
        factor = 1.0
        match happening:
            case Burst():
                factor = happening.factor
            case Slowdown() if happening.station == station.name:
                factor = happening.factor
            case Outage() if happening.station == station.name:
                left -= happening.instances or 0
            case ZoneOutage():
                left -= dict(station.zones).get(happening.zone, 0)
            case _:
                pass
        yield factor * station.instances / left if left > 0 else 1.0
