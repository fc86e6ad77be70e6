"""Several replications put together: means, intervals and curves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean

from design_sandbox.simulation.full_size import at_full_size
from design_sandbox.simulation.plan import Flow, Plan, Station
from design_sandbox.simulation.recording import REASONS, Reason
from design_sandbox.simulation.recovery import recovery_of
from design_sandbox.simulation.result import Estimate, FlowResult, Lag, Result, StationResult
from design_sandbox.simulation.summary import CURVE, SHARES, FlowSummary, StationSummary, Summary


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
    found = Result(
        {
            name: _flow(flows[name], [summary.flows[name] for summary in summaries], ends, counted_s)
            for name in sorted(flows)
        },
        {
            name: _station(stations[name],
                           [summary.stations[name] for summary in summaries], ends)
            for name in sorted(stations)
        },
        ends, len(summaries), seed, simulated, sum(summary.events for summary in summaries),
        fmean(summary.retries for summary in summaries), summaries[0].breakers, None, plan.notes, stopped,
    )  # fmt: skip
    return at_full_size(replace(found, recovery=recovery_of(plan, summaries, ends)), plan.full_size)


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


def _station(station: Station, runs: list[StationSummary], ends: tuple[float, ...]) -> StationResult:
    spans = _spans(ends)

    def by_slice(of: Callable[[StationSummary], Sequence[float]]) -> tuple[float, ...]:
        return tuple(fmean(of(run)[i] for run in runs) for i in range(len(spans)))

    total = _rates([count for run in runs for count in run.dropped_by_slice[: len(spans)]], 1.0)
    return StationResult(
        station.name, station.label or station.name, station.at_once,
        Estimate.over(run.utilisation for run in runs), Estimate.over(run.waiting for run in runs),
        by_slice(lambda run: run.utilisation_by_slice), by_slice(lambda run: run.waiting_by_slice),
        by_slice(lambda run: run.slots_by_slice),
        tuple(_rates([run.dropped_by_slice[i] for run in runs], span) for i, span in enumerate(spans)),
        {reason: value * len(spans) for reason, value in total.items()},
    )  # fmt: skip
