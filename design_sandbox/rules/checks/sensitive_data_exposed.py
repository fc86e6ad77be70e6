"""sensitive-data-exposed: is sensitive data readable on a disk or at the edge of the network?"""

from __future__ import annotations

from typing import Any

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Keepers of sensitive entities: unencrypted is a fault, unsaid a question; a public copy at the edge a fault."""
    kept = [(part, entity) for entity, spec in context.scenario.entities.items() if spec.sensitive
            for part in _keepers(context, entity)]  # fmt: skip
    findings: dict[str, Finding] = {}
    for part, entity in kept:
        told = _at_the_edge(context, part, entity) if part.can("pass_on") else _at_rest(context, part, entity)
        if told:
            findings.setdefault(part.id, told)
    return judged(findings.values(), kept)


def _keepers(context: Context, entity: str) -> list[Part]:
    used = {
        name for walk in context.walked.walks.values() for name, kept in walk.uses_holds if kept == entity
    }
    return [part for part in context.board.parts.values()
            if (part.has(entity) or part.id in used) and (part.spec.durable or part.can("pass_on"))]  # fmt: skip


def _at_rest(context: Context, part: Part, entity: str) -> Finding | None:
    said, what = part.get("encrypted"), context.scenario.label_of(entity)
    if said:
        return None
    more: dict[str, Any] = {
        "elements": (part.id,),
        "patch": set_to(part.id, "encrypted", True),
        "suggestion": f"Encrypt {part.label}",
    }
    if said is False:
        return RULE.finding("fail", f"{capital(what)} lie readable on the disks of {part.label}.",
                            title=f"{part.label} is not encrypted", **more)  # fmt: skip
    return RULE.finding("unknown", f"{capital(what)} are sensitive. Who can read the disks and backups of {part.label}?",
                        title=f"Is {part.label} encrypted?", **more)  # fmt: skip


def _at_the_edge(context: Context, part: Part, entity: str) -> Finding | None:
    if part.get("signed_urls"):
        return None
    return RULE.finding(
        "fail", f"{part.label} keeps copies of {context.scenario.label_of(entity)} for everybody who has the address.",
        title=f"{part.label} serves sensitive data openly", elements=(part.id,), severity="high",
        patch=set_to(part.id, "signed_urls", True), suggestion=f"Let {part.label} ask for signed links",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="sensitive-data-exposed",
        title="Sensitive data is exposed",
        group="security",
        severity="medium",
        why="Disks are thrown away, backups copied, links passed on. What is sensitive must be useless to whoever finds it.",
        how_to_fix="Encrypt stores of sensitive data, keep the key elsewhere, and let edge copies ask for a signed link.",
        false_alarm="Only what the prompt calls sensitive is looked at; unset, it is a question and accuses nobody.",
        references=("Threagile: unencrypted-asset", "AWS Well-Architected SEC08"),
    ),
    check,
)
