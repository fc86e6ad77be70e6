"""What a simulation found, with how sure it is: several replications, and Student's interval over them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

from design_sandbox.simulation.plan import Flow, Plan
from design_sandbox.simulation.recording import REASONS, Reason
from design_sandbox.simulation.summary import CURVE, SHARES, FlowSummary, StationSummary, Summary

STUDENT_975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
)  # fmt: skip
"""Two-sided 95 % points of Student's t for 1, 2, … 29 degrees of freedom (any table of statistics)."""
LEAST_REPLICATIONS, MOST_REPLICATIONS = 3, 30


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and its 95 % interval; None where too little was measured."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why_not: str = ""

    @classmethod
    def over(cls, values: Iterable[float | None], why_not: str = "nothing was measured") -> Estimate:
        """Student's interval over the values of the replications."""
        known = list(values)
        if not known or any(value is None for value in known):
            return cls(None, why_not=why_not)
        found = [value for value in known if value is not None]
        mean = fmean(found)
        if len(found) < 2:
            return cls(mean)
        half = STUDENT_975[min(len(found) - 1, len(STUDENT_975)) - 1] * stdev(found) / math.sqrt(len(found))
        return cls(mean, max(0.0, mean - half), mean + half)


@dataclass(frozen=True)
class Lag:
    """Work after the answer: how long after the request's start it was done (s)."""

    done: int
    failed: int
    p50_s: Estimate
    p99_s: Estimate


@dataclass(frozen=True)
class FlowResult:
    """One flow. Times are those of answered requests, in seconds; shares are of the requests that were counted."""

    name: str
    label: str
    target_s: float | None
    asked: int
    """Requests counted, over all replications."""
    answered: Estimate
    """Share of the requests that got an answer."""
    goodput_per_s: Estimate
    mean_s: Estimate
    p50_s: Estimate
    p95_s: Estimate
    p99_s: Estimate
    p999_s: Estimate
    errors: dict[Reason, Estimate]
    """Share of the requests that failed, by reason; reasons that did not happen are left out."""
    curve: tuple[tuple[float, float], ...]
    """(share, s): how many of the answers came within the time."""
    answered_per_s: tuple[float, ...]
    """By slice, like all that follows."""
    failed_per_s: tuple[dict[Reason, float], ...]
    p99_by_slice_s: tuple[float | None, ...]
    later: dict[str, Lag] = field(default_factory=dict)


@dataclass(frozen=True)
class StationResult:
    """One station: means over the counted time, and by slice."""

    name: str
    label: str
    utilisation: Estimate
    waiting: Estimate
    """Calls in the queue, on average."""
    utilisation_by_slice: tuple[float, ...]
    waiting_by_slice: tuple[float, ...]
    slots_by_slice: tuple[float, ...]
    """Calls it can work on at once at the end of the slice: 0 while it is down, more after scaling out."""
    dropped_per_s: tuple[dict[Reason, float], ...]
    dropped: dict[Reason, float]
    """Calls (attempts, not requests) that failed here, per replication."""


@dataclass(frozen=True)
class Recovery:
    """Whether answers are as they were before, after the last thing that happened."""

    after_s: float
    """When the last happening ended."""
    at_s: float | None
    """From when on all is as before, until the end; None: not within the simulated time."""
    text: str


@dataclass(frozen=True)
class Result:
    """A simulation. Names are those of the plan, sorted."""

    flows: dict[str, FlowResult]
    stations: dict[str, StationResult]
    ends_s: tuple[float, ...]
    """Ends of the slices; the first begins at 0."""
    replications: int
    seed: int
    simulated_s: float
    """Of each replication."""
    events: int
    """Over all replications."""
    retries: float
    """Per replication."""
    breakers: tuple[tuple[float, str, str, str], ...]
    """(time, caller, callee, state) of the first replication."""
    recovery: Recovery | None
    """None when nothing happens in the plan, or there is no time before it to compare with."""
    notes: tuple[str, ...]
    stopped_because: str


