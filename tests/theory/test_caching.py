"""Hit ratios against a simulated LRU cache, and against sums over every single key."""

from __future__ import annotations

import math
import random
from collections import OrderedDict
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design_sandbox.theory import caching
from design_sandbox.theory.caching import CHE_ERROR, lru_hit_ratio, lru_hit_ratio_zipf
from design_sandbox.theory.skew import zipf, zipf_shares

REQUESTS, WARMING = 200_000, 20_000


def simulated(shares: list[float], entries: int, seed: int) -> float:
    """Hits of an LRU cache under independent requests, after it has filled."""
    asked = random.Random(seed).choices(
        range(len(shares)), cum_weights=list(accumulate(shares)), k=REQUESTS + WARMING
    )
    cache: OrderedDict[int, None] = OrderedDict()
    hits = 0
    for number, key in enumerate(asked):
        if key in cache:
            cache.move_to_end(key)
            hits += number >= WARMING
        else:
            cache[key] = None
            if len(cache) > entries:
                cache.popitem(last=False)
    return hits / REQUESTS


@settings(max_examples=12, deadline=None)
@given(st.integers(100, 3000), st.floats(0, 1.5), st.floats(0.05, 0.6), st.integers(0, 9))
def test_lru_as_simulated(keys: int, exponent: float, size: float, seed: int) -> None:
    """Che's approximation lies within its stated error of a simulated cache."""
    entries = max(20, int(keys * size))
    shares = zipf_shares(keys, exponent)
    assert lru_hit_ratio(shares, entries) == pytest.approx(simulated(shares, entries, seed), abs=CHE_ERROR)


@given(st.integers(1, 30_000), st.floats(0, 2.5), st.floats(0, 1))
def test_pooling_rare_keys_changes_nothing_visible(keys: int, exponent: float, size: float) -> None:
    """Pooled ranks give the hit ratio that all ranks one by one give."""
    assert lru_hit_ratio_zipf(keys, exponent, keys * size) == pytest.approx(
        lru_hit_ratio(zipf_shares(keys, exponent), keys * size), abs=2e-4
    )


@given(st.floats(1, 1e18), st.floats(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_cache_never_hits_less(keys: float, exponent: float, one: float, other: float) -> None:
    """Any number of keys: a share, growing with the size, at least the even share, 1 when all fit."""
    small, large = sorted((one * keys, other * keys))
    hits = [lru_hit_ratio_zipf(keys, exponent, entries) for entries in (small, large, keys)]
    assert 0 <= hits[0] <= hits[1] + 1e-9 <= hits[2] + 2e-9
    assert hits[2] == 1.0
    assert hits[0] >= small / keys - 1e-6


def test_even_popularity_hits_in_proportion_to_the_size() -> None:
    """Without skew the guess entries ÷ keys is right; with it, far too low."""
    assert lru_hit_ratio_zipf(10_000, 0, 1000) == pytest.approx(0.1, abs=1e-4)
    assert lru_hit_ratio_zipf(10_000, 1, 100) > 0.35


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_expiry_of_one_key(rate: float, lives: float) -> None:
    """One miss, then λτ hits on average."""
    ratio = caching.ttl_hit_ratio(rate, lives)
    assert 0 <= ratio < 1 or rate * lives > 1e15
    assert ratio == pytest.approx(rate * lives / (rate * lives + 1))


def test_expiry_over_keys_is_the_mean_over_requests() -> None:
    """The popular key expires after many hits, the rare ones before the next."""
    shares = zipf_shares(50, 1)
    mean = sum(share * caching.ttl_hit_ratio(share * 20, 3) for share in shares)
    assert caching.ttl_hit_ratio_of_keys(zipf(50, 1), 20, 3) == pytest.approx(mean)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
def test_tiers_multiply_back_to_what_is_missed(weights: list[float]) -> None:
    """Ratios of what reaches each tier leave exactly the share of the last."""
    total = sum(weights)
    served = {str(n): weight / total for n, weight in enumerate(weights)}
    ratios = list(caching.tier_hit_ratios(served).values())
    assert ratios[-1] == pytest.approx(1)
    assert caching.missed_share(ratios[:-1]) == pytest.approx(weights[-1] / total)


BAD = [
    ("hit ratio of 1.2", lambda: caching.misses_per_s(10, 1.2), "the hit ratio is 1.2"),
    ("negative rate", lambda: caching.misses_per_s(-1, 0.5), "the rate is -1"),
    ("no such rate", lambda: caching.ttl_hit_ratio(math.nan, 1), "the rate is nan"),
    ("infinite size", lambda: lru_hit_ratio_zipf(10, 1, math.inf), "the number of entries is inf"),
    ("no keys", lambda: lru_hit_ratio_zipf(0, 1, 1), "the number of keys is 0"),
    ("exponent too large", lambda: lru_hit_ratio_zipf(10, 50, 1), "the Zipf exponent is 50"),
    ("shares of nothing", lambda: lru_hit_ratio([0.0], 1), "shares of keys"),
    ("shares that are none", lambda: lru_hit_ratio([math.nan, 1], 1), "shares of keys"),
    ("a perfect cache before", lambda: caching.miss_amplification(1, 0), "the store sees nothing"),
    ("tiers without traffic", lambda: caching.tier_hit_ratios({"edge": 0.0}), "no tier"),
]


@pytest.mark.parametrize(("ask", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_is_told_in_words(ask: object, said: str) -> None:
    """Never a NaN, never a division by zero."""
    with pytest.raises(ValueError, match=said):
        ask()  # type: ignore[operator]
