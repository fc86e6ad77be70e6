"""How each kind of step of a use case is met: read and change a fact, decide, create (SEMANTICS 27, 28)."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.creating import makers_on_the_way
from design_sandbox.walk.fact_steps import change_fact, nobody, read_fact, relate
from design_sandbox.walk.messages import Move, Way
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
        return change_fact(case, step) if verb == "change" else read_fact(case, step)
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
    case.uses, case.facts, case.stop, case.inferred = best.uses, best.facts, best.stop, best.inferred
    return case.stop is None


def _decide(case: UseCase, step: Step) -> bool:
    deciders = case.answering(step, "does", step.target)
    if deciders is None:
        return False
    if not deciders:
        return nobody(case, step, "does", "decides")
    found = _seam(case, deciders) or case.nearest(deciders)
    if found is None:
        return case.unreachable(step, deciders[0])
    case.travel(found[1], step)
    answering = _implementing(case, step, found)
    if not case.arrive(found[0], step, step.target):
        return False
    for name in answering:
        if name in deciders:
            case.uses.add((name, step.target))
        _consult(case, step, name)
    return case.stop is None


def _seam(case: UseCase, deciders: list[str]) -> tuple[str, Way] | None:
    """A promise that is drawn for the decision is asked before classes whose operations only sound like it."""
    seams = {name for name in deciders if case.model.is_abstraction(name) and _kept(case, name)}
    return case.model.way(reversed(case.reached), seams.__contains__, past=case.unmade()) if seams else None


def _kept(case: UseCase, promise: str) -> bool:
    return any(not case.model.is_abstraction(name) for name in case.model.below(promise))


def _implementing(case: UseCase, step: Step, found: tuple[str, Way]) -> list[str]:
    """Everybody who may answer in the decider's place: all that keep the promise through which it is asked."""
    promises = [
        move.source
        for move in found[1]
        if move.against and not move.back and case.model.is_abstraction(move.source)
    ]
    for promise in promises:
        case.dispatch(promise, step)
    below = [name for promise in (found[0], *promises) if case.model.is_abstraction(promise)
             for name in sorted(case.model.below(promise), key=case.model.rank)]  # fmt: skip
    return list(dict.fromkeys((found[0], *below)))


CONSULTED_WITHIN = 3
"""Relations between a decision and the facts it looks at; what is farther away is passed in as a parameter."""


def _consult(case: UseCase, step: Step, decider: str) -> None:
    """Whoever decides may look at the facts it decides by; what is passed in as a parameter needs no relation."""
    entity = case.scenario.entities.get(step.target)
    for fact in entity.derived_from if entity else ():
        about = case.scenario.entities[fact].of
        homes = case.model.claiming("owns", fact) or case.model.claiming("plays", about or "")
        found = case.model.way([decider], set(homes).__contains__)
        if found is not None and 0 < len(found[1]) <= CONSULTED_WITHIN:
            case.travel(found[1], step)
            case.arrive(found[0], step, fact)
        elif found is None:
            _handed_over(case, step, fact, homes)


def _handed_over(case: UseCase, step: Step, fact: str, homes: list[str]) -> None:
    """A parameter comes from a class on the way that knows it (the kiosk hands the vehicle on)."""
    for name in reversed(case.reached):
        for head in case.model.knows[name]:
            if head in homes and (not case.model.is_abstraction(head) or _kept(case, head)):
                case.travel((Move(name, head),), step)
                case.arrive(head, step, fact)
                return


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
    makers = makers or makers_on_the_way(case, step)
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
        case.ask(f"creates:{step.target}", text, (maker, made[0]), relate(case, maker, made[0], "depends"))
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
