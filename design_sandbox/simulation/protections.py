"""What callers and parts may do about trouble, to be tried on a plan: timeouts, breakers, budgets, bounds, scaling."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from design_sandbox.simulation.plan import (
    Breaker,
    Call,
    Chance,
    Later,
    Lookup,
    Outage,
    Pause,
    Plan,
    Policy,
    Spread,
    Station,
    Step,
    Together,
    ZoneOutage,
)
from design_sandbox.simulation.variations import every_call, with_calls
from design_sandbox.theory.distribution import Lognormal

PATIENCE = 3.0
"""A timeout, in p99s of the call and of all that it waits for, none of them queueing."""
LEAST_PATIENCE_S = 0.05
BUDGET = 0.1
"""Retries for each first attempt (Google, "Site Reliability Engineering", chapter 21)."""
LEAST_BOUND = 10
"""Calls that may wait at least: where few are worked on at once, chance alone makes some wait."""
WINDOW_SHARE, OPEN_SHARE = 0.1, 0.05
"""Of the simulated time: how long a breaker looks back and stays open at most, so that it can be seen at work."""


@dataclass(frozen=True)
class Protection:
    """Something to try; `off` says in words why it would change nothing here."""

    id: str
    label: str
    help: str
    off: str = ""


def protections_of(plan: Plan, scaling: Collection[str]) -> tuple[Protection, ...]:
    """What may be tried on this plan; `scaling` names the stations that scale by themselves."""
    calls = every_call(plan)
    inner = [call.policy for call, caller, _ in calls if caller]
    patient = any(call.policy.timeout_s is None for call, _, awaited in calls if awaited)
    retried = [call.policy for call, _, _ in calls if call.policy.retries]
    return (
        Protection("timeouts", "Timeouts", f"Callers give up after {PATIENCE:g} × the p99 of what they wait for.",
                   "" if patient else "Every call has a timeout already."),
        Protection("breakers", "Circuit breakers", "Parts stop asking one that fails most of their calls, and probe it now and then.",
                   "" if any(policy.breaker is None for policy in inner) else
                   "Every call between parts has one already." if inner else "No part calls another one."),
        Protection("budget", f"Retry budget of {BUDGET * 100:g} %", "One retry for ten first attempts, no more.",
                   "" if any(policy.retry_budget is None for policy in retried) else
                   "Every retry has a budget already." if retried else "Nothing is tried again, as no part has Retries set."),
        Protection("bounds", "Short queues", "As many calls may wait as are worked on at once; further ones are turned away.",
                   "" if _unbounded(plan) else "Every queue is bounded already."),
        Protection("autoscaling", "Autoscaling", "Parts that scale by themselves get instances as they fill.",
                   "" if scaling else "No part says that it scales by itself."),
    )  # fmt: skip


def protected(plan: Plan, chosen: Collection[str]) -> Plan:
    """The plan with these protections; its breakers look back no longer than a run of this length can show."""
    if "timeouts" in chosen:
        plan = _with_timeouts(plan)
    if "breakers" in chosen:
        plan = with_calls(
            plan,
            lambda call, caller, _: _kept(call, breaker=call.policy.breaker or Breaker()) if caller else call,
        )
    if "budget" in chosen:
        plan = with_calls(plan, lambda call, *_: _kept(call, retry_budget=_either(call.policy.retry_budget, BUDGET))
                          if call.policy.retries else call)  # fmt: skip
    if "bounds" in chosen:
        short = _unbounded(plan)
        plan = replace(plan, stations=tuple(
            replace(station, queue_bound=bound_of(station)) if station.name in short else station for station in plan.stations
        ))  # fmt: skip
    return _with_breakers_in_time(plan)


def _kept(call: Call, **changes: Any) -> Call:
    return replace(call, policy=replace(call.policy, **changes))


def _either(said: float | None, tried: float) -> float:
    return tried if said is None else said


# Queues ----------------------------------------------------------------------------------------------------------------


def bound_of(station: Station) -> int:
    """How many calls may wait in one lane when queues are short."""
    return max(LEAST_BOUND, station.instances * station.at_once // station.lanes)


def _unbounded(plan: Plan) -> set[str]:
    """Stations that somebody waits for, in which any number of calls may queue. Work taken off channels is kept."""
    awaited = {call.station for call, _, awaited in every_call(plan) if awaited}
    return {station.name for station in plan.stations
            if station.name in awaited and station.queue_bound is None and not station.unlimited}  # fmt: skip


# Timeouts --------------------------------------------------------------------------------------------------------------


def _with_timeouts(plan: Plan) -> Plan:
    own = {station.name: _p99_s(station.call) for station in plan.stations}

    def change(call: Call, _: str, awaited: bool) -> Call:
        if not awaited or call.policy.timeout_s is not None:
            return call
        return _kept(call, timeout_s=_rounded_up(max(PATIENCE * _whole_s(call, own), LEAST_PATIENCE_S)))

    return with_calls(plan, change)


def _p99_s(spread: Spread) -> float:
    if spread.mean_s <= 0 or spread.cv <= 0 or spread.shape == "constant":
        return spread.mean_s
    return Lognormal.from_mean(spread.mean_s, spread.cv**2).quantile(0.99)


def _whole_s(call: Call, own: dict[str, float]) -> float:
    """The p99s of a call and of all that it waits for, added: longer than their sum usually is."""
    return own[call.station] + call.work_s + call.travel_s + _in_turn_s(call.then, own)


def _in_turn_s(steps: tuple[Step, ...], own: dict[str, float]) -> float:
    return sum(_step_s(step, own) for step in steps)


def _step_s(step: Step, own: dict[str, float]) -> float:
    match step:
        case Call():
            return _whole_s(step, own)
        case Lookup():
            return _whole_s(step.copy, own) + _in_turn_s(step.on_miss, own)
        case Chance():
            return max(_in_turn_s(step.steps, own), _in_turn_s(step.otherwise, own))
        case Together():
            return max((_in_turn_s(branch, own) for branch in step.branches), default=0.0)
        case Later():
            return 0.0
        case Pause():
            return _p99_s(step.time)


def _rounded_up(seconds: float) -> float:
    """The next of 1, 2, 5 × a power of ten."""
    power = 10.0 ** math.floor(math.log10(seconds))
    found = next(digit for digit in (1, 2, 5, 10) if digit * power >= seconds * (1 - 1e-9))
    return float(f"{found * power:.1g}")


# Breakers --------------------------------------------------------------------------------------------------------------


def _with_breakers_in_time(plan: Plan) -> Plan:
    """Breakers that would look back or stay open too long to be seen in this run do so for less."""

    def change(call: Call, *_: object) -> Call:
        rule = call.policy.breaker
        if rule is None:
            return call
        window_s = min(rule.window_s, WINDOW_SHARE * plan.duration_s)
        open_s = min(rule.open_s, OPEN_SHARE * plan.duration_s)
        return _kept(call, breaker=replace(rule, window_s=window_s, open_s=open_s))

    return with_calls(plan, change)


def policies(plan: Plan) -> tuple[Policy, ...]:
    """Those of all calls."""
    return tuple(call.policy for call, _, _ in every_call(plan))


def can_fail(plan: Plan) -> bool:
    """Whether any call can fail, so that a breaker can open."""
    return (
        any(
            isinstance(one, (Outage, ZoneOutage)) and not getattr(one, "hangs", False)
            for one in plan.happenings
        )
        or any(policy.timeout_s is not None for policy in policies(plan))
        or any(station.queue_bound is not None for station in plan.stations)
    )
