"""Masses on a grid against closed forms, exact queues and seeded simulations."""

from __future__ import annotations

import heapq
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from design_sandbox.theory.combining import Fastest, SumOfExponentials
from design_sandbox.theory.distribution import Constant, Gamma, Lognormal, exponential
from design_sandbox.theory.grid import (
    Grid,
    constant_row,
    from_frequency,
    hedged,
    lognormal_rows,
    mean,
    mixed,
    quantile,
    residual_rows,
    row_of,
    slowest,
    to_frequency,
    wait_transforms,
    with_retries,
)
from design_sandbox.theory.queueing import MMc, erlang_c
from design_sandbox.theory.waiting import Line, p_wait

lognormals = some.builds(Lognormal, some.floats(-6, 0), some.floats(0.05, 1.3))


@given(lognormals)
def test_means_are_exact(time: Lognormal) -> None:
    """Local moment matching keeps the mean, whatever the cells; rows of a batch equal the general row."""
    grid = Grid.covering(60 * time.mean)
    row = lognormal_rows(grid, [time])[0]
    assert mean(grid, row) == pytest.approx(time.mean, rel=5e-3)
    assert row == pytest.approx(row_of(grid, time), abs=1e-6)
    assert mean(grid, constant_row(grid, time.mean)) == pytest.approx(time.mean)
    residual = mean(grid, residual_rows(grid, [time])[0])
    assert residual <= time.mean * (1 + time.scv) / 2 * 1.001


@given(lognormals, some.sampled_from([0.5, 0.95, 0.99, 0.999]))
def test_percentiles_of_one_time(time: Lognormal, at: float) -> None:
    """Quantiles on the grid lie within half a cell and half a percent of the exact ones."""
    grid = Grid.covering(time.quantile(0.9995))
    found = quantile(grid, lognormal_rows(grid, [time])[0], at)
    assert found == pytest.approx(time.quantile(at), rel=5e-3, abs=0.6 * grid.cell_s)


def test_a_sum_of_exponentials() -> None:
    """The p99 of stages in a row agrees with the exact phase-type tail; adding p99s is far off."""
    stages = (20.0, 50.0, 50.0, 9.0)
    grid = Grid.covering(2.0)
    rows = np.array([row_of(grid, exponential(1 / rate)) for rate in stages])
    total = from_frequency(np.prod(to_frequency(rows), axis=0))
    exact = SumOfExponentials(stages)
    for at in (0.5, 0.95, 0.99, 0.999):
        assert quantile(grid, total, at) == pytest.approx(exact.quantile(at), rel=2e-3)
    assert mean(grid, total) == pytest.approx(exact.mean, rel=1e-4)


@given(some.integers(1, 60), some.floats(0.05, 0.97))
def test_waits_have_the_mean_they_should(servers: int, use: float) -> None:
    """The transform of the wait has the mean and the chance of none that the formulas give."""
    line = Line(servers, use, Lognormal.from_mean(0.01, 1.2))
    grid = Grid.covering(line.residual_mean / (1 - use) * 25)
    row = from_frequency(wait_transforms(grid, [line]))[0]
    assert mean(grid, row) == pytest.approx(line.mean, rel=0.01, abs=1e-9)
    assert float(row.sum()) == pytest.approx(1, abs=1e-3)
    assert line.mean == pytest.approx(
        MMc(use * servers / 0.01, 100.0, servers).wait_mean * (1 + 1.2) / 2, rel=1e-9
    )
    second = float(row @ grid.times**2) - mean(grid, row) ** 2
    assert second == pytest.approx(line.variance, rel=0.1, abs=1e-9)


@pytest.mark.parametrize(
    ("servers", "use", "scv", "low", "high"),
    [(1, 0.8, 1.0, 0.93, 1.07), (1, 0.8, 4.0, 0.85, 1.15), (4, 0.8, 1.0, 0.95, 1.08), (4, 0.8, 4.0, 0.95, 1.25),
     (16, 0.9, 1.0, 0.92, 1.1)],
)  # fmt: skip
def test_the_p99_lies_within_its_band_of_simulated_lines(
    servers: int, use: float, scv: float, low: float, high: float
) -> None:
    """Wait and service together at p99 against the Kiefer–Wolfowitz recursion with lognormal services."""
    chance, service = random.Random(21), Lognormal.from_mean(1.0, scv)
    free, now, stays = [0.0] * servers, 0.0, []
    for _ in range(400_000):
        now += chance.expovariate(use * servers)
        done = max(now, free[0]) + chance.lognormvariate(service.mu, service.sigma)
        heapq.heapreplace(free, done)
        stays.append(done - now)
    line = Line(servers, use, service)
    grid = Grid.covering(60 * (1 + line.mean))
    total = from_frequency(wait_transforms(grid, [line]) * to_frequency(lognormal_rows(grid, [service])))[0]
    found = quantile(grid, total, 0.99)
    assert found is not None
    assert low < found / float(np.quantile(stays[10_000:], 0.99)) < high


