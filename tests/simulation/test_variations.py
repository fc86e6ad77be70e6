"""Changing a plan reaches every call, however deep, and nothing else."""

from __future__ import annotations

from sample_plans import SAMPLE

from design_sandbox.simulation.checking import check_plan, walk_through
from design_sandbox.simulation.plan import Call, Outage, Plan, Policy
from design_sandbox.simulation.variations import with_happenings, with_policy, with_queue_bound

PATIENT = Policy(timeout_s=9.0, retries=2)


def policies(plan: Plan) -> dict[str, set[Policy]]:
    """Station → the policies with which it is called."""
    found: dict[str, set[Policy]] = {}
    for flow in plan.flows:
        for step, _ in walk_through(flow.steps):
            if isinstance(step, Call):
                found.setdefault(step.station, set()).add(step.policy)
    return found


def test_a_policy_reaches_every_call_to_the_named_stations() -> None:
    """In nested calls, look-ups, chances, branches and work after the answer; the rest stays as it was."""
    every = policies(with_policy(SAMPLE, PATIENT))
    assert set(every) == {station.name for station in SAMPLE.stations}
    assert all(found == {PATIENT} for found in every.values())
    some = policies(with_policy(SAMPLE, PATIENT, {"shards", "worker"}))
    assert some["shards"] == some["worker"] == {PATIENT} and some["api"] == some["away"] == {Policy()}


def test_bounds_and_happenings_are_added() -> None:
    """Queues of the named stations are bounded, and what happens is added to what happens already."""
    bounded = with_queue_bound(SAMPLE, 5, {"api"})
    assert {s.name for s in bounded.stations if s.queue_bound == 5} == {"api"}
    more = with_happenings(SAMPLE, Outage("api", 1, 2))
    assert more.happenings == (*SAMPLE.happenings, Outage("api", 1, 2))
    check_plan(with_policy(with_queue_bound(more, 0), PATIENT))
