"""What an answer needs, as a formula over the parts of a walk (SEMANTICS 4, 5, 11, 16).

Needed are the way in, the handler and every call that the answer waits for; a channel that takes work off the request must
take it. What happens after the answer, what may be lost or skipped, and copies that only save time degrade a journey and
stop nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from design_sandbox.model.scenario import Step, walk_steps
from design_sandbox.theory.formula import All, Any, Formula
from design_sandbox.walk.copies import misses
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

HIT = "hit:"
"""Before a part's id: the chance that a copy has what is asked for."""


@dataclass(frozen=True)
class Soft:
    """A part whose loss stops no answer, and what it costs instead."""

    part: str
    text: str


@dataclass
class Way:
    """One way of serving a flow: what it needs, its copies with what answers on a miss, and what only degrades."""

    required: set[str]
    alternatives: list[Formula]
    chances: dict[str, float]
    soft: dict[str, str]
    order: dict[str, None]
    """Parts in the order in which a request passes them."""

    @property
    def formula(self) -> Formula:
        """Everything that is required, and one of each pair of alternatives."""
        return All((*in_order(self.required, self.order), *self.alternatives))

    def asks_more_than(self, other: Way) -> bool:
        """Whether whatever serves this way serves the other way too."""
        return other.required <= self.required and set(other.alternatives) <= set(self.alternatives)


def in_order(names: Iterable[str], order: Iterable[str]) -> tuple[str, ...]:
    """The names as a request passes them; others follow by name."""
    place = {name: index for index, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: (place.get(name, len(place)), name)))


def way_of(
    walked: Walked, walk: Walk, hops: Iterable[Hop], entry: tuple[str, ...], *, degraded: bool = False
) -> Way:
    """What the answer needs when it takes these hops. `degraded`: a walk that only hits of a copy can serve."""
    reading = _Reading(walked, walk.flow)
    taken = tuple(hops)
    order = dict.fromkeys((*entry, *(name for hop in taken for name in (hop.source, hop.target))))
    way = Way(set(entry), [], {}, {}, order)
    before = [hop for hop in taken if not hop.after_answer]
    for hop in before:
        if hop.mode == "must" and hop.step not in reading.spared and not _beside(walked, hop, entry):
            way.required |= {hop.source, hop.target}
    copies = _copies(before)
    _misses(walked, way, before, copies, reading)
    _hand_offs(walked, way, taken, reading)
    if degraded:
        _only_hits(walked, way, before)
    _soft(walked, way, taken, reading)
    way.required = {name for name in way.required if _counts(walked, name)}
    return way


@dataclass(frozen=True)
class _Reading:
    """The flow's steps by what they mean for its availability."""

    walked: Walked
    flow: str

    @property
    def steps(self) -> dict[str, Step]:
        return {
            step.id or step.verb or "step": step
            for step in walk_steps(self.walked.scenario.flows[self.flow].steps)
        }

    @property
    def skipped(self) -> frozenset[str]:
        """Steps that a request goes on without."""
        return frozenset(name for name, step in self.steps.items() if step.when_down != "required")

    @property
    def spared(self) -> frozenset[str]:
        """Steps that the answer does not need though it may wait for them: skipped ones, and pushes that may be lost."""
        pushes = {name for name, step in self.steps.items() if step.via is not None and step.may_lose}
        return self.skipped | pushes

    def must_take(self, step: str) -> bool:
        """Whether work of this step that is done later must at least be taken over before the answer."""
        known = self.steps.get(step)
        return known is not None and not known.may_lose and known.when_down == "required"


def _counts(walked: Walked, name: str) -> bool:
    """People and their devices are not part of what we run; machines that only pass their wishes on are."""
    part = walked.board.parts.get(name)
    return part is not None and not (part.can("initiate") and not part.can("pass_on"))


def _beside(walked: Walked, hop: Hop, entry: tuple[str, ...]) -> bool:
    """A name service that is drawn beside the way in: what it said before is still known."""
    names = [name for name in (hop.source, hop.target) if walked.board.parts[name].names_only]
    return any(name not in entry for name in names)


def _copies(before: list[Hop]) -> list[Hop]:
    """Calls that ask a copy first, where something answers behind it."""
    return [hop for hop in before if hop.mode == "best_effort" and hop.entity
            and any(other.mode == "miss" and other.step == hop.step for other in before)]  # fmt: skip


