"""What is simulated: stations, the calls that flows make at them, policies of the callers, and what happens when.

A plan knows no design and no screen; it is plain data that another process can be handed. All times are in seconds,
all rates per second. `checking.check_plan` says in words what is wrong with a plan.
"""

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


@dataclass(frozen=True)
class Breaker:
    """A circuit breaker: refuses calls while most of them fail, and probes whether the callee is back."""

    opens_at: float = 0.5
    """Share of failed calls in the window from which it opens."""
    window_s: float = 10.0
    least_calls: int = 20
    """Fewer calls in the window than this say nothing."""
    open_s: float = 5.0
    """How long it refuses before it lets probes through."""
    probes: int = 1
    """Successful probes after which it closes; one failure opens it again."""


@dataclass(frozen=True)
class Policy:
    """What a caller does about calls that take long or fail. The defaults do nothing."""

    timeout_s: float | None = None
    """After this long the caller gives up; the work that it asked for goes on all the same."""
    retries: int = 0
    """Attempts after the first."""
    backoff_s: float = 0.0
    """Pause before the first retry; doubled before each further one."""
    jitter: float = 0.0
    """Share of the pause that is random: 0.5 means between half and the whole pause."""
    retry_budget: float | None = None
    """Retries allowed per first attempt over time (0.1: at most 10 % more calls); None: no limit."""
    breaker: Breaker | None = None


@dataclass(frozen=True)
class Call:
    """Calls to a station, side by side; each is followed by what the station itself does next before it answers."""

    station: str
    then: tuple[Step, ...] = ()
    times: int = 1
    """Calls at once; the caller waits for all of them."""
    policy: Policy = Policy()
    optional: bool = False
    """Whether the caller goes on when the call fails."""
    work_s: float = 0.0
    """Known work on top of the station's own time; it keeps a slot busy too."""
    travel_s: float = 0.0
    """Distance: time until the answer is back during which no slot is busy."""


@dataclass(frozen=True)
class Lookup:
    """Ask a copy; what it lacks, and everything while it does not answer, is asked elsewhere."""

    copy: Call
    hit_ratio: float
    on_miss: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Chance:
    """Steps that only some requests take."""

    probability: float
    steps: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()
    missed_by: str = ""
    """The station whose misses these are: while it is cold, more requests take these steps."""


@dataclass(frozen=True)
class Together:
    """Branches side by side; the slowest decides when the request goes on."""

    branches: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Later:
    """Work that does not delay the answer. Its lag is measured under `label`, from the request's start; "": not at all."""

    steps: tuple[Step, ...]
    label: str = ""


@dataclass(frozen=True)
class Pause:
    """Time that passes without anybody working: distance."""

    time: Spread


Step = Call | Lookup | Chance | Together | Later | Pause


@dataclass(frozen=True)
class Flow:
    """Requests of one kind: how many a second, how regular, and what each does."""

    name: str
    rate_per_s: float
    steps: tuple[Step, ...]
    burstiness: float = 1.0
    """Coefficient of variation of the gaps between requests: 0 a clock, 1 many independent people, 2 bursty."""
    away_s: float = 0.0
    """Distance between the actor and the first station, there and back: added to every answer."""
    label: str = ""
    target_s: float | None = None
    """How long an answer may take at p99; only told, never used."""


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
