"""A simulation for the canvas: what may be asked for, what is asked for, and what was found as frames to play."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from design_sandbox.analysis.figure import show
from design_sandbox.analysis.what_if import Looked
from design_sandbox.simulation.experiment import LOADS, REASONS, Experiment, choices_of, span_of
from design_sandbox.simulation.frames import frames
from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.result import Estimate, FlowResult, Result, StationResult
from design_sandbox.ui.figures import percent

LEAST_SHARE = 0.0005
"""Shares below this are not told."""
MOST_ASKED = 20
"""Protections in one request."""


def choices_payload(looked: Looked) -> dict[str, Any]:
    """The `SimulationChoices` of the contract, without id and rev. Raises ValueError in words when there are none."""
    choices = choices_of(looked.walked, looked.numbers)
    return {
        "happenings": [
            {"id": one.id, "label": one.label} | ({"group": one.group} if one.group else {}) | ({"part": one.part} if one.part else {})
            for one in choices.happenings
        ],
        "protections": [
            {"id": one.id, "label": one.label, "help": one.help} | ({"off": one.off} if one.off else {})
            for one in choices.protections
        ],
    }  # fmt: skip


def read_asked(request: Mapping[str, Any]) -> Experiment:
    """What the canvas asks for, as far as its form goes. Raises ValueError in words."""
    load, happens, tried = request.get("load"), request.get("happens"), request.get("protections", [])
    if isinstance(load, bool) or not isinstance(load, (int, float)) or load not in LOADS:
        raise ValueError(f"the load must be {', '.join(f'{one:g}' for one in LOADS)} times the peak")
    if not isinstance(happens, str):
        raise ValueError("what happens must be nothing, a burst, or something that can happen to a part")
    if (
        not isinstance(tried, list)
        or len(tried) > MOST_ASKED
        or not all(isinstance(one, str) for one in tried)
    ):
        raise ValueError("what is tried must be a list of protections")
    return Experiment(float(load), happens, tuple(dict.fromkeys(tried)))


def played_payload(result: Result, plan: Plan) -> dict[str, Any]:
    """The `Played` of the contract, without id, rev and title."""
    span, recovery = span_of(plan), result.recovery
    return {
        "frames": frames(result),
        "event": None if span is None else {"from_s": span[0], "until_s": span[1]},
        "flows": [_flow(flow) for flow in result.flows.values()],
        "parts": [_part(station) for station in result.stations.values() if station.dropped],
        "text": f"{show(result.simulated_s, 's')} of time in each of {result.replications} runs, "
                f"{result.events:,} events. {result.stopped_because}".strip(),
        "recovery": None if recovery is None else {"text": recovery.text, "good": recovery.at_s is not None},
        "remarks": list(plan.remarks),
        "notes": list(result.notes),
    }  # fmt: skip


def lost_calls(station: StationResult) -> str:
    """Calls that failed at a part, by reason: "1,200 turned away at a full queue, 30 timed out"."""
    told = sorted(station.dropped.items(), key=lambda one: -one[1])
    return ", ".join(f"{amount:,.0f} {REASONS[reason]}" for reason, amount in told if round(amount))


def _part(station: StationResult) -> dict[str, str]:
    return {"part": station.name, "title": station.label, "failed": lost_calls(station)}


def lost_requests(flow: FlowResult, least: float = LEAST_SHARE) -> str:
    """Shares of the requests that failed, by reason."""
    return ", ".join(f"{percent(share.value)} {REASONS[reason]}" for reason, share in flow.errors.items()
                     if share.value is not None and share.value >= least)  # fmt: skip


def _flow(flow: FlowResult) -> dict[str, Any]:
    met = None if flow.target_s is None or flow.p99_s.value is None else flow.p99_s.value <= flow.target_s
    return {
        "flow": flow.name,
        "title": flow.label or flow.name,
        "p50": _seconds(flow.p50_s),
        "p99": _seconds(flow.p99_s),
        "target": None if flow.target_s is None else {"text": show(flow.target_s, "s"), "met": met},
        "answered": percent(flow.answered.value),
        "failed": lost_requests(flow),
    }


def _seconds(estimate: Estimate) -> str:
    """The value with half of its 95 % interval: `212 ms ± 4 ms`."""
    if estimate.value is None or not math.isfinite(estimate.value):
        return "?"
    half = 0.0 if estimate.low is None or estimate.high is None else (estimate.high - estimate.low) / 2
    return f"{show(estimate.value, 's')} ± {show(half, 's')}" if half else show(estimate.value, "s")
