"""A simulation for the canvas: what is asked for as a plan, and what was found as frames to play."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from design_sandbox.analysis.figure import show
from design_sandbox.analysis.what_if import Looked
from design_sandbox.simulation.frames import frames
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.plan import Burst, Happening, Outage, Plan
from design_sandbox.simulation.result import Estimate, FlowResult, Result
from design_sandbox.ui.figures import percent

LOADS = (1.0, 2.0, 5.0)
BURST = 3.0
BEGINS, ENDS = 0.3, 0.5
"""What happens, happens in this part of the simulated time."""
REASONS = {"shed": "turned away at a full queue", "timed out": "timed out", "outage": "met what was down",
           "breaker": "not tried, the circuit is open", "unfinished": "still on their way"}  # fmt: skip
LEAST_SHARE = 0.0005
"""Shares below this are not told."""


@dataclass(frozen=True)
class Asked:
    """What to simulate."""

    load: float = 1.0
    """Multiple of the peak."""
    happens: str = ""
    """Nothing, `burst`, or the id of the part that goes down."""


def read_asked(request: Mapping[str, Any], looked: Looked) -> Asked:
    """What the canvas asks for. Raises ValueError in words."""
    load, happens = request.get("load"), request.get("happens")
    if isinstance(load, bool) or load not in LOADS:
        raise ValueError(f"the load must be {', '.join(f'{one:g}' for one in LOADS)} times the peak")
    known = {"", "burst", *looked.numbers.components}
    if not isinstance(happens, str) or happens not in known:
        raise ValueError("what happens must be nothing, a burst, or a part that carries load")
    return Asked(float(load), happens)


def planned(asked: Asked, looked: Looked) -> Plan:
    """The plan. Raises ValueError in words when nothing can be simulated."""
    plan = plan_of(looked.walked, looked.numbers, options=Options(load=asked.load, all_queues=True))
    event = _happening(asked.happens, plan.duration_s)
    if event is None:
        return plan
    return plan_of(looked.walked, looked.numbers, options=Options(load=asked.load, happenings=(event,)))


def _happening(happens: str, duration_s: float) -> Happening | None:
    begins, ends = BEGINS * duration_s, ENDS * duration_s
    if not happens:
        return None
    return Burst(begins, ends, BURST) if happens == "burst" else Outage(happens, begins, ends)


def title_of(asked: Asked, looked: Looked) -> str:
    """Like "2× the peak, API is down"."""
    load = "At peak" if asked.load == 1 else f"{asked.load:g}× the peak"
    if not asked.happens:
        return load
    if asked.happens == "burst":
        return f"{load}, a burst of {BURST:g}×"
    return f"{load}, {looked.walked.board.parts[asked.happens].label} goes down"


def played_payload(result: Result, plan: Plan) -> dict[str, Any]:
    """The `Played` of the contract, without id, rev and title."""
    event = next((one for one in plan.happenings if isinstance(one, (Burst, Outage))), None)
    recovery = result.recovery
    return {
        "frames": frames(result),
        "event": None if event is None else {"from_s": event.start_s, "until_s": event.end_s},
        "flows": [_flow(flow) for flow in result.flows.values()],
        "text": f"{show(result.simulated_s, 's')} of time in each of {result.replications} runs, "
                f"{result.events:,} events. {result.stopped_because}".strip(),
        "recovery": None if recovery is None else {"text": recovery.text, "good": recovery.at_s is not None},
        "notes": list(result.notes),
    }  # fmt: skip


def _flow(flow: FlowResult) -> dict[str, Any]:
    failed = [f"{percent(share.value)} {REASONS.get(reason, reason)}" for reason, share in flow.errors.items()
              if share.value is not None and share.value >= LEAST_SHARE]  # fmt: skip
    met = None if flow.target_s is None or flow.p99_s.value is None else flow.p99_s.value <= flow.target_s
    return {
        "flow": flow.name,
        "title": flow.label or flow.name,
        "p50": _seconds(flow.p50_s),
        "p99": _seconds(flow.p99_s),
        "target": None if flow.target_s is None else {"text": show(flow.target_s, "s"), "met": met},
        "answered": percent(flow.answered.value),
        "failed": ", ".join(failed),
    }


def _seconds(estimate: Estimate) -> str:
    """The value with half of its 95 % interval: `212 ms ± 4 ms`."""
    if estimate.value is None or not math.isfinite(estimate.value):
        return "?"
    half = 0.0 if estimate.low is None or estimate.high is None else (estimate.high - estimate.low) / 2
    return f"{show(estimate.value, 's')} ± {show(half, 's')}" if half else show(estimate.value, "s")
