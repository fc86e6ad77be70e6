"""interface-without-implementation: is every promise kept by somebody?"""

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
from design_sandbox.walk.messages import Model
from design_sandbox.walk.objects import model_of


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Each interface needs a class that implements it, each abstract class one that extends it."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    broken = [name for name in model.classes if model.is_abstraction(name)
              and all(model.is_abstraction(child) for child in model.below(name))]  # fmt: skip
    return together([_fails(model, name) for name in broken]) if broken else PASS


def _fails(model: Model, name: str) -> Judgement:
    kind = "implements" if model.is_interface(name) else "inherits"
    fresh = next(f"{name}-{i}" for i in range(1, 99) if f"{name}-{i}" not in model.board.parts)
    verb = "implements" if kind == "implements" else "extends"
    patch = (
        {
            "op": "add_component",
            "id": fresh,
            "near": name,
            "component": {"type": "class", "label": f"Default{model.label(name)}"},
        },
        {"op": "add_connection", "connection": {"from": fresh, "to": name, "kind": kind}},
    )
    return RULE.fails(f"Nothing {verb} {model.label(name)}: a message to it arrives nowhere.", elements=(name,), patch=patch,
                      title=f"Nothing {verb} {model.label(name)}", suggestion=f"Add a class that {verb} it")  # fmt: skip


RULE = Rule(
    Card(
        id="interface-without-implementation",
        title="A promise that nobody keeps",
        group="structure",
        severity="medium",
        why="An interface or abstract class is never anything by itself. Somebody must do what it promises.",
        how_to_fix="Draw at least one class that implements it; the arrow points from that class to the interface.",
        false_alarm="If it is implemented outside of your model, draw that part as one class.",
        references=("SEMANTICS 27",),
        kind="object_model",
    ),
    check,
)
