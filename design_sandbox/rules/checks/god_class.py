"""god-class: does one class answer for most of the model?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, Rule
from design_sandbox.walk.objects import model_of
from design_sandbox.walk.twists import responsibilities


class Parameters(Document):
    """From which size and concentration on a class is accused."""

    at_most: float = Field(
        default=0.5, gt=0, le=1, description="Share of all responsibilities that one class may have"
    )
    at_least: int = Field(default=4, ge=1, description="Responsibilities below which nothing is said")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """The largest share of what is kept, worked out, created and decided."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    each = responsibilities(model, context.walked.walks.values())
    total = len(frozenset().union(*each.values()))
    largest = min(each, key=lambda name: (-len(each[name]), model.rank(name)), default=None)
    if largest is None or total < parameters.at_least or len(each[largest]) <= parameters.at_most * total:
        return PASS
    told = ", ".join(context.scenario.label_of(name) for _, name in sorted(each[largest]))
    return RULE.fails(
        f"{context.label(largest)} answers for {len(each[largest])} of {total} responsibilities.",
        title=f"{context.label(largest)} does nearly everything",
        elements=(largest,),
        because=(f"It answers for: {told}.",),
    )


RULE = Rule(
    Card(
        id="god-class",
        title="One class does nearly everything",
        group="responsibilities",
        severity="high",
        why="Every change opens it, every test needs all of it, and two people can never work on it at once.",
        how_to_fix="Move each fact to the class it describes, and each decision to the class that has the facts for it.",
        false_alarm="In a model of two or three small classes one may well have half; below four responsibilities nothing is said.",
        references=("SEMANTICS 29", "Riel, Object-Oriented Design Heuristics, 3.2"),
        kind="object_model",
    ),
    check,
    parameters=Parameters,
)
