"""Traffic: what every walk puts on every part and connection, average and at peak."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from design_sandbox.analysis.numbers import ConnectionLoad
from design_sandbox.model.load import load_numbers, peak_factor, rate_of
from design_sandbox.walk.identity import LOOK_UP
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

CHANGING = ("write", "claim", "change")
OPEN_CONNECTIONS = "open_connections"
"""Load name: how many people are connected at once, at the busiest time."""


class Share(NamedTuple):
    """What one hop of one flow adds to the calls of a part."""

    flow: str
    step: str
    calls: float
    """For each request."""
    calls_per_s: float
    does: Literal["reads", "writes", ""]
    """Empty where no data is touched: the way in, messages, calls of services."""


@dataclass
class PartTraffic:
    """Calls a second that arrive at a part on average, by what they do, and where they come from."""

    calls_per_s: float = 0.0
    reads_per_s: float = 0.0
    writes_per_s: float = 0.0
    bytes_per_s: float = 0.0
    written_bytes_per_s: float = 0.0
    work_s_per_s: float = 0.0
    """Seconds of extra work (transcoding …) that arrive each second: slots that are busy with it on average."""
    open_connections: float = 0.0
    """Connections that people keep open to this part at the busiest time."""
    shares: list[Share] = field(default_factory=list)
    """In walk order: the working of the number."""

    @property
    def values(self) -> PartValues:
        """Everything in it, as a key."""
        return (
            self.calls_per_s, self.reads_per_s, self.writes_per_s, self.bytes_per_s, self.written_bytes_per_s,
            self.work_s_per_s, self.open_connections, tuple(self.shares),
        )  # fmt: skip


PartValues = tuple[float, float, float, float, float, float, float, tuple[Share, ...]]


@dataclass(frozen=True)
class Traffic:
    """Traffic of all walks."""

    parts: dict[str, PartTraffic]
    connections: dict[tuple[str, str], ConnectionLoad]
    peak_factor: float


def traffic(walked: Walked) -> Traffic:
    """Sum rate × calls over every hop of every served walk; exact for the stated model (no retries)."""
    parts: dict[str, PartTraffic] = defaultdict(PartTraffic)
    per_s: dict[tuple[str, str], float] = defaultdict(float)
    bytes_per_s: dict[tuple[str, str], float] = defaultdict(float)
    peak = peak_factor(walked.scenario)
    for name, walk in walked.walks.items():
        if not walk.served:
            continue
        rate = rate_of(walked.scenario, name) / (1 + len(walk.elsewhere))
        if started := own_start(walk):
            _arrive(parts[started.target], walk.flow, started, rate)
        for hop in walk.everywhere:
            calls = rate * hop.calls
            _arrive(parts[hop.target], name, hop, calls)
            arrow = (hop.target, hop.source) if hop.against_arrow else (hop.source, hop.target)
            per_s[arrow] += calls
            bytes_per_s[arrow] += calls * hop.payload_bytes
    for handler, share in _holding(walked).items():
        parts[handler].open_connections = share * load_numbers(walked.scenario).get(OPEN_CONNECTIONS, 0.0)
    loads = {arrow: ConnectionLoad(value, value * peak, bytes_per_s[arrow]) for arrow, value in per_s.items()}
    return Traffic(dict(parts), loads, peak)


def _holding(walked: Walked) -> dict[str, float]:
    """Part → its share of the open connections: equal handlers, and regions, take equal shares of the people."""
    found: dict[str, float] = {}
    for walk in walked.walks.values():
        if walk.served and "persistent" in walk.facts:
            handlers = [walk.handler or "", *(_entered(hops) for hops in walk.elsewhere)]
            for name in handlers:
                found[name] = max(found.get(name, 0.0), handlers.count(name) / len(handlers))
    return found


def _entered(hops: tuple[Hop, ...]) -> str:
    """The handler that these hops go in by."""
    return [hop.target for hop in hops if hop.step == "enter"][-1]


def own_start(walk: Walk) -> Hop | None:
    """The work of a handler where no hop arrives (a scheduled one), as a hop of its own."""
    arrived = {hop.target for hop in walk.hops}
    if walk.handler and walk.handler not in arrived and len(walk.entry) > 1:
        return Hop("", walk.handler, "must", 1.0, "enter")
    return None


def _arrive(part: PartTraffic, flow: str, hop: Hop, calls: float) -> None:
    part.calls_per_s += calls
    part.bytes_per_s += calls * hop.payload_bytes
    part.work_s_per_s += calls * hop.takes_s
    does: Literal["reads", "writes", ""] = ""
    if hop.verb in CHANGING and hop.entity:
        does = "writes"
        part.writes_per_s += calls
        part.written_bytes_per_s += calls * hop.payload_bytes
    elif hop.entity or hop.verb == LOOK_UP:
        does = "reads"
        part.reads_per_s += calls
    part.shares.append(Share(flow, hop.step, hop.calls, calls, does))
