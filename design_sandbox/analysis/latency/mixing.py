"""The times of a flow whose requests equal handlers share: some take one lane, some another, each with its own times.

Shares of requests are added, never percentiles: P(answer ≤ t) is the mean of the lanes' own. Every lane keeps its grid,
so that a quick lane is not told in the coarse cells of a slow one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from design_sandbox.analysis.latency.combining import QUANTILES, Times
from design_sandbox.theory.special import Array


@dataclass(frozen=True)
class Mixture:
    """Times of several lanes, each as likely."""

    lanes: tuple[Times, ...]

    @property
    def mean_s(self) -> float:
        """Mean over all requests."""
        return sum(lane.mean_s for lane in self.lanes) / len(self.lanes)

    @property
    def fixed_s(self) -> float:
        """No answer takes less."""
        return min(lane.fixed_s for lane in self.lanes)

    @property
    def complete(self) -> bool:
        """Whether every lane's p99.9 is known."""
        return all(lane.complete for lane in self.lanes)

    @property
    def p99_s(self) -> float:
        """What one request in a hundred exceeds (s)."""
        return self.quantiles_s[2]

    @cached_property
    def quantiles_s(self) -> tuple[float, ...]:
        """p50, p95, p99, p99.9."""
        ends, shares = self._curve
        return tuple(_reached(ends, shares, at) for at in QUANTILES)

    def share_within(self, time_s: float) -> float:
        """Share of requests answered within this time."""
        return sum(lane.share_within(time_s) for lane in self.lanes) / len(self.lanes)

    @cached_property
    def _curve(self) -> tuple[Array, Array]:
        """Times (s) at which a cell of some lane ends, and the share of requests answered by then."""
        curves = [_curve_of(lane) for lane in self.lanes]
        ends = np.asarray(np.unique(np.concatenate([own for own, _ in curves])), dtype=float)
        return ends, np.asarray(sum(np.interp(ends, own, reached) for own, reached in curves) / len(curves))


AnswerTimes = Times | Mixture


def mixed(lanes: Sequence[Times]) -> AnswerTimes:
    """Lanes that take equal shares; those that are all alike are told as one."""
    first = lanes[0]
    return first if all(lane.course == first.course for lane in lanes) else Mixture(tuple(lanes))


def _curve_of(lane: Times) -> tuple[Array, Array]:
    """The mass of a cell counts as spread evenly over it: a half cell to each side."""
    ends = lane.fixed_s + (np.arange(lane.grid.cells + 1, dtype=float) - 0.5) * lane.grid.cell_s
    return np.asarray(ends), np.concatenate([[0.0], np.cumsum(lane.row)])


def _reached(ends: Array, shares: Array, at: float) -> float:
    """The time by which this share is answered; the end of the last grid where that lies beyond it."""
    place = int(np.searchsorted(shares, at - 1e-12))
    if place >= len(shares):
        return float(ends[-1])
    if place == 0:
        return float(ends[0])
    low, high = shares[place - 1], shares[place]
    part = (at - low) / (high - low) if high > low else 1.0
    return float(ends[place - 1] + part * (ends[place] - ends[place - 1]))
