"""decisions-recorded: are the contested choices that this drawing makes written down, with a reason?"""

from __future__ import annotations

import re

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.model.design import Decision
from design_sandbox.model.scenario import TradeOff
from design_sandbox.rules.contradicting import contradiction
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.rule import NOT_APPLICABLE, NOTHING_EARNED, PASS, Card, Context, Judgement, Rule
from design_sandbox.rules.selectors import reached_prompts
from design_sandbox.walk.words import words

FEWEST_WORDS = 3
"""Different words that a reason has at least; fewer tell nobody why."""


class Parameters(Document):
    """How many decisions are enough."""

    enough: int = Field(default=3, ge=1, le=12, description="Decisions that earn all; all prompts if fewer")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Share of the decisions asked for that are recorded; a missing one is a question, not a fault."""
    prompts = reached_prompts(context)
    if not prompts:
        return NOT_APPLICABLE
    if not any(walk.served for walk in context.walked.walks.values()):
        return NOTHING_EARNED  # reasons for a drawing that serves nothing are reasons for nothing
    recorded = {name: _recorded(context, name) for name in prompts}
    asked = min(parameters.enough, len(prompts))
    share = min(1.0, sum(recorded.values()) / asked)
    if share >= 1:
        return PASS
    open_prompts = sorted((name for name in prompts if recorded[name] < 1), key=lambda name: -recorded[name])
    missing = open_prompts[: asked - sum(found >= 1 for found in recorded.values())]
    return Judgement("unknown", share, tuple(_missing(context, name, recorded[name]) for name in missing))


def _missing(context: Context, name: str, share: float) -> Finding:
    return contradiction(context, name) or RULE.finding(
        "unknown",
        context.scenario.trade_offs[name].question,
        subject=name,
        because=(_why(context.design.decisions.get(name, Decision()), share),),
    )


def _recorded(context: Context, prompt: str) -> float:
    """What a decision earns; half of it while the drawing does something else: then it is asked which is meant."""
    share = recorded_share(
        context.scenario.trade_offs[prompt], context.design.decisions.get(prompt, Decision())
    )
    return share / 2 if share and contradiction(context, prompt) else share


def recorded_share(prompt: TradeOff, decision: Decision) -> float:
    """1 for a choice with a reason to the point, or with any reason and what was rejected; ½ for one of them."""
    if not decision.chosen.strip():
        return 0.0
    rejected = bool(decision.rejected.strip()) and decision.rejected.strip() != decision.chosen.strip()
    reasoned = is_reason(decision.because)
    if reasoned and (rejected or names_a_point(prompt, decision.because)):
        return 1.0
    return 0.5 if rejected or reasoned else 0.0


def is_reason(text: str) -> bool:
    """Whether the text has the length of a reason: three different words, or as much in a script without blanks."""
    said = set(re.findall(r"\w+", text.lower()))
    return len(said) >= FEWEST_WORDS or any(
        len(word) >= 2 * FEWEST_WORDS and not word.isascii() for word in said
    )


def names_a_point(prompt: TradeOff, text: str) -> bool:
    """Whether the text names one of the points of a strong answer (compared by words, not understood)."""
    said = words(text)
    return any(words(point) <= said for point in prompt.strong_answer_names if words(point))


def _why(decision: Decision, share: float) -> str:
    if decision.chosen.strip() and decision.because.strip() and not is_reason(decision.because):
        return f"“{decision.because.strip()[:60]}” is no reason yet: say it in three different words or more."
    if share > 0:
        return "The choice is recorded; why it was made, or what was rejected, is not."
    return "Your drawing makes this choice; no decision says why."


RULE = Rule(
    Card(
        id="decisions-recorded",
        title="A decision is not written down",
        group="operability",
        severity="low",
        why="Several answers are right. A considered one knows what it rejected, and why.",
        how_to_fix="Open the trade-off prompt, choose, and say in a sentence what you gave up for it.",
        false_alarm=(
            "The text is compared with what strong answers name, never understood. "
            "A choice with what was rejected and any reason of three words counts in full."
        ),
        references=("Michael Nygard, Documenting Architecture Decisions, 2011",),
    ),
    check,
    parameters=Parameters,
)
