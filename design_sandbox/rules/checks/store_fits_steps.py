"""store-fits-steps: is each store good at the way it is read and written?"""

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
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Half the points for a store that serves a step slowly; an impossible one stops the walk already."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    steps = {step.target: step for step in walk_steps(context.scenario.flows[subject].steps)}
    judged = []
    for name, entity_id in sorted(walk.uses_holds):
        part, step, entity = (
            context.part(name),
            steps.get(entity_id),
            context.scenario.entities.get(entity_id),
        )
        if step is None or entity is None or step.verb is None or part.can("hand_off"):
            continue
        what = context.scenario.label_of(entity_id)
        if _is_only_home(context, part, entity_id):
            judged.append(RULE.fails(
                f"{part.label} is the only place of {what}, and it is built to be fed from another one.",
                title=f"{part.label} should not be the only place of {what}", elements=(name,), path=walk.parts,
                requirement=context.scenario.flows[subject].requirement, subject=f"home:{entity_id}",
                because=(f"{part.spec.label}: {part.spec.avoid_when}",),
                suggestion=f"Let a database own {what}, and feed {part.label} from it",
            ))  # fmt: skip
        elif fit(part, step.verb, entity) == "slow":
            judged.append(RULE.fails(
                f"{part.label} is slow at the way {what} is used ({step.verb}).", title=f"{part.label} does not suit {what}",
                elements=(name,), path=walk, requirement=context.scenario.flows[subject].requirement,
                subject=f"{subject}:{entity_id}", because=(f"{part.spec.label}: {part.spec.avoid_when}",),
            ))  # fmt: skip
    return together(judged, share=0.5) if judged else PASS


def _is_only_home(context: Context, part: Part, entity_id: str) -> bool:
    """Whether lasting data live nowhere but in something that is built from other stores, such as a search index."""
    if not context.scenario.entities[entity_id].durable or part.spec.feeds_from != "others":
        return False
    owners = [owner for owner in context.board.owners(entity_id) if owner.spec.durable]
    return part in owners and all(owner.spec.feeds_from == "others" for owner in owners)


RULE = Rule(
    Card(
        id="store-fits-steps",
        title="A store does not suit how it is used",
        group="data",
        severity="medium",
        why="Every store is good at some ways of reaching data and poor at others: keys, ranges, text, places, large objects.",
        how_to_fix="Keep this data in a store made for it, and let the other copy from there.",
        false_alarm="For little data any store will do; say so in a decision, or waive the finding with your reason.",
        references=("AWS Well-Architected PERF03",),
    ),
    check,
    about="flow",
)
