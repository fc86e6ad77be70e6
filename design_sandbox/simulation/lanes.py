"""Lanes: the separate queues of a station, and how calls choose among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

from design_sandbox.simulation.plan import Plan, Station
from design_sandbox.simulation.streams import chances, generator

Choose = Callable[[], int]
"""The index of the next call's lane."""


def lane_ranges(plan: Plan) -> dict[str, range]:
    """Station → the indices of its lanes, in the order of the sorted names."""
    found, total = {}, 0
    for station in sorted(plan.stations, key=lambda station: station.name):
        found[station.name] = range(total, total + station.lanes)
        total += station.lanes
    return found


def slots_of_lanes(station: Station, instances: float) -> list[int]:
    """Slots of each lane when so many instances are up: shared as evenly as whole slots allow."""
    total = round(instances * station.at_once)
    each, left = divmod(total, station.lanes)
    return [each + (index < left) for index in range(station.lanes)]


def chooser(station: Station, lanes: range, seed: int) -> Choose:
    """How calls fall on a station's lanes: at random, by weight; the same for the same seed."""
    if len(lanes) == 1:
        return lambda: lanes[0]
    drawn = chances(generator(seed, f"lane:{station.name}"))
    if not station.lane_weights:
        return lambda: lanes[int(next(drawn) * len(lanes))]
    return _weighted(lanes, drawn, station.lane_weights)


def _weighted(lanes: range, drawn: Iterator[float], weights: tuple[float, ...]) -> Choose:
    bounds = list(accumulate(weights))
    return lambda: lanes[min(bisect_right(bounds, next(drawn) * bounds[-1]), len(lanes) - 1)]


def passing_s(station: Station) -> float:
    """How long (s) a call keeps a slot on average where nobody waits: there it is counted, not followed."""
    return station.call.mean_s * station.held if station.unlimited else 0.0
