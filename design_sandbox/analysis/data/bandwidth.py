"""Bytes that people send in and get out, by flow: what networks and bills count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.each_design import once_a_design
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working, show
from design_sandbox.analysis.traffic import CHANGING
from design_sandbox.model.load import peak_factor, rate_of
from design_sandbox.theory.storage import bits_per_s
from design_sandbox.walk.scanning import REQUEST_BYTES
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

WHOLE = ("scan",)
"""Verbs that look at many items and answer with one."""


@dataclass(frozen=True)
class FlowBytes:
    """What one request of a flow carries over the border between people and the design."""

    flow: str
    title: str
    rate_per_s: float
    in_bytes: float
    out_bytes: float
    borders: tuple[tuple[str, float], ...]
    """(part that people call, share of the bytes that leave there)."""


@dataclass(frozen=True)
class Bandwidth:
    """Over all flows, at peak."""

    incoming: Figure
    outgoing: Figure
    flows: tuple[FlowBytes, ...]


def bandwidth(walked: Walked) -> Bandwidth:
    """Bytes a second in and out at peak, with their flows."""
    flows = flow_bytes(walked)
    peak = peak_factor(walked.scenario)
    coming = sum(flow.rate_per_s * flow.in_bytes for flow in flows)
    going = sum(flow.rate_per_s * flow.out_bytes for flow in flows)
    return Bandwidth(
        Figure("Coming in at peak", coming * peak, "B/s", partial(_working, flows, peak, out=False)),
        Figure("Going out at peak", going * peak, "B/s", partial(_working, flows, peak, out=True)), flows,
    )  # fmt: skip


@once_a_design
def flow_bytes(walked: Walked) -> tuple[FlowBytes, ...]:
    """Every served flow that people start."""
    people = {
        part for part, spec in walked.board.parts.items() if spec.can("initiate") and not spec.can("pass_on")
    }
    return tuple(
        _of_flow(walked, people, name, walk) for name, walk in walked.walks.items()
        if walk.served and walk.entry and not walked.board.parts[walk.entry[0]].can("clock")
    )  # fmt: skip


def _of_flow(walked: Walked, people: Collection[str], name: str, walk: Walk) -> FlowBytes:
    """A read goes out once however many parts were asked for it; what was fetched on a miss is the same bytes."""
    coming, going, entity_at = REQUEST_BYTES, REQUEST_BYTES, dict[str, float]()
    for hop in walk.hops:
        if hop.after_answer or not hop.entity or hop.mode == "miss":
            continue
        size = hop.payload_bytes / hop.items * (min(hop.calls, 1.0) if hop.verb in WHOLE else hop.calls)
        if hop.verb in CHANGING:
            coming += size
        else:
            going += size
        if hop.source in people:
            entity_at[hop.target] = entity_at.get(hop.target, 0.0) + (0.0 if hop.verb in CHANGING else size)
    first = next((hop.target for hop in walk.hops if hop.source in people and hop.step == "enter"), None)
    direct = sum(entity_at.values())
    borders = {part: size / going for part, size in entity_at.items() if size}
    if first is not None:
        borders[first] = borders.get(first, 0.0) + (going - direct) / going
    title = walked.scenario.flows[name].title or name
    return FlowBytes(
        name, title, rate_of(walked.scenario, name), coming, going, tuple(sorted(borders.items()))
    )


def _working(flows: tuple[FlowBytes, ...], peak: float, *, out: bool) -> Working:
    def size(flow: FlowBytes) -> float:
        return flow.out_bytes if out else flow.in_bytes

    ranked = sorted(flows, key=lambda flow: (-flow.rate_per_s * size(flow), flow.flow))[:6]
    inputs = tuple(Given(f"{flow.title}: {show(flow.rate_per_s, '/s')} × {show(size(flow), 'B')}", flow.rate_per_s * size(flow),
                         "B/s", "the prompt's rate and sizes") for flow in ranked)  # fmt: skip
    total = sum(flow.rate_per_s * size(flow) for flow in flows) * peak
    factor = Given("Peak factor", peak, "x", "the prompt")
    wrong = Mistake(
        "Taking the average for the peak",
        total / peak if peak else 0.0,
        "Lines are bought for the busiest hour.",
    )
    return Working(
        "Σ over flows: rate × bytes × peak factor", f"({' + '.join(given.text for given in inputs)}) × {factor.text}",
        (*inputs, factor), mistake=wrong,
        approximation="An upper bound: an answer carries all that was read for it, and 1 kB of envelope",
        error_band=(-0.9, 0.1), assumes=(f"Networks count bits: {show(bits_per_s(total) / 1e9, '')} Gbit/s.",),
    )  # fmt: skip
