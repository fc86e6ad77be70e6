"""How long copies of data last when failed ones are rebuilt."""

from __future__ import annotations

import math

YEAR_H = 8_766.0
"""Hours in a year of 365.25 days, as disk failure rates count them."""
INDEPENDENT_ONLY = (
    "Independent failures only: a bad release, a wrong delete or a burnt building takes all copies at once."
)
"""Real losses are dominated by what copies have in common; say so beside every figure of this module."""


def mean_time_to_loss_years(
    copies: int, annual_failure_rate: float, repair_h: float, *, year_h: float = YEAR_H, at_once: bool = False
) -> float:
    """Years until all copies are lost for the first time: an absorbing birth-death chain, exact.

    `annual_failure_rate` is failures per copy and year; a lost copy is rebuilt in `repair_h` hours on average, one
    at a time, or all lost ones side by side when `at_once`.
    """
    if copies < 1 or copies > 64:
        raise ValueError(f"copies must lie between 1 and 64; found {copies}")
    if not (annual_failure_rate > 0 and repair_h > 0 and year_h > 0):
        raise ValueError("the failure rate, the time to repair and the year must be above 0")
    fails, mends = annual_failure_rate / year_h, 1.0 / repair_h
    # h[i]: time from i copies to i − 1. With i copies, i·fails lead down and the rebuilding of lost ones leads up.
    step_down, total = 0.0, 0.0
    for alive in range(copies, 0, -1):
        up = (copies - alive) * mends if at_once else (mends if alive < copies else 0.0)
        step_down = (1.0 + up * step_down) / (alive * fails)
        total += step_down
    return total / year_h


def annual_loss_probability(mean_time_to_loss_years: float) -> float:
    """Chance to lose the data within a year: 1 − e^(−1 ÷ MTTDL)."""
    if not mean_time_to_loss_years > 0:
        raise ValueError("the mean time to loss must be above 0 years")
    return -math.expm1(-1.0 / mean_time_to_loss_years)
