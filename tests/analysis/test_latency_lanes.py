"""Latency where equal handlers share the requests: the mixture of what each takes, and who is shown."""

from __future__ import annotations

import math

import numpy as np
import pytest
from designs import walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.latency import Latency, latencies_of
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.plan import Limits
from design_sandbox.simulation.replication import run_once
from design_sandbox.ui.numbers import latency_view


def value(figure: object) -> float:
    """A figure's value, which must be there."""
    found = getattr(figure, "value", None)
    assert isinstance(found, float)
    return found


LANES = """
    data note record durable
    look by user rate={rate}: read note
    ---
    people: client
    lb: load_balancer
    a: service label='API 1' replicas=2 {a}
    b: service label='API 2' replicas=2 {b}
    db: relational holds=note replicas=1 serves_per_s=1000000
    people -> lb -> a -> db
    lb -> b -> db
"""
ONE_LANE = """
    data note record durable
    look by user rate={rate}: read note
    ---
    people: client
    lb: load_balancer
    a: service replicas=2 {a}
    db: relational holds=note replicas=1 serves_per_s=1000000
    people -> lb -> a -> db
"""
ANSWERS = ("mean", "p50", "p95", "p99", "p999")


def drawn(text: str) -> Latency:
    """The latency of the only flow."""
    seen = walked(text)
    return latencies_of(seen, analyse(seen))["look"]


@pytest.mark.parametrize("rate", [10, 400, 900, 1_900])
def test_two_identical_lanes_are_one_at_half_the_rate_each(rate: float) -> None:
    """Each figure is that of one lane with half of the requests, since nobody waits at what both share."""
    both = drawn(LANES.format(rate=rate, a="", b=""))
    alone = drawn(ONE_LANE.format(rate=rate / 2, a=""))
    assert [(lane.through, lane.share) for lane in both.lanes] == [("API 1", 0.5), ("API 2", 0.5)]
    assert alone.lanes == ()
    for name in ANSWERS:
        assert value(getattr(both, name)) == pytest.approx(value(getattr(alone, name)), rel=1e-9), name


@pytest.mark.parametrize(("slow", "rate"), [("40ms", 10), ("500ms", 10), ("20ms", 300)])
def test_lanes_mix_requests_not_percentiles(slow: str, rate: float) -> None:
    """Means average; half of P(a ≤ p) and half of P(b ≤ p) are the percentile; it lies between the lanes' own."""
    found = drawn(LANES.format(rate=rate, a="", b=f"service_time={slow}"))
    first, second = found.walk.lanes
    assert first.own_times is not None
    assert second.own_times is not None
    assert value(found.mean) == pytest.approx((first.own_times.mean_s + second.own_times.mean_s) / 2)
    for place, (name, share) in enumerate(zip(ANSWERS[1:], (0.5, 0.95, 0.99, 0.999), strict=True)):
        took = value(getattr(found, name))
        own = [lane.quantiles_s[place] for lane in (first.own_times, second.own_times)]
        assert min(own) <= took <= max(own)
        within = [lane.share_within(took) for lane in (first.own_times, second.own_times)]
        assert sum(within) / 2 == pytest.approx(share, abs=1e-6)
        assert getattr(found, name).working.inputs[1].label.endswith("through API 2")
    assert found.histogram is not None
    assert sum(found.histogram.mass) + found.histogram.beyond == pytest.approx(1, abs=1e-6)
    assert sum(line.mean_s or 0 for line in found.waterfall) == pytest.approx(value(found.lanes[0].mean))


def test_averaging_the_percentiles_of_handlers_is_named_as_the_mistake() -> None:
    """One of two handlers is far slower: its slow requests are the slow ones of all."""
    found = drawn(LANES.format(rate=10, a="", b="service_time=500ms"))
    assert found.p99.mistake is not None
    assert "Averaging" in found.p99.mistake.name
    assert found.p99.mistake.value < 0.8 * value(found.p99)


def test_a_full_lane_leaves_the_whole_without_a_figure() -> None:
    """Half of the requests wait without end; the other lane is still told."""
    found = drawn(LANES.format(rate=400, a="", b="service_time=100ms at_once=4"))
    assert found.over_capacity == ("b",)
    assert found.p99.value is None
    assert "API 2" in found.p99.why_not
    assert [lane.p99.value is None for lane in found.lanes] == [False, True]


def test_equal_handlers_of_one_name_are_told_apart_by_region() -> None:
    """A service that is drawn in two regions under one label, and the way around the world that one of them takes."""
    found = drawn("""
        data note record durable
        look by user rate=10: read note
        ---
        people: client
        dns: dns
        a: service replicas=2
        b: service replicas=2
        east: relational holds=note replicas=2
        people -> dns -> a -> east
        dns -> b -> east
        [region r1 label=Here] a east
        [region r2 label=There] b
    """)
    assert {lane.through for lane in found.lanes} == {"Service in Here", "Service in There"}
    far = max(value(lane.p50) for lane in found.lanes)
    assert far > 0.15 + min(value(lane.p50) for lane in found.lanes) - 0.01


@pytest.mark.parametrize(("slow", "rate"), [("30ms", 100), ("200ms", 20), ("20ms", 500)])
def test_a_mixture_is_where_a_simulation_finds_it(slow: str, rate: float) -> None:
    """Each percentile's stated band meets the interval measured, within 3.3 deviations of chance."""
    seen = walked(LANES.format(rate=rate, a="", b=f"service_time={slow} at_once=8"))
    numbers = analyse(seen)
    found = latencies_of(seen, numbers)["look"]
    plan = plan_of(seen, numbers, options=Options(most_events=150_000))
    recording = run_once(plan, 20_261_122, Limits())
    moments = recording.answered[recording.flows.index("look")]
    starts, ends = np.array(moments.starts), np.array(moments.ends)
    took = np.sort((ends - starts)[(starts >= plan.warm_up_s) & (starts < plan.duration_s)])
    assert took.size > 4_000
    for name, share in zip(ANSWERS[1:4], (0.5, 0.95, 0.99), strict=True):
        figure, chance = getattr(found, name), 3.3 * math.sqrt(took.size * share * (1 - share))
        low, high = (took[round(took.size * share + side)] for side in (-chance, chance))
        below, above = figure.working.error_band
        assert value(figure) * (1 + below) <= high, name
        assert value(figure) * (1 + above) >= low, name
    assert value(found.mean) == pytest.approx(took.mean(), rel=0.05)


def test_the_screen_says_which_handler_it_shows() -> None:
    """The waterfall is one lane's; the others are listed with their share, and both means stand under it."""
    shown = latency_view.panel(drawn(LANES.format(rate=10, a="", b="service_time=500ms")), {})
    for words in (
        "hop by hop you see API 1",
        "50 % through API 2",
        "Mean through API 1",
        "Mean of all requests",
    ):
        assert words in shown, words
    assert "Equal handlers" not in latency_view.panel(drawn(ONE_LANE.format(rate=10, a="")), {})
