"""limiter-without-shared-counter: do several limiters know of each other?"""

from __future__ import annotations

from design_sandbox.rules.looking import judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Limiters of several instances that reach no counter which all of them share."""
    several = [part for part in context.board.parts.values() if part.component.type == "rate_limiter"
               and int(part.component.properties.get("replicas") or 1) > 1]  # fmt: skip
    findings = [
        RULE.finding(
            "unknown", f"{part.label} runs {part.component.properties['replicas']} times. Do they share one count of each caller?",
            title=f"Does {part.label} count together?", elements=(part.id,), subject="counter",
            because=("Counting apart, everybody gets the allowance once from each of them.",),
            patch=set_to(part.id, "keyed", True),
            suggestion="Send each caller always to the same limiter, or let them count in a cache that all reach",
        )
        for part in several if not _shared(context, part)
    ]  # fmt: skip
    return judged(findings, several)


def _shared(context: Context, part: Part) -> bool:
    targets = [context.part(link.target) for link in context.board.out[part.id]]
    return bool(part.get("keyed")) or any(target.spec.shapes.get("counter") for target in targets)


RULE = Rule(
    Card(
        id="limiter-without-shared-counter",
        title="Limiters count apart",
        group="security",
        severity="low",
        why="Six limiters that do not talk allow six times the limit, or fall out of step with every new instance.",
        how_to_fix="Share the counters in a cache, or send each caller always to the same limiter.",
        false_alarm="A generous limit may be divided by the number of instances; then say so.",
        references=("SEMANTICS 14",),
    ),
    check,
)
