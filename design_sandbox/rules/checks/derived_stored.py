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
    """A fact with `derived_from` must be marked as worked out; an attribute that only lacks the mark is asked about."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    judged = [
        _judge(context, name, fact)
        for fact, entity in context.scenario.entities.items() if entity.derived_from and entity.shape == "fact"
        for name in model.claiming("owns", fact)
    ]  # fmt: skip
    return together(judged) if judged else PASS


def _judge(context: Context, name: str, fact: str) -> Judgement:
    what, entity = context.scenario.label_of(fact), context.scenario.entities[fact]
    sources = " and ".join(context.scenario.label_of(source) for source in entity.derived_from)
    written = fact in (*context.part(name).component.owns, *context.part(name).component.holds)
    patch = tuple({"op": op, "component": name, "field": field, "value": fact}
                  for op, field in (("remove_from", "owns"), ("add_to", "derives")) if written or op == "add_to")  # fmt: skip
    tell = RULE.fails if written else RULE.asks
    message = f"{context.label(name)} stores {what}, which follows from {sources}." if written else \
        f"Does {context.label(name)} store {what}, or work it out from {sources}?"  # fmt: skip
    return tell(message, title=f"{context.label(name)} stores what can be worked out" if written else "Stored or worked out?",
                elements=(name,), subject=fact, patch=patch, suggestion=f"Mark it as worked out: /{fact}")  # fmt: skip


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
