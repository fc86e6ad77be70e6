"""A scale model tells what the whole tells: capacity exactly, times within its stated error, rates at full size."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_plans import SAMPLE

from design_sandbox.analysis.analyse import analyse
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.simulation.checking import check_plan
from design_sandbox.simulation.cost import expected_events
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.plan import (
    Autoscaling,
    Breaker,
    Burst,
    Call,
    Chance,
    Flow,
    Outage,
    Plan,
    Policy,
    Slowdown,
    Spread,
    Station,
    ZoneOutage,
)
from design_sandbox.simulation.result import Estimate, Result
from design_sandbox.simulation.scale_model import fitting_model, largest_scale, scale_model
from design_sandbox.simulation.simulate import simulate
from design_sandbox.walk.walker import walk_all


def plan(
    station: Station, rate_per_s: float, *, seconds: float = 60.0, times: int = 1, warm_up_s: float = 5.0
) -> Plan:
    """One flow that calls one station, so many times side by side."""
    steps = (Call(station.name, times=times),)
    return Plan((station,), (Flow("asks", rate_per_s, steps),), seconds + warm_up_s, warm_up_s, slices=12)


POOL = Station("part", Spread(0.02, 0.9), instances=25, at_once=8)
SHARDS = Station("part", Spread(0.004), instances=48, at_once=4, lanes=48)
SMALL = Station("part", Spread(0.0002), instances=32, lanes=32, held=0.05)
WHOLES = {
    "pooled servers": (plan(POOL, 7_000, seconds=3, warm_up_s=1), 50),
    "shards": (plan(SHARDS, 31_000, seconds=1, warm_up_s=0.3), 16),
    "a wide fan-out": (plan(SMALL, 4_000, seconds=0.2, times=200, warm_up_s=0.1), 100),
    "bursty arrivals of a rare step": (
        Plan((POOL, replace(SHARDS, name="shards")),
             (Flow("asks", 6_000, (Call("part", (Chance(0.3, (Call("shards", times=5),)),)),)),), 4.0, 1.0), 20),
}  # fmt: skip


def results(whole: Plan, scale: float, seconds: float = 40.0) -> tuple[Result, Result]:
    """Both simulated; the model for longer, as it is meant."""
    model = scale_model(replace(whole, duration_s=whole.warm_up_s + seconds), scale)
    assert model.error < 0.05
    assert expected_events(model.plan) < 1e6
    return simulate(whole, 1), simulate(model.plan, 2)


def meet(one: Estimate, other: Estimate, slack: float) -> bool:
    """Whether the intervals, widened by a share, have something in common."""
    assert one.low is not None and one.high is not None and other.low is not None and other.high is not None
    return one.low * (1 - slack) <= other.high and other.low * (1 - slack) <= one.high


@pytest.mark.parametrize("name", WHOLES)
def test_a_model_tells_the_times_of_the_whole(name: str) -> None:
    """Mean, median and p99 within the intervals and two per cent; what is answered a second, and how busy all is, too."""
    whole, model = results(*WHOLES[name])
    own, other = whole.flows["asks"], model.flows["asks"]
    for figure in ("mean_s", "p50_s", "p99_s"):
        assert meet(getattr(own, figure), getattr(other, figure), 0.02), figure
    assert other.goodput_per_s.value == pytest.approx(own.goodput_per_s.value, rel=0.06)
    for station, found in whole.stations.items():
        assert model.stations[station].utilisation.value == pytest.approx(found.utilisation.value, abs=0.03)


def test_a_naive_model_waits_far_more() -> None:
    """What this is for: a fiftieth of the servers makes a quiet pool wait, the scale model does not."""
    naive = replace(POOL, instances=1, at_once=4)
    found = simulate(plan(naive, 7_000 / 50), 3).flows["asks"]
    whole, model = results(*WHOLES["pooled servers"])
    own, other = whole.flows["asks"].mean_s.value, model.flows["asks"].mean_s.value
    assert found.mean_s.value is not None and own is not None and other is not None
    assert found.mean_s.value > 1.15 * own
    assert other == pytest.approx(own, rel=0.01)


def test_scale_one_is_the_plan_itself() -> None:
    """Nothing is changed and nothing is said."""
    model = scale_model(SAMPLE, 1)
    assert model.plan is SAMPLE
    assert (model.error, model.note) == (0.0, "")
    assert model.plan.full_size is None


@settings(max_examples=60, deadline=None)
@given(
    instances=st.integers(1, 60), at_once=st.integers(1, 40), sharded=st.booleans(), mean_s=st.floats(1e-5, 0.05),
    bound=st.none() | st.integers(0, 1000), use=st.floats(0.05, 1.5), scale=st.floats(1.5, 300),
)  # fmt: skip
def test_utilisation_and_capacity_are_exact(use: float, scale: float, **given_: Any) -> None:
    """Slots ÷ held time is a `scale`-th of what it was, whatever is chosen, and the plan is one that can be simulated."""
    lanes = given_["instances"] if given_["sharded"] else 1
    station = Station("part", Spread(given_["mean_s"]), given_["instances"], given_["at_once"], lanes=lanes,
                      queue_bound=given_["bound"])  # fmt: skip
    whole_per_s = station.instances * station.at_once / station.call.mean_s
    try:
        model = scale_model(plan(station, use * whole_per_s), scale)
    except ValueError as error:
        assert "too long" in str(error)
        return
    check_plan(model.plan)
    small = model.plan.stations[0]
    per_s = small.instances * small.at_once / (small.call.mean_s * small.held)
    assert per_s == pytest.approx(whole_per_s / scale)
    assert small.call == station.call
    assert (small.queue_bound is None) == (station.queue_bound is None)
    assert math.isfinite(model.error)
    assert model.error >= 0


def test_shards_are_simulated_as_they_are_where_they_divide() -> None:
    """Three of 48 shards at 1 : 16, with their slots and their times."""
    small = scale_model(plan(SHARDS, 31_000), 16).plan.stations[0]
    assert (small.lanes, small.instances, small.at_once) == (3, 3, 4)
    assert small.held == pytest.approx(SHARDS.held)


ZONED = replace(POOL, zones=(("a", 13), ("b", 12)))


@pytest.mark.parametrize(
    "happening", [Outage("part", 10, 20, 12), ZoneOutage("b", 10, 20), Burst(10, 20, 2.0), Slowdown("part", 10, 20, 2.0)],
    ids=["instances lost", "a zone lost", "a burst", "slow calls"],
)  # fmt: skip
def test_overload_grows_and_drains_alike(happening: Burst | Outage | Slowdown | ZoneOutage) -> None:
    """For ten seconds more arrives than is done: slice by slice as many wait, are answered and dropped as in the whole."""
    whole = replace(plan(ZONED, 700, seconds=60, warm_up_s=0), happenings=(happening,))
    slow = replace(whole, stations=(replace(ZONED, call=Spread(0.2, 0.9)),))
    model = scale_model(slow, 8)
    own, other = simulate(slow, 5), simulate(model.plan, 6)
    waiting, seen = own.stations["part"].waiting_by_slice, other.stations["part"].waiting_by_slice
    peak = max(waiting)
    assert peak > 1_000
    assert seen == pytest.approx(waiting, abs=0.2 * peak)
    answered, told = own.flows["asks"].answered_per_s, other.flows["asks"].answered_per_s
    assert sum(told) == pytest.approx(sum(answered), rel=0.05)
    assert other.stations["part"].instances_by_slice == own.stations["part"].instances_by_slice


def test_shedding_is_told_at_full_size() -> None:
    """A bounded queue sheds the same share of twice what it can do, and as many calls a second."""
    whole = plan(replace(POOL, queue_bound=100), 20_000, seconds=2, warm_up_s=0.5)
    model = scale_model(replace(whole, duration_s=40.0), 20)
    own, other = simulate(whole, 3), simulate(model.plan, 4)
    assert other.flows["asks"].errors["shed"].value == pytest.approx(
        own.flows["asks"].errors["shed"].value or 0, abs=0.02
    )
    shed = other.stations["part"].dropped_per_s[-2]["shed"]
    assert shed == pytest.approx(own.stations["part"].dropped_per_s[-2]["shed"], rel=0.1)


def test_scaling_out_is_seen() -> None:
    """Instances follow the load as they would in the whole."""
    scaled = replace(
        POOL, call=Spread(0.2, 0.9), autoscaling=Autoscaling(0.7, 1, 100, lag_s=10.0, every_s=5.0)
    )
    whole = replace(plan(scaled, 700, seconds=60, warm_up_s=0), happenings=(Burst(10, 60, 2.0),))
    model = scale_model(whole, 8)
    own, other = simulate(whole, 5), simulate(model.plan, 6)
    before, after = own.stations["part"].instances_by_slice[1], own.stations["part"].instances_by_slice[-1]
    assert after > 1.5 * before
    assert other.stations["part"].instances_by_slice[-1] == pytest.approx(after, rel=0.15)


# The choice of the scale ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("station", "rate_per_s", "least", "most"),
    [
        (POOL, 7_000, 50, 1_000),
        (replace(POOL, instances=500), 140_000, 300, 1_000),
        (replace(POOL, instances=1, at_once=1), 45, 1, 2),
    ],
    ids=["200 servers", "4,000 servers", "one server, nearly full"],
)
def test_the_scale_follows_from_the_formula(
    station: Station, rate_per_s: float, least: float, most: float
) -> None:
    """Many servers allow a small model; where waits are most of the time, there is none. Less error allows less."""
    whole = plan(station, rate_per_s)
    scale = largest_scale(whole)
    assert least <= scale <= most
    assert scale_model(whole, scale).error <= 0.05
    assert largest_scale(whole, 0.001) <= scale


def test_what_happens_is_looked_at_too() -> None:
    """A burst that fills a pool to nine tenths leaves less room for scaling than the peak does."""
    calm = plan(replace(POOL, instances=4), 960)
    full = replace(calm, happenings=(Burst(10, 20, 1.5),))
    assert largest_scale(full) < largest_scale(calm)


def test_what_is_beyond_full_is_no_reason_to_refuse() -> None:
    """A burst to three times what a pool can do looks the same at any scale: its queue grows by the difference."""
    calm = plan(replace(POOL, instances=4), 960)
    full = replace(calm, happenings=(Burst(10, 20, 3.0),))
    assert largest_scale(full) == largest_scale(calm) > 5


def test_a_model_that_fits() -> None:
    """The plan itself where it fits; else as large as the events allow; refused in words where that says too little."""
    whole = plan(POOL, 7_000)
    assert fitting_model(whole, 10_000_000).plan is whole
    model = fitting_model(whole, 100_000)
    assert model.scale == pytest.approx(expected_events(whole) / 100_000)
    assert f"1/{model.scale:.3g} of the traffic" in model.note
    assert model.near_limit_s > 0
    with pytest.raises(ValueError, match="Simulate at most"):
        fitting_model(plan(replace(POOL, instances=1, at_once=1), 45), 100)


@pytest.mark.parametrize(
    ("call", "words"),
    [(Call("part", work_s=0.1), "keeps its slots busy"), (Call("part", policy=Policy(breaker=Breaker())), "too few calls")],
)  # fmt: skip
def test_what_has_no_model_is_refused_in_words(call: Call, words: str) -> None:
    """Work of a known length, and breakers that would see too few calls."""
    with pytest.raises(ValueError, match=words):
        scale_model(replace(plan(POOL, 10), flows=(Flow("asks", 10, (call,)),)), 100)


@pytest.mark.parametrize("scale", [0, 0.5, math.nan, math.inf])
def test_no_scale_below_one(scale: float) -> None:
    """Nothing is simulated larger than it is."""
    with pytest.raises(ValueError, match="from 1 up"):
        scale_model(SAMPLE, scale)


@pytest.mark.parametrize("design", ["hybrid", "fan-out-on-write"])
def test_two_minutes_of_twitter_fit(design: str) -> None:
    """Millions of events a second in a model of one and a half million, within five per cent by formula."""
    scenario = load_scenario("twitter")
    drawn = next(one for one in references("twitter") if one.design.id == design)
    walked = walk_all(scenario, drawn, load_catalogue())
    whole = plan_of(walked, analyse(walked), options=Options(most_events=150_000, all_queues=True))
    model = fitting_model(replace(whole, duration_s=120.0, warm_up_s=20.0), 1_500_000)
    assert model.scale > 100
    assert model.error < 0.05
    assert expected_events(model.plan) < 1_600_000
