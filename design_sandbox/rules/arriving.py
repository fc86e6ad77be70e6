"""What is told about a journey that stops or leaves something open, by every rule and line that looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, title_of
from design_sandbox.rules.rule import Context
from design_sandbox.walk.walk import Question, Walk

FLOW_SERVED: Final = "flow-served"
"""The rule that these findings belong to, whoever meets them first."""
FOLLOW_IT: Final = (
    "Take one request and follow it with a finger. Draw the connection, or the part, where it stops."
)


def stop_of(context: Context, walk: Walk) -> Finding:
    """Where a walk stopped and what would complete it; the same finding for all that ask."""
    found: Finding = context.once(f"stop/{walk.flow}", lambda: _stop_of(context, walk))
    return found


def _stop_of(context: Context, walk: Walk) -> Finding:
    stop, flow = walk.stop, context.scenario.flows[walk.flow]
    assert stop is not None
    where = context.label(stop.at) if stop.at else "the start"
    elements = (stop.at,) if stop.at else ()
    return Finding(
        FLOW_SERVED,
        "fail",
        "high",
        f"{flow.title or walk.flow} stops at {where}",
        f"{capital(stop.message)}.",
        because=(f"It would arrive with {stop.completes}.",),
        elements=elements,
        path=walk.way_to(elements),
        requirement=flow.requirement,
        subject=walk.flow,
        patch=stop.answers[0][1] if stop.answers else None,
        suggestion=stop.answers[0][0] if stop.answers else f"Draw {stop.completes}.",
    )


def left_open(context: Context, walk: Walk, question: Question) -> Finding:
    """A question that a walk leaves open: told once, under the first of the journeys that ask it."""
    asking = [
        known
        for known in context.walked.walks.values()
        if known.served and any(other.text == question.text for other in known.questions)
    ] or [walk]
    first, titles = asking[0], [title_of(context, known.flow) for known in asking]
    return Finding(
        FLOW_SERVED,
        "unknown",
        "question",
        f"{titles[0]}: a question",
        question.text,
        because=(f"{titles[0]} arrives, but this is left open.", *_asked_too(titles[1:])),
        elements=question.elements,
        path=first.way_to(question.elements),
        requirement=context.scenario.flows[first.flow].requirement,
        subject=f"{first.flow}:{question.code}",
        patch=question.answers[0][1] if question.answers else None,
        suggestion=question.answers[0][0] if question.answers else FOLLOW_IT,
    )


def _asked_too(titles: Sequence[str]) -> tuple[str, ...]:
    return (f"The same is open for: {'; '.join(titles)}.",) if titles else ()
