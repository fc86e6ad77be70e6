"""Hit ratios: LRU by size (Che), expiry by time, tiers behind each other, and what misses do to the store behind.

Source of the approximation: Che, Tung, Wang, "Hierarchical Web caching systems" (JSAC 2002); its accuracy:
Fricker, Robert, Roberts, "A versatile and accurate approximation for LRU cache performance" (ITC 24, 2012).
Requests are independent of each other (no scans, no bursts on one key): real traffic usually hits a little more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from design_sandbox.theory.rates import require_rate, require_share
from design_sandbox.theory.skew import Popularity, zipf

CHE_ERROR = 0.005
"""Largest difference seen between Che's approximation and a simulated LRU cache of 20 entries or more."""
_STEPS = 200


def lru_hit_ratio(popularity: Popularity | Sequence[float], entries: float) -> float:
    """Share of requests that an LRU cache of so many entries answers, for keys of this popularity.

    Solves Σ (1 − e^{−pᵢT}) = entries for the characteristic time T, then h = Σ pᵢ (1 − e^{−pᵢT}). A sequence is taken
    as the shares of single keys. Error within `CHE_ERROR`.
    """
    if not isinstance(popularity, Popularity):
        popularity = _popularity(popularity)
    require_rate(entries, "the number of entries")
    if entries >= popularity.keys * (1 - 1e-9):
        return 1.0
    if entries <= 0:
        return 0.0
    time = characteristic_time(popularity, entries)
    found = -np.expm1(-popularity.share * time)
    return min(1.0, float((popularity.pooled * popularity.share * found).sum()))


def lru_hit_ratio_zipf(keys: float, exponent: float, entries: float) -> float:
    """The same for Zipf popularity over any number of keys."""
    return lru_hit_ratio(zipf(keys, exponent), entries)


def _popularity(shares: Sequence[float]) -> Popularity:
    share = np.asarray(shares, dtype=float)
    if not share.size or not np.isfinite(share).all() or (share < 0).any() or share.sum() <= 0:
        raise ValueError("shares of keys are numbers of zero or more, at least one of them greater")
    return Popularity(share / share.sum(), np.ones_like(share))


def characteristic_time(popularity: Popularity, entries: float) -> float:
    """Requests after which an entry that nobody asks for is dropped, by Newton's method from below.

    The number of different keys seen in T requests grows ever slower, so the steps never overshoot.
    """
    share, count = popularity
    time = float(entries)
    for _ in range(_STEPS):
        gone = np.exp(-share * time)
        missing = entries - float((count * (1 - gone)).sum())
        step = missing / max(float((count * share * gone).sum()), 1e-300)
        time += step
        if step <= 1e-10 * time:
            break
    return time


def ttl_hit_ratio(rate_per_s: float, time_to_live_s: float) -> float:
    """Hits of one key that expires a fixed time after it was fetched: λτ / (1 + λτ). Exact for Poisson requests."""
    expected = require_rate(rate_per_s, "the rate") * require_rate(time_to_live_s, "the time to live")
    return expected / (1 + expected)


def ttl_hit_ratio_of_keys(popularity: Popularity, rate_per_s: float, time_to_live_s: float) -> float:
    """Hits over all keys of a cache that drops entries by age only, and never for lack of room."""
    expected = (
        popularity.share * require_rate(rate_per_s, "the rate") * require_rate(time_to_live_s, "the time")
    )
    return float((popularity.pooled * popularity.share * (expected / (1 + expected))).sum())


def tier_hit_ratios(served_share: Mapping[str, float]) -> dict[str, float]:
    """Hit ratio of each tier *of what reaches it*, from the share of all requests that each answers, nearest first.

    The last tier's is 1: it answers whatever is left.
    """
    left, found = (
        sum(require_share(share, f"the share of {tier}") for tier, share in served_share.items()),
        {},
    )
    if not left:
        raise ValueError("no tier answers anything")
    for tier, share in served_share.items():
        found[tier] = share / left if left > 1e-12 else 0.0
        left -= share
    return found


def missed_share(hit_ratios: Sequence[float]) -> float:
    """Share of requests that reach what stands behind all these tiers: Π (1 − h)."""
    share = 1.0
    for ratio in hit_ratios:
        share *= 1 - require_share(ratio, "a hit ratio")
    return share


def misses_per_s(rate_per_s: float, hit_ratio: float) -> float:
    """Requests a second that the store behind a cache sees."""
    return require_rate(rate_per_s, "the rate") * (1 - require_share(hit_ratio, "the hit ratio"))


def miss_amplification(hit_before: float, hit_after: float) -> float:
    """How many times the store's load grows when the hit ratio falls: (1 − h′)/(1 − h); `hit_after` 0 is a dead cache."""
    before = 1 - require_share(hit_before, "the hit ratio before")
    if not before:
        raise ValueError("with a hit ratio of 1 the store sees nothing, so no multiple of that can be told")
    return (1 - require_share(hit_after, "the hit ratio after")) / before
