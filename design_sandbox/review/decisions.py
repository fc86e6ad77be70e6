"""Decisions that say something else than the drawing, or nothing that was asked: told beside the score."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.rules.contradicting import RULE_ID, contradiction
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.rule import Context


def idle_decisions(context: Context) -> list[Finding]:
    """A low finding for each choice that is none of the options, a question for each that the drawing contradicts."""
    against = (contradiction(context, name) for name in context.design.decisions)
    return [*_unknown_options(context), *(found for found in against if found)]


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
