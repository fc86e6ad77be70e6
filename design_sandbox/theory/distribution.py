"""How long one thing takes: constant, exponential, gamma and lognormal times, with what grids and queues need of them.

Each knows its mean, its squared coefficient of variation (SCV: variance ÷ mean²), P(X ≤ t), quantiles, and the
partial moments E[min(X, d)] and E[X²; X ≤ d]. Times are in seconds, though any one unit does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from design_sandbox.theory.queueing import at_least, share, smallest_time
from design_sandbox.theory.special import Array, normal_cdf, regularised_gamma

NORMAL = NormalDist()
Z99 = NORMAL.inv_cdf(0.99)


class Distribution(Protocol):
    """A time that is never negative."""

    @property
    def mean(self) -> float:
        """Mean (s)."""

    @property
    def scv(self) -> float:
        """Variance ÷ mean²."""

    def cdf(self, times: ArrayLike) -> Array:
        """P(X ≤ t) for each time."""

    def below(self, power: int, times: ArrayLike) -> Array:
        """E[X^power; X ≤ t] for each time, power 1 or 2."""

    def quantile(self, quantile: float) -> float:
        """The time that this share does not exceed."""


def limited_mean(time: Distribution, limits: ArrayLike) -> Array:
    """E[min(X, d)] for each limit d (s)."""
    ends = np.maximum(np.asarray(limits, dtype=float), 0.0)
    return np.asarray(time.below(1, ends) + ends * (1 - time.cdf(ends)))


def variance(time: Distribution) -> float:
    """Variance (s²)."""
    return time.scv * time.mean**2


@dataclass(frozen=True)
class Constant:
    """A time that never varies."""

    value: float

    def __post_init__(self) -> None:
        """Refuse negative times."""
        at_least(self.value, 0, "time")

    @property
    def mean(self) -> float:
        """The value itself."""
        return self.value

    @property
    def scv(self) -> float:
        """Nothing varies."""
        return 0.0

    def cdf(self, times: ArrayLike) -> Array:
        """0 before the value, 1 from it on."""
        return np.asarray(np.asarray(times, dtype=float) >= self.value, dtype=float)

    def below(self, power: int, times: ArrayLike) -> Array:
        """The value's power once it has passed."""
        return self.cdf(times) * self.value**power

    def quantile(self, quantile: float) -> float:
        """The value at every share."""
        share(quantile, "quantile")
        return self.value


@dataclass(frozen=True)
class Gamma:
    """A gamma time by mean and SCV; SCV 1 is the exponential time, 1/k the Erlang time of k phases."""

    mean: float
    scv: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no gamma time."""
        at_least(self.mean, 0, "mean", open_below=True)
        at_least(self.scv, 0, "squared coefficient of variation", open_below=True)

    def _moment(self, power: int, times: ArrayLike) -> Array:
        scale = self.mean * self.scv
        places = np.maximum(np.asarray(times, dtype=float), 0.0) / scale
        shape = 1 / self.scv
        factor = math.prod((shape + step) * scale for step in range(power))
        return factor * regularised_gamma(shape + power, places)

    def cdf(self, times: ArrayLike) -> Array:
        """The regularised incomplete gamma function."""
        return self._moment(0, times)

    def below(self, power: int, times: ArrayLike) -> Array:
        """Partial moments: a gamma distribution of a larger shape."""
        return self._moment(power, times)

    def quantile(self, quantile: float) -> float:
        """By bisection."""
        share(quantile, "quantile")
        return smallest_time(lambda time_s: 1 - float(self.cdf(time_s)), 1 - quantile, self.mean)


def exponential(mean: float) -> Gamma:
    """An exponential time with this mean (s)."""
    return Gamma(mean, 1.0)


@dataclass(frozen=True)
class Lognormal:
    """A time whose logarithm is normal: `mu` and `sigma` of the logarithm, time in seconds."""

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        """Refuse what is no lognormal time."""
        at_least(self.sigma, 0, "sigma", open_below=True)
        at_least(self.mu, -math.inf if math.isfinite(self.mu) else 0, "mu")

    @classmethod
    def from_percentiles(cls, p50: float, p99: float) -> Lognormal:
        """By median and 99th percentile: σ = ln(p99/p50) ÷ 2.326. A p99 at the median makes it almost constant."""
        at_least(p50, 0, "p50", open_below=True)
        at_least(p99, p50, "p99 beside a p50")
        return cls(math.log(p50), max(math.log(p99 / p50) / Z99, 1e-6))

    @classmethod
    def from_mean(cls, mean: float, scv: float) -> Lognormal:
        """By mean and SCV."""
        at_least(mean, 0, "mean", open_below=True)
        at_least(scv, 0, "squared coefficient of variation", open_below=True)
        sigma2 = math.log1p(scv)
        return cls(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))

    @property
    def mean(self) -> float:
        """e^(μ + σ²/2)."""
        return math.exp(self.mu + self.sigma**2 / 2)

    @property
    def scv(self) -> float:
        """e^(σ²) − 1."""
        return math.expm1(self.sigma**2)

    def _moment(self, power: int, times: ArrayLike) -> Array:
        places = np.asarray(times, dtype=float)
        logs = np.log(np.maximum(places, 1e-300))
        whole = math.exp(power * self.mu + (power * self.sigma) ** 2 / 2)
        found = whole * normal_cdf((logs - self.mu) / self.sigma - power * self.sigma)
        return np.where(places > 0, found, 0.0)

    def cdf(self, times: ArrayLike) -> Array:
        """Φ((ln t − μ) ÷ σ)."""
        return self._moment(0, times)

    def below(self, power: int, times: ArrayLike) -> Array:
        """Partial moments in closed form."""
        return self._moment(power, times)

    def quantile(self, quantile: float) -> float:
        """e^(μ + σ·z)."""
        if not 0 < quantile < 1:
            raise ValueError(f"quantile must lie between 0 and 1, not {quantile:g}")
        return math.exp(self.mu + self.sigma * NORMAL.inv_cdf(quantile))