def combine(plan: Plan, seed: int, summaries: Sequence[Summary]) -> Result:
    """The result of several replications of a plan. Raises ValueError for none."""
    if not summaries:
        raise ValueError("A result needs at least one replication.")
    ends = min((summary.ends_s for summary in summaries), key=len)
    flows = {flow.name: flow for flow in plan.flows}
    stations = {station.name: station for station in plan.stations}
    simulated = min(summary.simulated_s for summary in summaries)
    counted_s = max(simulated - plan.warm_up_s, 1e-12)
    stopped = next((summary.stopped_because for summary in summaries if summary.stopped_because), "")
    from design_sandbox.simulation.recovery import recovery_of

    found = Result(
        {
            name: _flow(flows[name], [summary.flows[name] for summary in summaries], ends, counted_s)
            for name in sorted(flows)
        },
        {
            name: _station(name, stations[name].label or name,
                           [summary.stations[name] for summary in summaries], ends)
            for name in sorted(stations)
        },
        ends, len(summaries), seed, simulated, sum(summary.events for summary in summaries),
        fmean(summary.retries for summary in summaries), summaries[0].breakers, None, plan.notes, stopped,
    )  # fmt: skip
    object.__setattr__(found, "recovery", recovery_of(plan, found))
    return found


def _flow(flow: Flow, runs: list[FlowSummary], ends: tuple[float, ...], counted_s: float) -> FlowResult:
    few = f"only {min(run.answered for run in runs):,} answers were measured"
    p50, p95, p99, p999 = (Estimate.over((run.percentiles_s[share] for run in runs), few) for share in SHARES)
    reasons = [reason for reason in REASONS if any(run.failed.get(reason) for run in runs)]
    spans = _spans(ends)
    return FlowResult(
        flow.name, flow.label or flow.name, flow.target_s, sum(run.asked for run in runs),
        Estimate.over(run.answered / run.asked if run.asked else None for run in runs),
        Estimate.over(run.answered / counted_s for run in runs),
        Estimate.over((run.mean_s for run in runs), few), p50, p95, p99, p999,
        {reason: Estimate.over(run.failed.get(reason, 0) / run.asked if run.asked else None for run in runs)
         for reason in reasons},
        _curve(runs),
        tuple(fmean(run.answered_by_slice[i] for run in runs) / span for i, span in enumerate(spans)),
        tuple(_rates([run.failed_by_slice[i] for run in runs], span) for i, span in enumerate(spans)),
        tuple(_mean_known([run.p99_by_slice_s[i] for run in runs]) for i in range(len(spans))),
        {label: _lag([run.later[label] for run in runs]) for label in sorted(runs[0].later)},
    )  # fmt: skip


def _spans(ends: tuple[float, ...]) -> list[float]:
    return [end - start for start, end in zip((0.0, *ends), ends, strict=False)]


def _curve(runs: list[FlowSummary]) -> tuple[tuple[float, float], ...]:
    if not all(run.curve_s for run in runs):
        return ()
    return tuple((share, fmean(run.curve_s[i] for run in runs)) for i, share in enumerate(CURVE))


def _rates(counts: Sequence[dict[Reason, int]], span: float) -> dict[Reason, float]:
    """Counts of several replications per second of one."""
    total: Counter[Reason] = Counter()
    for count in counts:
        total.update(count)
    return {reason: total[reason] / len(counts) / span for reason in REASONS if total[reason]}


def _mean_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _lag(runs: list[tuple[int, int, dict[float, float | None]]]) -> Lag:
    few = "too little of it was done"
    return Lag(
        sum(done for done, _, _ in runs),
        sum(failed for _, failed, _ in runs),
        Estimate.over((times[0.5] for _, _, times in runs), few),
        Estimate.over((times[0.99] for _, _, times in runs), few),
    )


def _station(name: str, label: str, runs: list[StationSummary], ends: tuple[float, ...]) -> StationResult:
    spans = _spans(ends)

    def by_slice(of: Callable[[StationSummary], Sequence[float]]) -> tuple[float, ...]:
        return tuple(fmean(of(run)[i] for run in runs) for i in range(len(spans)))

    total = _rates([count for run in runs for count in run.dropped_by_slice[: len(spans)]], 1.0)
    return StationResult(
        name, label,
        Estimate.over(run.utilisation for run in runs), Estimate.over(run.waiting for run in runs),
        by_slice(lambda run: run.utilisation_by_slice), by_slice(lambda run: run.waiting_by_slice),
        by_slice(lambda run: run.slots_by_slice),
        tuple(_rates([run.dropped_by_slice[i] for run in runs], span) for i, span in enumerate(spans)),
        {reason: value * len(spans) for reason, value in total.items()},
    )  # fmt: skip
