"""Trade-off prompts chosen by what was drawn; answers are compared with what a strong answer names, never understood."""

from __future__ import annotations

from typing import Any

from design_sandbox.model.design import Decision
from design_sandbox.model.scenario import TradeOff
from design_sandbox.review.result import TradeOffPrompt
from design_sandbox.rules.rule import Context
from design_sandbox.walk.inference import words


def prompts(context: Context) -> tuple[TradeOffPrompt, ...]:
    """The prompts this drawing reaches, in the scenario's order, with the learner's answers."""
    return tuple(
        _prompt(name, trade_off, context.design.decisions.get(name, Decision()))
        for name, trade_off in context.scenario.trade_offs.items()
        if reached(context, trade_off.when)
    )


def reached(context: Context, when: dict[str, Any]) -> bool:
    """Whether a design matches a selector: `type`, `role`, `holds`, `on_flow`, `strategy`, `has_fact`; empty matches always."""
    parts = context.board.parts.values()
    for key, wanted in when.items():
        options = wanted if isinstance(wanted, list) else [wanted]
        found = {
            "type": any(part.component.type in options for part in parts),
            "role": any(part.spec.role in options for part in parts),
            "holds": any(part.has(option) for part in parts for option in options),
            "on_flow": any(
                option in context.walked.walks and context.walk(option).served for option in options
            ),
            "strategy": any(c.chosen in options for w in context.walked.walks.values() for c in w.strategies),
            "has_fact": any(option in w.facts for w in context.walked.walks.values() for option in options),
        }.get(key)
        if found is None:
            raise ValueError(
                f"a trade-off's `when` knows type, role, holds, on_flow, strategy and has_fact, not {key!r}"
            )
        if not found:
            return False
    return True


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
