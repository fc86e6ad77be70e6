"""Distributions of time as masses on an even grid: sums become products of their transforms.

Rows are probabilities at 0, h, 2h …; what lies beyond the grid is the mass that a row lacks to 1, and is never lost:
quantiles that fall there are None. Many rows are worked on at once. Discretising by local moment matching keeps every
mean exact (Gerber 1982); the p99 of a sum is then within 0.1 % of the truth at 1,024 cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from design_sandbox.theory.distribution import Distribution, Lognormal, limited_mean
from design_sandbox.theory.queueing import at_least, share
from design_sandbox.theory.special import Array, normal_cdf
from design_sandbox.theory.waiting import Line

CELLS = 1024
Transform = NDArray[np.complex128]


@dataclass(frozen=True)
class Grid:
    """Cells of `cell_s` seconds; row entry k is the mass at k·cell_s."""

    cell_s: float
    cells: int = CELLS

    @classmethod
    def covering(cls, span_s: float, cells: int = CELLS) -> Grid:
        """The smallest grid over this span; cells are powers of two, so that grids of like spans share their rows."""
        at_least(span_s, 0, "span", open_below=True)
        return cls(2.0 ** math.ceil(math.log2(span_s / cells)), cells)

    @property
    def span_s(self) -> float:
        """From zero to the end of the grid."""
        return self.cell_s * self.cells

    @property
    def times(self) -> Array:
        """The time (s) of each cell."""
        return np.asarray(np.arange(self.cells) * self.cell_s)


@lru_cache(maxsize=8)
def _logs(cells: int) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.arange(cells + 1, dtype=float)))


def matched(limited: Array, cell_s: float) -> Array:
    """Rows from E[min(X, d)] at d = 0, h … N·h: mass 1 − L(h)/h at 0, then second differences."""
    slopes = np.diff(limited, axis=-1) / cell_s
    first = 1 - slopes[..., :1]
    return np.asarray(np.maximum(np.concatenate([first, slopes[..., :-1] - slopes[..., 1:]], axis=-1), 0.0))


def row_of(grid: Grid, time: Distribution) -> Array:
    """One row of any distribution."""
    return matched(limited_mean(time, np.arange(grid.cells + 1) * grid.cell_s), grid.cell_s)


def constant_row(grid: Grid, value_s: float) -> Array:
    """A time that never varies: its mass on the two nearest cells, so that the mean stays."""
    row, place = np.zeros(grid.cells), at_least(value_s, 0, "time") / grid.cell_s
    cell, part = int(place), place - int(place)
    if cell < grid.cells:
        row[cell] = 1 - part
    if cell + 1 < grid.cells:
        row[cell + 1] = part
    return row


def _deviations(grid: Grid, times: Sequence[Lognormal]) -> tuple[Array, Array, Array]:
    """(z of every grid point, σ, mean) of each lognormal time, a row each."""
    mu, sigma = (np.array([getattr(t, name) for t in times])[:, None] for name in ("mu", "sigma"))
    z = (_logs(grid.cells)[None, :] + (math.log(grid.cell_s) - mu)) / sigma
    return z, sigma, np.exp(mu + sigma**2 / 2)


def lognormal_rows(grid: Grid, times: Sequence[Lognormal]) -> Array:
    """Rows of many lognormal times at once."""
    z, sigma, mean = _deviations(grid, times)
    ends = np.arange(grid.cells + 1) * grid.cell_s
    return matched(mean * normal_cdf(z - sigma) + ends * (1 - normal_cdf(z)), grid.cell_s)


def residual_rows(grid: Grid, times: Sequence[Lognormal]) -> Array:
    """Rows of the equilibrium residuals of many lognormal times: what is left of a service when one arrives."""
    z, sigma, mean = _deviations(grid, times)
    ends = np.arange(grid.cells + 1) * grid.cell_s
    second = mean**2 * np.exp(sigma**2)
    area = ends * (mean * normal_cdf(z - sigma) + ends / 2 * (1 - normal_cdf(z))) - second / 2 * normal_cdf(
        z - 2 * sigma
    )
    return matched(ends - area / mean, grid.cell_s)


def to_frequency(rows: Array) -> Transform:
    """Transforms of rows, padded to twice their length so that one sum does not wrap around."""
    return np.asarray(np.fft.rfft(rows, 2 * rows.shape[-1], axis=-1))


def from_frequency(transform: Transform) -> Array:
    """Rows of transforms; what a sum carries beyond the grid becomes missing mass."""
    cells = transform.shape[-1] - 1
    return np.maximum(np.fft.irfft(transform, 2 * cells, axis=-1)[..., :cells], 0.0)


def wait_transforms(grid: Grid, lines: Sequence[Line]) -> Transform:
    """Transforms of the waits before many lines: (1 − C) + C·(1 − ρ)·r̂ ÷ (1 − ρ·r̂)."""
    residual = to_frequency(residual_rows(grid, [line.residual for line in lines]))
    waits, use = (
        np.array([getattr(line, name) for line in lines])[:, None] for name in ("p_wait", "utilisation")
    )
    return np.asarray((1 - waits) + waits * (1 - use) * residual / (1 - use * residual))


def slowest(row: Array, calls: float) -> Array:
    """The slowest of several independent calls (a mean number may be broken): the distribution to that power."""
    return np.diff(np.minimum(np.cumsum(row), 1.0) ** at_least(calls, 1, "calls"), prepend=0.0)


def hedged(row: Array, delay_cells: int) -> Array:
    """The first of a call and its copy, sent when the call has not come back after so many cells."""
    late = 1 - np.minimum(np.cumsum(row), 1.0)
    copy = np.concatenate([np.ones(min(delay_cells, len(row))), late[: max(len(row) - delay_cells, 0)]])
    return np.asarray(np.maximum(np.diff(1 - late * copy, prepend=0.0), 0.0))


def with_retries(row: Array, timeout_cells: int, retries: int) -> tuple[Array, float]:
    """Attempts cut off at a timeout and begun anew: (the time until an answer or the last give-up, share that gives up).

    Exact while attempts are independent, which they are not when the callee is overloaded.
    """
    cells, total = len(row), np.zeros(len(row))
    answered = row[:timeout_cells]
    fails = max(1 - float(answered.sum()), 0.0)
    weight, begin = 1.0, 0
    for _ in range(retries + 1):
        room = min(len(answered), max(cells - begin, 0))
        total[begin : begin + room] += weight * answered[:room]
        weight, begin = weight * fails, begin + timeout_cells
    if begin < cells:
        total[begin] += weight
    return total, weight


def mixed(weights: Sequence[float], rows: Array) -> Array:
    """One of several times by chance: masses are weighted, never percentiles."""
    if not math.isclose(sum(share(weight, "weight") for weight in weights), 1, abs_tol=1e-9):
        raise ValueError("weights must sum to 1")
    return np.asarray(np.array(weights) @ rows)


def quantile(grid: Grid, row: Array, at: float) -> float | None:
    """The time (s) that this share does not exceed; None if it lies beyond the grid.

    The mass of a cell counts as spread evenly over it: a half cell to each side.
    """
    reached = np.cumsum(row)
    cell = int(np.searchsorted(reached, share(at, "quantile") - 1e-12))
    if cell >= grid.cells:
        return None
    before = float(reached[cell - 1]) if cell else 0.0
    part = (at - before) / float(row[cell]) if row[cell] > 0 else 0.5
    return max(cell - 0.5 + min(max(part, 0.0), 1.0), 0.0) * grid.cell_s


def mean(grid: Grid, row: Array) -> float:
    """Mean time (s), what lies beyond the grid counted at its end: a lower bound, exact to its missing mass."""
    return float(row @ grid.times) + max(1 - float(row.sum()), 0.0) * grid.span_s
