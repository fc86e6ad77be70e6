"""unused-claims: what a class says it keeps, makes or decides, but no use case uses there."""

from __future__ import annotations

from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.claims import decisions
from design_sandbox.walk.objects import model_of

FIELDS = {"owns": "keep", "derives": "work out", "creates": "create", "does": "decide", "guards": "guard"}
"""Claims that a use case can use, and how to say them."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each written claim over the scenario's words that no served use case relies on."""
    if model_of(context.walked) is None:
        return NOT_APPLICABLE
    used = frozenset(
        claim for walk in context.walked.walks.values() if walk.served for claim in walk.uses_holds
    )
    idle = [(name, field, target) for name, field, target in written(context) if (name, target) not in used]
    if not idle:
        return PASS
    return Judgement("fail", 0.0, tuple(
        RULE.finding(
            "fail", f"No use case needs {context.label(name)} to {FIELDS[field]} {context.scenario.label_of(target)}.",
            title=f"{context.label(name)} need not {FIELDS[field]} {context.scenario.label_of(target)}", elements=(name,),
            subject=f"{field}:{target}", suggestion="Remove this claim",
            patch=({"op": "remove_from", "component": name, "field": field, "value": target},))
        for name, field, target in idle
    ))  # fmt: skip


def written(context: Context) -> list[tuple[str, str, str]]:
    """(class, field, what) as the learner wrote it; own facts the scenario does not speak of, and inferred ones, never count."""
    known = {name for name, entity in context.scenario.entities.items() if not entity.optional} | set(
        decisions(context.scenario)
    )
    return [(name, field, target) for name, component in context.design.components.items() if name in context.board.parts
            for field in FIELDS for target in getattr(component, field) if target in known]  # fmt: skip


RULE = Rule(
    Card(
        id="unused-claims",
        title="A class claims what nobody uses there",
        group="responsibilities",
        severity="low",
        why="Saying which class answers for what is the design. A class that answers for everything has decided nothing.",
        how_to_fix="Keep the claim in the class where a use case needs it, and remove the others.",
        false_alarm="Facts of your own that the prompt does not speak of never count, and neither does what the tool inferred.",
        references=("SEMANTICS 22, 28",),
        kind="object_model",
    ),
    check,
)
