"""How far a scale model is off, by formula: the queues of a plan and of its model compared, and the journeys through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from design_sandbox.analysis.latency.combining import Course, HopTime, Times, times_of
from design_sandbox.simulation.journeys import Journey, Met
from design_sandbox.simulation.plan import Plan, Station
from design_sandbox.theory.distribution import Lognormal
from design_sandbox.theory.waiting import Line

NEAR = 0.95
"""From this utilisation on waits change so fast, and settle so slowly, that a steady wait is not compared."""


def slots_of(station: Station) -> int:
    """Calls that all its instances work on at once."""
    return station.instances * station.at_once


class Queue(NamedTuple):
    """A lane of a station: its slots, and how long a call holds one."""

    call: Lognormal
    slots: int
    held_s: float
    lanes: int
    """Of which this is one."""
    together: float
    """Calls that come at the same moment to all of them, on average over the calls."""

    @classmethod
    def of(cls, station: Station, together: float) -> Queue:
        """One of its lanes, the calls spread evenly over them."""
        spread = {"constant": 0.0, "exponential": 1.0}.get(station.call.shape, station.call.cv)
        call = Lognormal.from_mean(max(station.call.mean_s, 1e-9), max(spread**2, 1e-9))
        held_s = 0.0 if station.unlimited else station.call.mean_s * station.held
        return cls(call, max(1, slots_of(station) // station.lanes), held_s, station.lanes, together)

    def batch(self, times: float) -> float:
        """How many of so many calls a call finds in its lane, itself included."""
        return 1 + (times - 1) / self.lanes

    def line(self, utilisation: float) -> Line | None:
        """Who waits. Calls that come together load the slots as if these were fewer (Hayward). None: nobody, or beyond full."""
        if not 0 < utilisation < 1 or not self.held_s:
            return None
        uneven = (self.batch(self.together) + 1) / 2
        service = Lognormal.from_mean(self.held_s, max(self.call.scv, 1e-9))
        line = Line(max(1, round(self.slots / uneven)), utilisation, service)
        return line if line.p_wait > 1e-9 else None

    def hop(self, utilisation: float, times: int) -> HopTime:
        """The slowest of so many calls: its wait, unless that has no steady state, and for those that came with it."""
        if utilisation >= NEAR:
            return HopTime(self.call, None, times)
        crowd = max(0.0, self.batch(times) - max(1.0, self.slots * (1 - utilisation)))
        return HopTime(self.call, self.line(utilisation), times, fixed_s=crowd * self.held_s / self.slots)


def gap(own: Queue, other: Queue, met: Met, situations: Iterable[int]) -> float:
    """The largest share by which the mean or p99 of a visit changes, in these situations."""
    used = (met.utilisations[situation] for situation in situations)
    each = (
        [times_of(Course(0.0, (queue.hop(at, met.most),), (0,))) for queue in (own, other)] for at in used
    )
    return max((_change(*pair) for pair in each), default=0.0)


def settling(journeys: Iterable[Journey], met: Mapping[str, Met]) -> dict[str, set[int]]:
    """Station → the situations in which some journey through it has steady times: 0 at first, then each happening."""
    found: dict[str, set[int]] = {name: set() for name in met}
    for journey in journeys:
        names = {visit.call.station for visit in journey.visits if visit.share > 0}
        for name in names:
            found[name] |= {
                situation
                for situation in range(len(met[name].utilisations))
                if not _held_up(journey, met, situation)
            }
    return found


def _change(own: Times, other: Times) -> float:
    return max(abs(other.mean_s / own.mean_s - 1), abs(other.p99_s / own.p99_s - 1))


def errors_of(
    plan: Plan, journeys: Iterable[Journey], met: Mapping[str, Met], chosen: Mapping[str, Station]
) -> tuple[float, ...]:
    """The largest share by which the mean or p99 of a journey changes: at first, then while each happening lasts.

    While a station on its way is full, a journey takes as long as that queue has grown, which is the same at any scale.
    """
    own = {station.name: Queue.of(station, met[station.name].together) for station in plan.stations}
    other = {name: Queue.of(station, met[name].together) for name, station in chosen.items()}
    return tuple(
        max((
            _change(*(times_of(_course(journey, queues, met, situation)) for queues in (own, other)))
            for journey in journeys if journey.visits and not _held_up(journey, met, situation)
        ), default=0.0)
        for situation in range(1 + len(plan.happenings))
    )  # fmt: skip


def _held_up(journey: Journey, met: Mapping[str, Met], situation: int) -> bool:
    return any(
        met[visit.call.station].utilisations[situation] >= NEAR for visit in journey.visits if visit.share > 0
    )


def _course(journey: Journey, queues: Mapping[str, Queue], met: Mapping[str, Met], situation: int) -> Course:
    hops = tuple(
        queues[visit.call.station].hop(met[visit.call.station].utilisations[situation], visit.times)
        for visit in journey.visits
    )
    shares = [min(visit.share, 1.0) for visit in journey.visits]
    always = tuple(index for index, share in enumerate(shares) if share == 1)
    some = (((1 - share, ()), (share, (index,))) for index, share in enumerate(shares) if share < 1)
    return Course(journey.away_s, hops, always, tuple(some))


def near_limit_s(station: Station, candidate: Station, met: Met) -> float:
    """How much longer (s) the mean wait is where the queue is just about full."""
    lines = [Queue.of(one, met.together).line(NEAR) for one in (station, candidate)]
    own_s, other_s = (line.mean if line and met.utilisations[0] else 0.0 for line in lines)
    return max(0.0, other_s - own_s)
