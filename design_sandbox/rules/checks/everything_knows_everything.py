"""everything-knows-everything: does nearly every class know nearly every other one?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, Rule
from design_sandbox.walk.objects import model_of


class Parameters(Document):
    """From which density on a model is accused."""

    at_most: float = Field(
        default=0.4, gt=0, le=1, description="Relations that carry messages ÷ ordered pairs of classes"
    )
    at_least: int = Field(default=5, ge=2, description="Classes below which nothing is said")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Relations that carry messages between classes, compared with all that could be drawn."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    count = len(model.classes)
    known = sum(len(model.knows[name]) for name in model.classes)
    if count < parameters.at_least or known <= parameters.at_most * count * (count - 1):
        return PASS
    return RULE.fails(
        f"{known} of the {count * (count - 1)} possible relations between {count} classes are drawn: a change anywhere is felt everywhere.",
        because=(f"Each class knows {known / count:.1f} others on average.",),
        elements=tuple(model.classes),
    )


RULE = Rule(
    Card(
        id="everything-knows-everything",
        title="Everything knows everything",
        group="structure",
        severity="high",
        why="Relations are paid for with every change. Where every class knows every other one there is one class in many files.",
        how_to_fix="Follow each use case and keep only the relations that it needs, in the direction in which it asks.",
        false_alarm="Below five classes nothing is said.",
        references=("SEMANTICS 29", "GRASP: Low Coupling"),
        kind="object_model",
    ),
    check,
    parameters=Parameters,
)
