"""Parts at which calls queue, and how long a call takes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["lognormal", "exponential", "gamma", "constant"]


@dataclass(frozen=True)
class Spread:
    """A random time: its mean in seconds, its coefficient of variation (standard deviation ÷ mean) and its shape."""

    mean_s: float
    cv: float = 1.0
    """Ignored by `exponential` (1) and `constant` (0)."""
    shape: Shape = "lognormal"


@dataclass(frozen=True)
class Autoscaling:
    """Instances follow the load: every `every_s` the measured utilisation decides how many there should be."""

    target: float
    """Utilisation aimed at, between 0 and 1."""
    least: int
    most: int
    lag_s: float = 60.0
    """From the decision until new instances take work."""
    every_s: float = 15.0


@dataclass(frozen=True)
class Station:
    """A part at which calls queue: first come, first served, by `instances × at_once` slots."""

    name: str
    call: Spread
    """How long a call takes here when nothing waits."""
    instances: int = 1
    at_once: int = 1
    """Calls that one instance works on at the same time."""
    held: float = 1.0
    """How long a slot is busy with a call, as a multiple of the call's own time: below 1 the rest is pure delay."""
    queue_bound: int | None = None
    """Calls that may wait in one lane; the next one is shed. None: all wait."""
    lanes: int = 1
    """Separate queues that share the instances evenly (shards): a call falls on one at random and cannot change."""
    lane_weights: tuple[float, ...] = ()
    """How much of the calls each lane gets; empty: all alike."""
    unlimited: bool = False
    """No call ever waits here: a provider's service without a known limit, or so many slots that it does not matter.
    Its utilisation is counted from its calls; `held=0` where it has no meaning."""
    zones: tuple[tuple[str, int], ...] = ()
    """(zone, instances in it), for losing a zone."""
    autoscaling: Autoscaling | None = None
    label: str = ""
