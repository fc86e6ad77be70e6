"""class-isolated: does each class have something to do with the others?"""

from __future__ import annotations

from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
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
    """One finding for each class, enumeration or actor without any relation, unless it does a use case by itself."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    tied = {end for link in context.board.links for end in (link.source, link.target)}
    alone = [
        name
        for name in sorted(context.board.parts, key=model.rank)
        if name not in tied and name not in context.used_parts
    ]
    judged = [
        RULE.fails(f"{context.label(name)} has no relation to anything.", title=f"{context.label(name)} stands alone",
                   elements=(name,), patch=({"op": "remove_component", "id": name},), suggestion="Connect it or remove it")
        for name in alone
    ]  # fmt: skip
    return together(judged) if judged else PASS


RULE = Rule(
    Card(
        id="class-isolated",
        title="A class stands alone",
        group="structure",
        severity="low",
        why="A class that nothing knows and that knows nothing takes no part in any use case.",
        how_to_fix="Draw who sends it a message, or remove it.",
        false_alarm="A type that only appears in attributes, such as Money, is better left out of the drawing.",
        references=("SEMANTICS 29",),
        kind="object_model",
    ),
    check,
)
