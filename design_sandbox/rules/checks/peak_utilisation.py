"""peak-utilisation: do the parts a journey touches carry the load at peak?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.model.base import Document
from design_sandbox.model.quantity import format_quantity
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    Rule,
    together,
)


class Parameters(Document):
    """How full a part may be at peak."""

    at_most: float = Field(default=0.85, gt=0, le=1)


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Every part of the flow stays below the limit; a store of unknown size that matters is asked about."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    judged = []
    for name in walk.parts:
        load = context.numbers.components.get(name)
        if load is not None:
            judged.append(_judge(context, parameters, name, load))
    bad = [judgement for judgement in judged if judgement.verdict != "pass"]
    if not bad:
        return PASS
    failed = any(judgement.verdict == "fail" for judgement in bad)
    return together(bad, share=0.0 if failed else 0.5)


def _judge(context: Context, parameters: Parameters, name: str, load: ComponentLoad) -> Judgement:
    label, field = context.label(name), _grows_by(context, name)
    said = int(context.part(name).component.properties.get(field) or 1)
    other = max(1, (load.instances or 1) // max(said, 1))
    needed = max(
        1,
        -(
            -(load.needs_instances or 1)
            // (1 if field == "replicas" and load.dimension.startswith("w") else other)
        ),
    )
    patch = ({"op": "set", "component": name, "field": field, "value": max(needed, 2)},)
    if load.utilisation is None and load.needs_instances:
        return RULE.asks(
            f"How many {field} does {label} have? At peak it takes about {needed}.",
            title=f"How large is {label}?",
            elements=(name,),
            patch=patch,
            suggestion=f"Set {label} to {max(needed, 2)} {field}",
            because=(f"{format_quantity(load.peak_per_s)} calls a second at peak.",),
        )
    if load.utilisation is None or load.utilisation <= parameters.at_most:
        return PASS
    asked, given = format_quantity(load.peak_per_s), format_quantity(load.capacity_per_s or 0)
    return RULE.fails(
        f"{label} is asked for {load.utilisation:.0%} of what it can do at peak ({load.dimension.replace('_', ' ')}).",
        title=f"{label} is too small",
        elements=(name,),
        patch=patch,
        because=(
            f"{asked} calls a second at peak against {given} in its tightest dimension.",
            f"It takes {needed} {field} to stay under 70 %.",
        ),
        severity="high" if load.utilisation > 1 else "medium",
        suggestion=f"Set {label} to {max(needed, 2)} {field}",
    )


def _grows_by(context: Context, name: str) -> str:
    """The property by which a part gets larger: shards where its type has them, else replicas."""
    return "shards" if "shards" in context.part(name).spec.properties else "replicas"


RULE = Rule(
    Card(
        id="peak-utilisation",
        title="A part is too small for the peak",
        group="scalability",
        severity="high",
        why="A part that is asked for more than it can do has no steady state: its queue grows until callers give up.",
        how_to_fix="Add instances or shards, put a cache before it, or take work off the answer.",
        false_alarm="The defaults are low on purpose. Set what one instance serves when you know better; the number is shown.",
        references=("research: capacity table, each figure with its source",),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
