"""Decisions that say something else than the drawing, or nothing that was asked: told, and worth no points."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.scenario import TradeOff
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.rule import Context

RULE_ID = "decision-without-effect"


def idle_decisions(context: Context) -> list[Finding]:
    """A low finding for each choice that is none of the options, a question for each that the drawing contradicts."""
    return [*_unknown_options(context), *_contradictions(context)]


def _unknown_options(context: Context) -> Iterator[Finding]:
    for name, decision in context.design.decisions.items():
        prompt = context.scenario.trade_offs.get(name)
        chosen = decision.chosen.strip()
        if prompt is None or not chosen or chosen in prompt.options or chosen in prompt.decides.values():
            continue
        accepted = ", ".join(f"{option} ({title})" for option, title in prompt.options.items())
        yield Finding(
            RULE_ID, "fail", "low", "A decision names none of the options",
            f"“{chosen}” is none of the options, so it decides nothing in the drawing.", subject=name,
            because=(prompt.question, f"Accepted: {accepted}."), suggestion="Choose one of the options",
        )  # fmt: skip


def _contradictions(context: Context) -> Iterator[Finding]:
    for name, decision in context.design.decisions.items():
        prompt = context.scenario.trade_offs.get(name)
        decided = prompt.decides.get(decision.chosen, decision.chosen) if prompt else None
        taken = _taken_instead(context, decided) if decided else None
        if prompt is None or taken is None:
            continue
        yield Finding(
            RULE_ID, "unknown", "question", "A decision and the drawing differ",
            f"You decided for “{prompt.options.get(decision.chosen, decision.chosen)}”, but the drawing does "
            f"“{_option(prompt, taken)}”. Which is meant?", subject=name,
            because=("What the drawing keeps was walked, and the decision had no effect.",),
            suggestion="Change the decision, or draw what it says",
        )  # fmt: skip


def _taken_instead(context: Context, decided: str) -> str | None:
    """The strategy that some journey takes where it offers the one that was decided."""
    walks = context.walked.walks.values()
    choices = [
        choice for walk in walks if walk.served for choice in walk.strategies if decided in choice.calls
    ]
    return next((choice.chosen for choice in choices if choice.chosen != decided), None)


def _option(prompt: TradeOff, strategy: str) -> str:
    """What the prompt calls a strategy."""
    option = next((name for name, decides in prompt.decides.items() if decides == strategy), None)
    return prompt.options.get(option or "", strategy.replace("_", " "))
