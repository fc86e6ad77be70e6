"""Reading and writing several copies: do a read and a write meet, and who must be up for either."""

from __future__ import annotations

import math

from design_sandbox.theory.reliability import at_least


def _checked(copies: int, write: int, read: int) -> None:
    if not (1 <= write <= copies and 1 <= read <= copies):
        raise ValueError(
            f"of {copies} copies between 1 and {copies} can be read or written; found R={read}, W={write}"
        )


def overlaps(copies: int, write: int, read: int) -> bool:
    """Whether every read meets the latest write: R + W > N (Gifford 1979)."""
    _checked(copies, write, read)
    return read + write > copies


def miss_probability(copies: int, write: int, read: int) -> float:
    """Chance that a read of random copies misses a write that has reached only W of them: C(N−W, R) ÷ C(N, R), exact.

    It holds until the write has spread; Bailis et al., "Probabilistically Bounded Staleness" (2012).
    """
    _checked(copies, write, read)
    return math.comb(copies - write, read) / math.comb(copies, read)


def majority(copies: int) -> int:
    """More than half."""
    return copies // 2 + 1


def quorum_availability(copies: int, quorum: int, availability: float) -> float:
    """Share of time in which a quorum of the copies answers; exact for independent failures."""
    _checked(copies, quorum, quorum)
    return at_least(quorum, copies, availability)
