"""A plan with something changed: what if callers gave up, queues were bounded, a part went down?

A design's plan to be changed is made with `Options(all_queues=True)`, so that every part can fill.
"""

from __future__ import annotations

from collections.abc import Collection
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


def with_policy(plan: Plan, policy: Policy, callees: Collection[str] | None = None) -> Plan:
    """Every call to these stations (None: to all) is made with this policy."""

    def changed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(one(step) for step in steps)

    def one(step: Step) -> Step:
        match step:
            case Call():
                return call(step)
            case Lookup():
                return replace(step, copy=call(step.copy), on_miss=changed(step.on_miss))
            case Chance():
                return replace(step, steps=changed(step.steps), otherwise=changed(step.otherwise))
            case Together():
                return Together(tuple(changed(branch) for branch in step.branches))
            case Later():
                return replace(step, steps=changed(step.steps))
            case Pause():
                return step

    def call(step: Call) -> Call:
        meant = callees is None or step.station in callees
        return replace(step, then=changed(step.then), policy=policy if meant else step.policy)

    return replace(plan, flows=tuple(replace(flow, steps=changed(flow.steps)) for flow in plan.flows))


def with_queue_bound(plan: Plan, bound: int | None, stations: Collection[str] | None = None) -> Plan:
    """At most so many calls wait in each lane of these stations (None: of all); the next ones are shed."""
    return replace(plan, stations=tuple(
        replace(station, queue_bound=bound) if stations is None or station.name in stations else station
        for station in plan.stations
    ))  # fmt: skip


def with_happenings(plan: Plan, *happenings: Happening) -> Plan:
    """The same plan in which these things happen too."""
    return replace(plan, happenings=(*plan.happenings, *happenings))
