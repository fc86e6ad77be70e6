"""The times of a course of hops combined: masses on one grid, multiplied as transforms; cached by value.

A course is plain numbers, so the same hops give the same times whatever they are called: an edit elsewhere costs
nothing, and rows of single hops are shared between flows and edits.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from design_sandbox.theory.distribution import NORMAL, Z99, Lognormal
from design_sandbox.theory.grid import (
    Grid,
    Transform,
    constant_row,
    from_frequency,
    hedged,
    lognormal_rows,
    quantile,
    slowest,
    to_frequency,
    wait_transforms,
    with_retries,
)
from design_sandbox.theory.grid import mean as mean_of
from design_sandbox.theory.special import Array
from design_sandbox.theory.waiting import Line

QUANTILES = (0.5, 0.95, 0.99, 0.999)
DEVIATIONS = 12
MOST_DOUBLINGS = 12
MOST_ROWS = 1024
HEDGE_AT = 0.95
"""A copy of a call is sent when 95 of 100 would have come back (Dean and Barroso, 2013)."""


class HopTime(NamedTuple):
    """What one hop takes: calls of a lognormal time behind a line, side by side, and a time that never varies."""

    call: Lognormal
    line: Line | None = None
    side_by_side: float = 1.0
    fixed_s: float = 0.0
    timeout_s: float = 0.0
    """0: none."""
    retries: int = 0
    hedged: bool = False

    @property
    def plain(self) -> bool:
        """One call without second attempts: its moments are known in closed form."""
        return self.side_by_side == 1 and not self.timeout_s and not self.hedged


class Course(NamedTuple):
    """Hops that always happen, and groups of alternatives of which one happens by chance, group by group."""

    fixed_s: float
    hops: tuple[HopTime, ...]
    always: tuple[int, ...]
    groups: tuple[tuple[tuple[float, tuple[int, ...]], ...], ...] = ()
    """Group → alternatives (weight, hops one after another)."""


@dataclass(frozen=True)
class Times:
    """A course's time: mean, percentiles, and its masses on a grid that begins at `fixed_s`."""

    course: Course
    fixed_s: float
    grid: Grid
    row: Array
    hop_means: tuple[float, ...]
    """Mean of each hop when it happens (s), fixed parts included."""
    mean_s: float
    quantiles_s: tuple[float, ...]
    """p50, p95, p99, p99.9; where `complete` is false they are lower bounds."""
    complete: bool
    """Whether the p99.9 lies on the grid, as it does unless times spread over many orders of magnitude."""

    @property
    def p99_s(self) -> float:
        """What one request in a hundred exceeds (s)."""
        return self.quantiles_s[2]

    def share_within(self, time_s: float) -> float:
        """Share of requests answered within this time."""
        place = (time_s - self.fixed_s) / self.grid.cell_s + 0.5
        if place <= 0:
            return 0.0
        whole = min(int(place), self.grid.cells)
        part = float(self.row[whole]) * (place - whole) if whole < self.grid.cells else 0.0
        return min(float(self.row[:whole].sum()) + part, 1.0)


@lru_cache(maxsize=512)
def times_of(course: Course) -> Times:
    """Combine a course. Lines must be below full. Means exact to 0.1 %; percentiles as `theory.waiting` says."""
    span = _span(course)
    for _ in range(MOST_DOUBLINGS):
        grid = Grid.covering(span)
        hops = transforms(grid, course)
        row = from_frequency(_product(course, hops))
        found = [quantile(grid, row, at) for at in QUANTILES]
        if found[-1] is not None:
            break
        span *= 2
    fixed = course.fixed_s + sum(course.hops[index].fixed_s for index in course.always)
    known = tuple(fixed + (value if value is not None else grid.span_s) for value in found)
    means = tuple(_hop_mean(grid, hop, hops[index]) for index, hop in enumerate(course.hops))
    likely = weights(course)
    mean = course.fixed_s + sum(weight * each for weight, each in zip(likely, means, strict=True))
    return Times(course, fixed, grid, row, means, mean, known, found[-1] is not None)


def weights(course: Course) -> list[float]:
    """How likely each hop happens."""
    found = [0.0] * len(course.hops)
    for index in course.always:
        found[index] = 1.0
    for group in course.groups:
        for weight, indexes in group:
            for index in indexes:
                found[index] += weight
    return found


