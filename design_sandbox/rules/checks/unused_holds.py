"""unused-holds: what a store claims to hold but no journey uses there."""

from __future__ import annotations

from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.looking import judged, stopped_walks
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each written claim that no served walk relies on, and no stopped one asks for."""
    asked = {
        step.target
        for walk in stopped_walks(context)
        for step in walk_steps(context.scenario.flows[walk.flow].steps)
    }
    idle = [claim for claim in claims(context) if claim not in used(context) and claim[1] not in asked]
    findings = tuple(
        RULE.finding("fail", f"No journey uses {context.scenario.label_of(entity)} in {context.label(name)}.",
                     title=f"{context.label(name)} need not hold {context.scenario.label_of(entity)}", elements=(name,),
                     subject=entity, suggestion="Remove this claim",
                     patch=({"op": "remove_from", "component": name, "field": field, "value": entity},))
        for name, entity in idle
        for field in ("holds" if entity in context.design.components[name].holds else "copies",)
    )  # fmt: skip
    return judged(findings, claims(context))


def claims(context: Context) -> list[tuple[str, str]]:
    """What the learner wrote: (component, entity) of `holds` and `copies`; inferred claims accuse nobody."""
    return [(name, entity) for name, component in context.design.components.items()
            for entity in (*component.holds, *component.copies) if name in context.board.parts]  # fmt: skip


def used(context: Context) -> frozenset[tuple[str, str]]:
    """Claims that served walks relied on."""
    return frozenset(
        claim for walk in context.walked.walks.values() if walk.served for claim in walk.uses_holds
    )


def share_used(context: Context) -> float:
    """Used ÷ claims, 1 while nothing is claimed; what was inferred and is used counts as if it had been written."""
    written, relied_on = claims(context), used(context)
    if not written:
        return 1.0
    inferred = {(name, entity) for name, entity in relied_on
                if name in context.board.parts and context.part(name).has(entity)} - set(written)  # fmt: skip
    return (sum(claim in relied_on for claim in written) + len(inferred)) / (len(written) + len(inferred))


RULE = Rule(
    Card(
        id="unused-holds",
        title="A store claims data nobody uses there",
        group="data",
        severity="low",
        why="Saying what holds what is a decision. A store that holds everything has decided nothing.",
        how_to_fix="Keep the claim where a journey reads or writes it, and remove the others.",
        false_alarm="What the tool inferred for you never counts, only what you wrote.",
    ),
    check,
)
