"""Reading and changing facts: who keeps them, who guards them, and how what is worked out learns of its sources."""

from __future__ import annotations

from typing import Literal

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.claims import operation_name, spoken
from design_sandbox.walk.identifying import identify
from design_sandbox.walk.messages import Move
from design_sandbox.walk.use_case import UseCase, name_of
from design_sandbox.walk.words import words

SHOWING = words("display board sign screen panel monitor show")
"""Words of a class, or of its operations, that only shows something."""


def read_fact(case: UseCase, step: Step) -> bool:
    """The class that keeps the fact, or works it out and learns of its sources."""
    fact = step.target
    owners = case.answering(step, "owns", fact)
    workers = case.answering(step, "derives", fact) if owners is not None else None
    if owners is None or workers is None:
        return False
    keepers = [*workers, *owners]
    entity = case.scenario.entities.get(fact)
    if not keepers:
        return (
            _count_in_passing(case, step)
            if entity and entity.derived_from
            else nobody(case, step, "owns", "keeps")
        )
    found = case.model.way(reversed(case.reached), set(keepers).__contains__, past=case.unmade())
    if found is None and _told_of_changes(case, step, keepers):
        case.uses.add((keepers[0], fact))
        for source in entity.derived_from if entity else ():
            _feed(case, step, keepers[0], source)
        return True
    found = found or case.nearest(keepers)
    if found is None:
        return case.unreachable(step, keepers[0])
    case.travel(found[1], step)
    if not case.arrive(found[0], step, fact):
        return False
    for source in entity.derived_from if entity else ():
        _feed(case, step, found[0], source)
        _told_of_changes(case, step, [found[0], *case.model.claiming("owns", source)])
    return True


def _feed(case: UseCase, step: Step, worker: str, source: str) -> None:
    """What is worked out needs what it is worked out from: asked for, or told when it changes."""
    owners = case.model.claiming("owns", source)
    pulled = case.model.way([worker], set(owners).__contains__)
    if pulled is not None:
        case.travel(pulled[1], step)
        case.uses.add((pulled[0], source))
        return
    pushed = case.model.way(owners, worker.__eq__)
    if pushed is not None:
        case.travel(pushed[1], step, after=True)
        case.uses.add((pushed[1][0].source, source))
        return
    if _told_by_mediator(case, step, worker, owners):
        return
    answers = [relate(case, worker, owner) for owner in owners[:1]]
    case.ask(
        f"fed:{worker}:{source}",
        f"How does {case.label(worker)} learn of {case.called(source)}?",
        (worker, *owners[:1]),
        *answers,
    )


def _told_of_changes(case: UseCase, step: Step, tellers: list[str]) -> bool:
    """Whether who shows the value is told of each change, through a promise that it keeps or straight (an observer)."""
    before = len(case.hops)
    taken = {(hop.source, hop.target) for hop in case.hops}
    passed = {
        hop_end for hop in case.hops if hop.step == name_of(step) for hop_end in (hop.source, hop.target)
    }
    for teller in dict.fromkeys((*tellers, *(name for name in case.reached if name in passed))):
        for display in case.model.knows[teller]:
            if (teller, display) not in taken and _only_shows(case, display, step.target):
                case.note(Move(teller, display), step)
        for promise in case.model.knows[teller]:
            listening = [
                name for name in case.model.children[promise] if name in case.reached and name not in tellers
            ]
            if listening and case.model.is_abstraction(promise):
                case.note(Move(teller, promise), step)
                case.note(Move(promise, listening[0], against=True), step)
    return len(case.hops) > before


def _only_shows(case: UseCase, name: str, fact: str) -> bool:
    """Whether a class is a display: nothing else is its business, and it is what people look at, or its words say so."""
    claims, component = case.model.claims[name], case.model.board.parts[name].component
    if (
        case.model.is_abstraction(name)
        or claims.responsibilities - {("derives", fact)}
        or claims.guards | claims.changes
    ):
        return False
    said = spoken(case.label(name)).union(*map(operation_name, component.operations))
    return name == case.first or bool(said & SHOWING)


