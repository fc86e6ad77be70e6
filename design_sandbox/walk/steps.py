"""How each kind of step of a use case is met: read and change a fact, decide, create (SEMANTICS 27, 28)."""

from __future__ import annotations

from typing import Literal

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.messages import Move
from design_sandbox.walk.use_case import VERBS_AS, UseCase
from design_sandbox.walk.walk import StrategyChoice


def meet(case: UseCase, step: Step) -> bool:
    """Meet one step; False when the use case stops there."""
    if step.any_of:
        return _any_of(case, step)
    verb = VERBS_AS.get(step.verb or "", step.verb)
    if verb == "create":
        return _create(case, step)
    if verb == "decide":
        return _decide(case, step)
    if verb in ("read", "change"):
        entity = case.scenario.entities.get(step.target)
        if entity is not None and entity.shape == "thing":
            return _reach_thing(case, step)
        return _change(case, step) if verb == "change" else _read(case, step)
    return True  # notify and connect concern machines; between classes there is nothing to show


def _any_of(case: UseCase, step: Step) -> bool:
    """The first alternative that arrives without a question, else with the fewest; the first tells why none does."""
    tried: list[tuple[tuple[bool, int, int], str, UseCase]] = []
    for index, (name, steps) in enumerate(step.any_of.items()):
        fork = case.fork()
        for inner in steps:
            if fork.stop is None:
                meet(fork, inner)
        tried.append(((fork.stop is not None, len(fork.questions), index), name, fork))
    _, name, best = min(tried, key=lambda entry: entry[0])
    case.reached, case.hops, case.questions = best.reached, best.hops, best.questions
    case.strategies = [
        *best.strategies,
        StrategyChoice(step.id or "choice", name, "the drawing shows it"),
    ]
    case.uses, case.facts, case.stop = best.uses, best.facts, best.stop
    return case.stop is None


# Facts ----------------------------------------------------------------------------------------------------------------


def _read(case: UseCase, step: Step) -> bool:
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
    found = case.nearest(keepers)
    if found is None:
        return case.unreachable(step, keepers[0])
    case.travel(found[1], step)
    if not case.arrive(found[0], step, fact):
        return False
    for source in entity.derived_from if entity else ():
        _feed(case, step, found[0], source)
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
    answers = [_relate(case, worker, owner) for owner in owners[:1]]
    case.ask(
        f"fed:{worker}:{source}",
        f"How does {case.label(worker)} learn of {case.called(source)}?",
        (worker, *owners[:1]),
        *answers,
    )


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


def _change(case: UseCase, step: Step) -> bool:
    """A change goes to the owner; by way of the class that guards the fact, if one is drawn."""
    fact = step.target
    owners = case.answering(step, "owns", fact)
    if owners is None:
        return False
    if not owners:
        return nobody(case, step, "owns", "keeps")
    guards = case.model.claiming("guards", fact)
    if guards and _by_guard(case, step, guards, owners):
        return case.stop is None
    found = case.nearest(owners)
    if found is None:
        return case.unreachable(step, owners[0])
    case.travel(found[1], step)
    case.facts.add(f"unguarded:{fact}")
    return case.arrive(found[0], step, fact)


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
    homes = [*homes, *(name for name in reversed(case.reached) if name not in homes)]
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


# Decisions and things ---------------------------------------------------------------------------------------------------


def _decide(case: UseCase, step: Step) -> bool:
    deciders = case.answering(step, "does", step.target)
    if deciders is None:
        return False
    if not deciders:
        return nobody(case, step, "does", "decides")
    found = case.nearest(deciders)
    if found is None:
        return case.unreachable(step, deciders[0])
    case.travel(found[1], step)
    return case.arrive(found[0], step, step.target) and _consult(case, step, found[0])


CONSULTED_WITHIN = 3
"""Relations between a decision and the facts it looks at; what is farther away is passed in as a parameter."""


def _consult(case: UseCase, step: Step, decider: str) -> bool:
    """Whoever decides may look at the facts it decides by; what is passed in as a parameter needs no relation."""
    entity = case.scenario.entities.get(step.target)
    for fact in entity.derived_from if entity else ():
        about = case.scenario.entities[fact].of
        homes = case.model.claiming("owns", fact) or case.model.claiming("plays", about or "")
        found = case.model.way([decider], set(homes).__contains__)
        if found is not None and 0 < len(found[1]) <= CONSULTED_WITHIN:
            case.travel(found[1], step)
            case.arrive(found[0], step, fact)
    return True


def _reach_thing(case: UseCase, step: Step) -> bool:
    made = case.model.claiming("plays", step.target)
    if not made:
        return _no_class_for(case, step)
    found = case.nearest(made)
    if found is None:
        return case.unreachable(step, made[0])
    case.travel(found[1], step)
    return case.arrive(found[0], step, step.target)


def _create(case: UseCase, step: Step) -> bool:
    """A creation reaches the creator, and the creator must know what it creates."""
    makers = case.answering(step, "creates", step.target)
    if makers is None:
        return False
    if not makers:
        return nobody(case, step, "creates", "creates")
    found = case.nearest(makers)
    if found is None:
        return case.unreachable(step, makers[0])
    case.travel(found[1], step)
    return case.arrive(found[0], step, step.target) and _obtain(case, step, found[0])


def _obtain(case: UseCase, step: Step, maker: str) -> bool:
    """What was created is returned along the chain, and may be addressed from now on."""
    made = case.model.claiming("plays", step.target)
    if not made:
        return _no_class_for(case, step)
    onward = case.model.way([maker], set(made).__contains__)
    if onward is None:
        text = f"{case.label(maker)} creates {case.called(step.target)}, but nothing connects it with {case.label(made[0])}. How does it get one?"
        case.ask(f"creates:{step.target}", text, (maker, made[0]), _relate(case, maker, made[0], "depends"))
        return True
    case.travel(onward[1], step)
    return case.arrive(onward[0], step, step.target)


def _no_class_for(case: UseCase, step: Step) -> bool:
    """Ask which class a thing is; whoever makes it was found."""
    thing, maker = step.target, case.reached[-1]
    called = case.called(thing)
    label = "".join(word.capitalize() for word in thing.replace("_", " ").split())
    fresh = next(
        n for n in (thing, *(f"{thing}-{i}" for i in range(2, 99))) if n not in case.model.board.parts
    )
    patch: Patch = (
        {"op": "add_component", "id": fresh, "near": maker, "component": {"type": "class", "label": label}},
        {"op": "add_connection", "connection": {"from": maker, "to": fresh, "kind": "composes"}},
    )
    case.ask(f"thing:{thing}", f"Which class is {called}?", (maker,), (f"Add a class {label}", patch))
    return True


def _relate(case: UseCase, source: str, target: str, kind: str = "associates") -> tuple[str, Patch]:
    patch: Patch = ({"op": "add_connection", "connection": {"from": source, "to": target, "kind": kind}},)
    return f"Let {case.label(source)} know {case.label(target)}", patch
