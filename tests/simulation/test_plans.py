"""Bad plans are refused in words, and good ones stop at their bounds."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from sample_plans import SAMPLE

from design_sandbox.simulation.checking import check_plan
from design_sandbox.simulation.plan import (
    Autoscaling,
    Breaker,
    Burst,
    CacheEmptied,
    Call,
    Chance,
    Flow,
    Limits,
    Lookup,
    Outage,
    Pause,
    Plan,
    Policy,
    Slowdown,
    Spread,
    Station,
    Step,
    ZoneOutage,
)
from design_sandbox.simulation.recording import CancelledError
from design_sandbox.simulation.simulate import simulate

STATION = Station("db", Spread(0.01), instances=2)
FLOW = Flow("asks", 10.0, (Call("db"),))
GOOD = Plan((STATION,), (FLOW,), 10.0)


def station(**changes: Any) -> Plan:
    """The good plan with another station."""
    return replace(GOOD, stations=(replace(STATION, **changes),))


def step(what: Step) -> Plan:
    """The good plan with another step."""
    return replace(GOOD, flows=(replace(FLOW, steps=(what,)),))


def nested(depth: int) -> Step:
    """A call in a call in a call …"""
    found: Step = Call("db")
    for _ in range(depth):
        found = Call("db", (found,))
    return found


BAD: list[tuple[Plan, str]] = [
    (replace(GOOD, flows=()), "no flow"),
    (replace(GOOD, duration_s=0.0), "simulated time is 0.0 s"),
    (replace(GOOD, duration_s=math.nan), "simulated time"),
    (replace(GOOD, duration_s=math.inf), "simulated time"),
    (replace(GOOD, warm_up_s=11.0), "The warm-up"),
    (replace(GOOD, slices=1000), "number of slices"),
    (replace(GOOD, slices=0), "number of slices"),
    (replace(GOOD, stations=(STATION, STATION)), "Two stations are called 'db'"),
    (replace(GOOD, flows=(FLOW, FLOW)), "Two flows are called 'asks'"),
    (replace(GOOD, flows=tuple(replace(FLOW, name=str(i)) for i in range(201))), "201 flows; at most 200"),
    (replace(GOOD, flows=(replace(FLOW, rate_per_s=-1.0),)), "requests a second: -1.0"),
    (replace(GOOD, flows=(replace(FLOW, rate_per_s=1e18),)), "requests a second"),
    (replace(GOOD, flows=(replace(FLOW, burstiness=math.nan),)), "burstiness"),
    (station(instances=0), "instances: 0"),
    (station(instances=True), "instances"),
    (station(at_once=0), "calls at once"),
    (station(at_once=1.5), "whole number"),
    (station(call=Spread(-1.0)), "its mean"),
    (station(call=Spread(0.01, math.inf)), "coefficient of variation"),
    (station(call=Spread(0.01, shape="cauchy")), "accepted: lognormal, exponential, gamma, constant"),  # type: ignore[arg-type]
    (station(lanes=3), "3 lanes for 2 instances"),
    (station(lanes=2, lane_weights=(1.0,)), "one for each"),
    (station(lanes=2, lane_weights=(0.0, 0.0)), "weight 0"),
    (station(queue_bound=-1), "bound of its queue"),
    (station(zones=(("a", 3),)), "more instances in its zones"),
    (station(autoscaling=Autoscaling(0.0, 1, 2)), "utilisation aimed at"),
    (station(autoscaling=Autoscaling(0.5, 3, 2)), "most instances"),
    (station(autoscaling=Autoscaling(0.5, 1, 2, every_s=0.0)), "time between decisions"),
    (step(Call("cache")), "calls 'cache', which is not a station of the plan (there are: db)"),
    (step(Call("db", times=0)), "at once: 0"),
    (step(Call("db", times=10**9)), "at once"),
    (step(Call("db", work_s=math.nan)), "work at 'db'"),
    (step(Call("db", travel_s=-1.0)), "the way to 'db'"),
    (step(Call("db", policy=Policy(timeout_s=0.0))), "the timeout is 0.0 s"),
    (step(Call("db", policy=Policy(retries=1000))), "retries"),
    (step(Call("db", policy=Policy(jitter=2.0))), "jitter"),
    (step(Call("db", policy=Policy(retry_budget=-0.1))), "retry budget"),
    (step(Call("db", policy=Policy(breaker=Breaker(opens_at=0.0)))), "opens the breaker"),
    (step(Call("db", policy=Policy(breaker=Breaker(probes=0)))), "probes"),
    (step(Lookup(Call("db"), 1.2)), "hit ratio of 'db': 1.2"),
    (step(Chance(-0.1, ())), "a probability"),
    (step(Chance(0.1, (), missed_by="nobody")), "misses of 'nobody'"),
    (step(Pause(Spread(math.nan))), "a pause"),
    (step(nested(50)), "nested more than 40 deep"),
    (replace(GOOD, happenings=(Outage("cache", 0, 1),)), "happens to 'cache'"),
    (replace(GOOD, happenings=(Outage("db", 5, 1),)), "ends at 1 s, before it starts at 5 s"),
    (replace(GOOD, happenings=(Outage("db", 1, 2, instances=0),)), "Instances lost"),
    (replace(GOOD, happenings=(ZoneOutage("mars", 1, 2),)), "in zone 'mars'"),
    (replace(GOOD, happenings=(Burst(1, 2, -3.0),)), "factor of a burst"),
    (replace(GOOD, happenings=(Burst(1, 2, 3.0, ("nobody",)),)), "names 'nobody'"),
    (replace(GOOD, happenings=(CacheEmptied("db", 1, 0.0),)), "warms up is 0.0 s"),
    (replace(GOOD, happenings=(Slowdown("db", 1, 2, 0.0),)), "factor of a slowdown"),
    (replace(GOOD, happenings=(Slowdown("cache", 1, 2, 3.0),)), "happens to 'cache'"),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "words"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_plan_is_refused_in_words(plan: Plan, words: str) -> None:
    """Every mistake is named where it is; nothing runs."""
    with pytest.raises(ValueError, match=r"\w") as refused:
        simulate(plan)
    assert words in str(refused.value)
    assert all(line.endswith(".") for line in str(refused.value).splitlines())


def test_good_plans_are_accepted() -> None:
    """What the other tests run is no mistake."""
    check_plan(GOOD)
    check_plan(SAMPLE)


@pytest.mark.parametrize(("seed", "replications"), [(-1, 3), (1.5, 3), (2**60, 3), (1, 0), (1, 31), (1, 2.5)])
def test_a_bad_seed_or_number_of_replications_is_refused(seed: Any, replications: Any) -> None:
    """Both say what is accepted."""
    with pytest.raises(ValueError, match=r"give a whole number"):
        simulate(GOOD, seed, replications)


@pytest.mark.parametrize("policy", [Policy(), Policy(timeout_s=1e5)])
@pytest.mark.parametrize(
    ("limits", "words"),
    [(Limits(most_events=20_000), "events are the most"), (Limits(most_seconds=0.0), "of computing"),
     (Limits(most_waiting=500), "under way at once")],
)  # fmt: skip
def test_a_run_stops_at_its_bounds_and_says_so(policy: Policy, limits: Limits, words: str) -> None:
    """A station with ten times too much to do, for hours: what was simulated until then is told."""
    plan = Plan((STATION,), (Flow("asks", 2000.0, (Call("db", policy=policy),)),), 10_000.0)
    found = simulate(plan, 1, 1, limits=limits)
    assert words in found.stopped_because
    assert 0 <= found.simulated_s < 1000
    assert found.flows["asks"].errors["unfinished"].value is not None


def test_a_flow_without_requests_is_no_trouble() -> None:
    """Nothing is measured, and no figure pretends otherwise."""
    found = simulate(
        replace(GOOD, flows=(replace(FLOW, rate_per_s=0.0), replace(FLOW, name="empty", steps=())))
    )
    flow = found.flows["asks"]
    assert flow.asked == 0 and flow.p99_s.value is None and "only 0 answers" in flow.p99_s.why_not
    assert found.flows["empty"].answered.value == 1.0


def test_progress_rises_to_one_and_cancelling_ends_the_run() -> None:
    """Progress never falls; a run that is taken back gives no result."""
    told: list[float] = []
    simulate(replace(GOOD, duration_s=3000.0), 1, 3, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 10
    with pytest.raises(CancelledError):
        simulate(replace(GOOD, duration_s=1e5), cancelled=lambda: True)
