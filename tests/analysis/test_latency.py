"""Latency of drawn designs: waits, the waterfall, who owns the tail, lags, and where no number is given."""

from __future__ import annotations

import heapq
import math
import random

import numpy as np
import pytest
from designs import walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.figure import Given
from design_sandbox.analysis.latency import Latency, latencies_of
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.walk.walker import walk_all

STORY = """
    data note record durable
    look by user rate={rate}: read note{step}
    ---
    people: client
    lb: load_balancer
    api: service replicas={replicas} {api}
    db: relational holds=note replicas=1 {db}
    people -> lb -> api -> db
"""


def latency(rate: float = 100, replicas: int = 4, step: str = "", api: str = "", db: str = "") -> Latency:
    """The latency of a read through a balancer, a service and a database."""
    seen = walked(STORY.format(rate=rate, replicas=replicas, step=step, api=api, db=db))
    return latencies_of(seen, analyse(seen))["look"]


def value(figure: object) -> float:
    """A figure's value, which must be there."""
    found = getattr(figure, "value", None)
    assert isinstance(found, float)
    return found


def test_percentiles_rise_and_the_mean_lies_among_them() -> None:
    """p50 < mean < p95 < p99 < p99.9 of a skewed time, and each has its working."""
    found = latency()
    figures = [found.p50, found.mean, found.p95, found.p99, found.p999]
    assert [value(figure) for figure in figures] == sorted(value(figure) for figure in figures)
    for figure in figures:
        assert figure.working.formula and figure.working.substituted and figure.working.inputs
        assert figure.working.error_band is not None and figure.working.assumes


def test_more_load_waits_longer_until_there_is_no_answer() -> None:
    """Means and p99 grow with load; at full use no number is given, but what breaks and what it needs."""
    found = [latency(rate) for rate in (100, 1_000, 1_600, 1_900)]
    assert [value(each.p99) for each in found] == sorted(value(each.p99) for each in found)
    assert value(found[-1].mean) > 1.1 * value(found[0].mean)
    over = latency(2_100)
    assert over.over_capacity == ("api",) and over.times is None and over.histogram is None
    for figure in (over.mean, over.p50, over.p99, over.p999):
        assert figure.value is None and figure.simulate
        assert "105 %" in figure.why_not and "instances instead of 4" in figure.why_not
    assert [line.wait_s for line in over.waterfall if line.part == "api"] == [None]
    assert {line.mean_s for line in over.waterfall if line.part} == {None}


def test_an_overloaded_flow_has_no_answer_time_and_other_flows_have() -> None:
    """Rules find no answer time where the line has no end."""
    seen = walked(STORY.format(rate=2_100, replicas=4, step="", api="", db=""))
    assert analyse(seen).answer_times == {}


