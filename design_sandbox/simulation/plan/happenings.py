"""What happens during a run: losses, bursts, an emptied copy, a slow station."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outage:
    """A station stops. Calls are refused at once, or (`hangs`) wait in its queue until it is back."""

    station: str
    start_s: float
    end_s: float
    instances: int | None = None
    """How many instances are lost; None: all."""
    hangs: bool = False


@dataclass(frozen=True)
class ZoneOutage:
    """Every station loses the instances that it has in this zone."""

    zone: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Burst:
    """Requests come `factor` times as often."""

    start_s: float
    end_s: float
    factor: float
    flows: tuple[str, ...] = ()
    """Names; empty: all flows."""


@dataclass(frozen=True)
class CacheEmptied:
    """A copy loses what it held: its hit ratio falls to 0 and comes back as 1 − e^(−t ÷ warm_s) of its former self."""

    station: str
    at_s: float
    warm_s: float = 60.0


@dataclass(frozen=True)
class Slowdown:
    """Every call that a station begins takes `factor` times as long, and keeps its slot so long; the latest counts."""

    station: str
    start_s: float
    end_s: float
    factor: float


Happening = Outage | ZoneOutage | Burst | CacheEmptied | Slowdown
