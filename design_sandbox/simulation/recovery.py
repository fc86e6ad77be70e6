"""Whether answers are again as they were, after the last thing that happened in a plan.

It is judged by counts, in windows long enough to hold some: p99 is at most twice what it was just when at most one answer in
a hundred takes longer than that. So a model of a large system, with few requests in a slice, is judged as soundly as the whole.
Late answers come in clusters, by chance too, but not in most replications at the same time: the majority of them decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.result import Recovery
from design_sandbox.simulation.summary import FlowSummary, Summary

STILL_ANSWERED = 0.95
"""Of the share that was answered before."""
LATE_SHARE = 0.01
"""Answers that may take longer than twice the p99 before."""
LEAST_ENDED = 100
"""Requests that end in a window, on average over the replications."""
STILL_ENDING = 0.8
"""Of the rate at which requests ended before: fewer, and others must be waiting."""


class Ended(NamedTuple):
    """Requests of a flow that ended in some time of one replication."""

    span_s: float
    answered: float
    failed: float
    late: float

    @property
    def all(self) -> float:
        """Answered or not."""
        return self.answered + self.failed

    def __add__(self, other: Ended) -> Ended:  # type: ignore[override]  # sums, as of numbers
        return Ended(*(one + more for one, more in zip(self, other, strict=True)))


NONE = Ended(0.0, 0.0, 0.0, 0.0)


def recovery_of(plan: Plan, runs: Sequence[Summary], ends_s: Sequence[float]) -> Recovery | None:
    """From when on every flow answers as before until the end; None when there is nothing to compare with."""
    first, last = plan.begins_s, plan.ends_s
    if first is None or last is None:
        return None
    starts_s = (0.0, *ends_s)
    before = [index for index, end in enumerate(ends_s) if end <= first and starts_s[index] >= plan.warm_up_s]
    after = [index for index, end in enumerate(ends_s) if end > last]
    if not before or not after:
        return None
    back = max(
        _back_from([_ended(run.flows[flow.name], ends_s) for run in runs], before, after)
        for flow in plan.flows
    )
    if back > after[-1]:
        return Recovery(
            last, None, f"Not as before within the {ends_s[-1] - last:.3g} s that were simulated after it."
        )
    at = max(last, starts_s[back])
    gone = at - last
    return Recovery(
        last, at, f"As before {gone:.3g} s after it ended." if gone > 0 else "As before as soon as it ended."
    )


def _ended(flow: FlowSummary, ends_s: Sequence[float]) -> list[Ended]:
    """By slice."""
    return [
        Ended(end - start, flow.answered_by_slice[index], sum(flow.failed_by_slice[index].values()), flow.late_by_slice[index])
        for index, (start, end) in enumerate(zip((0.0, *ends_s), ends_s, strict=False))
    ]  # fmt: skip


def _back_from(runs: Sequence[Sequence[Ended]], before: Sequence[int], after: Sequence[int]) -> int:
    """The slice from which on all is as before; the one past the last when it is not in the end."""
    usual = [_sum(run, before) for run in runs]
    back = after[-1] + 1
    for window in _windows(runs, after):
        well = sum(
            _as_before(_sum(run, window), before_it) for run, before_it in zip(runs, usual, strict=True)
        )
        if 2 * well <= len(runs):
            break
        back = window[0]
    return back


def _sum(ended: Sequence[Ended], slices: Iterable[int]) -> Ended:
    return sum((ended[index] for index in slices), NONE)


def _windows(runs: Sequence[Sequence[Ended]], after: Sequence[int]) -> list[range]:
    """Slices put together until enough has ended in each window, from the end on; what is left goes to the first one."""
    found: list[range] = []
    stop, count = after[-1] + 1, 0.0
    for index in reversed(after):
        count += sum(run[index].all for run in runs)
        if count >= LEAST_ENDED * len(runs):
            found.append(range(index, stop))
            stop, count = index, 0.0
    if stop > after[0]:
        found[-1:] = [range(after[0], found[-1].stop if found else stop)]
    return found


def _as_before(now: Ended, usual: Ended) -> bool:
    """Whether as many end, are answered and are late as before, but for chance."""
    expected = usual.all * now.span_s / usual.span_s
    if now.all < STILL_ENDING * expected - _chance(expected):
        return False
    share = usual.answered / usual.all if usual.all else 1.0
    may_fail = (1 - STILL_ANSWERED * share) * now.all
    may_be_late = LATE_SHARE * now.answered
    return now.failed <= may_fail + _chance(may_fail) and now.late <= may_be_late + _chance(may_be_late)


def _chance(count: float) -> float:
    """Two standard deviations of a count."""
    return 2 * math.sqrt(count)