def _misses(walked: Walked, way: Way, before: list[Hop], copies: list[Hop], reading: _Reading) -> None:
    """What is asked on a miss: the owner of durable data must be there; else the copy, or what answers behind it."""
    for step in dict.fromkeys(hop.step for hop in before if hop.mode == "miss"):
        behind = {name for hop in before if hop.mode == "miss" and hop.step == step and not _another_copy(walked, hop)
                  for name in (hop.source, hop.target)}  # fmt: skip
        asked = [hop for hop in copies if hop.step == step]
        if not asked and step in reading.steps:
            way.required |= behind  # straight from a copy that passes on what it lacks
        elif not asked:
            _computed_on_miss(walked, way, before, step, behind)
        elif _durable(walked, asked[0].entity):
            way.required |= behind | {asked[0].source}
        else:
            copy = asked[-1]
            hit = _hit(walked, way, copy.target)
            way.required.add(copy.source)
            way.alternatives.append(Any((All((copy.target, hit)), All(tuple(sorted(behind))))))


def _computed_on_miss(walked: Walked, way: Way, before: list[Hop], step: str, behind: set[str]) -> None:
    """Derived data that the reader works out itself when the copy lacks it: hits are served without the sources."""
    entity = step.removeprefix("fill_")
    keepers = [hop.target for hop in before if hop.entity == entity and hop.mode != "miss"]
    if keepers and behind - way.required:
        way.alternatives.append(Any((_hit(walked, way, keepers[0]), All(tuple(sorted(behind))))))


def _hit(walked: Walked, way: Way, copy: str) -> str:
    name = f"{HIT}{copy}"
    way.chances[name] = 1.0 - misses(walked.board.parts[copy])
    return name


def _another_copy(walked: Walked, hop: Hop) -> bool:
    """A nearer copy that is asked before the owner: nobody depends on it."""
    return (
        bool(hop.entity)
        and hop.entity not in walked.board.parts[hop.target].holds
        and not walked.board.parts[hop.target].spec.durable
    )


def _durable(walked: Walked, entity: str) -> bool:
    known = walked.scenario.entities.get(entity)
    return known is not None and known.durable


def _hand_offs(walked: Walked, way: Way, hops: tuple[Hop, ...], reading: _Reading) -> None:
    """The channel that takes work over is needed until it has it; who works it off may come back later."""
    for hop in hops:
        takes = (
            hop.after_answer
            and walked.board.parts[hop.target].can("hand_off")
            and reading.must_take(hop.step)
        )
        if takes and hop.source in way.required:
            way.required.add(hop.target)


def _only_hits(walked: Walked, way: Way, before: list[Hop]) -> None:
    """Nothing fills the copy now, and nothing answers for what it lacks."""
    for hop in before:
        part = walked.board.parts[hop.target]
        if hop.entity and not part.spec.durable and misses(part) > 0:
            way.alternatives.append(_hit(walked, way, hop.target))


def _soft(walked: Walked, way: Way, hops: tuple[Hop, ...], reading: _Reading) -> None:
    """Parts that are touched and not required, with what their loss costs."""
    needed = {name for alternative in way.alternatives for name in _names(alternative)}
    for hop in hops:
        name = hop.target
        if name in way.required or name in needed or name in way.soft or not _counts(walked, name):
            continue
        way.soft[name] = _cost(walked, hop, reading)


def _names(formula: Formula) -> list[str]:
    return [formula] if isinstance(formula, str) else [name for one in formula.of for name in _names(one)]


def _cost(walked: Walked, hop: Hop, reading: _Reading) -> str:
    label = walked.board.parts[hop.target].label
    step = reading.steps.get(hop.step)
    if hop.step in reading.skipped:
        return f"Without {label} the request goes on and leaves {_said(hop.step)} out."
    if hop.after_answer and step is not None and step.may_lose:
        return f"Without {label} what {_said(hop.step)} does is lost meanwhile."
    if hop.after_answer:
        return f"Without {label} people get their answer, and what comes after it waits."
    if hop.mode in ("best_effort", "miss"):
        return f"Without {label} every request goes to what stands behind it."
    return f"Without {label} the request is answered all the same."


def _said(step: str) -> str:
    return f"“{step.replace('_', ' ')}”"
