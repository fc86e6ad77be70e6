"""fan-out-too-wide: how many different parts must all answer before one request does?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.looking import flow_verdict, title_of
from design_sandbox.rules.rule import PASS, Card, Context, Judgement, Rule


class Parameters(Document):
    """How wide a request may spread."""

    at_most: int = Field(
        default=8, ge=1, le=100, description="Different parts one service calls before it answers"
    )


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """The largest number of different parts that one compute must hear from before the answer."""
    early = flow_verdict(context, subject)
    if early:
        return early
    called: dict[str, dict[str, None]] = {}
    for hop in context.walk(subject).hops:
        if hop.mode == "must" and not hop.after_answer and context.part(hop.source).can("compute"):
            called.setdefault(hop.source, {})[hop.target] = None
    widest = max(called, key=lambda name: len(called[name]), default=None)
    if widest is None or len(called[widest]) <= parameters.at_most:
        return PASS
    title, count = title_of(context, subject), len(called[widest])
    return RULE.fails(
        f"{title}: {context.label(widest)} waits for {count} parts, and is as slow as the slowest of them.",
        title=f"{title} spreads to {count} parts", elements=(widest, *called[widest]), subject=subject,
        path=context.walk(subject), requirement=context.scenario.flows[subject].requirement,
        because=(f"If one in a hundred calls is slow, {1 - 0.99**count:.0%} of these requests are.",),
    )  # fmt: skip


RULE = Rule(
    Card(
        id="fan-out-too-wide",
        title="One request spreads too wide",
        group="scalability",
        severity="low",
        why="An answer that needs many parts is as slow as the slowest, and fails when any of them does.",
        how_to_fix="Put together beforehand what is read together, or let some of the parts be missing from the answer.",
        false_alarm="Many calls to one store count once here; what they cost is in the answer time.",
        references=("Dean and Barroso, The Tail at Scale, 2013",),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
