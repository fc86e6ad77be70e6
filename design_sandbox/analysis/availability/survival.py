"""Other ways of serving a flow: where an equal handler takes over, and where the walk finds a way around a lost part.

Most losses are decided by looking at what could be reached at all; only what may survive is walked again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from design_sandbox.analysis.availability.needs import Soft, Way, in_order, way_of
from design_sandbox.model.scenario import Step
from design_sandbox.theory.formula import All, Any, Formula, holds_without, names_in
from design_sandbox.walk.routes import calls
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked
from design_sandbox.walk.ways_in import actor_parts

MOST_WALKED_AGAIN = 24
"""Parts that are taken away and walked without; further ones count as needed."""


@dataclass(frozen=True, eq=False)
class Needs:
    """What a flow needs to be answered, whoever answers it. Compared by identity, as a key of what follows from it."""

    formula: Formula
    chances: dict[str, float]
    soft: tuple[Soft, ...]
    around: tuple[tuple[str, str], ...]
    """(part, handler that answers without it): losses that a way around survives."""
    ways: tuple[tuple[str, ...], ...] = ()
    """The parts that each way needs, told apart: what people multiply who forget that ways share parts."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every part and chance that the formula names."""
        return names_in(self.formula)


def needs_of(walked: Walked, flows: Iterable[str]) -> dict[str, Needs]:
    """The needs of served flows; those walked again for one lost part share that walk."""
    wanted = [flow for flow in flows if walked.walks[flow].served]
    ways = {flow: _drawn_ways(walked, walked.walks[flow]) for flow in wanted}
    around: dict[str, list[tuple[str, str]]] = {flow: [] for flow in wanted}
    undecided: dict[str, list[str]] = {}
    fatal: dict[str, set[str]] = {flow: set() for flow in wanted}
    for flow in wanted:
        for part in ways[flow][0].required:
            if any(holds_without(way.formula, (part,)) for way in ways[flow][1:]):
                continue
            fatal[flow].add(part)
            if may_survive(walked, flow, part):
                undecided.setdefault(part, []).append(flow)
    for part in sorted(undecided, key=lambda name: walked.board.position[name])[:MOST_WALKED_AGAIN]:
        again = walked.without([part], flows=undecided[part])
        for flow in undecided[part]:
            found = again[flow]
            if found.served:
                degraded = found.status == "asks" and walked.walks[flow].status == "served"
                ways[flow].append(way_of(walked, found, found.hops, found.entry, degraded=degraded))
                around[flow].append((part, found.handler or ""))
                fatal[flow].discard(part)
    return {flow: _needs(ways[flow], fatal[flow], tuple(around[flow])) for flow in wanted}


def _drawn_ways(walked: Walked, walk: Walk) -> list[Way]:
    """The walk as told, and the same request where an equal handler or another region takes it."""
    told = way_of(walked, walk, walk.hops, walk.entry)
    return [told, *(way_of(walked, walk, hops, ()) for hops in walk.elsewhere)]


def _needs(ways: list[Way], fatal: set[str], around: tuple[tuple[str, str], ...]) -> Needs:
    """Some way, and in any case what no way around was found for: callers stay with their handler while it stands."""
    required = fatal.union(*(way.required for way in ways))
    order = {name: None for way in ways for name in way.order}
    soft = {name: text for way in reversed(ways) for name, text in way.soft.items() if name not in required}
    chances = {name: chance for way in ways for name, chance in way.chances.items()}
    for way in ways:
        way.required -= fatal
    least = [way for index, way in enumerate(ways)
             if not any(way.asks_more_than(other) and not (other.asks_more_than(way) and place > index)
                        for place, other in enumerate(ways) if place != index)]  # fmt: skip
    formulas = tuple(way.formula for way in least)
    some = (
        (formulas[0].of if isinstance(formulas[0], All) else formulas)
        if len(formulas) == 1
        else (Any(formulas),)
    )
    formula = All((*in_order(fatal, order), *some))
    apart = tuple(in_order(way.required | fatal, order) for way in least)
    return Needs(
        formula, chances, tuple(Soft(name, soft[name]) for name in in_order(soft, order)), around, apart
    )


