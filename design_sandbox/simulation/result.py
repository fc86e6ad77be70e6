"""What a simulation found, with how sure it is: several replications, and Student's interval over them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean, stdev

from design_sandbox.simulation.recording import Reason

STUDENT_975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
)  # fmt: skip
"""Two-sided 95 % points of Student's t for 1, 2, … 29 degrees of freedom (any table of statistics)."""
LEAST_REPLICATIONS, MOST_REPLICATIONS = 3, 30


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and its 95 % interval; None where too little was measured."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why_not: str = ""

    @classmethod
    def over(cls, values: Iterable[float | None], why_not: str = "nothing was measured") -> Estimate:
        """Student's interval over the values of the replications."""
        known = list(values)
        if not known or any(value is None for value in known):
            return cls(None, why_not=why_not)
        found = [value for value in known if value is not None]
        mean = fmean(found)
        if len(found) < 2:
            return cls(mean)
        half = STUDENT_975[min(len(found) - 1, len(STUDENT_975)) - 1] * stdev(found) / math.sqrt(len(found))
        return cls(mean, max(0.0, mean - half), mean + half)


@dataclass(frozen=True)
class Lag:
    """Work after the answer: how long after the request's start it was done (s)."""

    done: int
    failed: int
    p50_s: Estimate
    p99_s: Estimate


@dataclass(frozen=True)
class FlowResult:
    """One flow. Times are those of answered requests, in seconds; shares are of the requests that were counted."""

    name: str
    label: str
    target_s: float | None
    asked: int
    """Requests counted, over all replications."""
    answered: Estimate
    """Share of the requests that got an answer."""
    goodput_per_s: Estimate
    mean_s: Estimate
    p50_s: Estimate
    p95_s: Estimate
    p99_s: Estimate
    p999_s: Estimate
    errors: dict[Reason, Estimate]
    """Share of the requests that failed, by reason; reasons that did not happen are left out."""
    curve: tuple[tuple[float, float], ...]
    """(share, s): how many of the answers came within the time."""
    answered_per_s: tuple[float, ...]
    """By slice, like all that follows."""
    failed_per_s: tuple[dict[Reason, float], ...]
    p99_by_slice_s: tuple[float | None, ...]
    later: dict[str, Lag] = field(default_factory=dict)


@dataclass(frozen=True)
class StationResult:
    """One station: means over the counted time, and by slice."""

    name: str
    label: str
    at_once: int
    """Calls that one instance works on at once."""
    utilisation: Estimate
    waiting: Estimate
    """Calls in the queue, on average."""
    utilisation_by_slice: tuple[float, ...]
    waiting_by_slice: tuple[float, ...]
    slots_by_slice: tuple[float, ...]
    """Calls it can work on at once at the end of the slice: 0 while it is down, more after scaling out."""
    dropped_per_s: tuple[dict[Reason, float], ...]
    dropped: dict[Reason, float]
    """Calls (attempts, not requests) that failed here, per replication."""

    @property
    def instances_by_slice(self) -> tuple[float, ...]:
        """Instances at work at the end of each slice."""
        return tuple(slots / self.at_once for slots in self.slots_by_slice)


@dataclass(frozen=True)
class Recovery:
    """Whether answers are as they were before, after the last thing that happened."""

    after_s: float
    """When the last happening ended."""
    at_s: float | None
    """From when on all is as before, until the end; None: not within the simulated time."""
    text: str


@dataclass(frozen=True)
class Result:
    """A simulation. Names are those of the plan, sorted."""

    flows: dict[str, FlowResult]
    stations: dict[str, StationResult]
    ends_s: tuple[float, ...]
    """Ends of the slices; the first begins at 0."""
    replications: int
    seed: int
    simulated_s: float
    """Of each replication."""
    events: int
    """Over all replications."""
    retries: float
    """Per replication."""
    breakers: tuple[tuple[float, str, str, str], ...]
    """(time, caller, callee, state) of the first replication."""
    recovery: Recovery | None
    """None when nothing happens in the plan, or there is no time before it to compare with."""
    notes: tuple[str, ...]
    stopped_because: str
