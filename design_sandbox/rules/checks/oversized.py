"""oversized: is a part many times larger than anything asks of it?"""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from design_sandbox.analysis.growing import grows_by, least_size
from design_sandbox.analysis.instances import REDUNDANT, zones_of
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.model.base import Document
from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, Rule


class Parameters(Document):
    """When a part counts as too big."""

    below: float = Field(default=0.1, gt=0, lt=1, description="Utilisation of the tightest dimension at peak")
    instances_above: int = Field(default=4, ge=2)


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Too big only when every dimension and the redundancy minimum are slack.

    While a core journey stops, nobody knows what it would ask of the parts: nothing is called too big then.
    """
    findings = []
    flows = context.scenario.flows
    if any(flows[name].core and walk.status == "fails" for name, walk in context.walked.walks.items()):
        return judged([], list(context.numbers.components))
    for name, load in context.numbers.components.items():
        set_by_hand = context.part(name).component.properties.get("replicas") or context.part(
            name
        ).component.properties.get("shards")
        if not set_by_hand or load.instances is None or load.utilisation is None:
            continue
        field, size, needed = _enough(context, name, load)
        if (
            load.instances > parameters.instances_above
            and load.utilisation < parameters.below
            and load.instances > 3 * needed
        ):
            findings.append(RULE.finding(
                "fail", f"{context.label(name)} has {load.instances} instances; {needed} would carry the peak.",
                title=f"{context.label(name)} is far too big", elements=(name,),
                because=(f"Its tightest dimension is {load.utilisation:.1%} full at peak.",),
                patch=({"op": "set", "component": name, "field": field, "value": size},),
            ))  # fmt: skip
    return judged(findings, list(context.numbers.components))


def _enough(context: Context, name: str, load: ComponentLoad) -> tuple[str, int, int]:
    """(property, its value, instances in all) that carry the peak and a loss; copies of a shard stay as drawn."""
    part = context.part(name)
    least = least_size(part, load, zones_of(context.board, part))
    if grows_by(part) == "replicas":
        return "replicas", max(least, 3), max(least, 3)
    copies = load.replicas or 1
    if load.shards > least:
        return "shards", least, least * copies
    fewest = next(
        (fewer for fewer in range(REDUNDANT + 1, copies) if _carries(context, name, load, fewer)), copies
    )
    return "replicas", fewest, load.shards * fewest


def _carries(context: Context, name: str, load: ComponentLoad, copies: int) -> bool:
    """Whether so many copies of each shard that is drawn are enough."""
    part = context.part(name)
    return least_size(part, replace(load, replicas=copies), zones_of(context.board, part)) <= load.shards


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