# What cannot be survived ----------------------------------------------------------------------------------------------


def may_survive(walked: Walked, flow: str, part: str) -> bool:
    """False when a flow certainly stops without a part: nobody lets it in, or nothing that keeps its data is reached.

    Looks at more ways than a walk would take, so that "no" is never wrong; "yes" is to be walked again.
    """
    walk, steps = walked.walks[flow], walked.scenario.flows[flow].steps
    if all(step.by == "actor" for step in steps):
        return all(_is_kept(walked, step, part) for step in steps)
    handlers = _handlers(walked, walked.scenario.flows[flow].actor, part)
    if part not in walk.entry:  # callers stay with who handled them before
        handlers = [name for name in handlers if name in walk.parts] or handlers
    if not handlers:
        return False
    first = next((index for index, step in enumerate(steps) if step.new_request), len(steps))
    return all(_may_meet(walked, step, handlers, part) for step in steps[:first])


def _may_meet(walked: Walked, step: Step, handlers: list[str], lost: str) -> bool:
    if step.any_of:
        return any(
            all(_may_meet(walked, inner, handlers, lost) for inner in way) for way in step.any_of.values()
        )
    on_data = step.target in walked.scenario.entities and step.eventually is None and step.by != "actor"
    return not on_data or _reachable(walked, step, handlers, lost)


def _is_kept(walked: Walked, step: Step, lost: str) -> bool:
    """Whether something else keeps what people fetch or bring themselves."""
    return step.target not in walked.scenario.entities or any(
        part.id != lost for part in walked.board.keeping(step.target)
    )


def _handlers(walked: Walked, actor: str, lost: str) -> list[str]:
    """Every compute that a request of the actor could enter by, wherever its arrows lead."""
    board = walked.board

    def onward(name: str) -> list[str]:
        part = board.parts[name]
        if part.can("compute"):
            return []
        ahead = [link.target for link in board.out[name]]
        if part.can("initiate"):
            ahead += [link.source for link in board.into[name]]
        return ahead

    starts = [name for name in actor_parts(walked.setting, actor) if name != lost]
    return [name for name in _spread(starts, onward, lost) if board.parts[name].can("compute")]


def _reachable(walked: Walked, step: Step, handlers: list[str], lost: str) -> bool:
    """Whether something that keeps the step's data is left and within reach of some handler."""
    board, entity = walked.board, walked.scenario.entities[step.target]
    keepers = {part.id for part in board.keeping(step.target)} | set(
        walked.setting.open_owners.get(step.target, ())
    )
    keepers.discard(lost)
    if entity.durable:
        durable = {name for name in keepers if board.parts[name].spec.durable}
        owners = {name for name in durable if step.target in board.parts[name].holds}
        owners |= durable & set(walked.setting.open_owners.get(step.target, ()))
        if not owners:
            return False
        keepers = owners if step.verb in ("write", "claim") else keepers
    reading = step.verb in ("read", "scan", "search")
    onward = (lambda name: calls(board, name)) if reading else _anywhere(walked)
    return not keepers.isdisjoint(_spread(handlers, onward, lost))


def _anywhere(walked: Walked) -> Callable[[str], Iterable[str]]:
    board = walked.board

    def onward(name: str) -> list[str]:
        ahead = [link.target for link in board.out[name]]
        if board.parts[name].can("hand_off"):
            ahead += [link.source for link in board.into[name]]
        return ahead

    return onward


def _spread(starts: Iterable[str], onward: Callable[[str], Iterable[str]], lost: str) -> dict[str, None]:
    """Everything that is reached without the lost part, the starts included."""
    found = dict.fromkeys(name for name in starts if name != lost)
    queue = deque(found)
    while queue:
        for name in onward(queue.popleft()):
            if name != lost and name not in found:
                found[name] = None
                queue.append(name)
    return found
