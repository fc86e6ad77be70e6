"""A result as plain data: frames to play over a drawing, and everything for a file or another program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from design_sandbox.simulation.result import Result

DIGITS = 4


def frames(result: Result) -> list[dict[str, Any]]:
    """One entry a slice of time, in JSON's own types; means over the replications.

    {"from_s", "until_s", "stations": {name: {"utilisation", "waiting", "slots", "dropped_per_s": {reason: …}}},
    "flows": {name: {"answered_per_s", "failed_per_s": {reason: …}, "p99_s" or null}}, "breakers": [{"caller", "callee",
    "state"}]}. `breakers` are those not closed at the end of the slice, in the first replication.
    """
    starts = (0.0, *result.ends_s)
    return [
        {
            "from_s": _rounded(starts[index]),
            "until_s": _rounded(end),
            "stations": {name: {
                "utilisation": _rounded(station.utilisation_by_slice[index]),
                "waiting": _rounded(station.waiting_by_slice[index]),
                "slots": _rounded(station.slots_by_slice[index]),
                "dropped_per_s": _all_rounded(station.dropped_per_s[index]),
            } for name, station in result.stations.items()},
            "flows": {name: {
                "answered_per_s": _rounded(flow.answered_per_s[index]),
                "failed_per_s": _all_rounded(flow.failed_per_s[index]),
                "p99_s": _rounded(flow.p99_by_slice_s[index]),
            } for name, flow in result.flows.items()},
            "breakers": _breakers(result, end),
        }
        for index, end in enumerate(result.ends_s)
    ]  # fmt: skip


def as_data(result: Result) -> dict[str, Any]:
    """The whole result in JSON's own types, without the slices (`frames` has them)."""
    by_slice = {"utilisation_by_slice", "waiting_by_slice", "slots_by_slice", "dropped_per_s", "answered_per_s",
                "failed_per_s", "p99_by_slice_s"}  # fmt: skip
    data = asdict(result)
    data.pop("ends_s")
    data.pop("breakers")
    for kind in ("flows", "stations"):
        data[kind] = {
            name: {key: value for key, value in content.items() if key not in by_slice}
            for name, content in data[kind].items()
        }
    plain: dict[str, Any] = _plain(data)
    return plain


def _breakers(result: Result, until_s: float) -> list[dict[str, str]]:
    state: dict[tuple[str, str], str] = {}
    for at, caller, callee, became in result.breakers:
        if at <= until_s:
            state[caller, callee] = became
    return [
        {"caller": caller, "callee": callee, "state": became}
        for (caller, callee), became in sorted(state.items())
        if became != "closed"
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")


def _all_rounded(values: dict[Any, float]) -> dict[str, float | None]:
    return {str(key): _rounded(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(content) for key, content in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(content) for content in value]
    return _rounded(value) if isinstance(value, float) else value
