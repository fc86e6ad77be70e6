"""Networks with known answers: what is simulated agrees with the mathematics, within its own confidence."""

from __future__ import annotations

import math
from itertools import islice

import numpy as np
import pytest

from design_sandbox.simulation.plan import (
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Pause,
    Plan,
    Spread,
    Station,
    Step,
    Together,
)
from design_sandbox.simulation.replication import run_once
from design_sandbox.simulation.result import Estimate
from design_sandbox.simulation.simulate import simulate
from design_sandbox.simulation.streams import generator, times

EXPONENTIAL = Spread(1.0, shape="exponential")


def one_station(rate_per_s: float, servers: int, spread: Spread, requests: int = 25_000) -> Plan:
    """One flow that calls one station once."""
    flow = Flow("asks", rate_per_s, (Call("station"),))
    return Plan((Station("station", spread, at_once=servers),), (flow,), requests / rate_per_s, drain_s=1e4)


def steps_plan(*steps: Step, rate_per_s: float = 100.0, requests: int = 10_000) -> Plan:
    """One flow over stations where nothing waits."""
    stations = tuple(Station(name, Spread(0.01, shape="exponential"), unlimited=True) for name in "abc")
    return Plan(stations, (Flow("asks", rate_per_s, steps),), requests / rate_per_s)


def erlang_c(servers: int, load: float) -> float:
    """The chance of a wait, from the definition with factorials."""
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)


def agrees(found: Estimate, exact: float, slack: float = 0.0) -> None:
    """The exact value lies in the interval (or this share of it beside)."""
    assert found.value is not None and found.low is not None and found.high is not None
    assert found.low - slack * exact <= exact <= found.high + slack * exact


@pytest.mark.parametrize(
    ("rate_per_s", "servers"), [(0.5, 1), (0.8, 1), (3.2, 4), (1.5, 2), (14.0, 16), (0.02, 1)]
)
def test_waits_are_erlangs(rate_per_s: float, servers: int) -> None:
    """M/M/c: mean time = C ÷ (cμ − λ) + 1 ÷ μ, and the busy share is λ ÷ cμ."""
    result = simulate(one_station(rate_per_s, servers, EXPONENTIAL), 11, 5)
    agrees(result.flows["asks"].mean_s, erlang_c(servers, rate_per_s) / (servers - rate_per_s) + 1, 0.005)
    agrees(result.stations["station"].utilisation, rate_per_s / servers, 0.005)


def test_percentiles_of_a_single_server_are_those_of_an_exponential_time() -> None:
    """M/M/1: the time in the system is exponential with rate μ − λ."""
    flow = simulate(one_station(0.5, 1, EXPONENTIAL, 60_000), 3, 5).flows["asks"]
    for found, share in ((flow.p50_s, 0.5), (flow.p95_s, 0.95), (flow.p99_s, 0.99), (flow.p999_s, 0.999)):
        agrees(found, -math.log(1 - share) / 0.5, 0.02)


def test_queue_length_obeys_littles_law() -> None:
    """Calls that wait = arrivals a second × mean wait, measured apart from each other."""
    result = simulate(one_station(3.2, 4, EXPONENTIAL), 5, 3)
    waited = (result.flows["asks"].mean_s.value or 0) - 1
    assert result.stations["station"].waiting.value == pytest.approx(3.2 * waited, rel=0.03)


@pytest.mark.parametrize(
    "spread", [Spread(1.0, 0.5), Spread(1.0, 2.0), Spread(1.0, 1.5, "gamma"), Spread(1.0, shape="constant")]
)
def test_a_single_server_waits_as_lindley_says(spread: Spread) -> None:
    """M/G/1: given its gaps and services, Lindley's recursion gives the end of every single request."""
    plan = one_station(0.7, 1, spread, 10_000)
    moments = run_once(plan, 2).answered[0]
    starts = np.array(moments.starts)
    services = list(islice(times(spread, generator(2, "station:station:0")), starts.size))
    waits = [0.0]
    for service, gap in zip(services[:-1], np.diff(starts), strict=True):
        waits.append(max(0.0, waits[-1] + service - gap))
    assert np.allclose(starts + waits + services, moments.ends, atol=1e-6)
    assert max(waits) > 3


@pytest.mark.parametrize(
    "spread",
    [
        Spread(2.0, 0.5),
        Spread(3.0, 1.5),
        Spread(1.0, 1.5, "gamma"),
        EXPONENTIAL,
        Spread(4.0, shape="constant"),
    ],
)
def test_times_have_the_mean_and_variation_that_is_asked(spread: Spread) -> None:
    """Two hundred thousand draws of each shape."""
    drawn = np.fromiter(islice(times(spread, generator(1, "any")), 200_000), float)
    assert drawn.mean() == pytest.approx(spread.mean_s, rel=0.02)
    assert drawn.std() / drawn.mean() == pytest.approx(
        0.0 if spread.shape == "constant" else spread.cv, rel=0.05
    )


@pytest.mark.parametrize("cv", [0.5, 1.0, 2.0])
def test_mean_wait_is_pollaczek_and_khinchines(cv: float) -> None:
    """M/G/1: mean wait = ρ(1 + CV²) ÷ 2(1 − ρ)."""
    found = simulate(one_station(0.6, 1, Spread(1.0, cv, "gamma"), 40_000), 4, 5).flows["asks"].mean_s
    agrees(found, 1 + 0.6 * (1 + cv**2) / 2 / 0.4, 0.01)


