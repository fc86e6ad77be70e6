"""Retries: the load they add, the success they bring, and when they keep a system down (research: SRE book ch. 21, 22)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from design_sandbox.theory.queueing import at_least, share

ROUNDS = 500


def _whole(count: int, least: int, what: str) -> int:
    if count < least or count != int(count):
        raise ValueError(f"{what} must be a whole number of at least {least}, not {count}")
    return count


def expected_attempts(p_fail: float, retries: int) -> float:
    """Mean attempts of one call: Σ p^k for k = 0…retries. Exact when attempts fail independently."""
    share(p_fail, "probability of failure")
    _whole(retries, 0, "retries")
    return retries + 1.0 if p_fail == 1 else (1 - p_fail ** (retries + 1)) / (1 - p_fail)


def success_share(p_fail: float, retries: int, *, independent: bool = True) -> float:
    """Share of calls that succeed in the end.

    Attempts that meet the same outage do not fail independently: when it outlives all retries they add nothing.
    """
    share(p_fail, "probability of failure")
    return 1 - p_fail ** (_whole(retries, 0, "retries") + 1) if independent else 1 - p_fail


def load_factor(p_fail: float, retries: int, budget: float | None = None) -> float:
    """Calls sent for each call meant; a budget (0.1: one retry per ten calls) caps what retries may add."""
    factor = expected_attempts(p_fail, retries)
    return factor if budget is None else min(factor, 1 + at_least(budget, 0, "retry budget"))


def layered_attempts(attempts: int, layers: int) -> int:
    """Calls at the bottom for one at the top when every layer tries this often: 4 attempts in 3 layers are 64."""
    return math.prod([_whole(attempts, 1, "attempts")] * _whole(layers, 0, "layers"))


def worst_load(rate_per_s: float, capacity_per_s: float, attempts: int, budget: float | None = None) -> float:
    """Load over capacity when every call fails and is tried again: rate × attempts ÷ capacity, or as the budget caps it."""
    at_least(rate_per_s, 0, "rate")
    at_least(capacity_per_s, 0, "capacity", open_below=True)
    return rate_per_s * load_factor(1.0, _whole(attempts, 1, "attempts") - 1, budget) / capacity_per_s


def stays_down(rate_per_s: float, capacity_per_s: float, attempts: int, budget: float | None = None) -> bool:
    """Whether a short outage may never end: retries alone would fill the capacity (metastable failure).

    Vulnerable when rate × attempts ≥ capacity and no budget limits them below it. Agrees with simulated ten-second
    outages (300/s × 4 on 1,000/s never recovered, 240/s × 4 did). Bronson et al., HotOS 2021.
    """
    return worst_load(rate_per_s, capacity_per_s, attempts, budget) >= 1


@dataclass(frozen=True)
class RetryLoad:
    """Where load and failures settle: calls sent a second, and the share of them that fails."""

    per_s: float
    p_fail: float


def settled_load(
    rate_per_s: float, fails_at: Callable[[float], float], retries: int, *,
    budget: float | None = None, from_above: bool = False,
) -> RetryLoad:  # fmt: skip
    """The fixed point of load = rate × attempts(share that fails at that load).

    `fails_at` maps calls a second to the share of attempts that fails; it must not fall. From below it finds where a
    healthy system settles; from above, where one settles that comes out of an outage. Two answers: metastable.
    """
    at_least(rate_per_s, 0, "rate")
    load = rate_per_s * (load_factor(1.0, retries, budget) if from_above else 1.0)
    for _ in range(ROUNDS):
        failing = share(fails_at(load), "share that fails")
        following = rate_per_s * load_factor(failing, retries, budget)
        if abs(following - load) <= 1e-10 * max(load, 1e-300):
            break
        load = following
    return RetryLoad(load, fails_at(load))
