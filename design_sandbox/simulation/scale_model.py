"""A scale model: one request in so many is simulated, and every queue keeps its utilisation, its capacity and its wait.

A naive model, with a k-th of the servers, waits far more: small pools wait more often. Here servers stay as many as they
are, or become more, and each call holds its slot k times as long: the same queue on a slower clock, while calls take as
long as ever. Then fewer calls wait, and each waits longer, so the number of slots is chosen, queue by queue, such that by
the formula (M/G/c, `theory.waiting`) the time of a visit changes least. Shards are queues of their own: where a k-th of
them comes nearer, those are simulated as they are. Beyond full use a queue grows by what arrives less what is done, which
is the same at any scale. What stays wrong is told: how far times are off by formula, and how much longer queues near
their limit look.

Scale last: what happens must be in the plan, since it decides which stations must keep their instances.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from design_sandbox.model.quantity import format_quantity, format_ratio
from design_sandbox.simulation.cost import expected_events
from design_sandbox.simulation.journeys import Journey, Met, journeys_of, met_by_stations
from design_sandbox.simulation.plan import FullSize, Outage, Plan, Policy, Station, ZoneOutage
from design_sandbox.simulation.scale_error import Queue, errors_of, gap, near_limit_s, settling, slots_of

LONGEST_HELD_S = 2.0
"""A slot that is held longer answers too late to what happens: scaling decides every 15 s, breakers look at 10 s."""
LONGEST_SHARE = 0.05
"""Nor may it be held longer than this share of the simulated time."""
MOST_ERROR = 0.05
SCALES = (1000, 700, 500, 300, 200, 150, 100, 70, 50, 30, 20, 15, 10, 7, 5, 3, 2)
HARDLY = 0.002
"""A change of a visit's time that nobody sees."""
LEAST_BOUND = 4
MOST_AT_ONCE = 10_000
BREAKER_SEES = 2.0
"""So many times the calls that a breaker judges by must come in its window."""


@dataclass(frozen=True)
class ScaleModel:
    """A plan that simulates one request in `scale`."""

    plan: Plan
    """Its results are told at full size."""
    scale: float
    whole: Plan
    """What it is a model of."""
    errors: tuple[float, ...]
    """By how much the mean or p99 of a journey changes at most, by formula, as a share: at first, then while each happening
    lasts."""
    near_limit_s: float
    """How much longer (s) the mean wait looks in a queue that is 95 % full, at worst."""
    quiet: tuple[str, ...] = ()
    """Parts before which a circuit breaker sees too few calls to judge by."""

    @property
    def error(self) -> float:
        """The largest of the errors."""
        return max(self.errors)

    @property
    def note(self) -> str:
        """The same in words; empty for a whole plan."""
        if self.scale == 1:
            return ""
        later = max(self.errors[1:], default=0.0)
        meanwhile = f", while something happens {_most(later)}" if later > self.errors[0] else ""
        breakers = (
            f" Before {', '.join(self.quiet)} too few calls are left for a circuit breaker to open."
            if self.quiet
            else ""
        )
        return (
            f"A model of 1/{self.scale:.3g} of the traffic is simulated, at queues that fill and empty as the real ones do; "
            f"all counts are of the whole system. By formula answers look {_most(self.errors[0])} longer or "
            f"shorter than they are{meanwhile}; a queue that is just about full looks "
            f"up to {format_quantity(float(f'{self.near_limit_s:.2g}'), 's')} longer.{breakers}"
        )


def _most(error: float) -> str:
    return (
        f"up to {format_ratio(float(f'{error:.2g}'))}"
        if error >= HARDLY
        else f"less than {format_ratio(HARDLY)}"
    )


def scale_model(plan: Plan, scale: float) -> ScaleModel:
    """The plan at 1 : `scale`; 1 is the plan itself. Raises ValueError in words where there is no such model."""
    if not (math.isfinite(scale) and scale >= 1):
        raise ValueError(f"The scale is {scale!r}; give a number from 1 up.")
    if scale == 1:
        return ScaleModel(plan, 1.0, plan, (0.0,), 0.0)
    journeys = tuple(journey for flow in plan.flows for journey in journeys_of(flow))
    _check_work(plan, journeys)
    quiet = _quiet_breakers(plan, journeys, scale)
    met = met_by_stations(plan, journeys)
    settle = settling(journeys, met)
    chosen = {
        station.name: _best(
            station, _candidates(station, scale, plan), met[station.name], settle[station.name]
        )
        for station in plan.stations
    }
    whole = {station.name: station for station in plan.stations}
    return ScaleModel(
        _smaller(plan, scale, chosen), scale, plan,
        errors_of(plan, journeys, met, chosen),
        max(near_limit_s(whole[name], chosen[name], met[name]) for name in whole),
        quiet,
    )  # fmt: skip


def largest_scale(plan: Plan, most_error: float = MOST_ERROR) -> float:
    """The smallest model whose error stays within this, 1 : 1,000 at most; 1 where there is none."""
    for scale in SCALES:
        try:
            if scale_model(plan, scale).error <= most_error:
                return scale
        except ValueError:
            continue
    return 1.0


