"""A walk's hops as the call tree that is simulated: who calls whom before answering, on a miss, or after the answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from design_sandbox.simulation.plan import Call, Chance, Later, Lookup, Policy, Step
from design_sandbox.walk.walk import Hop

ALMOST = 1e-9
Travel = Callable[[Hop], float]
"""Time (s) that a hop takes beside the call itself: distance, and work of a known length."""
PolicyOf = Callable[[Hop], Policy]
HandsOff = Callable[[str], bool]
"""Whether a part is a channel: its consumers go on independently of each other."""


@dataclass
class Visit:
    """One hop with what its target does next."""

    hop: Hop
    total: float
    """Calls per request that gets here."""
    times: float
    """Calls each time that its caller is called."""
    inside: list[Item] = field(default_factory=list)
    on_miss: list[Item] = field(default_factory=list)
    misses: float = 0.0
    """Share of the reads that `on_miss` answers."""


@dataclass
class Aside:
    """What follows after the answer."""

    label: str
    inside: list[Item] = field(default_factory=list)


@dataclass
class Missed:
    """What only misses take, behind a copy on the way itself or one that is not told."""

    share: float
    copy: str
    inside: list[Item] = field(default_factory=list)


Item = Visit | Aside | Missed


@dataclass(frozen=True)
class Level:
    """Where the calls of a step go while it misses with this probability, in calls per so many of the request."""

    probability: float
    place: list[Item]
    frame: float


@dataclass
class CallTree:
    """Builds the tree hop by hop, in the order of the walk."""

    hands_off: HandsOff
    root: list[Item] = field(default_factory=list)
    _latest: dict[tuple[str, bool], Visit] = field(default_factory=dict)
    """(part, whether after the answer) → its latest visit."""
    _asked: dict[str, Visit] = field(default_factory=dict)
    """Step → whom it asked last."""
    _levels: dict[str, Level] = field(default_factory=dict)

    def add(self, hop: Hop) -> None:
        """Hang a hop under the latest visit of its source, or behind the copy that missed."""
        caller = self._latest.get((hop.source, hop.after_answer)) or self._latest.get((hop.source, False))
        place, frame = (caller.inside, caller.total) if caller else (self.root, 1.0)
        if hop.mode == "miss":
            place, frame = self._behind_a_copy(hop, caller, place, frame)
        elif hop.after_answer and (
            caller is None or not caller.hop.after_answer or self.hands_off(hop.source)
        ):
            place.append(aside := Aside("" if self.hands_off(hop.target) else hop.step))
            place = aside.inside
        total = hop.calls / (hop.probability or 1.0)
        visit = Visit(hop, total, total / frame)
        place.append(visit)
        self._latest[hop.target, hop.after_answer] = self._asked[hop.step] = visit

    def _behind_a_copy(
        self, hop: Hop, caller: Visit | None, place: list[Item], frame: float
    ) -> tuple[list[Item], float]:
        """Where a call goes that only misses make, and how many calls of the request the place stands for."""
        level, asked = self._levels.get(hop.step), self._asked.get(hop.step)
        if level is not None and abs(level.probability - hop.probability) < ALMOST:
            further = caller is not None and caller.hop.mode == "miss" and caller.hop.step == hop.step
            return (place, frame) if further else (level.place, level.frame)
        share = hop.probability / (level.probability if level else 1.0)
        if asked is not None and asked.hop.mode in ("best_effort", "miss"):
            asked.misses = share
            place, frame = asked.on_miss, asked.total / asked.times
        else:
            place.append(missed := Missed(share, asked.hop.target if asked else ""))
            place = missed.inside
        self._levels[hop.step] = Level(hop.probability, place, frame)
        return place, frame


def steps_of(
    items: Sequence[Item], travel: Travel, policy: PolicyOf, name: Callable[[str], str]
) -> tuple[Step, ...]:
    """The steps of a tree; `name` gives the station of a part."""
    found: list[Step] = []
    for item in items:
        then = steps_of(item.inside, travel, policy, name)
        match item:
            case Aside():
                found.append(Later(then, item.label))
            case Missed():
                found.append(Chance(item.share, then, missed_by=name(item.copy) if item.copy else ""))
            case Visit(hop):
                call = Call(name(hop.target), then, policy=policy(hop), optional=hop.mode == "best_effort",
                            travel_s=travel(hop))  # fmt: skip
                behind = steps_of(item.on_miss, travel, policy, name)
                found += _as_often(call, item.times, behind, item.misses)
    return tuple(found)


def _as_often(call: Call, times: float, behind: tuple[Step, ...], misses: float) -> list[Step]:
    """So many calls at once on average: whole numbers, mixed by chance."""

    def whole(amount: int) -> tuple[Step, ...]:
        each = replace(call, times=amount)
        return (Lookup(each, 1 - misses, behind) if behind else each,) if amount else ()

    few = math.floor(times + ALMOST)
    rest = times - few
    if rest <= ALMOST:
        return list(whole(few))
    return [Chance(rest, whole(few + 1), whole(few))]
