"""derived-stored: is a value that can be worked out kept as if it were a fact of its own?"""

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
    """A fact with `derived_from` must be marked as worked out wherever it appears."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    judged = [
        RULE.fails(
            f"{context.label(name)} stores {context.scenario.label_of(fact)}, which follows from "
            f"{' and '.join(context.scenario.label_of(source) for source in entity.derived_from)}.",
            title=f"{context.label(name)} stores what can be worked out", elements=(name,), subject=fact,
            patch=({"op": "remove_from", "component": name, "field": "owns", "value": fact},
                   {"op": "add_to", "component": name, "field": "derives", "value": fact}),
            suggestion="Mark it as worked out: /" + fact,
        )
        for fact, entity in context.scenario.entities.items() if entity.derived_from and entity.shape == "fact"
        for name in model.claiming("owns", fact)
    ]  # fmt: skip
    return together(judged) if judged else PASS


RULE = Rule(
    Card(
        id="derived-stored",
        title="A value that can be worked out is stored",
        group="responsibilities",
        severity="medium",
        why="A stored count is a second truth beside what it counts. It is wrong as soon as one change forgets it.",
        how_to_fix="Work it out when it is asked for, or mark it as derived (/free_spots) and say who tells it of each change.",
        false_alarm="When counting is too slow, keep the counter, mark it with / and connect it with what it counts.",
        references=("SEMANTICS 28", "UML 2.5.1, 9.5.3: derived properties"),
        kind="object_model",
    ),
    check,
)
