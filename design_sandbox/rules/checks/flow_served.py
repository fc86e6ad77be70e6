"""flow-served: does the drawing serve the journey from the actor to the data and back?"""

from __future__ import annotations

from collections.abc import Sequence

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import title_of
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.walk import Question, Walk


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Walk the flow: served earns all, an open question half, a walk that stops nothing."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if walk.status == "fails":
        return _stopped(context, walk)
    if walk.questions:
        findings = tuple(left_open(context, walk, question) for question in walk.questions)
        return Judgement("unknown", 0.5, findings)
    return PASS


def left_open(context: Context, walk: Walk, question: Question) -> Finding:
    """A question that a walk leaves open: told once, under the first of the journeys that ask it."""
    asking = [
        known
        for known in context.walked.walks.values()
        if known.served and any(other.text == question.text for other in known.questions)
    ] or [walk]
    first, titles = asking[0], [title_of(context, known.flow) for known in asking]
    return RULE.finding(
        "unknown",
        question.text,
        title=f"{titles[0]}: a question",
        elements=question.elements,
        path=first,
        requirement=context.scenario.flows[first.flow].requirement,
        subject=f"{first.flow}:{question.code}",
        because=(f"{titles[0]} arrives, but this is left open.", *_asked_too(titles[1:])),
        patch=question.answers[0][1] if question.answers else None,
        suggestion=question.answers[0][0] if question.answers else None,
    )


def _asked_too(titles: Sequence[str]) -> tuple[str, ...]:
    return (f"The same is open for: {'; '.join(titles)}.",) if titles else ()


def _stopped(context: Context, walk: Walk) -> Judgement:
    stop, flow = walk.stop, context.scenario.flows[walk.flow]
    assert stop is not None
    where = context.label(stop.at) if stop.at else "the start"
    return RULE.fails(
        f"{stop.message[:1].upper()}{stop.message[1:]}.",
        title=f"{flow.title or walk.flow} stops at {where}",
        because=(f"It would arrive with {stop.completes}.",),
        elements=(stop.at,) if stop.at else (),
        path=walk,
        requirement=flow.requirement,
        subject=walk.flow,
        patch=stop.answers[0][1] if stop.answers else None,
        suggestion=stop.answers[0][0] if stop.answers else f"Draw {stop.completes}.",
    )


RULE = Rule(
    Card(
        id="flow-served",
        title="A journey does not arrive",
        group="structure",
        severity="high",
        why="A design is worth what it does: each required journey must find its way from the actor to the data it needs.",
        how_to_fix="Take one request and follow it with a finger. Draw the connection, or the part, where it stops.",
        false_alarm="When the walk missed a way you drew, tell it: set what a part holds or does, or add your own walkthrough.",
        references=("SEMANTICS 1-6",),
    ),
    check,
    about="flow",
)