def test_a_path_agrees_with_simulated_lines() -> None:
    """Service and database at 80 % and 90 % against a simulated tandem with the same distributions."""
    found = latency(1_600, db="serves_per_s=1780")
    chance, now, samples = random.Random(13), 0.0, 150_000
    lines = []
    for line in found.waterfall:
        timed = next((hop for hop in found.walk.hops if hop.part.id == line.part), None)
        if timed and timed.time.line and timed.time.line.p_wait > 1e-6:
            lines.append((timed, [0.0] * timed.time.line.servers))
    assert len(lines) == 2
    arrivals = np.cumsum([chance.expovariate(1_600) for _ in range(samples)])
    waits = np.zeros(samples)
    for timed, free in lines:
        assert timed.time.line is not None
        service = timed.time.line.service
        order, leave = np.argsort(arrivals, kind="stable"), np.empty(samples)
        for customer in order:
            now = arrivals[customer]
            begin = max(now, free[0])
            heapq.heapreplace(free, begin + chance.lognormvariate(service.mu, service.sigma))
            waits[customer] += begin - now
            leave[customer] = begin + chance.lognormvariate(timed.time.call.mu, timed.time.call.sigma)
        arrivals = leave
    rng = np.random.default_rng(3)
    calls = sum(rng.lognormal(hop.time.call.mu, hop.time.call.sigma, samples) for hop in found.walk.hops)
    fixed = found.walk.network_s + sum(hop.time.fixed_s for hop in found.walk.hops)
    totals = (waits + calls + fixed)[samples // 10 :]
    assert value(found.mean) == pytest.approx(totals.mean(), rel=0.05)
    assert 0.93 < value(found.p99) / float(np.quantile(totals, 0.99)) < 1.15


@pytest.mark.parametrize("hit", [0.3, 0.95])
def test_shares_of_the_tail_agree_with_drawn_requests(hit: float) -> None:
    """E[hop | slowest hundredth] − E[hop] of every hop, against half a million drawn requests."""
    seen = walked(f"""
        data note record durable
        look by user rate=10: read note
        ---
        people: client
        api: service replicas=2
        c: cache copies=note hit_ratio={hit}
        db: relational holds=note replicas=1
        people -> api -> c
        api -> db
    """)
    found = latencies_of(seen, analyse(seen))["look"]
    rng, size = np.random.default_rng(8), 500_000
    drawn = {}
    for hop in found.walk.hops:
        times = rng.lognormal(hop.time.call.mu, hop.time.call.sigma, size) + hop.time.fixed_s
        drawn[hop.part.id] = (
            times * (rng.random(size) < hop.hop.probability) if hop.hop.mode == "miss" else times
        )
    total = sum(drawn.values())
    slow = total >= np.quantile(total, 0.99)
    excess = {name: times[slow].mean() - times.mean() for name, times in drawn.items()}
    for line in found.waterfall[1:]:
        assert line.tail_share == pytest.approx(excess[line.part] / sum(excess.values()), abs=0.02)
        assert line.mean_s == pytest.approx(drawn[line.part].mean(), rel=0.02)
    assert sum(line.tail_share or 0 for line in found.waterfall) == pytest.approx(1)
    assert found.tail_owner is not None and found.tail_owner.why


def test_the_histogram_holds_every_request() -> None:
    """At most 60 bars, edges rise, masses and what lies beyond sum to one, and the median is where it should be."""
    found = latency(1_600)
    assert found.histogram is not None
    edges, mass = found.histogram.edges_s, found.histogram.mass
    assert len(mass) <= 60 and len(edges) == len(mass) + 1 and list(edges) == sorted(edges)
    assert sum(mass) + found.histogram.beyond == pytest.approx(1, abs=1e-6)
    below = sum(each for each, end in zip(mass, edges[1:], strict=True) if end <= value(found.p50))
    assert 0.4 < below <= 0.55
    assert found.times is not None
    assert found.times.share_within(value(found.p99)) == pytest.approx(0.99, abs=1e-3)


def test_adding_percentiles_is_named_as_the_mistake() -> None:
    """The sum of the hops' p99s is told where it leads more than 5 % astray."""
    mistake = latency().p99.mistake
    assert mistake is not None and mistake.value > value(latency().p99) and "Adding" in mistake.name


def test_the_working_names_its_sources() -> None:
    """Utilisation, servers and service of a wait come with where they stand."""
    api = next(line for line in latency(1_600).waterfall if line.part == "api")
    wait = next(
        entry for entry in api.mean.working.inputs if entry.label == "Wait for api" or "Wait" in entry.label
    )
    assert not isinstance(wait, Given)
    assert all(isinstance(entry, Given) and entry.source for entry in wait.working.inputs)
    assert value(wait) == pytest.approx(api.wait_s)


@pytest.mark.parametrize(
    ("api", "reason"),
    [
        ("", None),
        ("timeout=1s retries=2", None),
        ("timeout=30ms retries=2", "timeout"),
        ("timeout=30ms", None),
    ],
)
def test_where_the_model_ends(api: str, reason: str | None) -> None:
    """Timeouts below the p99 with retries are to be simulated, the rest is computed."""
    found = latency(200, api=api)
    if reason is None:
        assert found.simulate_because == () and value(found.p99)
    else:
        assert reason in found.simulate_because[0] and found.p99.value is None and found.p99.simulate
        assert found.met is None and value(found.mean)


def test_a_million_calls_for_one_request_are_not_side_by_side() -> None:
    """The slowest of very many is beyond the model and is told so; thousands are computed."""
    assert value(latency(0.001, step=" times=5000").p99) > value(latency(0.001).p99)
    found = latency(0.001, step=" times=1000000")
    assert "1 M calls to Relational database" in found.simulate_because[0] and found.p99.value is None


@pytest.mark.parametrize(
    ("api", "least", "most"),
    [("", 0, 0), ("timeout=60ms", 0.008, 0.05), ("timeout=60ms retries=1", 0, 0.002)],
)
def test_calls_that_are_given_up_are_told(api: str, least: float, most: float) -> None:
    """A timeout at the p99 of a part gives up about one call in a hundred, and a retry far fewer."""
    line = next(line for line in latency(10, api=api).waterfall if line.part == "api")
    assert least <= line.given_up <= most


def test_services_that_vary_too_much_are_to_be_simulated() -> None:
    """A CV above 2 with waiting: no percentile, but rules still get their conservative estimate."""
    seen = walked("""
        data sample append durable
        look by user rate=900: read sample
        ---
        people: client
        api: service replicas=8
        db: time_series holds=sample replicas=1
        people -> api -> db
    """)
    numbers = analyse(seen)
    found = latencies_of(seen, numbers)["look"]
    assert "vary" in found.simulate_because[0] and found.p99.value is None
    assert numbers.answer_times["look"].p99_s > 0.1


def test_a_second_copy_of_slow_calls_cuts_the_tail() -> None:
    """Hedging lowers p99.9 more than the median."""
    plain, copied = latency(), latency(api="hedged=true")
    assert value(copied.p999) < 0.9 * value(plain.p999)
    assert value(copied.p50) == pytest.approx(value(plain.p50), rel=0.05)


def test_a_service_time_that_you_set_counts() -> None:
    """Your own figure replaces the catalogue's, and is named as yours."""
    slow = latency(10, api="service_time=200ms")
    assert value(slow.mean) > value(latency(10).mean) + 0.15
    api = next(line for line in slow.waterfall if line.part == "api")
    assert "set by you" in [entry.source for entry in api.mean.working.inputs if isinstance(entry, Given)]


LATER = """
    data post record durable
    data feed list optional from=post by=publish within=5 times=20
    publish by user rate={rate}: write post
    read_feed by user rate=1: read feed
    ---
    people: client
    api: service replicas=2
    db: relational holds=post replicas=2
    q: queue replicas=2
    w: worker replicas={workers} service_time={takes}
    feeds: cache holds=feed replicas=2
    people -> api -> db
    api ~> q ~> w -> feeds
    api -> feeds
    w -> db
"""


@pytest.mark.parametrize(("takes", "met"), [("10ms", True), ("4s", False)])
def test_work_after_the_answer_has_a_lag_of_its_own(takes: str, met: bool) -> None:
    """From the hand-off to the last write, compared with the deadline of what it refreshes."""
    seen = walked(LATER.format(rate=1, workers=4, takes=takes))
    found = latencies_of(seen, analyse(seen))["publish"]
    lag = next(lag for lag in found.lags if "feeds" in lag.parts)
    assert lag.within_s == 5 and lag.parts[0] == "api" and lag.met is met
    assert 0 < value(lag.mean) < value(lag.p99)


def test_a_chain_over_capacity_lags_without_end() -> None:
    """Workers that cannot keep up: no lag, but what they need; the answer itself is quick."""
    seen = walked(LATER.format(rate=100, workers=1, takes="1s"))
    found = latencies_of(seen, analyse(seen))["publish"]
    lag = next(lag for lag in found.lags if "feeds" in lag.parts)
    assert lag.over_capacity == ("w",) and lag.mean.value is None and "instances" in lag.p99.why_not
    assert value(found.p99) < 1


@pytest.mark.parametrize("hit", ["0", "1", "0.5"])
@pytest.mark.parametrize("rate", [1e-9, 1, 1e18])
def test_no_input_leads_to_nan(hit: str, rate: float) -> None:
    """Extreme rates and hit ratios give finite figures or a reason."""
    seen = walked(f"""
        data note record durable
        look by user: read note
        ---
        people: client
        api: service
        c: cache copies=note hit_ratio={hit} replicas=1
        db: relational holds=note replicas=1 shards=4096
        people -> api -> c
        api -> db
    """)
    flow = seen.scenario.flows["look"]
    changed = flow.rate.model_copy(update={"value": rate}) if not isinstance(flow.rate, str) else flow.rate
    scenario = seen.scenario.model_copy(
        update={"flows": {**seen.scenario.flows, "look": flow.model_copy(update={"rate": changed})}}
    )
    seen = walk_all(scenario, seen.design, load_catalogue())
    for found in latencies_of(seen, analyse(seen)).values():
        for figure in (found.mean, found.p50, found.p99, found.p999):
            assert (
                figure.why_not if figure.value is None else math.isfinite(figure.value) and figure.value > 0
            )
        for line in found.waterfall:
            assert all(
                math.isfinite(each) for each in (line.mean_s or 0, line.wait_s or 0, line.tail_share or 0)
            )


@pytest.mark.parametrize(
    "name", [name for name in scenario_ids() if load_scenario(name).scenario.kind == "system"]
)
def test_every_accepted_design_has_a_latency(name: str) -> None:
    """Served flows of accepted designs have percentiles or say why not, and rules see the same p99."""
    for design in references(name):
        seen = walk_all(load_scenario(name), design, load_catalogue())
        numbers = analyse(seen)
        for flow, found in latencies_of(seen, numbers).items():
            if found.over_capacity:
                assert flow not in numbers.answer_times
                continue
            known = numbers.answer_times[flow]
            assert known.mean_s == pytest.approx(value(found.mean))
            if not found.simulate_because:
                assert known.p99_s == pytest.approx(value(found.p99))
            shown = found.lanes[0].mean if found.lanes else found.mean
            assert sum(line.mean_s or 0 for line in found.waterfall) == pytest.approx(value(shown), rel=1e-6)