def fitting_model(plan: Plan, most_events: int, most_error: float = MOST_ERROR) -> ScaleModel:
    """The largest model that takes at most so many events: the plan itself if it does.

    Raises ValueError in words when that would be further off than `most_error`, with the longest time that would not.
    """
    scale = max(1.0, expected_events(plan) / most_events)
    found = None
    try:
        found = scale_model(plan, scale)
    except ValueError as error:
        because = f"there is no model of 1 : {scale:.3g}: {error}"
    if found is not None and found.error <= most_error:
        return found
    if found is not None:
        because = f"in a model of 1 : {scale:.3g} answers would look up to {format_ratio(found.error)} longer or shorter"
    longest_s = plan.duration_s * largest_scale(plan, most_error) / scale
    raise ValueError(
        f"{format_quantity(plan.duration_s, 's')} of this system take more than {format_quantity(most_events)} events, and "
        f"{because}. Simulate at most {format_quantity(longest_s, 's')}, or fewer flows."
    )


def _check_work(plan: Plan, journeys: Iterable[Journey]) -> None:
    limited = {station.name for station in plan.stations if not station.unlimited}
    for visit in (visit for journey in journeys for visit in journey.visits):
        name = visit.call.station
        if visit.call.work_s and name in limited:
            raise ValueError(
                f"Work at {name!r} keeps its slots busy for a known time, which no scale changes."
            )


def _quiet_breakers(plan: Plan, journeys: Iterable[Journey], scale: float) -> tuple[str, ...]:
    """Labels of the parts before which some breaker would judge, but sees too few calls at this scale.

    A breaker is one caller's for one callee, whatever the flow. Raises ValueError when none would be left to be seen.
    """
    calls_per_s: dict[tuple[str, str, Policy], float] = defaultdict(float)
    for visit in (visit for journey in journeys for visit in journey.visits):
        calls_per_s[visit.caller, visit.call.station, visit.call.policy] += visit.rate_per_s
    quiet, judging = set(), False
    for (_, name, policy), rate_per_s in calls_per_s.items():
        if (breaker := policy.breaker) is None or not rate_per_s:
            continue
        seen = rate_per_s * breaker.window_s / BREAKER_SEES
        judging |= seen / scale >= breaker.least_calls
        if seen / scale < breaker.least_calls <= seen:
            quiet.add(name)
    if quiet and not judging:
        raise ValueError(f"The breaker before {min(quiet)!r} would see too few calls to judge by.")
    return tuple(station.label or station.name for station in plan.stations if station.name in quiet)


def _smaller(plan: Plan, scale: float, chosen: Mapping[str, Station]) -> Plan:
    """Fewer requests at the chosen stations; a warm-up lasts until their slots are as busy as they stay."""
    stations = tuple(chosen[station.name] for station in plan.stations)
    flows = tuple(replace(flow, rate_per_s=flow.rate_per_s / scale) for flow in plan.flows)
    held_s = max((one.call.mean_s * one.held for one in stations if not one.unlimited), default=0.0)
    more_s = max(0.0, 5 * held_s - plan.warm_up_s) if plan.warm_up_s else 0.0
    told = tuple((one.name, one.at_once, slots_of(one) / slots_of(chosen[one.name])) for one in plan.stations)
    return replace(plan, stations=stations, flows=flows, duration_s=plan.duration_s + more_s,
                   warm_up_s=plan.warm_up_s + more_s, full_size=FullSize(scale, told))  # fmt: skip


# The choice of slots ---------------------------------------------------------------------------------------------------


def _best(station: Station, candidates: Iterable[Station], met: Met, situations: Iterable[int]) -> Station:
    """The candidate at which a visit's time changes least; of those that hardly change it the quickest."""
    best, least = None, math.inf
    for candidate in candidates:
        change = gap(Queue.of(station, met.together), Queue.of(candidate, met.together), met, situations)
        if change < least:
            best, least = candidate, change
        if change < HARDLY:
            break
    if best is None:
        raise ValueError(f"Slots of {station.label or station.name!r} would be held for too long.")
    return best


def _candidates(station: Station, scale: float, plan: Plan) -> Iterator[Station]:
    """As many instances with more or fewer slots each, on a slower clock; and a `scale`-th of the lanes as they are."""
    if station.unlimited:
        yield replace(station, held=station.held * scale)
        return
    longest_s = min(LONGEST_HELD_S, LONGEST_SHARE * plan.duration_s)
    fewer = max(1, round(station.lanes / scale))
    instances, left = divmod(station.instances * fewer, station.lanes)
    if fewer < station.lanes and not left and not station.lane_weights and not _counted(station, plan):
        found = _with(station, scale, instances, station.at_once, fewer)
        if found.call.mean_s * found.held <= longest_s:
            yield found
    at_once = 1
    while at_once <= MOST_AT_ONCE:
        found = _with(
            station, scale, station.instances, at_once, station.lanes if station.lane_weights else 1
        )
        if found.call.mean_s * found.held > longest_s:
            return
        yield found
        at_once = max(at_once + 1, round(at_once * 1.15))


def _with(station: Station, scale: float, instances: int, at_once: int, lanes: int) -> Station:
    """The station with these slots, each held so long that together they do a `scale`-th of what was done."""
    held = station.held * scale * instances * at_once / slots_of(station)
    bound = station.queue_bound
    if bound is not None:
        bound = max(min(bound, LEAST_BOUND), round(bound * station.lanes / (scale * lanes)))
    zones = station.zones if instances == station.instances else ()
    return replace(
        station, instances=instances, at_once=at_once, lanes=lanes, held=held, queue_bound=bound, zones=zones
    )


def _counted(station: Station, plan: Plan) -> bool:
    """Whether some of its instances come or go."""
    zones = dict(station.zones)
    return station.autoscaling is not None or any(
        (isinstance(one, ZoneOutage) and one.zone in zones)
        or (isinstance(one, Outage) and one.station == station.name and one.instances is not None)
        for one in plan.happenings
    )
