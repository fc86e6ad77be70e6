"""Trade-off prompts chosen by what was drawn; answers are compared with what a strong answer names, never understood."""

from __future__ import annotations

from design_sandbox.model.design import Decision
from design_sandbox.model.scenario import TradeOff
from design_sandbox.review.result import TradeOffPrompt
from design_sandbox.rules.rule import Context
from design_sandbox.rules.selectors import matches
from design_sandbox.walk.words import words


def prompts(context: Context) -> tuple[TradeOffPrompt, ...]:
    """The prompts this drawing reaches, in the scenario's order, with the learner's answers."""
    return tuple(
        _prompt(name, trade_off, context.design.decisions.get(name, Decision()))
        for name, trade_off in context.scenario.trade_offs.items()
        if matches(context, trade_off.when)
    )


def _prompt(name: str, trade_off: TradeOff, answer: Decision) -> TradeOffPrompt:
    named = tuple(point for point in trade_off.strong_answer_names if _named(point, answer.because))
    return TradeOffPrompt(
        name,
        trade_off.question,
        dict(trade_off.options),
        trade_off.strong_answer_names,
        trade_off.business,
        trade_off.model_answer,
        answer.committed,
        answer.chosen,
        answer.because,
        named,
    )


def _named(point: str, text: str) -> bool:
    """Whether every word of a point occurs in the text (plural and case aside)."""
    return words(point) <= words(text)
