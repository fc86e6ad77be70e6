"""Walkthroughs that cannot be followed in the drawing: told with the place where they break off, and worth no points."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.problems import did_you_mean
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.rule import Context

RULE_ID = "walkthrough-breaks-off"


def broken_walkthroughs(context: Context) -> Iterator[Finding]:
    """A question for each walkthrough that goes on to a part to which no arrow leads from the parts before it."""
    for flow, parts in context.design.walkthroughs.items():
        if (
            flow not in context.scenario.flows
            and context.design.design.scenario == context.scenario.scenario.id
        ):
            yield _unknown_journey(context, flow)
        if flow not in context.walked.walks:
            continue
        title, missing = context.scenario.flows[flow].title or flow, _first_unreached(context, parts)
        if missing is None:
            continue
        place, name = missing
        if name not in context.board.parts:
            message = f"Your walkthrough of “{title}” names {name}, which is not in the drawing. Which part is meant?"
        else:
            before = context.label(parts[place - 1])
            message = f"Your walkthrough of “{title}” goes from {before} to {context.label(name)}. Along which arrow?"
        yield Finding(
            RULE_ID, "unknown", "question", "A walkthrough breaks off", message,
            elements=tuple(part for part in parts[: place + 1] if part in context.board.parts),
            requirement=context.scenario.flows[flow].requirement, subject=flow,
            because=("No arrow joins it with any part that the walkthrough names before it.",),
            suggestion="Draw the arrow, or change the walkthrough",
        )  # fmt: skip


def _unknown_journey(context: Context, flow: str) -> Finding:
    known = context.scenario.flows
    meant = did_you_mean(flow, known)
    return Finding(
        RULE_ID, "fail", "low", "A walkthrough of no journey",
        f"Your walkthrough names the journey {flow}, which the prompt does not have: nothing follows it."
        + (f" Did you mean {meant}?" if meant else ""),
        subject=flow, because=(f"Journeys: {', '.join(known)}.",), suggestion="Name one of the prompt's journeys",
    )  # fmt: skip


def _first_unreached(context: Context, parts: tuple[str, ...]) -> tuple[int, str] | None:
    """Place and name of the first part that nothing named before it is joined with; a request may return to its caller."""
    board = context.board
    for place, name in enumerate(parts):
        before = parts[:place]
        joined = any(board.linked(other, name) or board.linked(name, other) for other in before)
        if name not in board.parts or (before and name not in before and not joined):
            return place, name
    return None
