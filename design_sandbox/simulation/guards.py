"""What a caller keeps in mind about one callee: a circuit breaker and a retry budget."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from design_sandbox.simulation.plan import Breaker, Policy

BUDGET_WINDOW_S = 10.0
"""Retries are compared with first attempts over about this long (as client libraries do; Finagle's default is 10 s)."""

BreakerState = Literal["closed", "open", "half open"]


class Guard:
    """One caller's policy towards one callee; every flow that passes there shares it."""

    def __init__(self, policy: Policy, told: Callable[[float, str], None]) -> None:
        """`told` hears of every change of the breaker: the time and the new state."""
        self.budget = RetryBudget(policy.retry_budget) if policy.retry_budget is not None else None
        self.breaker = CircuitBreaker(policy.breaker, told) if policy.breaker is not None else None

    def lets_through(self, now: float) -> bool:
        """Whether a call may be made at all."""
        return self.breaker is None or self.breaker.lets_through(now)

    def lets_retry(self, now: float) -> bool:
        """Whether the budget has a retry left; it is spent then."""
        return self.budget is None or self.budget.spend(now)

    def first_attempt(self, now: float) -> None:
        """Each first attempt earns a share of a retry."""
        if self.budget is not None:
            self.budget.earn(now)

    def ended(self, now: float, *, well: bool) -> None:
        """A call that was let through came back, or did not."""
        if self.breaker is not None:
            self.breaker.ended(now, well)


class RetryBudget:
    """At most `share` retries per first attempt, over the last seconds (both fade exponentially)."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.first, self.retried, self.at = 0.0, 0.0, 0.0

    def _fade(self, now: float) -> None:
        if now > self.at:
            faded = math.exp((self.at - now) / BUDGET_WINDOW_S)
            self.first, self.retried, self.at = self.first * faded, self.retried * faded, now

    def earn(self, now: float) -> None:
        """Count a first attempt."""
        self._fade(now)
        self.first += 1

    def spend(self, now: float) -> bool:
        """Take one retry, if there is one."""
        self._fade(now)
        if self.retried + 1 > self.share * self.first + 1e-9:
            return False
        self.retried += 1
        return True


class CircuitBreaker:
    """Closed: calls pass and are counted. Open: none pass. Half open: probes decide."""

    def __init__(self, rule: Breaker, told: Callable[[float, str], None]) -> None:
        self.rule, self._told = rule, told
        self.state: BreakerState = "closed"
        self._window_from, self._calls, self._failed = 0.0, 0, 0
        self._opened_at, self._probing, self._passed = 0.0, 0, 0

    def lets_through(self, now: float) -> bool:
        """Whether a call may pass; in the half-open state it becomes a probe."""
        if self.state == "closed":
            return True
        if self.state == "open" and now >= self._opened_at + self.rule.open_s:
            self._become("half open", now)
        if self.state == "half open" and self._probing < self.rule.probes:
            self._probing += 1
            return True
        return False

    def ended(self, now: float, well: bool) -> None:
        """Count an outcome; calls that began before the breaker opened say nothing any more."""
        if self.state == "half open":
            self._probed(now, well)
        elif self.state == "closed":
            self._count(now, well)

    def _count(self, now: float, well: bool) -> None:
        if now - self._window_from > self.rule.window_s:
            self._window_from, self._calls, self._failed = now, 0, 0
        self._calls += 1
        self._failed += not well
        if self._calls >= self.rule.least_calls and self._failed >= self.rule.opens_at * self._calls:
            self._opened_at = now
            self._become("open", now)

    def _probed(self, now: float, well: bool) -> None:
        self._probing = max(0, self._probing - 1)
        self._passed += well
        if not well:
            self._opened_at = now
            self._become("open", now)
        elif self._passed >= self.rule.probes:
            self._window_from = now
            self._become("closed", now)

    def _become(self, state: BreakerState, now: float) -> None:
        self.state = state
        self._calls = self._failed = self._probing = self._passed = 0
        self._told(now, state)
