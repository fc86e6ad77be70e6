"""Figures about a walked design, each with its working: what the screen unfolds under a number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

if TYPE_CHECKING:
    from design_sandbox.analysis.latency.course import TimedWalk
    from design_sandbox.analysis.traffic import Traffic
    from design_sandbox.walk.board import Part

Found = TypeVar("Found")


@dataclass(frozen=True)
class WorkingLine:
    """One line of a working: what it is, how it came about, and its value as text."""

    label: str
    text: str
    value: str
    source: str = ""


class LazyLines(Sequence[WorkingLine]):
    """Lines that are built when somebody looks at them: most workings are never unfolded."""

    def __init__(self, build: Callable[[], Iterable[WorkingLine]]) -> None:
        self._build = build

    @cached_property
    def _lines(self) -> tuple[WorkingLine, ...]:
        return tuple(self._build())

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> WorkingLine: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[WorkingLine, ...]: ...
    def __getitem__(self, index: int | slice) -> WorkingLine | tuple[WorkingLine, ...]:
        return self._lines[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._lines == tuple(other)

    def __hash__(self) -> int:
        return hash(self._lines)

    def __repr__(self) -> str:
        return repr(self._lines)


class Demand(NamedTuple):
    """One dimension: what is asked at peak and what one instance gives."""

    name: str
    asked: float
    per_instance: float
    multiplier: int
    """Instances that share this demand: shards for writes, all copies for reads."""
    source: str

    @property
    def utilisation(self) -> float:
        """Asked over given."""
        return self.asked / (self.per_instance * self.multiplier) if self.per_instance else 0.0


@dataclass(frozen=True)
class ComponentLoad:
    """What the walks ask of one component, average and at peak, and how much of it that is."""

    average_per_s: float
    peak_per_s: float
    capacity_per_s: float | None
    """Of all instances; None when nothing is known about it."""
    instances: int | None
    """None: unset and not inferable, so it is asked."""
    instances_inferred: bool
    utilisation: float | None
    """Of the tightest dimension, at peak; None when unknown."""
    dimension: str
    needs_instances: int | None
    """How many it would take to stay under the target utilisation."""
    working: Sequence[WorkingLine] = ()
    reads_per_s: float = 0.0
    writes_per_s: float = 0.0
    stored_bytes: float = 0.0
    demands: tuple[Demand, ...] = ()
    """Every dimension in which something is known; the tightest is `dimension`."""
    grows: bool = False
    """Whether instances are added with the load, so that it never breaks by load alone."""
    replicas: int | None = None
    """Copies of each shard; None when unset."""
    shards: int = 1
    part: Part | None = field(default=None, compare=False, repr=False)
    """The part that it is the load of; None when somebody made it up."""
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def asks_its_size(self) -> bool:
        """Whether it is asked for something while nobody has said how many there are, and that cannot be inferred."""
        return self.instances is None and self.peak_per_s > 0

    def __getstate__(self) -> dict[str, Any]:
        """What another process gets: what is only remembered here stays here."""
        return {**self.__dict__, "_known": {}}

    def once(self, part: Part, what: Hashable, work: Callable[[], Found]) -> Found:
        """What follows from this load, its part and `what` alone: worked out once for as long as the part stays the same.

        Loads of parts that an edit leaves alone are the same objects before and after it, and so is what is known
        of them.
        """
        if self.part is None or not (part is self.part or part == self.part):
            return work()
        try:
            found: Found = self._known[what]
        except KeyError:
            found = self._known[what] = work()
        return found


def once(load: ComponentLoad | None, part: Part, what: Hashable, work: Callable[[], Found]) -> Found:
    """`ComponentLoad.once`, also for parts without a load: those are worked out each time."""
    return work() if load is None else load.once(part, what, work)


@dataclass(frozen=True)
class ConnectionLoad:
    """Calls per second over one connection, average and at peak."""

    average_per_s: float
    peak_per_s: float
    bytes_per_s: float = 0.0


@dataclass(frozen=True)
class AnswerTime:
    """How long a flow's answer takes at peak, waits included; flows behind a part that is over capacity have none."""

    mean_s: float
    p99_s: float
    target_s: float | None
    working: Sequence[WorkingLine] = ()


@dataclass(frozen=True)
class Numbers:
    """Every figure of a review."""

    components: dict[str, ComponentLoad] = field(default_factory=dict)
    connections: dict[tuple[str, str], ConnectionLoad] = field(default_factory=dict)
    answer_times: dict[str, AnswerTime] = field(default_factory=dict)
    first_bottleneck: str | None = None
    breaks_at_load_multiple: float | None = None
    strategy_costs: dict[str, dict[str, float]] = field(default_factory=dict)
    """Flow → strategy → calls per second at peak that it would take: push or pull, answered by numbers."""
    traffic: Traffic | None = None
    """What every part's load is made of."""
    timed: Mapping[str, TimedWalk] = field(default_factory=dict, compare=False, repr=False)
    """Flow → the hops that its answer waits for, as they were timed for these loads."""
