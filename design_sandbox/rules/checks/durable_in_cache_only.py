"""durable-in-cache-only: is a cache the only home of something that must not be lost?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Durable entities that only parts which forget keep."""
    kept, findings = [], []
    for entity, spec in context.scenario.entities.items():
        keepers = context.board.keeping(entity) if spec.durable else []
        kept += keepers
        if keepers and not any(part.spec.durable for part in keepers):
            findings.append(_accuse(context, entity, keepers[0]))
    return judged(findings, kept)


def _accuse(context: Context, entity: str, cache: Part) -> Finding:
    what, spec = context.scenario.label_of(entity), context.scenario.entities[entity]
    stores = [part for part in context.board.with_ability("hold")
              if part.spec.durable and not part.can("hand_off") and fit(part, "write", spec) == "good"]  # fmt: skip
    patch = (
        ({"op": "add_to", "component": stores[0].id, "field": "holds", "value": entity},) if stores else None
    )

    return RULE.finding(
        "fail", f"{cache.label} is the only place of {what}, and it forgets when it restarts.",
        title=f"{capital(what)} would be lost", elements=(cache.id,), subject=entity, patch=patch,
        because=(f"The prompt says that {what} must last.",),
        suggestion=f"Let {stores[0].label} hold {what}" if stores else None,
    )  # fmt: skip


RULE = Rule(
    Card(
        id="durable-in-cache-only",
        title="A cache is the only home of lasting data",
        group="caching",
        severity="high",
        why="A cache forgets: when it is full, when time is over, and when it restarts.",
        how_to_fix="Let a durable store own the data, and the cache keep copies of it.",
        false_alarm="Sessions, counters and ready timelines that the prompt does not call lasting may live in a cache.",
        references=("AWS Well-Architected PERF03-BP05",),
    ),
    check,
)
