"""How long an answer takes: times of the calls on its way, combined as distributions.

Means add; percentiles do not. Each call's time is lognormal with the catalogue's median and p99. Calls made side by
side take as long as the slowest: the q-quantile of the slowest of n is the q^(1/n)-quantile of one (Dean and Barroso,
"The Tail at Scale", 2013). Sums are matched to a lognormal by mean and variance (within +3..+7 % at p99, on the safe
side). Hits and misses are a weighted mixture of their distributions, never of their percentiles.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import NormalDist

from design_sandbox.analysis.numbers import AnswerTime, WorkingLine
from design_sandbox.walk.board import Part
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

Z99 = NormalDist().inv_cdf(0.99)
WORLD_ROUND_TRIP_S = 0.150
"""Packet California – Netherlands – California (system-design-primer, latency numbers)."""
NEAR_ROUND_TRIP_S = 0.020
"""Within one country; assumed."""
ZONE_ROUND_TRIP_S = 0.0005
"""Round trip within a data centre (system-design-primer, latency numbers)."""
MOST_MISS_GROUPS = 6


@dataclass(frozen=True)
class Moments:
    """Mean (s) and variance (s²) of an independent time, and the part of the mean (s) that never varies."""

    mean: float
    variance: float
    fixed: float = 0.0

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.mean + other.mean, self.variance + other.variance, self.fixed + other.fixed)

    def share_above(self, time_s: float) -> float:
        """Probability that it takes longer than `time_s`: the fixed part, and a lognormal with these moments on top."""
        varies, left = self.mean - self.fixed, time_s - self.fixed
        if self.variance <= 0 or varies <= 0:
            return 1.0 if self.mean > time_s else 0.0
        sigma2 = math.log(1 + self.variance / varies**2)
        mu = math.log(varies) - sigma2 / 2
        return 1 - NormalDist(mu, math.sqrt(sigma2)).cdf(math.log(left)) if left > 0 else 1.0


def always_takes(time_s: float) -> Moments:
    """A time that never varies: distance, or work of known length."""
    return Moments(time_s, 0.0, time_s)


def lognormal(p50_s: float, p99_s: float, side_by_side: float = 1.0) -> Moments:
    """Moments of the slowest of `side_by_side` calls whose single time has this median and p99."""
    mu, sigma = math.log(p50_s), max(math.log(p99_s / p50_s) / Z99, 1e-9)
    if side_by_side > 1:
        quantile = NormalDist().inv_cdf
        middle, high = quantile(0.5 ** (1 / side_by_side)), quantile(0.99 ** (1 / side_by_side))
        mu, sigma = mu + sigma * middle, sigma * (high - middle) / Z99
    mean = math.exp(mu + sigma**2 / 2)
    return Moments(mean, mean**2 * (math.exp(sigma**2) - 1))


def answer_time(walked: Walked, walk: Walk) -> AnswerTime | None:
    """Mean and p99 of a served flow's answer; None when nothing about it is known."""
    before = [hop for hop in walk.hops if not hop.after_answer and hop.calls > 0]
    if not before:
        return None
    always = always_takes(_round_trip(walked, walk, before[0]))
    groups: dict[str, dict[float, Moments]] = defaultdict(lambda: defaultdict(lambda: Moments(0.0, 0.0)))
    lines = [WorkingLine("Network", "actor to the first part and back", _ms(always.mean))]
    for hop in before:
        spent = _time_of(walked, hop, _where(walked, walk))
        name = walked.board.parts[hop.target].label
        if hop.mode == "miss":
            groups[hop.step][round(hop.probability, 9)] += spent
            lines.append(WorkingLine(name, f"on {hop.probability:.3g} of requests", _ms(spent.mean)))
        else:
            always += spent
            lines.append(
                WorkingLine(name, f"{hop.calls:.3g} calls" if hop.calls > 1 else "", _ms(spent.mean))
            )
    branches = _branches(always, [groups[step] for step in sorted(groups)][:MOST_MISS_GROUPS])
    target = walked.scenario.flows[walk.flow].answer_within
    mean = sum(weight * moments.mean for weight, moments in branches)
    return AnswerTime(mean, _p99(branches), float(target.p99) if target else None, tuple(lines))


Branch = tuple[float, Moments]
"""How likely a course of events is, and the time it takes."""


def _branches(always: Moments, groups: list[dict[float, Moments]]) -> list[Branch]:
    """Every combination of hits and misses; the steps of a flow miss independently of each other."""
    found: list[Branch] = [(1.0, always)]
    for group in groups:
        found = [
            (weight * chance, moments + spent)
            for weight, moments in found
            for chance, spent in _courses(group)
        ]
    return [(weight, moments) for weight, moments in found if weight > 0]


def _courses(group: dict[float, Moments]) -> list[Branch]:
    """One step behind copies in turn: whoever misses the second copy has missed the first."""
    chances = sorted(group, reverse=True)
    courses, spent = [(1.0 - chances[0], Moments(0.0, 0.0))], Moments(0.0, 0.0)
    for chance, rarer in zip(chances, [*chances[1:], 0.0], strict=True):
        spent += group[chance]
        courses.append((chance - rarer, spent))
    return courses


def _p99(branches: list[tuple[float, Moments]]) -> float:
    """The time that one request in a hundred exceeds, by bisection on the mixture's tail."""
    low, high = 1e-6, max(m.mean + 40 * math.sqrt(m.variance) for _, m in branches) + 1e-6
    for _ in range(60):
        middle = (low + high) / 2
        if sum(weight * moments.share_above(middle) for weight, moments in branches) > 0.01:
            low = middle
        else:
            high = middle
    return high


def _time_of(walked: Walked, hop: Hop, where: str) -> Moments:
    part = walked.board.parts[hop.target]
    figure = part.spec.latency
    times = hop.calls / hop.probability if hop.probability else hop.calls
    call = (
        lognormal(float(figure.p50), float(figure.p99), max(times, 1.0)) if figure else Moments(0.001, 1e-6)
    )
    return call + always_takes(_distance(walked, hop, where) + hop.takes_s)


def _distance(walked: Walked, hop: Hop, where: str) -> float:
    """Network round trip between two parts: across regions, from the CDN near the actor to its origin, or within a zone."""
    board = walked.board
    here, there = board.places[hop.source].get("region"), board.places[hop.target].get("region")
    source = board.parts[hop.source]
    if source.can("initiate") or source.names_only:
        return 0.0  # counted once for the flow
    if here and there and here != there:
        return WORLD_ROUND_TRIP_S
    if source.can("copy") and source.can("pass_on"):
        return WORLD_ROUND_TRIP_S if where == "worldwide" else NEAR_ROUND_TRIP_S
    return ZONE_ROUND_TRIP_S


def _where(walked: Walked, walk: Walk) -> str:
    """Where the actor of a flow is: near, worldwide or on site."""
    actor = walked.scenario.actors.get(walked.scenario.flows[walk.flow].actor)
    return "near" if actor is None or isinstance(actor, str) else actor.where


def _round_trip(walked: Walked, walk: Walk, entering: Hop) -> float:
    where = _where(walked, walk)
    first = walked.board.parts[entering.target]
    if where == "on_site":
        return _site_trip(walked, first)
    if where == "worldwide" and not (first.can("copy") and first.can("pass_on")):
        return WORLD_ROUND_TRIP_S
    return NEAR_ROUND_TRIP_S


def _site_trip(walked: Walked, first: Part) -> float:
    return ZONE_ROUND_TRIP_S if walked.board.places[first.id].get("site") else NEAR_ROUND_TRIP_S


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms"
