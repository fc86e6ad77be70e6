"""A walk for the canvas: numbered hops with calls per request, then the rate at peak."""

from __future__ import annotations

from typing import Any

from design_sandbox.model.design import Design
from design_sandbox.model.scenario import Scenario
from design_sandbox.ui.figures import rate, times
from design_sandbox.ui.payload.briefing import Briefing
from design_sandbox.walk.walk import Hop, Walk

STATE_WORDS = {"served": "served", "asks": "asks", "fails": "failed", "out_of_scope": "off"}


def name_of(design: Design, component: str) -> str:
    """What the drawing calls a component."""
    known = design.components.get(component)
    return (known.label if known else "") or component


def walk_payload(walk: Walk, scenario: Scenario, design: Design, briefing: Briefing) -> dict[str, Any]:
    """The `Walk` of the contract."""
    flow = scenario.flows.get(walk.flow)
    # Messages between objects are counted, not timed.
    peak = briefing.flow_peaks.get(walk.flow) if design.design.kind == "system" else None
    payload: dict[str, Any] = {
        "flow": walk.flow,
        "title": (flow.title if flow else "") or walk.flow,
        "state": STATE_WORDS.get(walk.status, "failed"),
        "hops": [_hop(number, hop, design, peak) for number, hop in enumerate(walk.hops, start=1)],
    }
    if walk.stop is not None:
        payload["stop"] = {
            "at": walk.stop.at, "message": walk.stop.message, "completes": walk.stop.completes,
        }  # fmt: skip
    return payload


def _hop(number: int, hop: Hop, design: Design, peak_per_s: float | None) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "order": number,
        "from": hop.source,
        "to": hop.target,
        "name": name_of(design, hop.target),
        "calls": times(hop.calls),
        "rate": rate(hop.calls * peak_per_s) if peak_per_s else "",
        "mode": hop.mode,
        "after": hop.after_answer,
    }
    if hop.against_arrow:
        payload["reverse"] = True
    if hop.note:
        payload["note"] = hop.note
    return payload
