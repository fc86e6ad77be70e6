"""Zipf shares, the hottest shard by counting placements, and keys bigger than a shard."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.theory import skew


@given(st.floats(1, 1e20), st.floats(0, 4))
def test_shares_are_shares(keys: float, exponent: float) -> None:
    """They add up to one, fall with the rank, and count every key."""
    found = skew.zipf(keys, exponent)
    assert float((found.share * found.pooled).sum()) == pytest.approx(1)
    assert all(found.share[:-1] >= found.share[1:] * (1 - 1e-6))
    assert found.keys == pytest.approx(int(keys))


@given(st.integers(1, 20_000), st.floats(0, 3), st.floats(0, 1))
def test_the_top_keys_share(keys: int, exponent: float, part: float) -> None:
    """Pooled or not, the most popular keys take the same share."""
    top = int(keys * part)
    exact = sum(skew.zipf_shares(keys, exponent)[:top])
    assert skew.top_share(keys, exponent, top) == pytest.approx(exact, abs=2e-4)


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=5), st.integers(1, 4))
def test_the_hottest_shard_by_every_placement(weights: list[float], shards: int) -> None:
    """The expected share of the top key's shard over all ways of placing the keys."""
    shares = sorted((weight / sum(weights) for weight in weights), reverse=True)
    placed = [sum(share for share, at in zip(shares, places, strict=True) if at == places[0])
              for places in product(range(shards), repeat=len(shares))]  # fmt: skip
    assert skew.hottest_shard_share(shares[0], shards) == pytest.approx(sum(placed) / len(placed))


def test_skew_takes_capacity_away() -> None:
    """1,000 keys by Zipf on ten shards serve 2.2 times less than ten times one shard."""
    share = skew.hottest_shard_share(skew.top_share(1000, 1), 10)
    assert 10 * 1000 / skew.effective_capacity(1000, share) == pytest.approx(2.2, abs=0.01)


@given(st.floats(0, 1e9), st.floats(1, 1e6))
def test_a_key_bigger_than_a_shard(rate: float, limit: float) -> None:
    """What is served and what is refused add up; so many copies as are needed would serve all."""
    found = skew.hot_key(rate, limit)
    assert found.served + found.throttled == pytest.approx(rate)
    assert found.served <= limit
    assert (found.copies_needed - 1) * limit < max(rate, 1e-9) * (1 + 1e-9) or found.copies_needed == 1
    assert found.copies_needed * limit >= rate * (1 - 1e-9)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: skew.zipf(math.nan, 1), "the number of keys is nan"),
        (lambda: skew.zipf(1e30, 1), "the number of keys is 1e"),
        (lambda: skew.zipf(10, -1), "the Zipf exponent is -1"),
        (lambda: skew.hottest_shard_share(0.5, 0), "the number of shards is 0"),
        (lambda: skew.hottest_shard_share(1.5, 2), "the share of the hottest key is 1.5"),
        (lambda: skew.effective_capacity(10, 0), "the hottest shard's share is 0"),
        (lambda: skew.hot_key(5, 0), "the limit of a shard is 0"),
    ],
)
def test_bad_input_is_told_in_words(ask: object, said: str) -> None:
    """Never a NaN, never a division by zero."""
    with pytest.raises(ValueError, match=said):
        ask()  # type: ignore[operator]
