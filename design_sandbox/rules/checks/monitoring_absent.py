"""monitoring-absent: how would anybody notice that something is wrong?"""

from __future__ import annotations

from design_sandbox.model.base import Document, Level, level_at_least
from design_sandbox.rules.looking import judged, served_walks
from design_sandbox.rules.rule import NOT_APPLICABLE, Card, Context, Judgement, Rule

WATCHING = ("monitoring", "logging", "tracing")


class Parameters(Document):
    """Who is asked."""

    from_level: Level = "senior"


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """A question, never a fault, and worth no points on its own: a box named monitoring proves nothing."""
    walks = served_walks(context)
    if not walks or not level_at_least(context.level, parameters.from_level):
        return NOT_APPLICABLE
    if any(part.component.type in WATCHING for part in context.board.parts.values()):
        return judged((), walks)
    bottleneck = context.numbers.first_bottleneck
    first = f", say at {context.label(bottleneck)}" if bottleneck else ""
    patch = ({"op": "add_component", "id": "monitoring", "component": {"type": "monitoring"}},)
    finding = RULE.finding(
        "unknown", f"How do you notice that something is wrong{first}, before your users tell you?",
        elements=(bottleneck,) if bottleneck else (), suggestion="Say what you watch, and whom it wakes",
        patch=None if "monitoring" in context.board.parts else patch,
    )  # fmt: skip
    return judged([finding], walks)


RULE = Rule(
    Card(
        id="monitoring-absent",
        title="Nobody would notice",
        group="operability",
        severity="low",
        why="Half of an outage is the time until somebody knows of it.",
        how_to_fix="Name the few signals that tell: errors, delay, load, what is left; and who is woken by them.",
        false_alarm="It is a question. Do not earn points with it: the presence of a box is no design.",
        references=("AWS Well-Architected REL06-BP01", "Google, Site Reliability Engineering, chapter 6"),
    ),
    check,
    parameters=Parameters,
)
