"""What has to be known beside the result of an experiment: above all what takes longer than is simulated."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from design_sandbox.analysis.figure import show
from design_sandbox.simulation.plan import Autoscaling, Breaker, CacheEmptied, Plan, ZoneOutage
from design_sandbox.simulation.protections import can_fail, policies

STANDARD = Breaker()


def remarks_on(plan: Plan, chosen: Collection[str]) -> Iterator[str]:
    """Sentences about a plan to which the chosen protections were added."""
    yield from _timeouts(plan, tried="timeouts" in chosen)
    yield from _breakers(plan)
    if "bounds" in chosen:
        most = [station.queue_bound for station in plan.stations if station.queue_bound is not None]
        yield f"At most {_between(min(most), max(most))} calls wait in each queue that somebody waits for."
    yield from _autoscaling(plan)
    yield from _happenings(plan)


def _timeouts(plan: Plan, *, tried: bool) -> Iterator[str]:
    known = [policy.timeout_s for policy in policies(plan) if policy.timeout_s is not None]
    if not known:
        return
    if tried:
        shortest, longest = show(min(known), "s"), show(max(known), "s")
        span = shortest if shortest == longest else f"{shortest} to {longest}"
        yield f"Timeouts: callers give up after {span}, three times the p99 of the call and all it waits for, rounded up."
    if max(known) >= _left_s(plan):
        yield (
            f"Callers that wait {show(max(known), 's')} never give up here: only {show(plan.duration_s, 's')} are simulated."
        )


def _breakers(plan: Plan) -> Iterator[str]:
    rules = [policy.breaker for policy in policies(plan) if policy.breaker is not None]
    if not rules:
        return
    window_s, open_s = min(rule.window_s for rule in rules), min(rule.open_s for rule in rules)
    if window_s < STANDARD.window_s:
        yield (
            f"Circuit breakers look at the last {show(window_s, 's')} and stay open for {show(open_s, 's')}: the usual "
            f"{show(STANDARD.window_s, 's')} and {show(STANDARD.open_s, 's')} are too long for the {show(plan.duration_s, 's')} that are simulated."
        )
    if not can_fail(plan):
        yield "No call can fail in this run, so no circuit opens: try timeouts or short queues too, or let something go down."


def _autoscaling(plan: Plan) -> Iterator[str]:
    rules = [
        (station.label, station.autoscaling) for station in plan.stations if station.autoscaling is not None
    ]
    if not rules:
        return
    rule: Autoscaling = rules[0][1]
    wait_s = rule.lag_s + rule.every_s
    who = ", ".join(label for label, _ in rules)
    if wait_s >= _left_s(plan):
        yield (
            f"Nothing can be seen of autoscaling: {show(plan.duration_s, 's')} are simulated, and new instances work "
            f"{show(wait_s, 's')} after the load has grown. Until then {who} must do with what runs."
        )
    else:
        if (
            plan.begins_s is not None
            and plan.ends_s is not None
            and plan.begins_s < plan.ends_s < plan.begins_s + wait_s
        ):
            yield f"What happens is over before new instances work ({show(wait_s, 's')} after the load has grown)."
        yield (
            f"{who}: a decision every {show(rule.every_s, 's')} for {rule.target * 100:g} % use; new instances work {show(rule.lag_s, 's')} later."
        )


def _happenings(plan: Plan) -> Iterator[str]:
    for one in plan.happenings:
        if isinstance(one, CacheEmptied):
            yield from _warming(one.warm_s, plan.duration_s - one.at_s)
        if isinstance(one, ZoneOutage):
            yield "Stores with a copy in another zone answer from there at once; the time of their failover is not simulated."


def _warming(warm_s: float, left_s: float) -> Iterator[str]:
    """What is seen of a cache that warms up."""
    if left_s < warm_s:
        yield (
            f"The cache warms up over about {show(warm_s, 's')} (assumed), longer than the {show(left_s, 's')} that are "
            "simulated after it was emptied: you see it cold."
        )
    elif left_s < 3 * warm_s:
        yield (
            f"The cache warms up over about {show(warm_s, 's')} (assumed): in the end it has "
            f"{-100 * math.expm1(-left_s / warm_s):.0f} % of its usual hits again."
        )


def _left_s(plan: Plan) -> float:
    """Simulated time after something has happened, or all of it."""
    return plan.duration_s - (plan.begins_s or 0.0)


def _between(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
