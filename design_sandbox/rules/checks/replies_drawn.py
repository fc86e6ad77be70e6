"""replies-drawn: are answers drawn as arrows of their own?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, Rule


class Parameters(Document):
    """When replies are a habit rather than a slip."""

    share: float = Field(default=1 / 3, ge=0, le=1, description="Of the arrows that journeys take")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Reversed twins of used arrows whose tail does not start talking: a few are overlooked, a habit is not.

    Whether it is one, all reversed twins tell; between services, and to those who call them, none of them is accused.
    """
    used, position = context.used_connections, context.board.position
    drawn = {
        (link.source, link.target)
        for link in context.board.links
        if not context.part(link.source).can("operate")
    }
    twins = sorted(
        (arrow for arrow in drawn - used if arrow[::-1] in used),
        key=lambda arrow: (position[arrow[0]], position[arrow[1]]),
    )
    habit = len(twins) > parameters.share * max(len(used), 3)
    replies = [(a, b) for a, b in twins if habit and not context.part(a).can("compute")]
    findings = tuple(
        RULE.finding("fail", f"{context.label(a)} only answers {context.label(b)}; the arrow the other way says so already.",
                     title=f"{context.label(a)} → {context.label(b)} is a reply", elements=(f"{a} -> {b}",),
                     patch=({"op": "remove_connection", "from": a, "to": b},), suggestion="Remove this arrow")
        for a, b in replies
    )  # fmt: skip
    return judged(findings, context.board.links)


RULE = Rule(
    Card(
        id="replies-drawn",
        title="Replies are drawn as arrows",
        group="structure",
        severity="low",
        why="An arrow says who starts talking. With every arrow doubled nobody can see who calls whom.",
        how_to_fix="Keep the arrow from the part that asks, and remove the one back.",
        false_alarm="A few are overlooked. A push to a connected client needs a persistent connection, not a second arrow.",
    ),
    check,
    parameters=Parameters,
)
