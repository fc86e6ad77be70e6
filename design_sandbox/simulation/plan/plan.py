"""The plan itself: one run, and where it stops."""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.simulation.plan.flows import Flow
from design_sandbox.simulation.plan.happenings import CacheEmptied, Happening
from design_sandbox.simulation.plan.stations import Station


@dataclass(frozen=True)
class FullSize:
    """What the counts of a scale model are told as: those of the system that it stands for."""

    scale: float
    """One request in so many is simulated."""
    stations: tuple[tuple[str, int, float], ...]
    """(station, calls that one instance works on at once, slots there for each slot of the model)."""


@dataclass(frozen=True)
class Plan:
    """One run: who asks what of whom, for how long, and what happens meanwhile."""

    stations: tuple[Station, ...]
    flows: tuple[Flow, ...]
    duration_s: float
    """Requests that start before this time are counted; the run goes on until they have ended."""
    warm_up_s: float = 0.0
    """Requests that start earlier than this are not counted: the stations begin empty."""
    drain_s: float = 10.0
    """How long after `duration_s` the counted requests may take to end; what is left is told as unfinished."""
    happenings: tuple[Happening, ...] = ()
    slices: int = 60
    """Parts into which the time is cut for curves and for playing it."""
    notes: tuple[str, ...] = ()
    """What the plan takes for granted, a sentence each."""
    remarks: tuple[str, ...] = ()
    """What has to be known beside the result, a sentence each: such as an effect that takes longer than is simulated."""
    full_size: FullSize | None = None
    """Of a scale model: what its result is told as. None: the plan is as large as what it stands for."""

    @property
    def begins_s(self) -> float | None:
        """When the first thing happens; None: nothing does."""
        starts = [one.at_s if isinstance(one, CacheEmptied) else one.start_s for one in self.happenings]
        return min(starts, default=None)

    @property
    def ends_s(self) -> float | None:
        """When the last thing that happens is over; None: nothing happens."""
        ends = [one.at_s if isinstance(one, CacheEmptied) else one.end_s for one in self.happenings]
        return max(ends, default=None)


@dataclass(frozen=True)
class Limits:
    """Where a run stops by itself and says so."""

    most_events: int = 6_000_000
    """Of one replication: arrivals, completions, timers."""
    most_seconds: float = 60.0
    """Of the clock on the wall, for one replication. What was simulated until then is told."""
    most_waiting: int = 300_000
    """Calls that wait or are worked on at once (memory)."""
