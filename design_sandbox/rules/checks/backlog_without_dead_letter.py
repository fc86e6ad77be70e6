"""backlog-without-dead-letter: where does a message go that fails again and again?"""

from __future__ import annotations

from typing import Any

from design_sandbox.model.base import level_at_least
from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import hops_of, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part
from design_sandbox.walk.walk import Hop, Walk


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Channels that carry what must arrive: `dead_letter` off is a fault, unset a question from senior on."""
    carrying = {hop.source: hop for walk, hop in hops_of(context)
                if context.part(hop.source).can("hand_off") and not _may_lose(context, walk, hop)}  # fmt: skip
    channels = [context.part(name) for name in carrying]
    return judged([told for part in channels if (told := _tell(context, part))], channels)


def _may_lose(context: Context, walk: Walk, hop: Hop) -> bool:
    steps = walk_steps(context.scenario.flows[walk.flow].steps)
    return any(step.may_lose for step in steps if (step.id or step.verb) == hop.step)


def _tell(context: Context, part: Part) -> Finding | None:
    said = part.get("dead_letter")
    if said or (said is None and not level_at_least(context.level, "senior")):
        return None
    patch = set_to(part.id, "dead_letter", True)
    more: dict[str, Any] = {
        "elements": (part.id,),
        "patch": patch,
        "suggestion": f"Give {part.label} a dead-letter queue",
    }
    if said is False:
        return RULE.finding("fail", f"A message that keeps failing in {part.label} is tried for ever or thrown away.",
                            title=f"{part.label} has nowhere for bad messages", **more)  # fmt: skip
    return RULE.finding("unknown", f"Where does a message in {part.label} go that fails again and again?",
                        title=f"Bad messages in {part.label}?", **more)  # fmt: skip


RULE = Rule(
    Card(
        id="backlog-without-dead-letter",
        title="A failing message has nowhere to go",
        group="asynchrony",
        severity="low",
        why="One message that no consumer can digest blocks those behind it, or is retried until it costs more than all others.",
        how_to_fix="Set a dead-letter queue: after some tries the message is put aside for a person, with an alarm.",
        false_alarm="Channels that carry only what may be lost are left alone; unset, it is only asked, and only from senior.",
        references=("AWS guard rule lambda_dlq_check (REL-6)",),
    ),
    check,
)
