"""One replication in a few numbers: what is kept of it, and sent from the process that ran it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.recording import REASONS, Moments, Reason, Recording, Tick

SHARES = (0.5, 0.95, 0.99, 0.999)
CURVE = (*(index / 50 for index in range(1, 50)), 0.99, 0.995, 0.999)
"""Shares of the answers at which the curve of answer times is known."""
LATE = 2.0
LEAST_BEFORE = 100
"""Answers of which the p99 before anything happened is taken, at least."""
LEAST_BEYOND = 5
"""A percentile is told only when at least this many measured times lie above it."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FlowSummary:
    """A flow in one replication; times in seconds, of answered requests that started after the warm-up."""

    asked: int
    answered: int
    failed: dict[Reason, int]
    mean_s: float | None
    percentiles_s: dict[float, float | None]
    curve_s: tuple[float, ...]
    """At the shares of `CURVE`; empty when there are too few answers."""
    answered_by_slice: tuple[int, ...]
    failed_by_slice: tuple[dict[Reason, int], ...]
    p99_by_slice_s: tuple[float | None, ...]
    late_by_slice: tuple[int, ...]
    """Answers that took more than `LATE` times the p99 before anything happened; none when that is not known."""
    later: dict[str, tuple[int, int, dict[float, float | None]]] = field(default_factory=dict)
    """Work after the answer by label: how often it was done, how often it failed, its lag."""


@dataclass(frozen=True)
class StationSummary:
    """A station in one replication, by slices of the time."""

    utilisation: float
    waiting: float
    utilisation_by_slice: tuple[float, ...]
    waiting_by_slice: tuple[float, ...]
    slots_by_slice: tuple[int, ...]
    dropped_by_slice: tuple[dict[Reason, int], ...]


@dataclass(frozen=True)
class Summary:
    """One replication."""

    flows: dict[str, FlowSummary]
    stations: dict[str, StationSummary]
    ends_s: tuple[float, ...]
    """The ends of the slices that were simulated."""
    breakers: tuple[tuple[float, str, str, str], ...]
    retries: int
    events: int
    simulated_s: float
    stopped_because: str


def summarise(plan: Plan, recording: Recording) -> Summary:
    """What is kept of a replication."""
    ticks = recording.ticks
    edges = np.array([0.0, *(tick.at_s for tick in ticks)])
    flows = {name: _flow(plan, recording, index, edges) for index, name in enumerate(recording.flows)}
    stations = {
        name: _station(plan, ticks, index, recording.simulated_s)
        for index, name in enumerate(recording.stations)
    }
    return Summary(flows, stations, tuple(tick.at_s for tick in ticks), tuple(recording.breakers[:2000]),
                   recording.retries, recording.events, recording.simulated_s, recording.stopped_because)  # fmt: skip


def _flow(plan: Plan, recording: Recording, index: int, edges: Numbers) -> FlowSummary:
    answered, failed = recording.answered[index], recording.failed[index]
    starts, ends = np.array(answered.starts), np.array(answered.ends)
    failed_starts, failed_ends = np.array(failed.starts), np.array(failed.ends)
    reasons = np.array(failed.reasons, dtype=np.int64)
    counted = (starts >= plan.warm_up_s) & (starts < plan.duration_s)
    failed_counted = (failed_starts >= plan.warm_up_s) & (failed_starts < plan.duration_s)
    took = ends[counted] - starts[counted]
    lost = np.bincount(reasons[failed_counted], minlength=len(REASONS))
    early = int(np.sum(starts < plan.warm_up_s) + np.sum(failed_starts < plan.warm_up_s))
    before = int(np.sum(starts < plan.duration_s) + np.sum(failed_starts < plan.duration_s))
    lost[REASONS.index("unfinished")] += recording.arrived[index] - before
    return FlowSummary(
        max(0, recording.arrived[index] - early), int(took.size), _told(lost),
        float(took.mean()) if took.size else None, _percentiles(took),
        tuple(np.quantile(took, CURVE).tolist()) if took.size >= 100 else (),
        tuple(np.histogram(ends, edges)[0].tolist()),
        tuple(_told(np.bincount(inside, minlength=len(REASONS))) for inside in _split(failed_ends, reasons, edges)),
        tuple(_percentiles(times)[0.99] for times in _split(ends, ends - starts, edges)),
        _late(plan, ends, ends - starts, edges),
        {label: _lag(plan, moments) for (flow, label), moments in sorted(recording.later.items()) if flow == index and label},
    )  # fmt: skip


