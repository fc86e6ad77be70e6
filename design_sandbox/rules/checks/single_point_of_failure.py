"""single-point-of-failure: is there one machine whose loss stops a journey?

Candidates are the dominators between the actor and each part the walk must reach, not articulation points of the
undirected drawing, which accuse the innocent. A candidate is only accused when the journey, walked again without it,
really stops.
"""

from __future__ import annotations

from design_sandbox.analysis.instances import instances_of, survives_an_instance
from design_sandbox.rules.losing import stops_without
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
    together,
)
from design_sandbox.walk.dominators import dominators
from design_sandbox.walk.walk import Walk


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Every part that all ways of the flow pass must survive the loss of one instance."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    judged = [_judge(context, walk, name) for name in candidates(context, walk)]
    failed = [j for j in judged if j.verdict == "fail"]
    asked = [j for j in judged if j.verdict == "unknown"]
    if failed:
        return together(failed + asked, share=0.0)
    return together(asked, share=0.5) if asked else PASS


def candidates(context: Context, walk: Walk) -> list[str]:
    """Dominators between the actor and the parts that must be reached before the answer, in walk order."""
    start = walk.entry[0] if walk.entry else ""
    needed = [hop.target for hop in walk.hops if hop.mode == "must" and not hop.after_answer]
    before = dominators(context.board, start) if start else {}
    found: dict[str, None] = {}
    for target in needed:
        name = target
        while name in before and name != start:
            found.setdefault(name)
            name = before[name]
    # A part the walk must reach dominates itself even where another arrow leads past its callers.
    for target in needed:
        found.setdefault(target)
    return [name for name in walk.parts if name in found]


def _judge(context: Context, walk: Walk, name: str) -> Judgement:
    part = context.part(name)
    if part.can("initiate") and not part.can("pass_on"):
        return PASS
    survives = survives_an_instance(context.board, part)
    if survives:
        return PASS
    if not stops_without(context, walk.flow, name):
        return PASS
    flow = context.scenario.flows[walk.flow]
    title = flow.title or walk.flow
    patch = ({"op": "set", "component": name, "field": "replicas", "value": 3 if part.can("hold") else 2},)
    if survives is None:
        return RULE.asks(
            f"How many copies of {part.label} are there? {title} needs it.",
            title=f"How many copies of {part.label}?",
            elements=(name,),
            path=walk,
            subject="",
            patch=patch,
            suggestion=f"Set the replicas of {part.label}",
        )
    counted = instances_of(context.board, part)
    reason = f"{part.label} runs as one instance: {counted.reason}."
    return RULE.fails(
        f"When {part.label} stops, nobody can {title[:1].lower()}{title[1:]}.",
        title=f"{part.label} is a single point of failure",
        because=(reason, "Walked again without it, the journey stops."),
        elements=(name,),
        path=walk,
        requirement=flow.requirement,
        subject="",
        patch=patch,
        suggestion=f"Run two or more of {part.label}",
    )


RULE = Rule(
    Card(
        id="single-point-of-failure",
        title="A single point of failure",
        group="redundancy",
        severity="high",
        why="Machines stop. A part that every way of a journey passes, and that exists once, takes the journey with it.",
        how_to_fix="Run two or more instances, or draw a second way around it.",
        false_alarm="A managed service is spread by its provider; set the part's type or replicas to say so.",
        references=("AWS Well-Architected REL10-BP01",),
    ),
    check,
    about="flow",
)
