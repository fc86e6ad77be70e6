"""recovery-point: can writes that were acknowledged be lost with one instance of the store that is their home?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from design_sandbox.rules.figures import recovery_of
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, is_store, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part

if TYPE_CHECKING:
    from design_sandbox.analysis.data import RecoveryPoint

COPIES = 2


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Stores on some journey that are the home of durable data: a second copy must have each write; an unset number is asked."""
    stores = [
        part for part in context.board.parts.values() if is_store(part) and part.id in context.used_parts
    ]
    kept = [(part, point) for part in stores if (point := recovery_of(context, part.id)) is not None]
    return judged([found for pair in kept if (found := _judge(*pair)) is not None], kept)


def _judge(part: Part, point: RecoveryPoint) -> Finding | None:
    lost, what = point.after_instance, " and ".join(point.entities)
    if lost.value == 0:
        return None
    copies = part.said.get("replicas")
    if copies is None:
        return RULE.finding(
            "unknown", f"How many copies of {what} have a write when {part.label} acknowledges it?", title=f"What is lost with {part.label}?",
            elements=(part.id,), because=(f"{part.label} does not say how many copies it keeps.",), patch=set_to(part.id, "replicas", COPIES),
        )  # fmt: skip
    since = (
        f"what was written in the last {lost.text}"
        if lost.value is not None
        else "all since the last backup, if there is one"
    )
    return RULE.finding(
        "fail", f"{capital(what)} must not be lost, and one machine has them: its loss takes {since}.", title=f"{part.label} can lose what it acknowledged",
        elements=(part.id,), because=(f"{part.label} keeps one copy of each entry.",), severity="low" if lost.value is not None else None,
        patch=set_to(part.id, "replicas", COPIES),
    )  # fmt: skip


RULE = Rule(
    Card(
        id="recovery-point",
        title="A store can lose what it acknowledged",
        group="redundancy",
        severity="medium",
        why="Whoever got an answer believes that it is kept. With a single copy the last writes go with the machine.",
        how_to_fix="Keep a second copy that has each write before it is acknowledged; replication behind the answer loses the last second.",
        false_alarm="A disk that outlives its machine keeps a single copy too; where that is so, waive it and say so.",
        references=("AWS Well-Architected REL13-BP01", "docs/numbers/data.md"),
    ),
    check,
)
