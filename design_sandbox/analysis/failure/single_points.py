"""Single points of failure: parts whose loss alone stops a core journey, with the minutes a year each costs."""

from __future__ import annotations

from collections.abc import Mapping

from design_sandbox.analysis.availability.result import Availability, Cut
from design_sandbox.analysis.failure.result import SinglePoint
from design_sandbox.walk.walker import Walked


def single_points(walked: Walked, found: Mapping[str, Availability]) -> tuple[SinglePoint, ...]:
    """Costliest first. A part of many instances counts too: what all of them share, or too few of them, stops it."""
    worst: dict[str, list[tuple[str, Cut]]] = {}
    for flow, one in found.items():
        if walked.scenario.flows[flow].core:
            for cut in one.single_points:
                worst.setdefault(cut.things[0].id, []).append((flow, cut))
    points = [
        SinglePoint(part, cuts[0][1].things[0].label, tuple(flow for flow, _ in cuts), most.minutes, most.text)
        for part, cuts in worst.items()
        for most in [max((cut for _, cut in cuts), key=lambda cut: cut.minutes.value or 0.0)]
    ]  # fmt: skip
    return tuple(sorted(points, key=lambda point: (-(point.minutes.value or 0.0), point.part)))
