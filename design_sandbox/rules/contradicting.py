"""Decisions beside a drawing that say something else than the drawing does (SEMANTICS 6): the drawing speaks first."""

from __future__ import annotations

from design_sandbox.model.design import Decision
from design_sandbox.model.scenario import TradeOff
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.rule import Context

RULE_ID = "decision-without-effect"


def contradiction(context: Context, name: str) -> Finding | None:
    """The question for a decision, by the id of its prompt, that the drawing contradicts; None where it does not."""
    prompt = context.scenario.trade_offs.get(name)
    chosen = context.design.decisions.get(name, Decision()).chosen.strip()
    if prompt is None or not chosen:
        return None
    done = _taken_instead(context, prompt, chosen) or _drawn_instead(context, prompt, chosen)
    if done is None:
        return None
    instead, because = done
    return Finding(
        RULE_ID, "unknown", "question", "A decision and the drawing differ",
        f"You decided for “{prompt.options.get(chosen, chosen)}”, but the drawing does “{instead}”. Which is meant?",
        subject=name, because=(because,), suggestion="Change the decision, or draw what it says",
    )  # fmt: skip


def _taken_instead(context: Context, prompt: TradeOff, chosen: str) -> tuple[str, str] | None:
    """The strategy that some journey takes where it offers the one that was decided."""
    decided = prompt.decides.get(chosen, chosen)
    taken = next(
        (choice.chosen for walk in context.walked.walks.values() if walk.served for choice in walk.strategies
         if decided in choice.calls and choice.chosen != decided), None)  # fmt: skip
    if taken is None:
        return None
    option = next((name for name, decides in prompt.decides.items() if decides == taken), None)
    said = prompt.options.get(option or "", taken.replace("_", " "))
    return said, "What the drawing keeps was walked, and the decision had no effect."


def _drawn_instead(context: Context, prompt: TradeOff, chosen: str) -> tuple[str, str] | None:
    """Another option that is drawn, while nothing drawn is the one that was chosen."""
    if chosen not in prompt.shown_by or _keeper(context, prompt, chosen):
        return None
    for option in prompt.shown_by:
        if keeper := _keeper(context, prompt, option):
            kind = context.catalogue.types[context.part(keeper).component.type].label
            what = context.scenario.label_of(prompt.shown_by[option].holds)
            return prompt.options[
                option
            ], f"{context.label(keeper)} keeps {what}, and it is drawn as “{kind}”."
    return None


def _keeper(context: Context, prompt: TradeOff, option: str) -> str | None:
    """A part of the drawing that shows an option."""
    shown = prompt.shown_by[option]
    return next(
        (part.id for part in context.board.owners(shown.holds) if part.component.type in shown.types), None
    )
