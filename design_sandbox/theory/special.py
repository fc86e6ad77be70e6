"""Two special functions for arrays: the normal distribution's Φ and the regularised incomplete gamma function."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
STEPS_A_UNIT = 2048
EDGE = 9
"""Beyond nine deviations Φ is 0 or 1 to the last digit that matters here (1e-19)."""
TERMS = 400


@lru_cache(maxsize=1)
def _table() -> tuple[Array, Array]:
    """Φ at equal steps, and its rise to the next step."""
    places = np.arange(-EDGE * STEPS_A_UNIT, EDGE * STEPS_A_UNIT + 2) / STEPS_A_UNIT
    below = np.array([0.5 * math.erfc(-place / math.sqrt(2)) for place in places])
    return below[:-1], np.diff(below)


def normal_cdf(deviations: ArrayLike) -> Array:
    """Φ of each deviation, by straight pieces between exact points; absolute error below 1e-8."""
    below, rise = _table()
    places = np.array(deviations, dtype=float)  # a copy, worked on in place; single values stay arrays
    places *= STEPS_A_UNIT
    places += EDGE * STEPS_A_UNIT
    np.clip(places, 0, len(below) - 1, out=places)
    left = places.astype(np.intp)
    places -= left
    places *= rise.take(left)
    places += below.take(left)
    return np.asarray(places)


def regularised_gamma(shape: float, values: ArrayLike) -> Array:
    """P(a, x) for one shape a > 0 and many x ≥ 0, by its series below a + 1 and its continued fraction above.

    Abramowitz and Stegun 6.5.29 and 6.5.31; relative error about 1e-12.
    """
    places = np.atleast_1d(np.asarray(values, dtype=float))
    found = np.zeros_like(places)
    near = (places > 0) & (places < shape + 1)
    far = places >= shape + 1
    with np.errstate(divide="ignore"):
        front = np.exp(shape * np.log(np.maximum(places, 1e-300)) - places - math.lgamma(shape))
    if near.any():
        found[near] = front[near] * _series(shape, places[near])
    if far.any():
        found[far] = 1 - front[far] * _fraction(shape, places[far])
    return np.asarray(np.clip(found, 0.0, 1.0)).reshape(np.shape(values))


def _series(shape: float, places: Array) -> Array:
    term = np.full_like(places, 1 / shape)
    total = term.copy()
    for count in range(1, TERMS):
        term = term * places / (shape + count)
        total += term
        if float(term.max()) < 1e-16 * float(total.max()):
            break
    return total


def _fraction(shape: float, places: Array) -> Array:
    """Lentz's method."""
    tiny = 1e-300
    low = places + 1 - shape
    above, under = np.full_like(places, 1 / tiny), 1 / low
    total = under.copy()
    for count in range(1, TERMS):
        factor = -count * (count - shape)
        low = low + 2
        under = 1 / (factor * under + low + tiny)
        above = low + factor / above
        change = under * above
        total = total * change
        if float(np.abs(change - 1).max()) < 1e-15:
            break
    return total
