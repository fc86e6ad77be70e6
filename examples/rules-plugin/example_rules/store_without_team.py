"""example/store-without-team: does each store say which team answers for it?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, Rule


class Parameters(Document):
    """What a note must contain."""

    word: str = Field(default="team", description="Word that names a team in a store's note")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """A store's note names its team; an empty note leaves the question open, any other text is a fault."""
    stores = [part for part in context.board.with_ability("hold") if part.spec.durable]
    if not stores:
        return NOT_APPLICABLE  # nothing to look at is no reason to praise
    findings = []
    for part in stores:
        note = part.component.note
        if parameters.word in note.lower():
            continue
        verdict = "fail" if note else "unknown"
        message = f"Which team is woken when {part.label} fails?"
        findings.append(RULE.finding(verdict, message, elements=(part.id,)))
    if not findings:
        return PASS
    failed = any(finding.verdict == "fail" for finding in findings)
    return Judgement("fail" if failed else "unknown", 0.0 if failed else 0.5, tuple(findings))


RULE = Rule(
    Card(
        id="example/store-without-team",
        title="A store has no team",
        group="operability",
        severity="low",
        why="What everybody owns nobody repairs.",
        how_to_fix="Write into the note of the store which team answers for it.",
        false_alarm="In an interview teams are rarely drawn; this rule is for reviews at work.",
    ),
    check,
    parameters=Parameters,
)
