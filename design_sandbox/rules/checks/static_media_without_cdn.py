"""static-media-without-cdn: do large files travel around the world at every view?"""

from __future__ import annotations

import math

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.model.load import rate_of
from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.looking import flow_verdict, title_of
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, Rule


class Parameters(Document):
    """When a copy would be asked often enough."""

    views_per_upload: float = Field(
        default=5, ge=0, description="Views of one object from which on copies pay"
    )


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Journeys of worldwide actors that read the same large objects many times need a copy near them."""
    flow = context.scenario.flows[subject]
    actor = context.scenario.actors.get(flow.actor)
    worldwide = actor is not None and not isinstance(actor, str) and actor.where == "worldwide"
    blobs = [step.target for step in walk_steps(flow.steps) if step.verb == "read"
             and context.scenario.entities[step.target].shape == "blob"
             and views_per_upload(context, step.target) >= parameters.views_per_upload]  # fmt: skip
    if not worldwide or not blobs:
        return NOT_APPLICABLE
    early = flow_verdict(context, subject)
    if early:
        return early
    walk = context.walk(subject)
    near = [
        name for name in walk.parts if context.part(name).can("copy") and context.part(name).can("pass_on")
    ]
    if near:
        return PASS
    title, what = title_of(context, subject), context.scenario.label_of(blobs[0])
    keeper = next((part for part, entity in sorted(walk.uses_holds) if entity == blobs[0]), None)
    people = walk.entry[0] if walk.entry else None
    patch = None
    if (
        keeper
        and people
        and "cdn" not in context.board.parts
        and context.part(keeper).spec.shapes.get("blob") == "good"
    ):
        patch = ({"op": "add_component", "id": "cdn", "component": {"type": "cdn"}},
                 {"op": "add_connection", "connection": {"from": people, "to": "cdn"}},
                 {"op": "add_connection", "connection": {"from": "cdn", "to": keeper}})  # fmt: skip
    return RULE.fails(
        f"{title}: {what} cross the world at every view.", title=f"{title} without a copy nearby",
        elements=(keeper,) if keeper else (), path=walk, subject=subject, requirement=flow.requirement,
        because=("People are everywhere, and no CDN is on the way.",), patch=patch,
        suggestion=f"Put a CDN between people and {context.label(keeper)}" if keeper else None,
    )  # fmt: skip


def views_per_upload(context: Context, entity: str) -> float:
    """How often an object is read for each time one is written, over all journeys; endless when none is written."""
    per_s = {"read": 0.0, "write": 0.0}
    for name, flow in context.scenario.flows.items():
        for step in walk_steps(flow.steps):
            if step.target == entity and step.verb in per_s:
                per_s[step.verb] += rate_of(context.scenario, name) * context.walked.setting.number(
                    step.times
                )
    return per_s["read"] / per_s["write"] if per_s["write"] else math.inf


RULE = Rule(
    Card(
        id="static-media-without-cdn",
        title="Large files have no copy near the people",
        group="scalability",
        severity="medium",
        why="Far away means slow, and bytes sent from one region are the largest line of many a bill.",
        how_to_fix="Let people fetch large files from a CDN, which fills itself from your store.",
        false_alarm="People in one place need none, nor do files that hardly anybody sees twice.",
        references=(
            "AWS Well-Architected PERF04",
            "Huang et al., An Analysis of Facebook Photo Caching, SOSP 2013",
        ),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
