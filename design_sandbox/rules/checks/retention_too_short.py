"""retention-too-short: does the only home of some data throw it away before its time?"""

from __future__ import annotations

from design_sandbox.model.quantity import format_quantity, parse_quantity
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Owners with a retention, of data that the prompt wants kept longer and that nobody else owns."""
    kept, findings = [], []
    for entity, spec in context.scenario.entities.items():
        owners = [part for part in context.board.owners(entity) if part.spec.durable]
        if spec.keep is None or not owners:
            continue
        limits = [_retention_s(part) for part in owners]
        kept.append(entity)
        if all(limit is not None and limit < float(spec.keep) for limit in limits):
            findings.append(_accuse(context, entity, owners[0]))
    return judged(findings, kept)


def _retention_s(part: Part) -> float | None:
    """How long it keeps entries; None is for ever. Time to live counts where entries expire."""
    said = part.get("retention") or part.component.properties.get("time_to_live")
    return float(parse_quantity(said)) if said is not None else None


def _accuse(context: Context, entity: str, part: Part) -> Finding:
    spec, what = context.scenario.entities[entity], context.scenario.label_of(entity)
    assert spec.keep is not None
    has, wanted = part.get("retention") or part.get("time_to_live"), format_quantity(spec.keep)
    return RULE.finding(
        "fail", f"{part.label} drops {what} after {has}; {wanted} are asked.", title=f"{capital(what)} are dropped too early",
        elements=(part.id,), subject=entity, patch=set_to(part.id, "retention", wanted),
        because=("Nothing else owns them.",), suggestion=f"Set the retention of {part.label} to {wanted}, or move old ones to cheaper storage",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="retention-too-short",
        title="Data is dropped before its time",
        group="data",
        severity="medium",
        why="Logs and queues forget by design. What is to be kept for years needs a home that does not.",
        how_to_fix="Set the retention, or let a consumer write everything into a store that keeps it.",
        false_alarm="Data that a second durable part owns is not looked at.",
        references=("AWS Well-Architected REL09",),
    ),
    check,
)
