"""oversized: is a part many times larger than anything asks of it?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.analysis.instances import REDUNDANT
from design_sandbox.model.base import Document
from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, Rule


class Parameters(Document):
    """When a part counts as too big."""

    below: float = Field(default=0.1, gt=0, lt=1, description="Utilisation of the tightest dimension at peak")
    instances_above: int = Field(default=4, ge=2)


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Too big only when every dimension and the redundancy minimum are slack."""
    findings = []
    for name, load in context.numbers.components.items():
        set_by_hand = context.part(name).component.properties.get("replicas") or context.part(
            name
        ).component.properties.get("shards")
        if not set_by_hand or load.instances is None or load.utilisation is None:
            continue
        needed = max(REDUNDANT, load.needs_instances or 1)
        if (
            load.instances > parameters.instances_above
            and load.utilisation < parameters.below
            and load.instances > 3 * needed
        ):
            findings.append(RULE.finding(
                "fail", f"{context.label(name)} has {load.instances} instances; {needed} would carry the peak.",
                title=f"{context.label(name)} is far too big", elements=(name,),
                because=(f"Its tightest dimension is {load.utilisation:.1%} full at peak.",),
                patch=({"op": "set", "component": name, "field": "replicas", "value": max(needed, 3)},),
            ))  # fmt: skip
    return judged(findings, list(context.numbers.components))


RULE = Rule(
    Card(
        id="oversized",
        title="A part is far too big",
        group="cost",
        severity="low",
        why="There is always a budget: two thousand instances that idle are no sign of a scalable design.",
        how_to_fix="Size it for the peak with some headroom.",
        false_alarm="Parts of four instances or fewer are never accused, nor those that storage or redundancy make large.",
    ),
    check,
    parameters=Parameters,
)
