"""owned-once: is each fact that a use case needs kept in exactly one place?"""

from __future__ import annotations

from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
    together,
)
from design_sandbox.walk.objects import model_of


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Every fact that the use case reads or changes has one owner; a class and what it inherits from count as one."""
    walk, model = context.walk(subject), model_of(context.walked)
    facts = facts_of(context, subject)
    if walk.status == "out_of_scope" or model is None or not facts:
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    judged = [_judge(context, subject, fact) for fact in facts]
    return together(judged, share=0.0) if any(j.verdict == "fail" for j in judged) else PASS


def facts_of(context: Context, flow: str) -> list[str]:
    """Facts that a flow reads or changes, and what they are worked out from."""
    entities = context.scenario.entities
    named = [step.target for step in walk_steps(context.scenario.flows[flow].steps)
             if step.verb != "create" and step.target in entities and entities[step.target].shape == "fact"]  # fmt: skip
    return list(dict.fromkeys(fact for name in named for fact in (name, *entities[name].derived_from)))


def _judge(context: Context, flow: str, fact: str) -> Judgement:
    model = model_of(context.walked)
    assert model is not None
    apart = [family[0] for family in model.families(model.claiming("owns", fact))]
    apart.sort(key=lambda name: context.scenario.entities[fact].of not in model.claims[name].plays)
    if len(apart) < 2:
        return PASS
    what = context.scenario.label_of(fact)
    patch = tuple(
        {"op": "remove_from", "component": name, "field": "owns", "value": fact} for name in apart[1:]
    )
    names = " and ".join(context.label(name) for name in apart)
    return RULE.fails(
        f"{names} each store {what}: one day they will disagree.",
        title=f"{what[:1].upper()}{what[1:]} is stored twice",
        elements=tuple(apart),
        subject=fact,
        requirement=context.scenario.flows[flow].requirement,
        patch=patch,
        suggestion=f"Keep it in {context.label(apart[0])} and ask there",
    )


RULE = Rule(
    Card(
        id="owned-once",
        title="A fact is stored twice",
        group="responsibilities",
        severity="high",
        why="Two copies of one fact must change together for ever. When one is forgotten, the program believes two things at once.",
        how_to_fix="Choose the class that owns it. The other one keeps a reference, or asks; what is worked out is marked with /.",
        false_alarm="A copy taken on purpose (the price at the time of sale) is another fact: give it another name.",
        references=("SEMANTICS 28", "Fowler, Refactoring: Duplicated Code"),
        kind="object_model",
    ),
    check,
    about="flow",
)
