"""Choosing by what was drawn: whether a design matches a selector at all.

Trade-off prompts (`when`) use these words; `rules/predicates.py` chooses single parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from design_sandbox.rules.rule import Context

WORDS = ("type", "role", "holds", "on_flow", "strategy", "has_fact")
"""What a trade-off prompt's `when` may say; each word must match, a list by any entry."""


def matches(context: Context, when: Mapping[str, Any]) -> bool:
    """Whether the design matches a prompt's `when`; the empty selector always does.

    Raises ValueError, naming the word, when a word is not one of `WORDS`.
    """
    return all(_word_matches(context, word, _options(wanted)) for word, wanted in when.items())


def _options(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, (list, tuple)) else [wanted]


def _word_matches(context: Context, word: str, options: list[Any]) -> bool:
    parts, walks = context.board.parts.values(), context.walked.walks.values()
    match word:
        case "type":
            return any(part.component.type in options for part in parts)
        case "role":
            return any(part.spec.role in options for part in parts)
        case "holds":
            return any(part.has(entity) for part in parts for entity in options)
        case "on_flow":
            return any(walk.flow in options and walk.served for walk in walks)
        case "strategy":
            return any(choice.chosen in options for walk in walks for choice in walk.strategies)
        case "has_fact":
            return any(fact in walk.facts for walk in walks for fact in options)
    raise ValueError(f"`when` knows {', '.join(WORDS[:-1])} and {WORDS[-1]}, not {word!r}")


def reached_prompts(context: Context) -> tuple[str, ...]:
    """Ids of the trade-off prompts that this drawing reaches, in the scenario's order."""
    prompts = context.scenario.trade_offs
    return tuple(name for name, prompt in prompts.items() if matches(context, prompt.when))