def _span(course: Course) -> float:
    """Mean and twelve deviations of the varying part, by approximate moments; doubled later if that is too little."""
    mean, variance = 0.0, 0.0
    for hop, weight in zip(course.hops, weights(course), strict=True):
        first, second = _moments(hop)
        first += hop.fixed_s if weight < 1 else 0.0
        mean += weight * first
        variance += weight * (second + first**2) - (weight * first) ** 2
    return mean + DEVIATIONS * math.sqrt(max(variance, 0.0)) + 1e-9


def _moments(hop: HopTime) -> tuple[float, float]:
    """Mean and variance of a hop's varying part; of the slowest of several calls by its median and p99."""
    mu, sigma = hop.call.mu, hop.call.sigma
    if hop.side_by_side > 1:
        middle, high = (_normal_quantile(at ** (1 / hop.side_by_side)) for at in (0.5, 0.99))
        mu, sigma = mu + sigma * middle, max(sigma * (high - middle) / Z99, 1e-9)
    mean = math.exp(mu + sigma**2 / 2)
    variance = mean**2 * math.expm1(sigma**2)
    if hop.line is not None:
        more = 1 + math.log(hop.side_by_side)
        mean, variance = mean + hop.line.mean * more, variance + hop.line.variance * more
    if hop.timeout_s:
        mean += hop.timeout_s * 0.1 * hop.retries
        variance += (hop.timeout_s * hop.retries) ** 2 * 0.1
    return mean, variance


def _normal_quantile(at: float) -> float:
    return NORMAL.inv_cdf(min(at, 1 - 1e-15))


_rows: OrderedDict[tuple[Grid, HopTime], Transform] = OrderedDict()
_lock = threading.Lock()


def transforms(grid: Grid, course: Course) -> list[Transform]:
    """The transform of every hop's varying part (in groups with its fixed part), old ones from the cache."""
    with _lock:
        known = {hop: found for hop in set(course.hops) if (found := _rows.get((grid, hop))) is not None}
    missing = [hop for hop in dict.fromkeys(course.hops) if hop not in known]
    if missing:
        fresh = dict(zip(missing, _fresh(grid, missing), strict=True))
        known |= fresh
        with _lock:
            for hop, transform in fresh.items():
                _rows[grid, hop] = transform
            while len(_rows) > MOST_ROWS:
                _rows.popitem(last=False)
    always = set(course.always)
    return [
        known[hop] if index in always or not hop.fixed_s
        else known[hop] * to_frequency(constant_row(grid, hop.fixed_s))
        for index, hop in enumerate(course.hops)
    ]  # fmt: skip


def _fresh(grid: Grid, hops: list[HopTime]) -> list[Transform]:
    """Transforms of hops that are not in the cache: all calls in one batch, all waits in another."""
    found = to_frequency(lognormal_rows(grid, [hop.call for hop in hops]))
    waiting = [(index, hop.line) for index, hop in enumerate(hops) if hop.line]
    if waiting:
        found[[index for index, _ in waiting]] *= wait_transforms(grid, [line for _, line in waiting])
    return [_attempts(grid, hop, found[index]) for index, hop in enumerate(hops)]


def _attempts(grid: Grid, hop: HopTime, transform: Transform) -> Transform:
    """Second attempts, hedges, and the slowest of several calls, in this order."""
    if hop.plain:
        return transform
    row = from_frequency(transform)
    if hop.hedged:
        at = quantile(grid, row, HEDGE_AT)
        row = hedged(row, max(round((at or grid.span_s) / grid.cell_s), 1))
    if hop.timeout_s:
        row, _ = with_retries(row, max(round(hop.timeout_s / grid.cell_s), 1), hop.retries)
    return to_frequency(slowest(row, hop.side_by_side) if hop.side_by_side > 1 else row)


def _product(course: Course, hops: list[Transform]) -> Transform:
    return np.asarray(
        math.prod([*(hops[index] for index in course.always), *groups(course, hops)], start=one(hops))
    )


def one(hops: list[Transform]) -> Transform:
    """The transform of no time at all: the beginning of a product."""
    return np.ones_like(hops[0])


def groups(course: Course, hops: list[Transform]) -> list[Transform]:
    """One mixture a group: Σ weight × the product of the hops of that alternative."""
    return [
        np.asarray(
            sum(
                weight * math.prod((hops[index] for index in indexes), start=one(hops))
                for weight, indexes in group
            )
        )
        for group in course.groups
    ]


def _hop_mean(grid: Grid, hop: HopTime, transform: Transform) -> float:
    if hop.plain:
        return hop.call.mean + (hop.line.mean if hop.line else 0.0) + hop.fixed_s
    with _lock:
        own = _rows.get((grid, hop))
    return mean_of(grid, from_frequency(transform if own is None else own)) + hop.fixed_s
