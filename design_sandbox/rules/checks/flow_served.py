"""flow-served: does the drawing serve the journey from the actor to the data and back?"""

from __future__ import annotations

from design_sandbox.rules.arriving import FLOW_SERVED, FOLLOW_IT, left_open, stop_of
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Walk the flow: served earns all, an open question half, a walk that stops nothing."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if walk.status == "fails":
        return Judgement("fail", 0.0, (stop_of(context, walk),))
    if walk.questions:
        findings = tuple(left_open(context, walk, question) for question in walk.questions)
        return Judgement("unknown", 0.5, findings)
    return PASS


RULE = Rule(
    Card(
        id=FLOW_SERVED,
        title="A journey does not arrive",
        group="structure",
        severity="high",
        why="A design is worth what it does: each required journey must find its way from the actor to the data it needs.",
        how_to_fix=FOLLOW_IT,
        false_alarm="When the walk missed a way you drew, tell it: set what a part holds or does, or add your own walkthrough.",
        references=("SEMANTICS 1-6",),
    ),
    check,
    about="flow",
)
