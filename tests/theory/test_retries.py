"""Retries: what they add and when they keep a system down, against counting and simulated outages."""

from __future__ import annotations

import heapq
import math
import random
from collections import deque
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from design_sandbox.theory.queueing import MMc
from design_sandbox.theory.retries import (
    expected_attempts,
    layered_attempts,
    load_factor,
    settled_load,
    stays_down,
    success_share,
    worst_load,
)

CAPACITY, TIMEOUT_S = 1_000.0, 0.05


def backlog_after_outage(rate: float, attempts: int, seed: int = 1) -> int:
    """Requests in line 13 s after a two-second outage of one server; abandoned work still costs its time."""
    chance, line = random.Random(seed), deque[tuple[float, int]]()
    events: list[tuple[float, int, int]] = [(0.0, 0, 1)]
    free, count = 0.0, 0

    def serve(until: float) -> None:
        nonlocal free
        while line and max(free, line[0][0], 2.0) < until:
            free = max(free, line.popleft()[0], 2.0) + chance.expovariate(CAPACITY)

    while events and events[0][0] < 15.0:
        now, kind, attempt = heapq.heappop(events)
        serve(now)
        if kind == 0:
            heapq.heappush(events, (now + chance.expovariate(rate), 0, 1))
        count += 1
        ahead = len(line) / CAPACITY + max(free - now, 2.0 - now, 0.0)
        line.append((now, attempt))
        if ahead > TIMEOUT_S and attempt < attempts:
            heapq.heappush(events, (now + TIMEOUT_S, 1, attempt + 1))
    assert count > 1_000
    return len(line)


@pytest.mark.parametrize(("rate", "attempts"), [(300, 4), (200, 4), (600, 4), (600, 1), (400, 2), (550, 2)])
def test_the_rule_agrees_with_simulated_outages(rate: float, attempts: int) -> None:
    """Where the rule says a short outage never ends the line is still long; elsewhere it is gone."""
    stuck = backlog_after_outage(rate, attempts) > 500
    assert stays_down(rate, CAPACITY, attempts) == stuck


@given(some.floats(0, 1), some.integers(0, 10))
def test_attempts_and_success_by_counting(p_fail: float, retries: int) -> None:
    """The closed forms agree with the sum over attempts."""
    assert expected_attempts(p_fail, retries) == pytest.approx(sum(p_fail**k for k in range(retries + 1)))
    assert success_share(p_fail, retries) == pytest.approx(1 - p_fail ** (retries + 1))
    assert success_share(p_fail, retries, independent=False) == 1 - p_fail
    assert load_factor(p_fail, retries, 0.1) <= 1.1


def test_layers_multiply() -> None:
    """Four attempts in each of three layers are 64 at the bottom (SRE book, ch. 22)."""
    assert layered_attempts(4, 3) == 64
    assert not stays_down(300, CAPACITY, 4, budget=0.1)
    assert worst_load(300, CAPACITY, 4, budget=0.1) == pytest.approx(0.33)


def fails_at(load: float) -> float:
    """Share of a single exponential server's answers that take longer than the timeout."""
    return 1.0 if load >= CAPACITY else MMc(load, CAPACITY).sojourn_tail(TIMEOUT_S)


@pytest.mark.parametrize(
    ("rate", "healthy", "stuck"), [(240, True, False), (300, True, True), (800, True, True)]
)
def test_where_the_load_settles(rate: float, healthy: bool, stuck: bool) -> None:
    """From below a healthy load; from above the same, or a second state that keeps itself alive."""
    low, high = settled_load(rate, fails_at, 3), settled_load(rate, fails_at, 3, from_above=True)
    assert (low.p_fail < 0.05) == healthy
    assert (high.p_fail > 0.9) == stuck
    assert low.per_s == pytest.approx(rate * expected_attempts(low.p_fail, 3))
    assert settled_load(rate, fails_at, 3, budget=0.1, from_above=True).per_s <= rate * 1.1 + 1e-9


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: expected_attempts(1.2, 1), "probability"),
        (lambda: expected_attempts(0.5, -1), "retries"),
        (lambda: layered_attempts(0, 3), "attempts"),
        (lambda: worst_load(1, 0, 2), "capacity"),
        (lambda: worst_load(math.nan, 1, 2), "rate"),
        (lambda: load_factor(0.5, 1, -1), "budget"),
        (lambda: settled_load(1, lambda _: 1.5, 2), "share that fails"),
    ],
)
def test_bad_input_is_named(broken: Callable[[], object], words: str) -> None:
    """Each wrong figure is told in words."""
    with pytest.raises(ValueError, match=words):
        broken()
