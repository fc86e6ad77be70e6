"""Who owns the slow tail: what each hop takes in the slowest hundredth of requests."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from design_sandbox.analysis.latency.combining import (
    Course,
    Times,
    groups,
    one,
    times_of,
    transforms,
    weights,
)
from design_sandbox.theory.grid import Transform, from_frequency, to_frequency
from design_sandbox.theory.special import Array


class TailShare(NamedTuple):
    """A hop in all requests and in the slowest hundredth of them."""

    mean_s: float
    """Over all requests, those that skip it included."""
    in_tail_s: float
    """Over the requests at or beyond the p99."""


@lru_cache(maxsize=256)
def tail_shares(course: Course) -> tuple[TailShare, ...]:
    """For each hop its mean, and its mean given that the whole takes p99 or longer.

    E[X; T < t] of each hop by one inner product of transforms (Parseval), hence E[X | T ≥ t].
    """
    times = times_of(course)
    grid = times.grid
    hops = transforms(grid, course)
    before = _indicator(times)
    inner = 2 * np.conj(to_frequency(before))
    inner[[0, -1]] /= 2
    inner /= 2 * grid.cells
    factors = [*(hops[index] for index in course.always), *groups(course, hops)]
    others = _without_each(factors)
    weighted = to_frequency(from_frequency(np.array(hops)) * grid.times)
    early = [0.0] * len(hops)
    for at, index in enumerate(course.always):
        early[index] = float((inner * weighted[index] * others[at]).real.sum())
    for at, group in enumerate(course.groups):
        rest = inner * others[len(course.always) + at]
        for weight, indexes in group:
            for index in indexes:
                company = math.prod((hops[i] for i in indexes if i != index), start=one(hops))
                early[index] += weight * float((rest * weighted[index] * company).real.sum())
    beyond = max(1 - float(before @ times.row), 1e-12)
    found = []
    for index, chance in enumerate(weights(course)):
        apart = course.hops[index].fixed_s if index in course.always else 0.0
        whole = chance * times.hop_means[index]
        found.append(TailShare(whole, max(whole - apart - early[index], 0.0) / beyond + apart))
    return tuple(found)


def _without_each(factors: list[Transform]) -> list[Transform]:
    """For each factor the product of all the others, from products before and behind it."""
    before, behind = [np.ones_like(factors[0])], [np.ones_like(factors[0])]
    for factor in factors[:-1]:
        before.append(before[-1] * factor)
    for factor in reversed(factors[1:]):
        behind.append(behind[-1] * factor)
    return [left * right for left, right in zip(before, reversed(behind), strict=True)]


def _indicator(times: Times) -> Array:
    """1 on the cells before the p99, and the part of its own cell that lies before it."""
    place = (times.p99_s - times.fixed_s) / times.grid.cell_s + 0.5
    before = np.zeros(times.grid.cells)
    whole = min(int(place), times.grid.cells - 1)
    before[:whole] = 1.0
    before[whole] = min(max(place - whole, 0.0), 1.0)
    return before
