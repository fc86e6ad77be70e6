"""Lag: how long after the answer the last part of an asynchronous chain has what was handed off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from design_sandbox.analysis.figure import Figure
from design_sandbox.analysis.latency import explain
from design_sandbox.analysis.latency.combining import HopTime, times_of
from design_sandbox.analysis.latency.course import Loads, timed
from design_sandbox.analysis.latency.validity import reasons_to_simulate
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

MOST_BRANCHES = 32


@dataclass(frozen=True)
class Lag:
    """One chain after the answer: from the hand-off to the end of its longest branch."""

    step: str
    parts: tuple[str, ...]
    """Ids of the parts it passes, the one that hands off first."""
    entity: str
    """What arrives at its end; empty if nothing is stored."""
    mean: Figure
    p99: Figure
    within_s: float | None
    """The deadline the scenario sets, the tightest of the chain."""
    simulate_because: tuple[str, ...]
    over_capacity: tuple[str, ...]

    @property
    def met(self) -> bool | None:
        """Whether the p99 is within the deadline; None without a deadline or without a p99."""
        return None if self.within_s is None or self.p99.value is None else self.p99.value <= self.within_s


def lags_of(walked: Walked, loads: Loads, walk: Walk) -> tuple[Lag, ...]:
    """The chains after a flow's answer, in walk order, one for each step."""
    steps: dict[str, list[Hop]] = {}
    for hop in walk.hops:
        if hop.after_answer and hop.calls > 0:
            steps.setdefault(hop.step, []).append(hop)
    return tuple(_lag(walked, loads, walk, step, hops) for step, hops in steps.items())


def _lag(walked: Walked, loads: Loads, walk: Walk, step: str, hops: Sequence[Hop]) -> Lag:
    branches = [timed(walked, walk, branch, loads) for branch in _branches(walked, hops)]
    full = {station.part: station for branch in branches for station in branch.full}
    chain = max(
        branches,
        key=lambda branch: (
            bool(branch.full),
            sum(_mean(hop.time) for hop in branch.hops),
        ),
    )
    reasons = tuple(reason for branch in branches if branch.full for reason in reasons_to_simulate(branch))
    reasons = tuple(dict.fromkeys(reasons)) or reasons_to_simulate(chain) + _bursts(walked, walk, hops)
    times = None if full else times_of(chain.course)
    mean, p99 = explain.lag_figures(chain, times, reasons)
    deadlines = [hop.deadline_s for hop in hops if hop.deadline_s is not None]
    stored = [hop.entity for hop in hops if hop.entity]
    parts = (chain.hops[0].hop.source, *(hop.part.id for hop in chain.hops))
    return Lag(step, parts, stored[-1] if stored else "", mean, p99,
               min(deadlines) if deadlines else None, reasons, tuple(full))  # fmt: skip


def _mean(time: HopTime) -> float:
    return time.call.mean + (time.line.mean if time.line else 0.0) + time.fixed_s


def _branches(walked: Walked, hops: Sequence[Hop]) -> list[list[Hop]]:
    """Every way from a hand-off to an end. A compute does its calls one after another; a channel hands to all at once."""
    reached = {hop.target for hop in hops}
    roots = [hop for hop in hops if hop.source not in reached] or [hops[0]]
    return [way for root in roots for way in _ways(walked, hops, root, frozenset({root.source}))][
        :MOST_BRANCHES
    ]


def _ways(walked: Walked, hops: Sequence[Hop], hop: Hop, seen: frozenset[str]) -> list[list[Hop]]:
    """The hop and what follows it, as alternatives of which the longest counts."""
    if hop.target in seen:
        return [[hop]]
    onward = [other for other in hops if other.source == hop.target]
    deeper, parts = seen | {hop.target}, walked.board.parts
    at_once = [
        other for other in onward if parts[hop.target].can("hand_off") or parts[other.target].can("hand_off")
    ]
    begun = [hop]
    for other in onward:
        if other not in at_once:  # a call: its longest way is waited for
            ways = _ways(walked, hops, other, deeper)
            begun += next(way for way in ways if len(way) == max(map(len, ways)))
    apart = [[*begun, *way] for other in at_once for way in _ways(walked, hops, other, deeper)]
    return apart[:MOST_BRANCHES] or [begun]


def _bursts(walked: Walked, walk: Walk, hops: Sequence[Hop]) -> tuple[str, ...]:
    """A declared burst in this chain: its lag is how long the burst takes to be worked off, not a steady wait."""
    written = {hop.entity for hop in hops}
    return tuple(
        f"“{burst.title}” arrives all at once, and no steady line tells how long that takes to be worked off"
        for burst in walked.scenario.bursts
        if burst.flow == walk.flow and burst.entity in written
    )
