"""Times put together in closed form: one after another, side by side, some of several, hits and misses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from design_sandbox.theory.distribution import Distribution
from design_sandbox.theory.queueing import at_least, share, smallest_time

POINTS = 20_001
ALMOST_ALL = 1 - 1e-12


def any_slow(p_slow: float, calls: float) -> float:
    """Probability that at least one of several independent calls is slow (Dean and Barroso, 2013)."""
    share(p_slow, "probability of being slow")
    return -math.expm1(calls * math.log1p(-p_slow)) if p_slow < 1 else 1.0


def all_slow(p_slow: float, copies: int) -> float:
    """Probability that every one of several copies of a call is slow: what hedging leaves, if they are independent."""
    return float(share(p_slow, "probability of being slow") ** copies)


def leaf_quantile(root_quantile: float, calls: float) -> float:
    """The quantile that each of several calls must keep so that the slowest keeps the root's: q^(1/n)."""
    return float(share(root_quantile, "quantile") ** (1 / at_least(calls, 1, "calls")))


@dataclass(frozen=True)
class Fastest:
    """The time until `needed` of `count` independent equal calls have answered.

    needed = count waits for the slowest, needed = 1 takes the first (a hedge sent at once), between them lie quorums.
    """

    time: Distribution
    needed: int
    count: int

    def __post_init__(self) -> None:
        """Refuse to wait for more answers than calls."""
        if not 1 <= self.needed <= self.count <= 1_000_000:
            raise ValueError(
                f"needs between 1 and {self.count} answers of {self.count} calls, not {self.needed}"
            )

    def _share_each(self, quantile: float) -> float:
        """How likely one call must have answered so that enough of them have with this probability."""
        share(quantile, "quantile")
        if self.needed == self.count:
            return float(quantile ** (1 / self.count))
        if self.needed == 1:
            return -math.expm1(math.log1p(-quantile) / self.count) if quantile < 1 else 1.0
        low, high = 0.0, 1.0
        for _ in range(100):
            middle = (low + high) / 2
            enough = at_least_of(self.needed, self.count, middle)
            low, high = (middle, high) if enough < quantile else (low, middle)
        return high

    def quantile(self, quantile: float) -> float:
        """The time that this share does not exceed. Exact up to bisection."""
        return self.time.quantile(self._share_each(quantile))

    @property
    def mean(self) -> float:
        """Mean time, by Simpson's rule over the tail."""
        end = self.quantile(ALMOST_ALL)
        times = np.linspace(0.0, end, POINTS)
        each = self.time.cdf(times)
        if self.needed == self.count:
            late = 1 - each**self.count
        elif self.needed == 1:
            late = (1 - each) ** self.count
        else:
            late = np.array([1 - at_least_of(self.needed, self.count, float(p)) for p in each])
        weights = np.full(POINTS, 2.0)
        weights[1::2], weights[0], weights[-1] = 4.0, 1.0, 1.0
        return float(late @ weights) * end / (POINTS - 1) / 3


def at_least_of(needed: int, count: int, probability: float) -> float:
    """Probability that at least `needed` of `count` independent events with this probability happen. Exact."""
    if probability in (0.0, 1.0):
        return probability if needed else 1.0
    odds, chances = math.log(probability), math.log1p(-probability)
    return math.fsum(
        math.exp(_log_choose(count, happened) + happened * odds + (count - happened) * chances)
        for happened in range(needed, count + 1)
    )


@lru_cache(maxsize=4096)
def _log_choose(count: int, happened: int) -> float:
    return math.lgamma(count + 1) - math.lgamma(happened + 1) - math.lgamma(count - happened + 1)


@dataclass(frozen=True)
class Mixture:
    """One of several times by chance, like a hit or a miss: (weight, time) with weights that sum to one."""

    parts: tuple[tuple[float, Distribution], ...]

    def __post_init__(self) -> None:
        """Refuse weights that are no probabilities."""
        if not math.isclose(sum(share(weight, "weight") for weight, _ in self.parts), 1, abs_tol=1e-9):
            raise ValueError("weights must sum to 1")

    @property
    def mean(self) -> float:
        """Means are weighted."""
        return sum(weight * time.mean for weight, time in self.parts)

    def quantile(self, quantile: float) -> float:
        """The time that this share does not exceed: on the weighted distribution, never a weighted percentile."""
        share(quantile, "quantile")

        def tail(time_s: float) -> float:
            return 1 - sum(weight * float(time.cdf(time_s)) for weight, time in self.parts)

        return smallest_time(tail, 1 - quantile + 1e-12, self.mean)


@dataclass(frozen=True)
class SumOfExponentials:
    """Exponential times one after another, each given by its rate (per second): stages of a tandem queue."""

    rates_per_s: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse stages without a rate."""
        for rate in self.rates_per_s:
            at_least(rate, 0, "rate", open_below=True)

    @property
    def mean(self) -> float:
        """Means add."""
        return sum(1 / rate for rate in self.rates_per_s)

    def tail(self, time_s: float) -> float:
        """P(sum > t) by uniformisation, which does not mind equal rates. Exact to 1e-12."""
        fastest, left = max(self.rates_per_s), np.zeros(len(self.rates_per_s))
        left[0] = 1.0
        moves = np.array(self.rates_per_s) / fastest
        expected = fastest * time_s
        last = int(expected + 12 * math.sqrt(expected) + 40)
        total = 0.0
        for jumps in range(last):
            total += (
                math.exp(jumps * math.log(expected or 1e-300) - expected - math.lgamma(jumps + 1))
                * left.sum()
            )
            left[1:], left[0] = left[1:] * (1 - moves[1:]) + left[:-1] * moves[:-1], left[0] * (1 - moves[0])
        return float(total)

    def quantile(self, quantile: float) -> float:
        """The time (s) that this share does not exceed."""
        return smallest_time(self.tail, 1 - share(quantile, "quantile"), self.mean)


def naive_sum(quantiles: Sequence[float]) -> float:
    """The common mistake: adding percentiles, as if the slowest moments of all parts fell together."""
    return math.fsum(quantiles)
