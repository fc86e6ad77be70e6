"""unused-holds: what a store claims to hold but no journey uses there."""

from __future__ import annotations

from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.looking import judged, stopped_walks
from design_sandbox.rules.precision import claims, used_claims
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each written claim that no served walk relies on, and no stopped one asks for."""
    asked = {
        step.target
        for walk in stopped_walks(context)
        for step in walk_steps(context.scenario.flows[walk.flow].steps)
    }
    idle = [claim for claim in claims(context) if claim not in used_claims(context) and claim[1] not in asked]
    findings = tuple(
        RULE.finding("fail", f"No journey uses {context.scenario.label_of(entity)} in {context.label(name)}.",
                     title=f"{context.label(name)} need not hold {context.scenario.label_of(entity)}", elements=(name,),
                     subject=entity, suggestion="Remove this claim",
                     patch=({"op": "remove_from", "component": name, "field": field, "value": entity},))
        for name, entity in idle
        for field in ("holds" if entity in context.design.components[name].holds else "copies",)
    )  # fmt: skip
    return judged(findings, claims(context))


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
