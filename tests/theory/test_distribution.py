"""Times alone and together: moments by integration, tails by simulation, slow tails by counting."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from design_sandbox.theory.combining import (
    Fastest,
    Mixture,
    SumOfExponentials,
    any_slow,
    at_least_of,
    leaf_quantile,
)
from design_sandbox.theory.distribution import (
    Constant,
    Distribution,
    Gamma,
    Lognormal,
    exponential,
    limited_mean,
    variance,
)
from design_sandbox.theory.special import normal_cdf, regularised_gamma

TIMES: list[Distribution] = [
    Lognormal.from_percentiles(0.010, 0.060),
    Lognormal.from_mean(1.0, 4.0),
    Gamma(2.0, 0.3),
    Gamma(0.5, 2.5),
    exponential(3.0),
]


def test_phi_agrees_with_erfc() -> None:
    """The pieces are right to eight digits everywhere, and flat beyond the table."""
    places = np.linspace(-12, 12, 4_001)
    exact = np.array([0.5 * math.erfc(-place / math.sqrt(2)) for place in places])
    assert np.abs(normal_cdf(places) - exact).max() < 1e-8


@pytest.mark.parametrize("shape", [1, 2, 5])
def test_incomplete_gamma_agrees_with_poisson_sums(shape: int) -> None:
    """For whole shapes P(a, x) is one minus a Poisson sum."""
    places = np.array([0.0, 0.1, 1.0, 3.7, 12.0, 60.0])
    sums = [sum(math.exp(-x) * x**k / math.factorial(k) for k in range(shape)) for x in places]
    assert regularised_gamma(shape, places) == pytest.approx(1 - np.array(sums), abs=1e-12)


@pytest.mark.parametrize("time", TIMES, ids=str)
def test_moments_are_the_integrals_of_the_tail(time: Distribution) -> None:
    """E[min(X, d)] is the area under the tail up to d, and reaches the mean."""
    ends = np.linspace(0, 60 * time.mean, 60_001)
    tail = 1 - time.cdf(ends)
    area = np.concatenate([[0.0], np.cumsum((tail[1:] + tail[:-1]) / 2) * (ends[1] - ends[0])])
    assert limited_mean(time, ends) == pytest.approx(area, abs=1e-3 * time.mean)
    second = 2 * np.trapezoid(ends * tail, ends)
    assert float(time.below(2, ends[-1])) + ends[-1] ** 2 * tail[-1] == pytest.approx(second, rel=1e-3)
    assert variance(time) == pytest.approx(second - time.mean**2, rel=0.08)


@given(some.sampled_from(TIMES), some.floats(0.001, 0.999))
def test_quantiles_invert_the_distribution(time: Distribution, quantile: float) -> None:
    """P(X ≤ quantile) is the quantile."""
    assert float(time.cdf(time.quantile(quantile))) == pytest.approx(quantile, abs=2e-8)


@given(some.floats(1e-5, 10), some.floats(1, 50))
def test_percentiles_go_in_and_come_out(p50: float, ratio: float) -> None:
    """A lognormal time has the median and the p99 that it was made from."""
    time = Lognormal.from_percentiles(p50, p50 * ratio)
    assert time.quantile(0.5) == pytest.approx(p50)
    assert time.quantile(0.99) == pytest.approx(p50 * ratio, rel=1e-4)


@pytest.mark.parametrize(("needed", "count"), [(1, 1), (1, 3), (2, 3), (3, 3), (4, 7)])
@pytest.mark.parametrize("name", ["lognormal", "gamma"])
def test_some_of_several_agree_with_drawn_calls(name: str, needed: int, count: int) -> None:
    """Mean and p99 of the k-th answer of n lie near 40,000 drawn ones."""
    chance, size = np.random.default_rng(5), (40_000, count)
    time: Distribution = Lognormal(-4.0, 0.8) if name == "lognormal" else Gamma(2.0, 0.25)
    drawn = chance.lognormal(-4.0, 0.8, size) if name == "lognormal" else chance.gamma(4, 0.5, size)
    kth = np.sort(drawn, axis=1)[:, needed - 1]
    found = Fastest(time, needed, count)
    assert found.mean == pytest.approx(kth.mean(), rel=0.02)
    assert found.quantile(0.99) == pytest.approx(np.quantile(kth, 0.99), rel=0.05)


@given(some.integers(1, 12), some.floats(0, 1))
def test_at_least_so_many_by_counting(count: int, probability: float) -> None:
    """The sum over outcomes agrees with every outcome counted."""
    counted = [sum(math.comb(count, k) * probability**k * (1 - probability) ** (count - k)
                   for k in range(needed, count + 1)) for needed in range(count + 1)]  # fmt: skip
    for needed in range(count + 1):
        assert at_least_of(needed, count, probability) == pytest.approx(counted[needed], abs=1e-9)


@given(some.floats(0, 1), some.integers(1, 5_000))
def test_one_slow_call_among_many(p_slow: float, calls: int) -> None:
    """Any slow is the opposite of all quick, and the leaf's quantile undoes it."""
    assert any_slow(p_slow, calls) == pytest.approx(1 - (1 - p_slow) ** calls, abs=1e-9)
    assert leaf_quantile(1 - any_slow(p_slow, calls), calls) ** calls == pytest.approx(
        1 - any_slow(p_slow, calls), abs=1e-9
    )


def test_hits_and_misses_are_no_weighted_percentile() -> None:
    """T08 in the research: 8.98 ms by weighting p99s, 32.2 ms in truth."""
    hit, miss = exponential(1.0), exponential(15.0)
    mixed = Mixture(((0.9, hit), (0.1, miss)))
    tail = 0.9 * math.exp(-mixed.quantile(0.99)) + 0.1 * math.exp(-mixed.quantile(0.99) / 15)
    assert tail == pytest.approx(0.01, rel=1e-6)
    assert mixed.quantile(0.99) > 3 * (0.9 * hit.quantile(0.99) + 0.1 * miss.quantile(0.99)) / 1.5


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: Lognormal.from_percentiles(2, 1), "p99"),
        (lambda: Lognormal.from_percentiles(0, 1), "p50"),
        (lambda: Lognormal.from_percentiles(math.nan, 1), "p50"),
        (lambda: Lognormal.from_mean(1, -1), "squared"),
        (lambda: Lognormal(math.nan, 1), "mu"),
        (lambda: TIMES[0].quantile(1.0), "quantile"),
        (lambda: Gamma(0, 1), "mean"),
        (lambda: Constant(-1), "time"),
        (lambda: Constant(1).quantile(2), "quantile"),
        (lambda: Fastest(Constant(1), 4, 3), "between 1 and 3"),
        (lambda: Mixture(((0.5, Constant(1)),)), "sum to 1"),
        (lambda: Mixture(((1.2, Constant(1)), (-0.2, Constant(1)))), "between 0 and 1"),
        (lambda: SumOfExponentials((0.0,)), "rate"),
    ],
)
def test_bad_input_is_named(broken: Callable[[], object], words: str) -> None:
    """Each wrong figure is told in words."""
    with pytest.raises(ValueError, match=words):
        broken()
