"""What one replication leaves behind: when each request started and ended, and the state of stations at each tick."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from design_sandbox.simulation.plan import Plan

Reason = Literal["shed", "timed out", "outage", "breaker", "unfinished"]
REASONS: tuple[Reason, ...] = ("shed", "timed out", "outage", "breaker", "unfinished")
"""shed: its queue was full. timed out: the caller gave up. outage: the station was down. breaker: the caller's circuit
breaker was open. unfinished: still on its way when the run ended."""

Progress = Callable[[float], None]
"""Told the share that is done, from 0 to 1."""
Cancelled = Callable[[], bool]
"""Asked now and then whether to stop."""


class CancelledError(Exception):
    """The run was taken back."""


def _seconds() -> array[float]:
    return array("d")


@dataclass
class Moments:
    """Starts and ends of requests, or of work after the answer, in the order of their ends (s)."""

    starts: array[float] = field(default_factory=_seconds)
    ends: array[float] = field(default_factory=_seconds)
    reasons: array[int] = field(default_factory=lambda: array("b"))
    """Failures only: places in `REASONS`. For work after the answer, of what failed."""


@dataclass
class Tick:
    """Sums since the start, by station index: slots × seconds, waiting calls × seconds; and how it stands now."""

    at_s: float
    busy_s: list[float]
    waiting_s: list[float]
    waiting: list[int]
    slots: list[float]
    """Slots × seconds that were there to be used since the start."""
    slots_now: list[int]
    dropped: list[dict[Reason, int]]


@dataclass
class Recording:
    """One replication. Lists are by the index of the sorted names."""

    stations: tuple[str, ...]
    flows: tuple[str, ...]
    answered: list[Moments]
    failed: list[Moments]
    arrived: list[int]
    """Requests that started before the plan's duration, by flow."""
    later: dict[tuple[int, str], Moments]
    """Work after the answer, by flow and label."""
    ticks: list[Tick] = field(default_factory=list)
    breakers: list[tuple[float, str, str, str]] = field(default_factory=list)
    """(time, caller, callee, state) whenever a circuit breaker changes."""
    retries: int = 0
    events: int = 0
    simulated_s: float = 0.0
    stopped_because: str = ""
    """Empty when the run came to its end; else a sentence."""

    @classmethod
    def of(cls, plan: Plan) -> Recording:
        """An empty one for a plan."""
        flows = tuple(sorted(flow.name for flow in plan.flows))
        return cls(
            tuple(sorted(station.name for station in plan.stations)),
            flows,
            [Moments() for _ in flows],
            [Moments() for _ in flows],
            [0] * len(flows),
            {},
        )

    def work_after(self, flow: int, label: str) -> Moments:
        """Where work of this label after a flow's answer is written down."""
        return self.later.setdefault((flow, label), Moments())


class Ended:
    """Counts the ended requests that started before a time, looking at each of them once."""

    def __init__(self, before_s: float, moments: list[Moments]) -> None:
        self._before_s, self._moments = before_s, moments
        self._seen, self._counted = [0] * len(moments), 0

    def up_to_now(self) -> int:
        """How many there are."""
        for index, moments in enumerate(self._moments):
            starts = moments.starts[self._seen[index] :]
            self._counted += sum(start < self._before_s for start in starts)
            self._seen[index] += len(starts)
        return self._counted


def tick_times(plan: Plan) -> list[float]:
    """The ends of the slices."""
    return [plan.duration_s * (index + 1) / plan.slices for index in range(plan.slices)]


def share_done(plan: Plan, now: float, events: int, most_events: int) -> float:
    """How far a run has come, by its clock or by its bound, whichever is nearer to its end."""
    return min(1.0, max(now / plan.duration_s, events / most_events)) if math.isfinite(now) else 1.0