def test_an_open_network_is_a_row_of_independent_queues() -> None:
    """Jackson: five stations with branches; the mean time is Σ visits × the time of each station alone."""
    servers, means, visits = (2, 4, 1, 3, 2), (1.3, 2.8, 1.1, 12.0, 3.5), (1.0, 1.0, 0.6, 0.18, 0.4)
    stations = tuple(
        Station(f"s{i}", Spread(mean, shape="exponential"), at_once=amount)
        for i, (amount, mean) in enumerate(zip(servers, means, strict=True))
    )
    rest = Chance(0.6, (Call("s2"), Chance(0.3, (Call("s3"),))), (Call("s4"),))
    flow = Flow("asks", 1.0, (Call("s0", (Call("s1", (rest,)),)),))
    found = simulate(Plan(stations, (flow,), 25_000.0, warm_up_s=500.0, drain_s=1e4), 9, 5)
    exact = sum(
        visit * (mean + erlang_c(c, visit * mean) * mean / (c - visit * mean))
        for c, mean, visit in zip(servers, means, visits, strict=True)
    )
    agrees(found.flows["asks"].mean_s, exact, 0.01)


def test_a_full_queue_sheds_what_erlang_loses() -> None:
    """M/M/2/2 and M/M/1/4: the share that is turned away is exact (Erlang B, and ρ⁴(1 − ρ) ÷ (1 − ρ⁵))."""
    for servers, bound, exact in ((2, 0, 0.4), (1, 3, 0.8**4 * 0.2 / (1 - 0.8**5))):
        rate = 2.0 if servers == 2 else 0.8
        station = Station("station", EXPONENTIAL, at_once=servers, queue_bound=bound)
        plan = Plan((station,), (Flow("asks", rate, (Call("station"),)),), 15_000.0)
        result = simulate(plan, 1, 4)
        agrees(result.flows["asks"].errors["shed"], exact, 0.02)
        assert set(result.flows["asks"].errors) == {"shed"}


def test_lanes_are_queues_of_their_own() -> None:
    """Four lanes of one slot wait as M/M/1 does, not as M/M/4; by weight the heavy lane decides."""
    alone = Station("station", EXPONENTIAL, instances=4, lanes=4)
    flow = Flow("asks", 2.4, (Call("station"),))
    found = simulate(Plan((alone,), (flow,), 15_000.0), 3, 4).flows["asks"].mean_s
    agrees(found, 1 / (1 - 0.6), 0.01)
    skewed = Station("station", EXPONENTIAL, instances=2, lanes=2, lane_weights=(3.0, 1.0))
    flow = Flow("asks", 0.8, (Call("station"),))
    found = simulate(Plan((skewed,), (flow,), 40_000.0), 3, 4).flows["asks"].mean_s
    agrees(found, 0.75 / (1 - 0.6) + 0.25 / (1 - 0.2), 0.01)


def test_a_slot_may_be_held_for_another_time_than_the_call() -> None:
    """A slot held half as long is half as busy, and the caller still waits for the whole call."""
    plan = Plan(
        (Station("a", Spread(1.0), instances=100, held=0.5),), (Flow("f", 10.0, (Call("a"),)),), 3000.0
    )
    result = simulate(plan, 2, 4)
    agrees(result.stations["a"].utilisation, 0.05, 0.01)
    agrees(result.flows["f"].mean_s, 1.0, 0.01)


def test_side_by_side_calls_take_as_long_as_the_slowest() -> None:
    """The slowest of n exponential times has the mean Σ 1/k; branches alike; one after another they add up."""
    harmonic = sum(1 / k for k in range(1, 11)) * 0.01
    agrees(simulate(steps_plan(Call("a", times=10)), 1, 4).flows["asks"].mean_s, harmonic, 0.01)
    both = steps_plan(Together(((Call("a"),), (Call("b"),))))
    agrees(simulate(both, 1, 4).flows["asks"].mean_s, 0.015, 0.01)
    in_turn = steps_plan(Call("a", (Call("b"),)), Call("c"), Pause(Spread(0.005, shape="constant")))
    agrees(simulate(in_turn, 1, 4).flows["asks"].mean_s, 0.035, 0.01)


def test_hits_and_misses_mix() -> None:
    """One in five reads goes on to the owner; work on top and distance are part of the time."""
    plan = steps_plan(Lookup(Call("a"), 0.8, (Call("b", work_s=0.05, travel_s=0.05),)))
    agrees(simulate(plan, 6, 4).flows["asks"].mean_s, 0.01 + 0.2 * 0.11, 0.02)


def test_work_after_the_answer_delays_nobody_and_has_its_own_lag() -> None:
    """The answer takes one call; what follows ends two calls after the request's start."""
    result = simulate(steps_plan(Call("a"), Later((Call("b"),), "fill")), 6, 4)
    agrees(result.flows["asks"].mean_s, 0.01, 0.02)
    lag = result.flows["asks"].later["fill"]
    assert lag.done == result.flows["asks"].asked and lag.failed == 0
    median = (
        0.016783469900166605  # of the sum of two exponential times of 0.01 s: (1 + 100 t) e^(−100 t) = 1/2
    )
    agrees(lag.p50_s, median, 0.01)


@pytest.mark.parametrize(("cv", "least", "most"), [(0.0, 0.15, 0.9), (2.0, 2.5, 8.0)])
def test_burstiness_is_that_of_the_gaps(cv: float, least: float, most: float) -> None:
    """Regular requests wait less than Poisson's (mean wait 1 at ρ = 0.5), bursty ones far more."""
    station = Station("station", EXPONENTIAL)
    flow = Flow("asks", 0.5, (Call("station"),), burstiness=cv)
    mean = simulate(Plan((station,), (flow,), 40_000.0), 2, 3).flows["asks"].mean_s.value or 0.0
    assert least < mean - 1 < most
