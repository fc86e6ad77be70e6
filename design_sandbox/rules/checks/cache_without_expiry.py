"""cache-without-expiry: how does a copy learn that its original has changed?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import hops_of, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Caches of data that journeys write elsewhere, told neither by the writer nor by a time to live."""
    copies = [(part, entity) for part in context.board.with_ability("copy") if not part.spec.durable
              for entity in sorted(part.copies) if (part.id, entity) in _read(context)]  # fmt: skip
    silent = [
        (part, entity)
        for part, entity in copies
        if not _told(context, part, entity) and _rewritten(context, part, entity)
    ]
    asked: dict[str, list[str]] = {}
    for part, entity in silent:
        asked.setdefault(part.id, []).append(entity)
    return judged([_ask(context, context.part(name), names) for name, names in asked.items()], copies)


def _read(context: Context) -> set[tuple[str, str]]:
    return {(hop.target, hop.entity) for _, hop in hops_of(context) if hop.verb in ("read", "scan", "search")}


def _rewritten(context: Context, part: Part, entity: str) -> bool:
    return any(
        hop.entity == entity and hop.verb == "write" and hop.target != part.id for _, hop in hops_of(context)
    )


def _told(context: Context, part: Part, entity: str) -> bool:
    """A time to live, expiring entries, a writer that updates it, or anything that feeds it."""
    if part.get("time_to_live") or part.get("expires"):
        return True
    return any(
        hop.target == part.id and hop.entity == entity and hop.verb in ("write", "claim")
        for _, hop in hops_of(context)
    )


def _ask(context: Context, part: Part, entities: list[str]) -> Finding:
    what = " and ".join(context.scenario.label_of(entity) for entity in entities)
    return RULE.finding(
        "unknown",
        f"After {what} change, for how long does {part.label} give the old answer?",
        title=f"How stale may {part.label} be?",
        elements=(part.id,),
        patch=set_to(part.id, "time_to_live", "60 s"),
        because=("No writer tells it, and no time to live is set.",),
        suggestion=f"Give {part.label} a time to live",
    )


RULE = Rule(
    Card(
        id="cache-without-expiry",
        title="Nothing tells a cache that its data changed",
        group="caching",
        severity="low",
        why="A cache that is never told keeps the old answer until it happens to be full.",
        how_to_fix="Set a time to live, or let the writer update or remove the entry.",
        false_alarm="What never changes once written needs neither; say so with a long time to live.",
        references=("AWS Well-Architected PERF03-BP05",),
    ),
    check,
)
