"""Latency: percentiles of a flow's answer, the waterfall of its hops, who owns the slow tail, and its histogram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from design_sandbox.analysis.figure import Figure
from design_sandbox.analysis.latency import explain
from design_sandbox.analysis.latency.course import Loads, TimedHop, TimedWalk, timed_answer, timed_answers
from design_sandbox.analysis.latency.lag import Lag, lags_of
from design_sandbox.analysis.latency.lanes import Lane, figures_of, lanes_of
from design_sandbox.analysis.latency.mixing import AnswerTimes
from design_sandbox.analysis.latency.tail import tail_shares
from design_sandbox.analysis.latency.validity import reasons_to_simulate, share_given_up
from design_sandbox.analysis.numbers import AnswerTime, LazyLines, Numbers, WorkingLine
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

BARS = 60
SHOWN_UP_TO = 0.999
"""The histogram ends at this percentile; what lies beyond is given as one share."""


@dataclass(frozen=True)
class HopLatency:
    """One line of the waterfall: what a hop takes and how much of the slow tail is its."""

    part: str
    """Id of the part that is called; empty for the network between the actor and the first part."""
    label: str
    step: str
    source: str
    """Id of the calling part."""
    calls: float
    """Calls of one request at once, when it takes this hop."""
    probability: float
    """Share of requests that take this hop."""
    begins_s: float
    """Mean time at which it begins, the hops before it done one after another: where its bar starts."""
    mean_s: float | None
    """Over all requests, those that skip it included; None while a part of the flow is over capacity."""
    call_s: float
    """Mean time of one call without a line (s)."""
    wait_s: float | None
    """Mean time in line (s), of one call; None where the part is over capacity."""
    network_s: float
    work_s: float
    """Work of known length that the flow asks for here (s)."""
    utilisation: float | None
    servers: int | None
    tail_share: float | None
    """Share of the excess of the slowest hundredth over the mean that is this hop's; all hops sum to 1."""
    why: str
    """One line: why it is slow when it is."""
    mean: Figure
    given_up: float
    """Share of calls that no attempt answers within the part's timeout, were attempts independent; 0 without one."""


@dataclass(frozen=True)
class Histogram:
    """How answers spread: `mass[i]` of the requests take between `edges_s[i]` and `edges_s[i + 1]`."""

    edges_s: tuple[float, ...]
    mass: tuple[float, ...]
    beyond: float
    """Share of requests that take longer than the last edge."""


@dataclass(frozen=True)
class Latency:
    """How long a flow's answer takes at peak. Figures have no value where `simulate_because` says why."""

    flow: str
    title: str
    mean: Figure
    p50: Figure
    p95: Figure
    p99: Figure
    p999: Figure
    target_s: float | None
    simulate_because: tuple[str, ...]
    """Sentences without their end; empty where the analytic model holds."""
    over_capacity: tuple[str, ...]
    """Ids of parts before the answer of which more is asked than they can do."""
    lags: tuple[Lag, ...]
    """What goes on after the answer, a chain each."""
    walk: TimedWalk
    times: AnswerTimes | None
    """The combined distribution, for whoever computes with it; None while a part is over capacity."""

    @property
    def met(self) -> bool | None:
        """Whether the p99 is within the target; None without a target or without a p99."""
        if self.target_s is None or self.p99.value is None:
            return None
        return self.p99.value <= self.target_s

    @cached_property
    def share_in_time(self) -> float | None:
        """Share of requests answered within the target."""
        return None if self.times is None or self.target_s is None else self.times.share_within(self.target_s)

    @cached_property
    def waterfall(self) -> tuple[HopLatency, ...]:
        """Every hop that the answer waits for, in walk order, the network first; of the first of several lanes."""
        return _waterfall(self.walk)

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """Equal handlers that share the requests, with the times of each; empty while one takes them all."""
        return lanes_of(self.walk)

    @cached_property
    def tail_owner(self) -> HopLatency | None:
        """The hop with the largest share of the slow tail."""
        owners = [hop for hop in self.waterfall if hop.tail_share]
        return max(owners, key=lambda hop: (hop.tail_share or 0, hop.part), default=None)

    @cached_property
    def histogram(self) -> Histogram | None:
        """At most 60 equal bars up to the p99.9; None where there is no distribution."""
        return None if self.times is None or self.simulate_because else _histogram(self.times)


def latency_of(walked: Walked, loads: Loads, walk: Walk) -> Latency | None:
    """The latency of one served flow; None when it is not served or nothing comes before its answer."""
    timed = timed_answer(walked, walk, loads) if walk.served else None
    return None if timed is None else _of_timed(walked, loads, walk, timed)