def test_one_exponential_server_is_exact() -> None:
    """M/M/1 through the general formula: the stay is exponential with rate μ − λ."""
    grid, service = Grid.covering(1.5), exponential(0.01)
    residual = to_frequency(row_of(grid, service))  # exponential services have exponential residuals
    wait = 0.2 + 0.8 * 0.2 * residual / (1 - 0.8 * residual)
    total = from_frequency(wait * to_frequency(row_of(grid, service)))
    assert quantile(grid, total, 0.99) == pytest.approx(MMc(80, 100).sojourn_quantile(0.99), rel=2e-3)


@pytest.mark.parametrize("calls", [2, 10, 300])
def test_the_slowest_of_several(calls: int) -> None:
    """A row to the power of n agrees with the closed form."""
    time = Lognormal.from_percentiles(0.003, 0.02)
    grid = Grid.covering(0.4)
    row = slowest(lognormal_rows(grid, [time])[0], calls)
    exact = Fastest(time, calls, calls)
    assert mean(grid, row) == pytest.approx(exact.mean, rel=0.01)
    for at in (0.5, 0.99):
        assert quantile(grid, row, at) == pytest.approx(exact.quantile(at), rel=0.01)


def test_hedges_and_retries_agree_with_drawn_calls() -> None:
    """A copy after a delay, and attempts begun anew at a timeout, against 200,000 drawn calls."""
    chance, time = np.random.default_rng(9), Lognormal.from_percentiles(0.01, 0.2)
    first, second, third = chance.lognormal(time.mu, time.sigma, (3, 200_000))
    grid = Grid.covering(0.6)
    row = lognormal_rows(grid, [time])[0]
    delay, timeout = round(0.05 / grid.cell_s), round(0.06 / grid.cell_s)
    copies = np.minimum(first, delay * grid.cell_s + second)
    assert quantile(grid, hedged(row, delay), 0.99) == pytest.approx(np.quantile(copies, 0.99), rel=0.03)
    cut = timeout * grid.cell_s
    answered = np.where(
        first < cut, first, np.where(second < cut, cut + second, 2 * cut + np.minimum(third, cut))
    )
    retried, gives_up = with_retries(row, timeout, 2)
    assert quantile(grid, retried, 0.95) == pytest.approx(np.quantile(answered, 0.95), rel=0.03)
    assert gives_up == pytest.approx(((first > cut) & (second > cut) & (third > cut)).mean(), abs=0.001)
    assert float(retried.sum()) == pytest.approx(1.0, abs=1e-3)


def test_hits_and_misses_are_weighted_as_masses() -> None:
    """The research's case: 32.2 ms in truth, where weighting p99s says 9."""
    grid = Grid.covering(0.2)
    rows = np.array([row_of(grid, exponential(0.001)), row_of(grid, exponential(0.015))])
    found = quantile(grid, mixed((0.9, 0.1), rows), 0.99)
    assert found is not None and found > 3 * (0.9 * 0.0046 + 0.1 * 0.069)
    with pytest.raises(ValueError, match="sum to 1"):
        mixed((0.9, 0.2), rows)


def test_what_lies_beyond_the_grid_is_not_lost() -> None:
    """Mass beyond the end is missing from the row, and its percentile is told as unknown."""
    grid = Grid(0.001, 64)
    row = row_of(grid, Gamma(0.1, 1.0))
    assert float(row.sum()) == pytest.approx(1 - math.exp(-0.64), abs=0.01)
    assert quantile(grid, row, 0.99) is None
    assert quantile(grid, constant_row(grid, 1.0), 0.5) is None
    assert quantile(grid, row_of(grid, Constant(0.01)), 0.5) == pytest.approx(0.01)


@pytest.mark.parametrize("use", [0.7, 0.9, 0.97])
def test_very_many_servers(use: float) -> None:
    """Halfin and Whitt's chance of a wait lies near Erlang's for 2,000 servers."""
    assert p_wait(2_000, use) == pytest.approx(erlang_c(2_000, 2_000 * use), rel=0.05, abs=1e-4)
    with pytest.raises(ValueError, match="no steady state"):
        p_wait(2_000, 1.0)
    with pytest.raises(ValueError, match="utilisation"):
        p_wait(3, math.nan)
