"""Popularity that is not even: Zipf shares, the hottest shard, and keys that are bigger than a shard."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from design_sandbox.theory.rates import require_positive, require_rate, require_share

EXACT_RANKS = 1024
"""Ranks that stand alone; rarer keys are pooled with their neighbours."""
POOL_WIDTH = 1.02
"""Ranks pooled together differ by at most this factor, so their shares differ by 2 % × exponent at most."""
MOST_KEYS = 10**24


class Popularity(NamedTuple):
    """Keys grouped by popularity: `pooled[i]` keys have the share `share[i]` each; Σ pooled × share = 1."""

    share: np.ndarray
    pooled: np.ndarray

    @property
    def keys(self) -> float:
        """How many keys there are."""
        return float(self.pooled.sum())


def zipf_shares(keys: int, exponent: float) -> list[float]:
    """Shares of every key when the i-th most popular one is asked for in proportion to i^−exponent.

    For up to a few million keys; `zipf` pools rare keys and takes any number.
    """
    _check(keys, exponent)
    weights = np.arange(1, int(keys) + 1, dtype=float) ** -exponent
    shares: list[float] = (weights / weights.sum()).tolist()
    return shares


@lru_cache(maxsize=64)
def zipf(keys: float, exponent: float) -> Popularity:
    """Zipf popularity with rare keys pooled: exact to about 1e-4 in any sum over keys, for up to 10^24 of them."""
    _check(keys, exponent)
    keys = float(int(keys))
    head = np.arange(1.0, min(keys, EXACT_RANKS) + 1)
    if keys <= EXACT_RANKS:
        return _normalised(head**-exponent, np.ones_like(head))
    pools = int(np.ceil(np.log(keys / EXACT_RANKS) / np.log(POOL_WIDTH))) + 1
    edges = np.unique(np.floor(np.geomspace(EXACT_RANKS + 1, keys + 1, pools + 1)))
    first, count = edges[:-1], np.diff(edges)
    weight = _weight_of_ranks(first, edges[1:], exponent) / count
    return _normalised(np.concatenate([head**-exponent, weight]), np.concatenate([np.ones_like(head), count]))


def _weight_of_ranks(first: np.ndarray, beyond: np.ndarray, exponent: float) -> np.ndarray:
    """Σ i^−exponent for first ≤ i < beyond, by the midpoint rule (relative error below exponent² / 24 first²)."""
    low, high = first - 0.5, beyond - 0.5
    if abs(exponent - 1) < 1e-9:
        logarithms: np.ndarray = np.log(high / low)
        return logarithms
    powers: np.ndarray = (high ** (1 - exponent) - low ** (1 - exponent)) / (1 - exponent)
    return powers


def _normalised(weight: np.ndarray, count: np.ndarray) -> Popularity:
    return Popularity(weight / float((weight * count).sum()), count)


def _check(keys: float, exponent: float) -> None:
    require_rate(exponent, "the Zipf exponent")
    if not 1 <= keys <= MOST_KEYS:
        raise ValueError(f"the number of keys is {keys:g}; from 1 to 10^24 are accepted")
    if exponent > 5:
        raise ValueError(f"the Zipf exponent is {exponent:g}; from 0 to 5 is accepted")


def top_share(keys: float, exponent: float, top: float = 1) -> float:
    """Share of all requests that the `top` most popular keys take: what an ideal static cache of them would hit."""
    found = zipf(keys, exponent)
    before = np.cumsum(found.pooled)
    taken = np.clip(top - (before - found.pooled), 0.0, found.pooled)
    return float((taken * found.share).sum())


def hottest_shard_share(hottest_key_share: float, shards: int) -> float:
    """Expected share of the shard that has the most popular key, others spread evenly by a hash: p₁ + (1 − p₁)/S.

    Exact in expectation; the busiest shard of all carries at least this.
    """
    require_share(hottest_key_share, "the share of the hottest key")
    if shards < 1:
        raise ValueError(f"the number of shards is {shards}; one or more are accepted")
    return hottest_key_share + (1 - hottest_key_share) / shards


def effective_capacity(per_shard: float, hottest_share: float) -> float:
    """Total rate at which the hottest shard is full: what one shard serves ÷ its share; nominal is shards × that."""
    if not 0 < hottest_share <= 1:
        raise ValueError(
            f"the hottest shard's share is {hottest_share:g}; more than 0, at most 1 is accepted"
        )
    return require_rate(per_shard, "the capacity of a shard") / hottest_share


class HotKey(NamedTuple):
    """What becomes of the requests for one key."""

    served: float
    """A second."""
    throttled: float
    """A second."""
    throttled_fraction: float
    copies_needed: int
    """Copies of the key, or cache nodes in front of it, that would serve all of it."""


def hot_key(rate: float, shard_limit: float) -> HotKey:
    """One key lives on one shard: what exceeds the shard's limit is refused, however many shards there are."""
    require_rate(rate, "the rate of the key")
    served = min(rate, require_positive(shard_limit, "the limit of a shard"))
    lost = rate - served
    return HotKey(served, lost, lost / rate if rate else 0.0, max(1, -int(-rate // shard_limit)))
