"""Bytes: growth, retention, copies and indexes; bits against bytes, MB against MiB."""

from __future__ import annotations

import math
from typing import NamedTuple

from design_sandbox.theory.rates import require_positive, require_rate

DAY_S = 86_400
YEAR_DAYS = 365
MB = 1e6
MIB = 2.0**20
NO_GROWTH = 1e-12


def stored_after(
    bytes_per_day: float,
    days: float,
    *,
    keep_days: float | None = None,
    copies: float = 1,
    index_share: float = 0.0,
) -> float:
    """Bytes kept after so many days: rate × time, at most retention × rate, × copies × (1 + share of indexes).

    With retention the growth stops: storage is a plateau. `copies` may be (k + m)/k for erasure coding.
    """
    kept = require_rate(days, "the number of days")
    if keep_days is not None:
        kept = min(kept, require_rate(keep_days, "the retention"))
    if copies < 1:
        raise ValueError(f"the number of copies is {copies:g}; one or more are accepted")
    growth = require_rate(bytes_per_day, "the growth")
    return growth * kept * copies * (1 + require_rate(index_share, "the share of indexes"))


class Growth(NamedTuple):
    """A sum that grows by the same share every period."""

    total: float
    last: float


def compound_growth(first: float, growth: float, periods: int) -> Growth:
    """First + first × (1 + g) + …: what all periods add up to, and what the last one adds."""
    require_rate(first, "the first period")
    require_rate(growth, "the growth")
    if periods < 1:
        raise ValueError(f"the number of periods is {periods}; one or more are accepted")
    last = first * (1 + growth) ** (periods - 1)
    if growth < NO_GROWTH:
        return Growth(first * periods, last)
    return Growth(first * math.expm1(periods * math.log1p(growth)) / growth, last)


def erasure_overhead(data_pieces: int, parity_pieces: int) -> float:
    """Bytes stored for each byte when any `data_pieces` of all pieces restore it: (k + m)/k."""
    if data_pieces < 1 or parity_pieces < 0:
        raise ValueError(
            "erasure coding wants one or more data pieces and no negative number of parity pieces"
        )
    return (data_pieces + parity_pieces) / data_pieces


def bits_per_s(bytes_per_s: float) -> float:
    """Bits a second, as networks count: eight for each byte."""
    return 8 * require_rate(bytes_per_s, "the rate in bytes")


def link_utilisation(bytes_per_s: float, link_bits_per_s: float) -> float:
    """How full a network card or link is; forgetting the factor 8 makes it look eight times emptier."""
    return bits_per_s(bytes_per_s) / require_positive(link_bits_per_s, "the link's rate")


def throughput(per_s: float, size_bytes: float) -> float:
    """Bytes a second of so many items of this size."""
    return require_rate(per_s, "the rate") * require_rate(size_bytes, "the size")


def in_mebibytes(size_bytes: float) -> float:
    """Bytes as MiB (2^20), which many published figures call MB: 4.9 % fewer."""
    return size_bytes / MIB


def in_megabytes(size_bytes: float) -> float:
    """Bytes as MB (10^6)."""
    return size_bytes / MB


def machines_for(total: float, per_machine: float, most_full: float = 1.0) -> int:
    """Machines that hold (or serve) so much, none of them fuller than `most_full`."""
    require_rate(total, "the total")
    require_positive(most_full, "how full a machine may be")
    quotient = total / (require_positive(per_machine, "what one machine takes") * most_full)
    return max(1, -int(-round(quotient, 9) // 1))
