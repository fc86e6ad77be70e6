"""A plan with something changed: what if callers gave up, queues were bounded, a part went down?

A design's plan to be changed is made with `Options(all_queues=True)`, so that every part can fill.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from design_sandbox.simulation.plan import (
    Call,
    Chance,
    Happening,
    Later,
    Lookup,
    Pause,
    Plan,
    Policy,
    Step,
    Together,
)

Change = Callable[[Call, str, bool], Call]
"""A call, the station that makes it ("" for who starts the request), and whether the answer waits for it → the new call."""


def with_calls(plan: Plan, change: Change) -> Plan:
    """Every call as `change` makes it; what a callee does next is changed before."""

    def changed(steps: tuple[Step, ...], caller: str, awaited: bool) -> tuple[Step, ...]:
        return tuple(one(step, caller, awaited) for step in steps)

    def one(step: Step, caller: str, awaited: bool) -> Step:
        match step:
            case Call():
                return call(step, caller, awaited)
            case Lookup():
                copy = call(step.copy, caller, awaited)
                return replace(step, copy=copy, on_miss=changed(step.on_miss, caller, awaited))
            case Chance():
                yes, no = (changed(steps, caller, awaited) for steps in (step.steps, step.otherwise))
                return replace(step, steps=yes, otherwise=no)
            case Together():
                return Together(tuple(changed(branch, caller, awaited) for branch in step.branches))
            case Later():
                return replace(step, steps=changed(step.steps, caller, False))
            case Pause():
                return step

    def call(step: Call, caller: str, awaited: bool) -> Call:
        return change(replace(step, then=changed(step.then, step.station, awaited)), caller, awaited)

    flows = (replace(flow, steps=changed(flow.steps, "", True)) for flow in plan.flows)
    return replace(plan, flows=tuple(flows))


def every_call(plan: Plan) -> tuple[tuple[Call, str, bool], ...]:
    """All calls as `with_calls` meets them."""
    found: list[tuple[Call, str, bool]] = []

    def meet(call: Call, caller: str, awaited: bool) -> Call:
        found.append((call, caller, awaited))
        return call

    with_calls(plan, meet)
    return tuple(found)


def with_policy(plan: Plan, policy: Policy, callees: Collection[str] | None = None) -> Plan:
    """Every call to these stations (None: to all) is made with this policy."""
    return with_calls(plan, lambda call, *_: replace(call, policy=policy)
                      if callees is None or call.station in callees else call)  # fmt: skip


def with_queue_bound(plan: Plan, bound: int | None, stations: Collection[str] | None = None) -> Plan:
    """At most so many calls wait in each lane of these stations (None: of all); the next ones are shed."""
    return replace(plan, stations=tuple(
        replace(station, queue_bound=bound) if stations is None or station.name in stations else station
        for station in plan.stations
    ))  # fmt: skip


def with_happenings(plan: Plan, *happenings: Happening) -> Plan:
    """The same plan in which these things happen too."""
    return replace(plan, happenings=(*plan.happenings, *happenings))
