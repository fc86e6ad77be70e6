"""The result of a scale model as the whole system would tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from design_sandbox.simulation.plan import FullSize
from design_sandbox.simulation.recording import Reason
from design_sandbox.simulation.result import Estimate, FlowResult, Result, StationResult

DIGITS = 3
"""Of counts: those of a model, times a few hundred, are not known to the single call."""


def at_full_size(result: Result, full: FullSize | None) -> Result:
    """Rates, drops, retries, waiting calls and slots of the whole; None: it was the whole.

    What was measured stays as it is: times, shares, utilisations, and how many requests and events that took (`asked`,
    `Lag.done`, `events`).
    """
    if full is None:
        return result
    flows = {name: _flow(flow, full.scale) for name, flow in result.flows.items()}
    stations = dict(result.stations)
    for name, at_once, slots in full.stations:
        stations[name] = _station(stations[name], at_once, slots, full.scale)
    return replace(result, flows=flows, stations=stations, retries=result.retries * full.scale)


def _flow(found: FlowResult, scale: float) -> FlowResult:
    return replace(
        found, goodput_per_s=_times(found.goodput_per_s, scale),
        answered_per_s=tuple(scale * rate for rate in found.answered_per_s),
        failed_per_s=tuple(_each(rates, scale) for rates in found.failed_per_s),
    )  # fmt: skip


def _station(found: StationResult, at_once: int, slots: float, scale: float) -> StationResult:
    return replace(
        found, at_once=at_once, waiting=_times(found.waiting, scale),
        waiting_by_slice=tuple(_rounded(scale * calls) for calls in found.waiting_by_slice),
        slots_by_slice=tuple(slots * there for there in found.slots_by_slice),
        dropped_per_s=tuple(_each(rates, scale) for rates in found.dropped_per_s),
        dropped={reason: _rounded(calls) for reason, calls in _each(found.dropped, scale).items()},
    )  # fmt: skip


def _times(estimate: Estimate, scale: float) -> Estimate:
    value, low, high = (
        None if one is None else one * scale for one in (estimate.value, estimate.low, estimate.high)
    )
    return replace(estimate, value=value, low=low, high=high)


def _each(amounts: Mapping[Reason, float], scale: float) -> dict[Reason, float]:
    return {reason: amount * scale for reason, amount in amounts.items()}


def _rounded(calls: float) -> float:
    return float(f"{calls:.{DIGITS}g}")