def _late(plan: Plan, ends: Numbers, took: Numbers, edges: Numbers) -> tuple[int, ...]:
    """By slice: how many answers took much longer than those that came before anything happened."""
    first = plan.begins_s
    before = took[(ends >= plan.warm_up_s) & (ends < (0.0 if first is None else first))]
    if before.size < LEAST_BEFORE:
        return (0,) * (edges.size - 1)
    late = took > LATE * np.quantile(before, 0.99)
    return tuple(np.histogram(ends[late], edges)[0].tolist())


def _split(moments: Numbers, values: NDArray[Any], edges: Numbers) -> list[NDArray[Any]]:
    """The values in each slice, by moments that never decrease."""
    return np.split(values, np.searchsorted(moments, edges))[1:-1]


def _told(counts: NDArray[np.int64]) -> dict[Reason, int]:
    return {reason: int(amount) for reason, amount in zip(REASONS, counts, strict=True) if amount}


def _percentiles(took: NDArray[Any]) -> dict[float, float | None]:
    """Quantiles of times; None where too few times lie above."""
    known = [share for share in SHARES if took.size * (1 - share) >= LEAST_BEYOND]
    found = dict(zip(known, np.quantile(took, known).tolist(), strict=True)) if known else {}
    return {share: found.get(share) for share in SHARES}


def _lag(plan: Plan, moments: Moments) -> tuple[int, int, dict[float, float | None]]:
    starts, ends = np.array(moments.starts), np.array(moments.ends)
    counted = (starts >= plan.warm_up_s) & (starts < plan.duration_s)
    return int(counted.sum()), len(moments.reasons), _percentiles(ends[counted] - starts[counted])


def _station(plan: Plan, ticks: list[Tick], index: int, simulated_s: float) -> StationSummary:
    busy = [0.0, *(tick.busy_s[index] for tick in ticks)]
    waiting = [0.0, *(tick.waiting_s[index] for tick in ticks)]
    offered = [0.0, *(tick.slots[index] for tick in ticks)]
    times = [0.0, *(tick.at_s for tick in ticks)]
    dropped = [{}, *(tick.dropped[index] for tick in ticks)]
    first = min(sum(at < plan.warm_up_s for at in times), len(times) - 1)
    span = times[-1] - times[first]
    return StationSummary(
        _share(busy[-1] - busy[first], offered[-1] - offered[first]),
        max(0.0, waiting[-1] - waiting[first]) / span if span > 0 else 0.0,
        tuple(_share(b - a, d - c) for (a, b), (c, d) in zip(pairwise(busy), pairwise(offered), strict=True)),
        tuple(max(0.0, b - a) / (t - s) for (a, b), (s, t) in zip(pairwise(waiting), pairwise(times), strict=True)),
        tuple(tick.slots_now[index] for tick in ticks),
        tuple(_more(before, after) for before, after in pairwise(dropped)),
    )  # fmt: skip


def _share(part: float, whole: float) -> float:
    return min(1.0, max(0.0, part / whole)) if whole > 1e-12 else 0.0


def _more(before: dict[Reason, int], after: dict[Reason, int]) -> dict[Reason, int]:
    return {reason: after[reason] - before.get(reason, 0) for reason in REASONS
            if after.get(reason, 0) > before.get(reason, 0)}  # fmt: skip
