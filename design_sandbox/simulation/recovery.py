"""Whether answers are again as they were, after the last thing that happened in a plan."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from design_sandbox.simulation.plan import CacheEmptied, Plan
from design_sandbox.simulation.result import FlowResult, Recovery, Result

STILL_ANSWERED = 0.95
"""Of the share that was answered before."""
STILL_QUICK = 2.0
"""Times the typical p99 of a slice before."""


def recovery_of(plan: Plan, found: Result) -> Recovery | None:
    """From when on every flow answers as before until the end; None when there is nothing to compare with."""
    if not plan.happenings:
        return None
    starts = [h.at_s if isinstance(h, CacheEmptied) else h.start_s for h in plan.happenings]
    ends = [h.at_s if isinstance(h, CacheEmptied) else h.end_s for h in plan.happenings]
    before = [
        index for index, end in enumerate(found.ends_s)
        if end <= min(starts) and ((index and found.ends_s[index - 1]) or 0.0) >= plan.warm_up_s
    ]  # fmt: skip
    last = max(ends)
    after = [index for index, end in enumerate(found.ends_s) if end > last]
    if not before or not after:
        return None
    well = [all(_as_before(flow, before, index) for flow in found.flows.values()) for index in after]
    back = len(well)
    while back and well[back - 1]:
        back -= 1
    if back == len(well):
        text = f"Not as before within the {found.ends_s[-1] - last:.3g} s that were simulated after it."
        return Recovery(last, None, text)
    slice_before = after[back] - 1
    at = max(last, found.ends_s[slice_before] if slice_before >= 0 else 0.0)
    gone = at - last
    return Recovery(
        last, at, f"As before {gone:.3g} s after it ended." if gone > 0 else "As before as soon as it ended."
    )


def _as_before(flow: FlowResult, before: Sequence[int], index: int) -> bool:
    usual = sum(_answered(flow, i) for i in before) / len(before)
    if _answered(flow, index) < STILL_ANSWERED * usual:
        return False
    known = [time for i in before if (time := flow.p99_by_slice_s[i]) is not None]
    now = flow.p99_by_slice_s[index]
    return now is None or not known or now <= STILL_QUICK * median(known)


def _answered(flow: FlowResult, index: int) -> float:
    """Share of the requests that ended in a slice which got an answer; all of none."""
    answered, failed = flow.answered_per_s[index], sum(flow.failed_per_s[index].values())
    return answered / (answered + failed) if answered + failed else 1.0
