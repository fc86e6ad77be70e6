"""One copy leads, the others stand by: availability with the time it takes to switch over.

Redundancy that takes two minutes to take over costs two minutes for every failure of the leader; with good machines
that is about as much as both copies being down at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from design_sandbox.theory.reliability import share

MOST_COPIES = 12
"""Copies that are told apart; further ones change nothing that a float can hold."""

AT_ONCE_MIN = 1e-6
"""A quicker switch is no switch at all."""


@dataclass(frozen=True)
class Failover:
    """Long-run shares of time of a group with one leader."""

    up: float
    """A leader answers and at least `need` copies are up."""
    switching: float
    """A copy is up, and none leads yet."""
    down: float
    """Too few copies are up."""


def active_passive(mttf_h: float, mttr_h: float, failover_min: float, copies: int = 2, need: int = 1) -> Failover:  # fmt: skip
    """A leader with standbys as a continuous-time Markov chain, exact for exponential times.

    Every copy fails once in `mttf_h`, one at a time is repaired in `mttr_h`; when the leader fails, a standby leads
    after `failover_min` minutes, during which nothing is repaired. A single copy has nobody to switch to.
    """
    for name, value in (("mttf_h", mttf_h), ("mttr_h", mttr_h)):
        if not value > 0:
            raise ValueError(f"{name} must be above 0 h; found {value!r}")
    if not failover_min >= 0:
        raise ValueError(f"failover_min must be at least 0; found {failover_min!r}")
    if copies < 1 or not 1 <= need <= copies:
        raise ValueError(f"of {copies} copies {need} cannot be needed")
    return _solved(float(mttf_h), float(mttr_h), float(failover_min), min(copies, MOST_COPIES),
                   min(need, MOST_COPIES))  # fmt: skip


@lru_cache(maxsize=4096)
def _solved(mttf_h: float, mttr_h: float, failover_min: float, copies: int, need: int) -> Failover:
    fails, mends = 1.0 / mttf_h, 1.0 / mttr_h
    switches = 60.0 / failover_min if failover_min > AT_ONCE_MIN else 0.0
    # States 0 … copies: i copies up and one leads (0: all down). States copies + i: i standbys up, none leads yet.
    rates = np.zeros((2 * copies, 2 * copies))
    for i in range(copies + 1):
        if i < copies:
            rates[i, i + 1] += mends
        if i >= 1:
            leaderless = copies + i - 1 if i > 1 and switches else i - 1
            rates[i, leaderless] += fails
            rates[i, i - 1] += (i - 1) * fails
    for i in range(1, copies):
        if switches:
            rates[copies + i, i] += switches
            rates[copies + i, copies + i - 1 if i > 1 else 0] += i * fails
        else:
            rates[copies + i, i] += 1.0  # never entered: leads straight back
    balance = rates.T - np.diag(rates.sum(axis=1))
    balance[-1] = 1.0
    right = np.zeros(2 * copies)
    right[-1] = 1.0
    shares = np.linalg.solve(balance, right)
    up = float(shares[need : copies + 1].sum())
    switching = float(shares[copies + need :].sum())
    return Failover(min(up, 1.0), max(switching, 0.0), max(1.0 - up - switching, 0.0))


def with_standbys(availability: float, copies: int, need: int, failover_min: float, mttr_h: float) -> float:
    """Availability of a leader and its standbys, each with this availability of its own; 0 when too few copies exist."""
    a = share(availability)
    if need > copies or copies < 1:
        return 0.0
    if a in (0.0, 1.0):
        return a
    return active_passive(mttr_h * a / (1.0 - a), mttr_h, failover_min, copies, need).up