def _of_timed(walked: Walked, loads: Loads, walk: Walk, timed: TimedWalk) -> Latency:
    times = timed.times
    reasons, flow = reasons_to_simulate(timed), walked.scenario.flows[walk.flow]
    figures = figures_of(timed, reasons)
    return Latency(
        walk.flow, flow.title or walk.flow, *figures,
        float(flow.answer_within.p99) if flow.answer_within else None,
        reasons, tuple(station.part for station in timed.full), lags_of(walked, loads, walk), timed, times,
    )  # fmt: skip


def latencies_of(walked: Walked, numbers: Numbers) -> dict[str, Latency]:
    """Flow → latency, for every served flow; empty for classes."""
    if walked.scenario.scenario.kind == "object_model":
        return {}
    timed = numbers.timed or timed_answers(walked, numbers.components)
    return {
        name: _of_timed(walked, numbers.components, walked.walks[name], found)
        for name, found in timed.items()
    }


def answer_times_of(
    walked: Walked, loads: Loads, timed: Mapping[str, TimedWalk] | None = None
) -> dict[str, AnswerTime]:
    """Flow → mean and p99 for rules and advice; flows behind a part that is over capacity have none and are left out.

    Where a simulation would be better the conservative estimate stands here, so that a verdict is still possible.
    `timed`: the timed answers, where they are known already.
    """
    found = {}
    for name, walk in (timed_answers(walked, loads) if timed is None else timed).items():
        if (times := walk.times) is None:
            continue
        target = walked.scenario.flows[name].answer_within
        found[name] = AnswerTime(
            times.mean_s, times.p99_s, float(target.p99) if target else None,
            LazyLines(partial(_lines, walk)),
        )  # fmt: skip
    return found


def _lines(timed: TimedWalk) -> tuple[WorkingLine, ...]:
    lines = [WorkingLine("Network", "actor to the first part and back", explain.ms(timed.network_s))]
    means = times.hop_means if (times := timed.own_times) else ()
    for hop, mean in zip(timed.hops, means, strict=True):
        text = f"{hop.side_by_side:.3g} calls" if hop.side_by_side > 1 else ""
        if hop.hop.mode == "miss":
            text = f"on {hop.hop.probability:.3g} of requests"
        lines.append(WorkingLine(hop.part.label, text, explain.ms(mean), hop.call_source))
    lanes = [(lane, name) for lane, name in zip(timed.lanes, timed.named, strict=True) if timed.elsewhere]
    lines += [
        WorkingLine(f"Through {name}", f"1 of {len(lanes)} requests, p99", explain.ms(own.p99_s))
        for lane, name in lanes if (own := lane.own_times)
    ]  # fmt: skip
    return tuple(lines)


def _waterfall(timed: TimedWalk) -> tuple[HopLatency, ...]:
    network, times = explain.network_figure(timed), timed.own_times
    found = [
        HopLatency("", "Network", "enter", timed.hops[0].hop.source, 1.0, 1.0, 0.0, timed.network_s, 0.0, 0.0,
                   timed.network_s, 0.0, None, None, 0.0 if times else None,
                   "Distance: the same for every request.", network, 0.0)
    ]  # fmt: skip
    shares = tail_shares(timed.course) if times else None
    excess = sum(max(share.in_tail_s - share.mean_s, 0.0) for share in shares) if shares else 0.0
    begins = timed.network_s
    for index, hop in enumerate(timed.hops):
        mean = shares[index].mean_s if shares else None
        owned = (
            max(shares[index].in_tail_s - shares[index].mean_s, 0.0) / excess if shares and excess else None
        )
        found.append(_line(timed, hop, begins, mean, owned if times else None))
        begins += mean or 0.0
    return tuple(found)


def _line(
    walk: TimedWalk, timed: TimedHop, begins_s: float, mean_s: float | None, tail_share: float | None
) -> HopLatency:
    hop, time, station = timed.hop, timed.time, timed.station
    over = station is not None and station.full
    return HopLatency(
        hop.target, timed.part.label, hop.step, hop.source, timed.side_by_side, hop.probability, begins_s, mean_s,
        time.call.mean, None if over else (time.line.mean if time.line else 0.0), timed.network_s, hop.takes_s,
        station.utilisation if station else None, station.servers if station else None,
        tail_share, explain.why_slow(timed, tail_share), explain.hop_figure(timed, mean_s),
        share_given_up(walk, timed),
    )  # fmt: skip


def _histogram(times: AnswerTimes) -> Histogram:
    edges = np.linspace(times.fixed_s, max(times.quantiles_s[-1], times.fixed_s * (1 + 1e-9)), BARS + 1)
    reached = [0.0, *(times.share_within(float(edge)) for edge in edges[1:])]
    mass = tuple(later - sooner for sooner, later in pairwise(reached))
    return Histogram(tuple(map(float, edges)), mass, max(1 - reached[-1], 0.0))
