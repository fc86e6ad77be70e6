"""work-behind-answer: is derived data filled behind the answer rather than while somebody waits?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.rule import NOT_APPLICABLE, NOTHING_EARNED, PASS, Card, Context, Judgement, Rule


class Parameters(Document):
    """How much filling may happen inside an answer."""

    at_most_calls: float = Field(default=20, ge=0, description="Writes inside one answer that are still fine")
    at_most_s: float = Field(default=1.0, ge=0, description="Extra work inside one answer that is still fine")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """A flow may not make its caller wait for fan-out or heavy work."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    flow = context.scenario.flows[subject]
    heavy = [hop for hop in walk.hops if not hop.after_answer and hop.step.startswith("fill_")
             and hop.mode != "miss" and (hop.calls > parameters.at_most_calls or hop.takes_s > parameters.at_most_s)]  # fmt: skip
    if not heavy:
        return PASS
    hop = max(heavy, key=lambda found: (found.calls, found.takes_s))
    amount = (
        f"{hop.calls:,.0f} writes"
        if hop.calls > parameters.at_most_calls
        else f"{hop.takes_s:,.0f} s of work"
    )
    return RULE.fails(
        f"{flow.title} makes its caller wait for {amount} at {context.label(hop.target)}.",
        title=f"{flow.title} does too much before it answers",
        elements=(hop.source, hop.target),
        path=walk,
        requirement=flow.requirement,
        subject=subject,
        because=("No channel or change capture stands between.",),
    )


RULE = Rule(
    Card(
        id="work-behind-answer",
        title="Long work happens while the caller waits",
        group="asynchrony",
        severity="medium",
        why="What the caller need not see belongs behind the answer: a channel takes it, workers do it, and a burst waits there.",
        how_to_fix="Put a queue or log behind the service, and a worker that does the rest.",
        false_alarm="For a handful of writes a queue is more trouble than it is worth; below twenty nothing is said.",
        references=("AWS Well-Architected COST09-BP02 (buffer)",),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
