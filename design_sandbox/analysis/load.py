"""Load: what every part and connection carries, from which causes, how full that makes it, and what retries may add."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from design_sandbox.analysis.figure import Figure, Given, Mistake, Unit, Working, not_computable
from design_sandbox.analysis.load_working import (
    bytes_working,
    calls_working,
    head_room_working,
    utilisation_working,
    worst_working,
)
from design_sandbox.analysis.numbers import ComponentLoad, ConnectionLoad, Numbers
from design_sandbox.analysis.sizing import LIMIT_UTILISATION
from design_sandbox.analysis.traffic import Traffic, own_start
from design_sandbox.model.load import rate_of
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

Cause = Literal["requests", "misses", "fan_out", "later", "replication"]
"""Why calls arrive: a request asks once; a copy did not have it; one request makes many; work after the answer;
a store that copies itself."""


@dataclass(frozen=True)
class PartLoad:
    """What one part carries."""

    part: str
    label: str
    average_per_s: Figure
    peak_per_s: Figure
    reads_per_s: Figure
    """At peak."""
    writes_per_s: Figure
    """At peak."""
    bytes_per_s: Figure
    """At peak, requests and replies together."""
    utilisation: Figure
    """Of the tightest dimension, at peak."""
    head_room: Figure
    """How many times today's peak it carries before it is fuller than the limit."""
    worst_per_s: Figure
    """At peak, when every call fails and is tried again as often as the drawing allows."""
    causes: dict[Cause, float] = field(default_factory=dict)
    """Calls a second at peak by cause; they add up to the peak."""


@dataclass(frozen=True)
class LinkLoad:
    """What one connection carries."""

    source: str
    target: str
    average_per_s: Figure
    peak_per_s: Figure
    bytes_per_s: Figure
    """At peak."""


@dataclass(frozen=True)
class LoadReport:
    """Every part and connection that some walk uses; parts in the order of the drawing."""

    parts: dict[str, PartLoad] = field(default_factory=dict)
    connections: dict[tuple[str, str], LinkLoad] = field(default_factory=dict)


def load_report(walked: Walked, numbers: Numbers) -> LoadReport:
    """The load as figures; empty for object models and designs that serve nothing."""
    traffic = numbers.traffic
    if traffic is None:
        return LoadReport()
    arriving = _arriving(walked)
    parts = {name: _part(walked, name, load, traffic, arriving) for name, load in numbers.components.items()}
    links = {
        ends: _link(walked, ends, load, traffic.peak_factor) for ends, load in numbers.connections.items()
    }
    return LoadReport(parts, links)


def cause_of(hop: Hop) -> Cause:
    """Why a hop is taken."""
    if hop.step == "replicate":
        return "replication"
    if hop.mode == "miss":
        return "misses"
    if hop.calls > 1:
        return "fan_out"
    return "later" if hop.after_answer else "requests"


def worst_factors(walked: Walked, walk: Walk) -> list[float]:
    """For each hop of a walk: how many times its calls at most, when all fail. Layers multiply; a channel ends them."""
    factors: dict[str, float] = defaultdict(lambda: 1.0)
    found = []
    for hop in walk.everywhere:
        source = walked.board.parts[hop.source]
        behind_channel = source.can("hand_off")
        tries = 1.0 if behind_channel else 1.0 + float(source.get("retries", 0) or 0)
        factor = (1.0 if behind_channel else factors[hop.source]) * tries
        factors[hop.target] = max(factors[hop.target], factor)
        found.append(factor)
    return found


@dataclass(frozen=True)
class _Arriving:
    """Average calls a second by part: apart by cause, and in the worst case."""

    causes: dict[str, dict[Cause, float]]
    worst: dict[str, float]


def _arriving(walked: Walked) -> _Arriving:
    causes: dict[str, dict[Cause, float]] = defaultdict(dict)
    worst: dict[str, float] = defaultdict(float)
    for name, walk in walked.walks.items():
        if not walk.served:
            continue
        rate = rate_of(walked.scenario, name) / (1 + len(walk.elsewhere))
        hops = list(zip(walk.everywhere, worst_factors(walked, walk), strict=True))
        if started := own_start(walk):
            hops.append((started, 1.0))
        for hop, factor in hops:
            calls, found = rate * hop.calls, causes[hop.target]
            cause = cause_of(hop)
            found[cause] = found.get(cause, 0.0) + calls
            worst[hop.target] += calls * factor
    return _Arriving(causes, worst)


def _part(walked: Walked, name: str, load: ComponentLoad, traffic: Traffic, arriving: _Arriving) -> PartLoad:
    peak, mine, label = traffic.peak_factor, traffic.parts[name], walked.board.parts[name].label
    told = partial(calls_working, walked, mine)
    worst, size = arriving.worst[name] * peak, mine.bytes_per_s
    return PartLoad(
        name, label,
        Figure("Average", load.average_per_s, "/s", partial(told, 1.0)),
        Figure("Peak", load.peak_per_s, "/s", partial(told, peak)),
        Figure("Reads at peak", load.reads_per_s, "/s", partial(told, peak, "reads")),
        Figure("Writes at peak", load.writes_per_s, "/s", partial(told, peak, "writes")),
        Figure("Bytes at peak", size * peak, "B/s", partial(bytes_working, size, peak)),
        utilisation_of(label, load, peak), _head_room(load),
        Figure("With all retries", worst, "/s", partial(worst_working, load.peak_per_s, worst)),
        {cause: rate * peak for cause, rate in arriving.causes[name].items()},
    )  # fmt: skip


def utilisation_of(label: str, load: ComponentLoad, peak: float) -> Figure:
    """How full the tightest dimension of a part is, as a figure."""
    name = f"Use of {label}"
    if load.utilisation is not None:
        return Figure(name, load.utilisation, "ratio", partial(utilisation_working, load, peak))
    if load.demands:
        return not_computable(name, "ratio", "the drawing does not say how many instances run")
    return not_computable(name, "ratio", "nothing is known about what one instance can carry")


def _head_room(load: ComponentLoad) -> Figure:
    moving = [demand for demand in load.demands if demand.name != "bytes_stored"]
    busiest = max((demand.utilisation for demand in moving), default=0.0)
    if load.grows:
        return not_computable("Head-room", "x", "instances are added with the load")
    if load.utilisation is None:
        return not_computable("Head-room", "x", "the use of today is not known")
    if not busiest:
        return not_computable("Head-room", "x", "no load of a known capacity arrives")
    return Figure("Head-room", LIMIT_UTILISATION / busiest, "x", partial(head_room_working, busiest))


def _link(walked: Walked, ends: tuple[str, str], load: ConnectionLoad, peak: float) -> LinkLoad:
    source, target = (walked.board.parts[name].label for name in ends)

    def told(unit: Unit, average: float) -> Working:
        factor = Given("Peak factor", peak, "x", "the prompt")
        wrong = Mistake(
            "Taking the average for the peak", average, "The busiest hour decides whether it holds."
        )
        given = Given(f"{source} → {target}, average", average, unit, "the walks over this connection")
        return Working(
            "average × peak factor", f"{given.text} × {factor.text}", (given, factor), mistake=wrong
        )

    rate, size = load.average_per_s, load.bytes_per_s
    average = Working("Σ over flows: rate × calls a request", inputs=())
    return LinkLoad(
        *ends,
        Figure("Average", rate, "/s", lambda: average),
        Figure("Peak", rate * peak, "/s", lambda: told("/s", rate)),
        Figure("Bytes at peak", size * peak, "B/s", lambda: told("B/s", size)),
    )
