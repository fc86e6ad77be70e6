"""Queues against other ways to the same number: chains solved step by step, factorials, and seeded simulations."""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable

import ciw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from design_sandbox.theory.combining import SumOfExponentials
from design_sandbox.theory.networks import JacksonNetwork, routing_table
from design_sandbox.theory.queueing import (
    MMc,
    allen_cunneen_wait,
    erlang_b,
    erlang_c,
    in_flight,
    mg1_wait_mean,
    mm1k_drop,
    rate_from_in_flight,
)

servers_and_use = some.tuples(some.integers(1, 60), some.floats(0.01, 0.98))


def waits_of(
    arrivals: Callable[[], float], service: Callable[[], float], servers: int, customers: int
) -> np.ndarray:
    """Waiting times before several servers by the Kiefer–Wolfowitz recursion; the first tenth is left out."""
    free, now, waits = [0.0] * servers, 0.0, np.empty(customers)
    for customer in range(customers):
        now += arrivals()
        begin = max(now, free[0])
        waits[customer] = begin - now
        heapq.heapreplace(free, begin + service())
    return waits[customers // 10 :]


@given(servers_and_use)
def test_erlang_agrees_with_factorials(case: tuple[int, float]) -> None:
    """The recursions give what the textbook sums give, where those do not overflow."""
    servers, use = case
    offered = servers * use
    terms = [offered**busy / math.factorial(busy) for busy in range(servers + 1)]
    assert erlang_b(servers, offered) == pytest.approx(terms[-1] / sum(terms), rel=1e-9)
    queue = terms[-1] / (1 - use)
    assert erlang_c(servers, offered) == pytest.approx(queue / (sum(terms[:-1]) + queue), rel=1e-9)


@given(servers_and_use, some.floats(0.5, 0.999))
def test_quantiles_invert_tails(case: tuple[int, float], quantile: float) -> None:
    """What the quantile says is exceeded exactly as often as it should be, and waits are shorter than stays."""
    servers, use = case
    line = MMc(servers * use, 1.0, servers)
    assert line.sojourn_tail(line.sojourn_quantile(quantile)) == pytest.approx(1 - quantile, abs=1e-9)
    assert line.wait_tail(line.wait_quantile(quantile)) <= 1 - quantile + 1e-9
    assert line.wait_quantile(quantile) <= line.sojourn_quantile(quantile)


@given(servers_and_use, some.floats(1.01, 1.5))
def test_more_load_waits_longer_and_pooling_helps(case: tuple[int, float], more: float) -> None:
    """Waits grow with load and shrink when two lines become one at equal use."""
    servers, use = case
    line = MMc(servers * use, 1.0, servers)
    if use * more < 0.99:
        assert MMc(servers * use * more, 1.0, servers).wait_mean >= line.wait_mean
    assert MMc(2 * servers * use, 1.0, 2 * servers).wait_mean <= line.wait_mean


@pytest.mark.parametrize(("servers", "use"), [(1, 0.8), (4, 0.8), (16, 0.8)])
def test_waits_agree_with_a_simulated_line(servers: int, use: float) -> None:
    """Mean wait and share of waiting of M/M/c lie near 100,000 simulated customers."""
    chance = random.Random(7)
    found = waits_of(
        lambda: chance.expovariate(servers * use), lambda: chance.expovariate(1), servers, 200_000
    )
    line = MMc(servers * use, 1.0, servers)
    assert found.mean() == pytest.approx(line.wait_mean, rel=0.12)
    assert (found > 0).mean() == pytest.approx(line.p_wait, rel=0.05)
    assert np.quantile(found, 0.99) == pytest.approx(line.wait_quantile(0.99), rel=0.15)


def test_waits_agree_with_ciw() -> None:
    """A network simulator of its own gives the same mean stay before three servers."""
    line = MMc(2.1, 1.0, 3)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(2.1)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[3],
    )
    ciw.seed(3)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(3_000)
    stays = [r.exit_date - r.arrival_date for r in simulation.get_all_records() if r.arrival_date > 200]
    assert np.mean(stays) == pytest.approx(line.sojourn_mean, rel=0.08)


@pytest.mark.parametrize(("servers", "cs", "low", "high"), [(1, 2.0, 0.85, 1.15), (4, 2.0, 0.85, 1.3)])
def test_general_service_stays_within_its_band(servers: int, cs: float, low: float, high: float) -> None:
    """Allen–Cunneen lies about its stated −4..+8 % of simulated lognormal service; heavy tails make noise."""
    chance = random.Random(11)
    sigma = math.sqrt(math.log1p(cs**2))
    found = waits_of(
        lambda: chance.expovariate(0.8 * servers),
        lambda: chance.lognormvariate(-(sigma**2) / 2, sigma),
        servers,
        150_000,
    )
    stated = allen_cunneen_wait(0.8 * servers, 1.0, servers, 1.0, cs**2)
    assert low < stated / found.mean() < high
    if servers == 1:
        assert stated == pytest.approx(mg1_wait_mean(0.8, 1.0, cs**2))


@given(some.floats(0.05, 3.0), some.integers(1, 30))
def test_a_finite_room_agrees_with_its_chain(load: float, room: int) -> None:
    """The share turned away is the last state of the birth–death chain."""
    weights = [load**inside for inside in range(room + 1)]
    assert mm1k_drop(load, 1.0, room) == pytest.approx(weights[-1] / sum(weights), rel=1e-6)


def test_a_network_without_loops_is_its_queues_in_a_row() -> None:
    """Two stations in a row: the means add, and the p99 does not."""
    network = JacksonNetwork((8.0, 0.0), ((1, 10.0), (2, 6.0)), routing_table(2, [(0, 1, 1.0)]))
    first, second = network.queues
    assert network.mean_sojourn_s == pytest.approx(first.sojourn_mean + second.sojourn_mean)
    tandem = SumOfExponentials((2.0, 5.0))
    assert tandem.quantile(0.99) < SumOfExponentials((2.0,)).quantile(0.99) + SumOfExponentials(
        (5.0,)
    ).quantile(0.99)
    assert SumOfExponentials((3.0, 3.0)).tail(1.0) == pytest.approx(math.exp(-3) * 4)


@given(some.floats(0.1, 1e6), some.floats(1e-6, 1e3))
def test_little_goes_both_ways(rate: float, time_s: float) -> None:
    """Inside ÷ time is the rate again."""
    assert rate_from_in_flight(in_flight(rate, time_s), time_s) == pytest.approx(rate)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: MMc(10, 5, 2), "no steady state"),
        (lambda: MMc(-1, 5, 2), "arrival rate"),
        (lambda: MMc(1, 0, 2), "service rate"),
        (lambda: MMc(math.nan, 1, 1), "arrival rate"),
        (lambda: erlang_b(0, 1), "servers"),
        (lambda: erlang_c(10**9, 1), "servers"),
        (lambda: MMc(1, 2).wait_quantile(1.2), "quantile"),
        (lambda: mm1k_drop(1, 1, 0), "room"),
        (lambda: in_flight(1e3, math.inf), "time"),
        (lambda: JacksonNetwork((1.0,), ((1, 2.0),), ((1.0,),)).arrivals_per_s, "round for ever"),
        (lambda: JacksonNetwork((1.0,), ((1, 2.0),), ((1.5,),)).arrivals_per_s, "sum to at most 1"),
    ],
)
def test_bad_input_is_named(broken: Callable[[], object], words: str) -> None:
    """Each wrong figure is told in words, never as NaN or infinity."""
    with pytest.raises(ValueError, match=words):
        broken()
