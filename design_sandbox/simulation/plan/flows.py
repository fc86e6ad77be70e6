"""Requests: how many come, the steps that each takes, and what callers do about calls that fail."""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.simulation.plan.stations import Spread


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
