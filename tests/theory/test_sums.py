"""Storage, fan-out, backlog and estimates: closed forms against adding up one by one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.theory import backlog, estimation, fan_out, storage


@given(st.floats(0, 1e12), st.integers(0, 2000), st.integers(1, 2000), st.integers(1, 5), st.floats(0, 1))
def test_storage_day_by_day(per_day: float, days: int, keep: int, copies: int, index: float) -> None:
    """What is kept is what the last `keep` days brought, in every copy, with its indexes."""
    brought = [per_day] * days
    expected = sum(brought[-keep:]) * copies * (1 + index)
    found = storage.stored_after(per_day, days, keep_days=keep, copies=copies, index_share=index)
    assert found == pytest.approx(expected)


@given(st.floats(0, 1e9), st.floats(0, 0.5), st.integers(1, 60))
def test_compound_growth_month_by_month(first: float, growth: float, months: int) -> None:
    """The closed form is the sum of the months."""
    each = [first * (1 + growth) ** month for month in range(months)]
    found = storage.compound_growth(first, growth, months)
    assert (found.total, found.last) == (
        pytest.approx(sum(each), rel=1e-6),
        pytest.approx(each[-1], rel=1e-6),
    )


@given(st.floats(0, 1e12), st.floats(1, 1e12), st.floats(0.1, 1))
def test_machines_suffice_and_one_fewer_does_not(total: float, each: float, full: float) -> None:
    """The smallest number of machines that are no fuller than allowed."""
    count = storage.machines_for(total, each, full)
    assert count * each * full >= total * (1 - 1e-8)
    assert count == 1 or (count - 1) * each * full <= total * (1 + 1e-8)


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1e4), st.integers(1, 300))
def test_a_backlog_second_by_second(start: float, arriving: float, served: float, seconds: int) -> None:
    """The fluid sum agrees with one second after the other."""
    waiting = start
    for _ in range(seconds):
        waiting = max(0.0, waiting + arriving - served)
    assert backlog.backlog_after(arriving, served, seconds, start) == pytest.approx(waiting, abs=1e-6)


@given(st.floats(1, 1e6), st.floats(0, 1e4), st.floats(0, 1e4))
def test_draining_leaves_nothing(waiting: float, arriving: float, served: float) -> None:
    """After the drain time nothing waits; None when it never ends, and the service that would do it does it."""
    takes = backlog.drain_time_s(waiting, arriving, served)
    assert (takes is None) == (served <= arriving)
    if takes is not None and takes < 1e9:
        assert backlog.backlog_after(arriving, served, takes, waiting) == pytest.approx(0, abs=waiting * 1e-6)
    enough = backlog.service_to_drain(waiting, arriving, 60)
    assert backlog.backlog_after(arriving, enough, 60, waiting) == pytest.approx(0, abs=waiting * 1e-6)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1000))
def test_push_pull_and_both(posts: float, followers: float, reads: float, famous: float) -> None:
    """The hybrid is push with the famous read on top; without the famous it is push."""
    push = fan_out.push_cost(posts, followers, reads)
    assert fan_out.hybrid_cost(posts, followers, reads, 0) == push
    both = fan_out.hybrid_cost(posts, followers, reads, famous)
    pulled = fan_out.pull_cost(posts, reads, famous)
    assert both.total_per_s == pytest.approx(push.total_per_s + pulled.reads_per_s)


@given(st.floats(1, 1e9), st.floats(1, 1e6))
def test_the_largest_audience_is_reached_just_in_time(capacity: float, within: float) -> None:
    """Delivering to the largest audience takes exactly the deadline."""
    audience = fan_out.largest_push_audience(capacity, within)
    assert fan_out.delivery_lag_s(audience, capacity) == pytest.approx(within)


def test_what_decides_between_push_and_pull_is_who_does_more() -> None:
    """Somebody who posts more often than followers look is better read on demand."""
    assert fan_out.push_is_cheaper(1 / 86_400, 10 / 86_400)
    assert not fan_out.push_is_cheaper(100 / 86_400, 10 / 86_400)


@given(st.integers(2, 100), st.integers(1, 10**18))
def test_the_shortest_code_that_suffices(alphabet: int, records: int) -> None:
    """One sign fewer would not do."""
    length = estimation.code_length(alphabet, records)
    assert estimation.code_space(alphabet, length) >= records
    assert length == 1 or estimation.code_space(alphabet, length - 1) < records


def test_units_that_are_mixed_up() -> None:
    """Eight bits a byte; MiB are fewer than MB; the round month is 3.5 % short."""
    assert storage.bits_per_s(0.5e9) == 4e9
    assert storage.in_mebibytes(2**20) == 1
    assert storage.in_megabytes(2**20) == pytest.approx(1.048576)
    assert pytest.approx(1.0368) == estimation.MONTH_S / estimation.ROUND_MONTH_S
    assert storage.erasure_overhead(10, 4) == 1.4


BAD = [
    (lambda: storage.stored_after(-1, 1), "the growth is -1"),
    (lambda: storage.stored_after(1, 1, copies=0), "the number of copies is 0"),
    (lambda: storage.compound_growth(1, math.nan, 3), "the growth is nan"),
    (lambda: storage.compound_growth(1, 0, 0), "the number of periods is 0"),
    (lambda: storage.erasure_overhead(0, 1), "one or more data pieces"),
    (lambda: storage.link_utilisation(1, 0), "the link's rate is 0"),
    (lambda: storage.machines_for(1, 0), "what one machine takes is 0"),
    (lambda: fan_out.delivery_lag_s(5, 0), "the write capacity is 0"),
    (lambda: backlog.backlog_after(math.inf, 1, 1), "the arrivals is inf"),
    (lambda: backlog.consumers_for(1, 0), "one consumer's rate is 0"),
    (lambda: backlog.batched_rate(1, 0), "the batch is 0"),
    (lambda: estimation.per_second(1, 0), "the time is 0"),
    (lambda: estimation.actions_per_day(1, 1, 1.2), "the share is 1.2"),
    (lambda: estimation.peak_rate(1, -2), "the peak factor is -2"),
    (lambda: estimation.code_length(1, 5), "two or more signs"),
]


@pytest.mark.parametrize(("ask", "said"), BAD)
def test_bad_input_is_told_in_words(ask: object, said: str) -> None:
    """Never a NaN, an infinity or a division by zero."""
    with pytest.raises(ValueError, match=said):
        ask()  # type: ignore[operator]