def _told_by_mediator(case: UseCase, step: Step, worker: str, owners: list[str]) -> bool:
    """A class that knows both asks the owner and tells the worker (`Floor` updates its display)."""
    for name in case.model.classes:
        to_owner = (
            case.model.way([name], set(owners).__contains__) if worker in case.model.knows[name] else None
        )
        if to_owner is not None and name != worker:
            case.travel(to_owner[1], step, after=True)
            case.travel((Move(name, worker),), step, after=True)
            case.touch(worker)
            return True
    return False


def _count_in_passing(case: UseCase, step: Step) -> bool:
    """Nobody works the value out, but its sources can be read: ask who counts."""
    fact = step.target
    for source in case.scenario.entities[fact].derived_from:
        owners = case.model.claiming("owns", source)
        found = case.nearest(owners)
        if found is None:
            return nobody(case, step, "derives", "works out")
        case.travel(found[1], step)
        case.uses.add((found[0], source))
        case.facts.add(f"met:{step.id or fact}:{found[0]}")
    patch: Patch = ({"op": "add_to", "component": case.first, "field": "derives", "value": fact},)
    case.ask(
        f"derives:{fact}",
        f"Who works out {case.called(fact)}?",
        (case.first,),
        (f"Let {case.label(case.first)} work it out", patch),
    )
    return True


def change_fact(case: UseCase, step: Step) -> bool:
    """A change goes to the owner; by way of the class that guards the fact, if one is drawn."""
    fact = step.target
    owners = case.answering(step, "owns", fact)
    if owners is None:
        return False
    if not owners:
        return nobody(case, step, "owns", "keeps")
    guards = case.model.claiming("guards", fact)
    if not (guards and _by_guard(case, step, guards, owners)):
        found = case.nearest(owners)
        if found is None:
            return case.unreachable(step, owners[0])
        case.travel(found[1], step)
        case.facts.add(f"unguarded:{fact}")
        case.arrive(found[0], step, fact)
    if case.stop is None:
        identify(case, step)
    return case.stop is None


def _by_guard(case: UseCase, step: Step, guards: list[str], owners: list[str]) -> bool:
    """Try to pass a guard on the way to the owner; False leaves everything as it was."""
    for guard in guards:
        onward = case.model.way([guard], set(owners).__contains__)
        to_guard = case.nearest([guard]) if onward is not None else None
        if to_guard is None or onward is None:
            continue
        case.travel(to_guard[1], step)
        if case.arrive(guard, step, step.target):
            case.travel(onward[1], step)
            case.facts.add(f"guarded:{step.target}:{guard}")
            case.arrive(onward[0], step, step.target)
        return True
    return False


def nobody(
    case: UseCase, step: Step, field: Literal["owns", "derives", "does", "creates"], verb: str
) -> bool:
    """Stop because no class answers for it; offer the class that stands for its thing, then those on the way."""
    entity = case.scenario.entities.get(step.target)
    homes = case.model.claiming("plays", entity.of) if entity and entity.of else []
    nearest = (
        [case.first, *reversed(case.reached)] if field in ("does", "creates") else [*reversed(case.reached)]
    )
    homes = list(dict.fromkeys((*homes, *nearest)))
    answers = [
        (f"Let {case.label(name)} do it" if field in ("does", "creates") else f"Keep it in {case.label(name)}",
         ({"op": "add_to", "component": name, "field": field, "value": step.target},))
        for name in homes if field in ("does", "creates") or not case.model.is_interface(name)
    ]  # fmt: skip
    return case.fail(
        step,
        f"no class {verb} {case.called(step.target)}",
        f"a class that {verb} {case.called(step.target)}",
        *answers[:3],
    )


def relate(case: UseCase, source: str, target: str, kind: str = "associates") -> tuple[str, Patch]:
    """The edit that lets one class know another, with its label."""
    patch: Patch = ({"op": "add_connection", "connection": {"from": source, "to": target, "kind": kind}},)
    return f"Let {case.label(source)} know {case.label(target)}", patch
