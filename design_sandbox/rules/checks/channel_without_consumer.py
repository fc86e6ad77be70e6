"""channel-without-consumer: does work go into a channel that nobody takes it out of?"""

from __future__ import annotations

from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.routes import consumers


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Channels with a producer and no consumer."""
    findings = []
    for part in context.board.with_ability("hand_off"):
        if context.board.into[part.id] and not consumers(context.board, part.id) and not part.holds:
            findings.append(RULE.finding("fail", f"Nobody takes work out of {part.label}.", elements=(part.id,),
                                         title=f"{part.label} has no consumer"))  # fmt: skip
    return judged(findings, context.board.with_ability("hand_off"))


RULE = Rule(
    Card(
        id="channel-without-consumer",
        title="A channel has no consumer",
        group="asynchrony",
        severity="medium",
        why="Work that nobody takes out of a queue is never done; the queue grows until it is full.",
        how_to_fix="Draw an arrow from the channel to the worker that takes the work.",
        false_alarm="A log that is itself the record (it holds data) needs no consumer.",
    ),
    check,
)
