"""one-guard: can two people at once break what must never break?

It holds when exactly one class finds and takes in one operation, keeps the fact or is the only way to it, and lies on the
walk of every use case that changes it. Guards at the lot and at the spot are both right.
"""

from __future__ import annotations

from design_sandbox.model.scenario import Invariant, walk_steps
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
)
from design_sandbox.walk.delegating import acting_alone
from design_sandbox.walk.messages import Model
from design_sandbox.walk.objects import model_of

NOT_SHOWN = Judgement("unknown", 0.0)
"""No use case that changes the fact arrives: nothing is broken yet, and nothing is earned; another rule tells why."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Judge one invariant of an object model."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    invariant = next(entry for entry in context.scenario.invariants if entry.id == subject)
    changing = [name for name in context.walked.walks if any(
        step.target == invariant.entity and step.verb in ("change", "claim", "write")
        for step in walk_steps(context.scenario.flows[name].steps))]  # fmt: skip
    served = [name for name in changing if context.walk(name).served]
    if not served:
        return NOT_SHOWN
    owners = [family[0] for family in model.families(model.claiming("owns", invariant.entity))]
    guards = [family[0] for family in model.families(model.claiming("guards", invariant.entity))]
    owners.sort(
        key=lambda name: context.scenario.entities[invariant.entity].of not in model.claims[name].plays
    )
    if len(owners) > 1:
        return _fails(context, invariant, owners, f"{_names(context, owners)} each keep it, and each can say yes",
                      tuple({"op": "remove_from", "component": n, "field": "owns", "value": invariant.entity} for n in owners[1:]))  # fmt: skip
    if not guards:
        return _unguarded(context, model, invariant, owners)
    if len(guards) > 1:
        return _fails(context, invariant, guards, f"{_names(context, guards)} both guard it, each without the other",
                      tuple({"op": "remove_from", "component": n, "field": "guards", "value": invariant.entity} for n in guards[1:]))  # fmt: skip
    judged = _past_guard(context, model, invariant, guards[0], served)
    return _which_class(context, model, invariant, guards[0], owners) if judged is PASS else judged


def _past_guard(
    context: Context, model: Model, invariant: Invariant, guard: str, served: list[str]
) -> Judgement:
    """With one guard, nobody else may change the fact, and every use case that does must pass it."""
    owners = model.claiming("owns", invariant.entity)
    kin = {
        guard,
        *owners,
        *model.above(guard),
        *(kin for owner in owners for kin in (*model.above(owner), *model.below(owner))),
    }
    others = [
        name
        for name in acting_alone(model, "changes", invariant.entity, [guard])
        if name not in kin
        and name not in model.below(guard)
        and not _called_by(model, guard, name, invariant.entity)
    ]
    if others:
        return _fails(context, invariant, [*others, guard], f"{_names(context, others)} changes it past {context.label(guard)}",
                      tuple({"op": "remove_from", "component": n, "field": "changes", "value": invariant.entity} for n in others))  # fmt: skip
    past = [name for name in served if f"guarded:{invariant.entity}:{guard}" not in context.walk(name).facts]
    if past:
        title = context.scenario.flows[past[0]].title or past[0]
        return _fails(
            context, invariant, [guard], f"“{title}” changes it without passing {context.label(guard)}"
        )
    return PASS


def _which_class(
    context: Context, model: Model, invariant: Invariant, guard: str, owners: list[str]
) -> Judgement:
    """Bare claims about a thing that no class stands for say who guards, but not what: it is asked."""
    thing = context.scenario.entities[invariant.entity].of
    members = [text for name in (guard, *owners) for text in (*context.part(name).component.attributes,
                                                              *context.part(name).component.operations)]  # fmt: skip
    if not thing or members or model.claiming("plays", thing):
        return PASS
    what = context.scenario.label_of(thing)
    return RULE.asks(
        f"{invariant.title or invariant.id}: which class is {what}? {context.label(guard)} claims to guard it, and no member says how.",
        elements=(guard,), subject=invariant.id, title=f"Which class is {what}?", suggestion=f"Draw the class that is {what}",
        because=(f"No class stands for {what}.",),
    )  # fmt: skip


def _called_by(model: Model, guard: str, name: str, fact: str) -> bool:
    """Whether only the guard's messages come to a class: it does what the guard has decided, unless it claims to decide."""
    entries = {
        head for person in model.board.parts if person not in model.classes for head in model.knows[person]
    }
    entries |= {head for other in model.classes if other not in (guard, name) for head in model.knows[other]}
    return (
        name not in entries
        and name in model.knows[guard]
        and fact not in model.board.parts[name].component.changes
    )


def _unguarded(context: Context, model: Model, invariant: Invariant, owners: list[str]) -> Judgement:
    """Looking in one class and taking in another is check-then-act; otherwise the drawing just does not say."""
    entity = invariant.entity
    takers = model.claiming("takes", entity)
    split = [(a, b) for a in model.claiming("checks", entity)
             for b in acting_alone(model, "takes", entity, takers) if a != b]  # fmt: skip
    if split:
        look, take = split[0]
        return _fails(context, invariant, [look, take],
                      f"{context.label(look)} says whether it is free, and {context.label(take)} takes it: two pass the check before either acts")  # fmt: skip
    home = owners[0] if owners else ""
    patch = ({"op": "add_to", "component": home, "field": "guards", "value": entity},) if home else None
    return RULE.asks(
        f"{invariant.title or invariant.id}: two come at once, who decides?", elements=tuple(owners), subject=invariant.id,
        title="Two at once: who decides?", patch=patch, suggestion=f"Let {context.label(home)} check and change in one operation",
        because=("No operation finds and takes in one.",),
    )  # fmt: skip


def _fails(
    context: Context,
    invariant: Invariant,
    elements: list[str],
    why: str,
    patch: tuple[dict[str, str], ...] | None = None,
) -> Judgement:
    what = context.scenario.label_of(invariant.entity)
    return RULE.fails(f"{invariant.title or invariant.id} can break: {why}.", title=f"{what[:1].upper()}{what[1:]} is not guarded by one class",
                      elements=tuple(dict.fromkeys(elements)), subject=invariant.id, patch=patch)  # fmt: skip


def _names(context: Context, names: list[str]) -> str:
    return " and ".join(context.label(name) for name in names)


RULE = Rule(
    Card(
        id="one-guard",
        title="Two people at once can break a promise",
        group="concurrency",
        severity="high",
        why="When one class looks and another takes, two threads both see a free spot before either takes it.",
        how_to_fix="Give exactly one class an operation that finds and takes in one, and let every use case that changes it go there.",
        false_alarm="If a lock stands around both steps, that lock has an owner: mark it as the guard.",
        references=("SEMANTICS 30", "Goetz et al., Java Concurrency in Practice, ch. 2 (check-then-act)"),
        kind="object_model",
    ),
    check,
    about="invariant",
)
