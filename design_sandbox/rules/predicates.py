"""Rules without Python: a small closed set of predicates over a drawing, combined by `all`, `any` and `not`.

A check is data, validated strictly, and nothing in it is ever run as code. Each predicate answers `yes`, `no`,
`unknown` (the drawing does not say) or `nothing` (no part is meant): nothing earns nothing and accuses nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pydantic import Field, model_validator

from design_sandbox.model.base import Document, LongText, ShortText
from design_sandbox.rules.answering import ANSWERS, unique
from design_sandbox.rules.conditions import (
    Answer,
    Count,
    Depth,
    EveryPath,
    FanOut,
    FromTo,
    InCycle,
    Metric,
    SameZone,
    State,
)
from design_sandbox.rules.finding import Severity
from design_sandbox.rules.rule import NOT_APPLICABLE, NOTHING_EARNED, PASS, Card, Context, Judgement, Rule


class Check(Document):
    """One predicate, or several combined."""

    reachable: FromTo | None = None
    every_path: EveryPath | None = None
    no_path: FromTo | None = None
    count: Count | None = None
    depth: Depth | None = None
    fan_out: FanOut | None = None
    in_cycle: InCycle | None = None
    same_zone: SameZone | None = None
    metric: Metric | None = None
    all_: tuple[Check, ...] | None = Field(default=None, alias="all", min_length=1)
    any_: tuple[Check, ...] | None = Field(default=None, alias="any", min_length=1)
    not_: Check | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one(self) -> Check:
        said = [name for name in PREDICATES if getattr(self, name) is not None]
        if len(said) != 1:
            accepted = ", ".join(name.rstrip("_") for name in PREDICATES)
            raise ValueError(
                f"a check has exactly one of {accepted}; found {[n.rstrip('_') for n in said] or 'none'}"
            )
        return self

    def answer(self, context: Context) -> Answer:
        """Ask the drawing. Raises SelectorError when a selector names what the scenario does not have."""
        name = next(name for name in PREDICATES if getattr(self, name) is not None)
        return PREDICATES[name](context, getattr(self, name))


class TitledCheck(Check):
    """A check with the words that a finding shows."""

    title: ShortText = "A condition of this exercise is not met"
    why: LongText = "Your instructor asks for it."
    fix: LongText = "Change the drawing so that the condition holds."
    severity: Severity = "medium"


def rule_of_check(check: dict[str, Any], *, earns: bool = True) -> Rule:
    """The rule that a check in YAML stands for. Raises pydantic's ValidationError for anything it does not know.

    Where no part is meant, a rule that `earns` earns nothing (without a finding); one that only deducts does not apply.
    """
    parsed = TitledCheck.model_validate(check)
    number = hashlib.sha256(json.dumps(check, sort_keys=True, default=str).encode()).hexdigest()[:8]
    card = Card(f"check-{number}", parsed.title, "exercise", parsed.severity, parsed.why, parsed.fix,
                "Written for this exercise; ask who wrote it.")  # fmt: skip

    def ask(context: Context, parameters: object, subject: str) -> Judgement:
        answer = parsed.answer(context)
        told = {"because": answer.because, "elements": answer.elements}
        match answer.state:
            case "yes":
                return PASS
            case "no":
                return made.fails(parsed.title, **told)
            case "unknown":
                return made.asks(answer.question or parsed.title, title=parsed.title, **told)
        return NOTHING_EARNED if earns else NOT_APPLICABLE

    made = Rule(card, ask)
    return made


# Combining ------------------------------------------------------------------------------------------------------------


def _all(context: Context, checks: Iterable[Check]) -> Answer:
    """The worst of several: one no is a no, and where one means nothing, all of them do."""
    return _first(context, checks, ("no", "nothing", "unknown", "yes"))


def _any(context: Context, checks: Iterable[Check]) -> Answer:
    """The best of several."""
    return _first(context, checks, ("yes", "unknown", "no", "nothing"))


def _first(context: Context, checks: Iterable[Check], order: tuple[State, ...]) -> Answer:
    answers = [check.answer(context) for check in checks]
    state = min((answer.state for answer in answers), key=order.index)
    same = [answer for answer in answers if answer.state == state]
    return Answer(state, unique(name for answer in same for name in answer.elements),
                  unique(text for answer in same for text in answer.because), same[0].question)  # fmt: skip


def _not(context: Context, check: Check) -> Answer:
    answer = check.answer(context)
    turned: dict[State, State] = {"yes": "no", "no": "yes", "unknown": "unknown", "nothing": "nothing"}
    return replace(answer, state=turned[answer.state])


PREDICATES: dict[str, Callable[[Context, Any], Answer]] = {
    **ANSWERS,
    "all_": _all,
    "any_": _any,
    "not_": _not,
}
"""Everything a check may say."""
