"""inherits-another-thing: is a class a kind of something that it only belongs to?"""

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
from design_sandbox.walk.claims import LENDING
from design_sandbox.walk.objects import model_of


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each class that stands for one thing of the prompt and inherits from a class that stands for another."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    things = {
        name: {thing for thing in model.claims[name].plays if thing in context.scenario.entities} for name in model.classes
    }  # fmt: skip
    arrows = sorted(
        {(link.source, link.target) for link in context.board.links if link.kind in LENDING
         and things.get(link.source) and things.get(link.target) and not things[link.source] & things[link.target]},
        key=lambda arrow: (model.rank(arrow[0]), model.rank(arrow[1])),
    )  # fmt: skip
    judged = [
        RULE.fails(
            f"{context.label(child)} is drawn as a kind of {context.label(parent)}: where one is expected the other would have to do.",
            elements=(child, parent),
            title=f"{context.label(child)} is no kind of {context.label(parent)}",
            suggestion=f"Let one of them have or know the other ({context.label(parent)} → {context.label(child)} composes, or associates)",
        )
        for child, parent in arrows
    ]
    return together(judged) if judged else PASS


RULE = Rule(
    Card(
        id="inherits-another-thing",
        title="A class is a kind of another thing",
        group="structure",
        severity="high",
        why="A subclass must do wherever its parent is expected. A ticket that is a spot can be parked on, and changes with every spot.",
        how_to_fix="Replace the arrow by composition or association: the one has the other, it is not one.",
        false_alarm="If the two words mean one thing in your model, say so in the label.",
        references=(
            "SEMANTICS 27",
            "Liskov and Wing 1994: A Behavioral Notion of Subtyping",
            "Gamma et al., Design Patterns, ch. 1: favour object composition over class inheritance",
        ),
        kind="object_model",
    ),
    check,
)
