"""What is wrong with a plan, in words, before anything runs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from design_sandbox.simulation.plan import (
    Autoscaling,
    Breaker,
    Burst,
    CacheEmptied,
    Call,
    Chance,
    Flow,
    Happening,
    Later,
    Lookup,
    Outage,
    Pause,
    Plan,
    Policy,
    Slowdown,
    Spread,
    Station,
    Step,
    Together,
    ZoneOutage,
)  # fmt: skip

MOST_STATIONS, MOST_FLOWS, MOST_STEPS, MOST_HAPPENINGS, MOST_SLICES = 1000, 200, 20_000, 200, 120
DEEPEST = 40
MOST_TIMES, MOST_SLOTS, MOST_RETRIES = 100_000, 10_000_000, 100
LONGEST_S, FASTEST_PER_S = 1e7, 1e9


def check_plan(plan: Plan) -> None:
    """Raise ValueError with every mistake of a plan, one sentence each."""
    found = list(dict.fromkeys(_mistakes(plan)))
    if found:
        raise ValueError("\n".join(found[:20]))


def walk_through(steps: tuple[Step, ...], depth: int = 0) -> Iterator[tuple[Step, int]]:
    """Every step of a call tree with how deep it stands."""
    for step in steps:
        yield step, depth
        if depth <= DEEPEST:
            for inner in inside(step):
                yield from walk_through(inner, depth + 1)


def inside(step: Step) -> tuple[tuple[Step, ...], ...]:
    """The sequences of steps directly inside a step."""
    match step:
        case Call():
            return (step.then,)
        case Lookup():
            return ((step.copy,), step.on_miss)
        case Chance():
            return (step.steps, step.otherwise)
        case Together():
            return step.branches
        case Later():
            return (step.steps,)
        case Pause():
            return ()


def _mistakes(plan: Plan) -> Iterator[str]:
    for what, amount, most in (
        ("stations", len(plan.stations), MOST_STATIONS),
        ("flows", len(plan.flows), MOST_FLOWS),
        ("happenings", len(plan.happenings), MOST_HAPPENINGS),
    ):
        if amount > most:
            yield f"The plan has {amount} {what}; at most {most} are simulated."
            return
    yield from _span("The simulated time", plan.duration_s)
    yield from _number("The warm-up", plan.warm_up_s, 0, plan.duration_s)
    yield from _number("The time to drain", plan.drain_s, 0, LONGEST_S)
    yield from _whole("The number of slices", plan.slices, 1, MOST_SLICES)
    if not plan.flows:
        yield "The plan has no flow; nothing would happen."
    yield from _repeated("station", [station.name for station in plan.stations])
    yield from _repeated("flow", [flow.name for flow in plan.flows])
    for station in plan.stations:
        yield from _station(station)
    names = {station.name for station in plan.stations}
    for flow in plan.flows:
        yield from _flow(flow, names)
    for happening in plan.happenings:
        yield from _happening(happening, plan, names)


def _repeated(what: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"Two {what}s are called {name!r}; give each its own name."


def _station(station: Station) -> Iterator[str]:
    where = f"Station {station.name!r}"
    yield from _spread(f"{where}: the time of a call", station.call)
    yield from _whole(f"{where}: instances", station.instances, 1, MOST_SLOTS)
    yield from _whole(f"{where}: calls at once", station.at_once, 1, MOST_SLOTS)
    yield from _number(f"{where}: the share of a call's time that a slot is held", station.held, 0, 1e6)
    yield from _whole(f"{where}: lanes", station.lanes, 1, 10_000)
    if station.queue_bound is not None:
        yield from _whole(f"{where}: the bound of its queue", station.queue_bound, 0, MOST_SLOTS)
    if station.lanes > station.instances:
        yield f"{where} has {station.lanes} lanes for {station.instances} instances; each lane needs one at least."
    yield from _weights(where, station)
    yield from _zones(where, station)
    if station.autoscaling is not None:
        yield from _autoscaling(where, station.autoscaling)


def _weights(where: str, station: Station) -> Iterator[str]:
    if not station.lane_weights:
        return
    if len(station.lane_weights) != station.lanes:
        yield f"{where} has {station.lanes} lanes but {len(station.lane_weights)} weights; give one for each."
    for weight in station.lane_weights:
        yield from _number(f"{where}: the weight of a lane", weight, 0, 1e12)
    if not sum(station.lane_weights) > 0:
        yield f"{where}: all its lanes have weight 0; no call could arrive."


def _zones(where: str, station: Station) -> Iterator[str]:
    for zone, instances in station.zones:
        yield from _whole(f"{where}: instances in zone {zone!r}", instances, 0, MOST_SLOTS)
    if sum(instances for _, instances in station.zones) > station.instances:
        yield f"{where} has more instances in its zones than the {station.instances} it has in all."


def _autoscaling(where: str, scaling: Autoscaling) -> Iterator[str]:
    yield from _number(f"{where}: the utilisation aimed at", scaling.target, 0.01, 1)
    yield from _whole(f"{where}: the fewest instances", scaling.least, 1, MOST_SLOTS)
    yield from _whole(f"{where}: the most instances", scaling.most, max(scaling.least, 1), MOST_SLOTS)
    yield from _number(f"{where}: the lag of new instances", scaling.lag_s, 0, LONGEST_S)
    yield from _number(f"{where}: the time between decisions", scaling.every_s, 0.001, LONGEST_S)


def _flow(flow: Flow, names: set[str]) -> Iterator[str]:
    where = f"Flow {flow.name!r}"
    yield from _number(f"{where}: requests a second", flow.rate_per_s, 0, FASTEST_PER_S)
    yield from _number(f"{where}: the distance of its actor", flow.away_s, 0, LONGEST_S)
    yield from _number(f"{where}: burstiness", flow.burstiness, 0, 100)
    for count, (step, depth) in enumerate(walk_through(flow.steps)):
        if depth > DEEPEST:
            yield f"{where}: calls are nested more than {DEEPEST} deep."
            return
        if count > MOST_STEPS:
            yield f"{where} has more than {MOST_STEPS} steps."
            return
        yield from _step(where, step, names)


def _step(where: str, step: Step, names: set[str]) -> Iterator[str]:
    match step:
        case Call():
            if step.station not in names:
                known = ", ".join(sorted(names)[:8]) or "none"
                yield f"{where} calls {step.station!r}, which is not a station of the plan (there are: {known})."
            yield from _whole(f"{where}: calls to {step.station!r} at once", step.times, 1, MOST_TIMES)
            yield from _number(f"{where}: work at {step.station!r}", step.work_s, 0, LONGEST_S)
            yield from _number(f"{where}: the way to {step.station!r}", step.travel_s, 0, LONGEST_S)
            yield from _policy(f"{where}: the call to {step.station!r}", step.policy)
        case Lookup():
            yield from _number(f"{where}: the hit ratio of {step.copy.station!r}", step.hit_ratio, 0, 1)
        case Chance():
            yield from _number(f"{where}: a probability", step.probability, 0, 1)
            if step.missed_by and step.missed_by not in names:
                yield f"{where} has misses of {step.missed_by!r}, which is not a station of the plan."
        case Pause():
            yield from _spread(f"{where}: a pause", step.time)
        case Together() | Later():
            pass


def _policy(where: str, policy: Policy) -> Iterator[str]:
    if policy.timeout_s is not None:
        yield from _span(f"{where}: the timeout", policy.timeout_s)
    yield from _whole(f"{where}: retries", policy.retries, 0, MOST_RETRIES)
    yield from _number(f"{where}: the pause before a retry", policy.backoff_s, 0, LONGEST_S)
    yield from _number(f"{where}: jitter", policy.jitter, 0, 1)
    if policy.retry_budget is not None:
        yield from _number(f"{where}: the retry budget", policy.retry_budget, 0, 100)
    if policy.breaker is not None:
        yield from _breaker(where, policy.breaker)


def _breaker(where: str, breaker: Breaker) -> Iterator[str]:
    yield from _number(f"{where}: the share of failures that opens the breaker", breaker.opens_at, 0.001, 1)
    yield from _span(f"{where}: the breaker's window", breaker.window_s)
    yield from _whole(
        f"{where}: the fewest calls that the breaker judges", breaker.least_calls, 1, MOST_SLOTS
    )
    yield from _span(f"{where}: the time the breaker stays open", breaker.open_s)
    yield from _whole(f"{where}: the breaker's probes", breaker.probes, 1, 1000)


def _happening(happening: Happening, plan: Plan, names: set[str]) -> Iterator[str]:
    if isinstance(happening, (Outage, CacheEmptied, Slowdown)) and happening.station not in names:
        yield f"Something happens to {happening.station!r}, which is not a station of the plan."
    if isinstance(happening, CacheEmptied):
        yield from _number("The time at which a copy is emptied", happening.at_s, 0, LONGEST_S)
        yield from _span("The time in which a copy warms up", happening.warm_s)
        return
    yield from _number("The start of what happens", happening.start_s, 0, LONGEST_S)
    yield from _number("The end of what happens", happening.end_s, 0, LONGEST_S)
    if not happening.end_s > happening.start_s:
        yield f"Something ends at {happening.end_s:g} s, before it starts at {happening.start_s:g} s."
    match happening:
        case Outage() if happening.instances is not None:
            yield from _whole(f"Instances lost of {happening.station!r}", happening.instances, 1, MOST_SLOTS)
        case ZoneOutage():
            if happening.zone not in {zone for station in plan.stations for zone, _ in station.zones}:
                yield f"No station has instances in zone {happening.zone!r}."
        case Slowdown():
            yield from _number("The factor of a slowdown", happening.factor, 0.001, 1e6)
        case Burst():
            yield from _number("The factor of a burst", happening.factor, 0, 1e6)
            for name in sorted(set(happening.flows) - {flow.name for flow in plan.flows}):
                yield f"A burst names {name!r}, which is not a flow of the plan."
        case _:
            pass


def _spread(where: str, spread: Spread) -> Iterator[str]:
    yield from _number(f"{where}: its mean", spread.mean_s, 0, LONGEST_S)
    yield from _number(f"{where}: its coefficient of variation", spread.cv, 0, 100)
    if spread.shape not in ("lognormal", "exponential", "gamma", "constant"):
        yield f"{where} has the shape {spread.shape!r}; accepted: lognormal, exponential, gamma, constant."


def _span(where: str, value: float) -> Iterator[str]:
    if not (isinstance(value, (int, float)) and math.isfinite(value) and 0 < value <= LONGEST_S):
        yield f"{where} is {value!r} s; it must be longer than 0 and at most {LONGEST_S:g} s."


def _number(where: str, value: float, least: float, most: float) -> Iterator[str]:
    if not (isinstance(value, (int, float)) and math.isfinite(value) and least <= value <= most):
        yield f"{where}: {value!r} is not between {least:g} and {most:g}."


def _whole(where: str, value: int, least: int, most: int) -> Iterator[str]:
    if not (isinstance(value, int) and not isinstance(value, bool) and least <= value <= most):
        yield f"{where}: {value!r} is not a whole number between {least} and {most}."
