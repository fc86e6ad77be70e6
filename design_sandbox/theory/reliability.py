"""Availability of parts that stand in for each other or are all needed, failing independently.

An availability is the share of time in which something answers, from 0 to 1. Every formula here is exact for
independent failures; what several parts share (a zone, a network, a bad release) belongs to `domains`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

LARGEST_GROUP = 100_000
"""Instances of one group; more are refused rather than summed up."""

NOTHING_MORE = 1e-19
"""A term below this share of the sum no longer changes it."""


def share(value: float, name: str = "availability") -> float:
    """The value itself when it is a share between 0 and 1; else ValueError in plain words."""
    if not (isinstance(value, (int, float)) and 0.0 <= value <= 1.0):  # NaN fails both comparisons
        raise ValueError(f"{name} must lie between 0 and 1; found {value!r}")
    return float(value)


def series(availabilities: Iterable[float]) -> float:
    """All are needed: the product. Exact for independent failures; 1 when nothing is needed."""
    return math.prod(map(share, availabilities))


def parallel(availabilities: Iterable[float]) -> float:
    """One is enough: 1 − Π(1 − a). Exact for independent failures; 0 when there is none."""
    return 1.0 - math.prod(1.0 - share(a) for a in availabilities)


def at_least(need: int, count: int, availability: float) -> float:
    """At least `need` of `count` equal instances answer: the upper tail of the binomial distribution, exact.

    The shorter tail is summed, term by term from the last, so that nothing overflows for large counts.
    """
    a = share(availability)
    if count < 0 or count > LARGEST_GROUP or int(count) != count:
        raise ValueError(f"count must be a whole number from 0 to {LARGEST_GROUP:,}; found {count!r}")
    if need <= 0:
        return 1.0
    if need > count:
        return 0.0
    fails = 1.0 - a
    if fails in (0.0, 1.0):  # also where an availability is too small to matter
        return 1.0 - fails
    if need > count / 2:  # few may fail: sum what is lost from none to count − need
        return min(1.0, _lower_tail(count - need, count, fails))
    return max(0.0, 1.0 - _lower_tail(need - 1, count, a))


def _lower_tail(most: int, count: int, chance: float) -> float:
    """P(at most `most` of `count` happen), each with this chance below 1."""
    term = (1.0 - chance) ** count
    if term == 0.0:  # too small for a float: begin in logarithms instead
        return math.fsum(_binomial(k, count, chance) for k in range(most + 1))
    total, odds = term, chance / (1.0 - chance)
    for k in range(1, most + 1):
        term *= (count - k + 1) / k * odds
        total += term
        if term < total * NOTHING_MORE and k > count * chance:
            break  # the rest falls at least as fast
    return total


def _binomial(k: int, count: int, chance: float) -> float:
    logarithm = math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
    return math.exp(logarithm + k * math.log(chance) + (count - k) * math.log1p(-chance))


def at_least_of(need: int, availabilities: Sequence[float]) -> float:
    """At least `need` of these unequal parts answer: Poisson-binomial by dynamic programming, exact."""
    if len(availabilities) > 2_000:
        raise ValueError(f"at most 2,000 unequal parts are combined; found {len(availabilities):,}")
    chances = [1.0]
    for a in map(share, availabilities):
        chances = [
            (chances[k] * (1.0 - a) if k < len(chances) else 0.0) + (chances[k - 1] * a if k else 0.0)
            for k in range(len(chances) + 1)
        ]
    return min(1.0, math.fsum(chances[max(need, 0) :]))


def with_spares_approximately(count: int, spares: int, availability: float) -> float:
    """1 − C(n, s+1)·(1 − a)^(s+1): how AWS "Availability and Beyond" (equation 6) estimates n instances with s spares.

    Slightly too low; `at_least(n − s, n, a)` is exact.
    """
    if not 0 <= spares < count:
        raise ValueError(f"spares must lie between 0 and {count - 1}; found {spares}")
    return 1.0 - math.comb(count, spares + 1) * (1.0 - share(availability)) ** (spares + 1)


def from_times(mean_time_to_failure_h: float, mean_time_to_repair_h: float) -> float:
    """MTTF ÷ (MTTF + MTTR), both in hours: the long-run share of time in which a repaired thing works."""
    if not (mean_time_to_failure_h > 0 and mean_time_to_repair_h >= 0):
        raise ValueError("the mean time to failure must be above 0 h, and that to repair at least 0 h")
    if math.isinf(mean_time_to_failure_h):
        return 1.0
    return mean_time_to_failure_h / (mean_time_to_failure_h + mean_time_to_repair_h)


def with_common_cause(need: int, count: int, availability: float, beta: float) -> float:
    """At least `need` of `count`, where a share `beta` of each unavailability has one cause that takes all at once.

    The beta-factor model (Fleming 1975): the common part stands in series with the independent rest. beta 0 is
    `at_least`; typical values are 0.01 … 0.1.
    """
    unavailable = 1.0 - share(availability)
    common = share(beta, "beta") * unavailable
    return (1.0 - common) * at_least(need, count, 1.0 - (unavailable - common))


def utilisation_after_loss(count: int, utilisation: float, lost: int) -> float:
    """How full the instances that are left are: u · n ÷ (n − lost). Judge capacity after the failure, not before."""
    if not (count > lost >= 0 and utilisation >= 0 and math.isfinite(utilisation)):
        raise ValueError(
            f"of {count} instances {lost} cannot be lost and leave somebody to carry {utilisation!r}"
        )
    return utilisation * count / (count - lost)
