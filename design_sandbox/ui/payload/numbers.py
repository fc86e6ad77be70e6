"""The numbers of one journey for the canvas: asked for when somebody looks, never at an edit."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from design_sandbox.analysis.availability import Availability, availabilities
from design_sandbox.analysis.cost import bill
from design_sandbox.analysis.figure import show
from design_sandbox.analysis.ladder import ladder
from design_sandbox.analysis.latency import HopLatency, Latency, latency_of
from design_sandbox.analysis.what_if import Looked
from design_sandbox.exchange.figure_json import figure_document
from design_sandbox.model.prices import PriceTable, load_prices
from design_sandbox.ui.figures import percent, times

CUTS_SHOWN = 3
OWNS_MUCH = 0.3
"""A hop with this share of the slow tail is marked."""
WAITS_MUCH = 0.02
"""A queue is told when it takes more than this share of a call."""
SCARCE, AMPLE = 1.0, 2.0
"""What breaks below today's load is bad, above twice the load it is good."""

Json = dict[str, Any]


def numbers_payload(looked: Looked, flow: str) -> Json:
    """The `JourneyNumbers` of the contract, without id and rev."""
    walked = looked.walked
    asked = walked.scenario.flows.get(flow)
    walk = walked.walks.get(flow)
    payload: Json = {"flow": flow, "title": (asked.title if asked else "") or flow}
    if walk is None or not walk.served:
        return payload | {
            "why": "This journey does not arrive yet, so it has no numbers. Its walk says where it stops."
        }
    latency = latency_of(walked, looked.numbers.components, walk)
    share = availabilities(walked, looked.numbers.components).get(flow)
    return payload | {
        "latency": _latency(latency) if latency else None,
        "availability": _availability(share) if share else None,
        "first": _first_to_break(looked),
        "cost": _cost(looked),
    }


def _latency(found: Latency) -> Json:
    end = max((hop.begins_s + (hop.mean_s or 0.0) for hop in found.waterfall), default=0.0)
    owner = found.tail_owner
    return {
        "p50": figure_document(found.p50),
        "p99": figure_document(found.p99),
        "target": None if found.target_s is None else _target(show(found.target_s, "s"), found.met),
        "simulate": [f"{because}." for because in found.simulate_because],
        "mean": figure_document(found.mean),
        "hops": [_hop(hop, end) for hop in found.waterfall if hop.mean_s is not None and end > 0],
        "owner": f"{percent(owner.tail_share)} of what the slowest hundredth takes longer is {owner.label}. {owner.why}"
        if owner else "",
    }  # fmt: skip


def _hop(hop: HopLatency, end_s: float) -> Json:
    mean = hop.mean_s or 0.0
    notes = []
    if hop.probability < 1:
        notes.append(f"on {percent(hop.probability)}")
    if hop.calls > 1:
        notes.append(f"{times(hop.calls)} at once")
    if hop.wait_s and hop.wait_s > WAITS_MUCH * (hop.call_s + hop.wait_s):
        notes.append(f"queue {show(hop.wait_s, 's')}")
    return {
        "label": hop.label,
        "note": ", ".join(notes),
        "from": round(hop.begins_s / end_s, 4),
        "to": round(min(1.0, (hop.begins_s + mean) / end_s), 4),
        "slow": (hop.tail_share or 0) >= OWNS_MUCH,
        "mean": figure_document(hop.mean),
    }


def _availability(found: Availability) -> Json:
    value = found.figure.value
    longest = max((cut.minutes.value or 0.0 for cut in found.cuts), default=0.0)
    return {
        "text": "?" if value is None else show(value, "availability").split(" (")[0],
        "minutes": found.minutes.text if value is not None else found.figure.why_not,
        "figure": figure_document(found.figure),
        "target": None if found.target is None
        else _target(show(found.target, "availability").split(" (")[0], found.meets_target),
        "cuts": [
            {"text": cut.text, "minutes": cut.minutes.text, "share": round((cut.minutes.value or 0.0) / (longest or 1.0), 4)}
            for cut in found.cuts[:CUTS_SHOWN]
        ],
        "more": max(0, len(found.cuts) - CUTS_SHOWN),
    }  # fmt: skip


def _first_to_break(looked: Looked) -> Json | None:
    """The part that the growing load fills first."""
    first = ladder(looked.walked, looked.numbers).first
    if first is None:
        return None
    at = first.breaks_at.value or 0.0
    tone = "bad" if at < SCARCE else "good" if at >= AMPLE else "warn"
    return {
        "part": first.part, "label": first.label, "dimension": first.dimension, "tone": tone,
        "at": figure_document(first.breaks_at),
    }  # fmt: skip


def _cost(looked: Looked) -> Json:
    found = bill(looked.walked, looked.numbers, _prices())
    notes = []
    if found.unpriced:
        notes.append(f"No price is known for {', '.join(found.unpriced)}.")
    if found.unsized:
        notes.append(f"How many run is not said for {', '.join(found.unsized)}.")
    budget = found.budget
    return {
        "total": figure_document(found.total),
        "budget": None
        if budget is None or budget.value is None
        else _target(budget.text, found.within_budget),
        "notes": notes,
    }


def _target(text: str, met: bool | None) -> Json:
    return {"text": text, "met": met}


@lru_cache(maxsize=1)
def _prices() -> PriceTable:
    return load_prices()
