"""Choosing by what was drawn: whether a design matches a prompt's `when`, and which parts match a selector."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from design_sandbox.model.base import Document
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.problems import did_you_mean
from design_sandbox.model.quantity import QuantityError, parse_quantity
from design_sandbox.rules.rule import Context
from design_sandbox.walk.board import Part

Value = int | float | str
Words = tuple[str, ...]

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


# Choosing parts -------------------------------------------------------------------------------------------------------


class SelectorError(ValueError):
    """A selector that could never match anything, in plain words."""


class Comparison(Document):
    """What a property must be; everything that is said must hold. An unset property meets only `is_set: false`."""

    at_least: Value | None = None
    at_most: Value | None = None
    equals: Value | bool | None = None
    one_of: tuple[Value | bool, ...] = ()
    is_set: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Comparison:
        if not self.model_fields_set:
            raise ValueError("a comparison says at least one of at_least, at_most, equals, one_of, is_set")
        return self

    def holds_for(self, value: Any) -> bool:
        """Whether a property's value (None while unset) compares as said; quantities by their size."""
        if self.is_set is not None and self.is_set != (value is not None):
            return False
        if value is None:
            return self.is_set is False
        bounds = [(self.at_least, 1), (self.at_most, -1)]
        if any(bound is not None and sign * (_number(value) - _number(bound)) < 0 for bound, sign in bounds):
            return False
        options = [*([self.equals] if self.equals is not None else []), *self.one_of]
        return not options or any(_same(value, option) for option in options)


class Selector(BaseModel):
    """Parts of a drawing: every word must match, a list by any of its entries. Further keys compare properties.

    `{type: service, on_flow: checkout, replicas: {at_least: 2}}`: services on the journey `checkout` with two or
    more replicas. A plain value means `equals`.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: Words = ()
    type: Words = ()
    role: Words = ()
    holds: Words = ()
    keeps: Words = Field(default=(), description="Entities held or copied")
    plays: Words = ()
    on_flow: Words = Field(default=(), description="Journeys that arrive and pass the part")

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not data:
            raise ValueError("the selector is empty; say at least one of " + ", ".join(cls.model_fields))
        return {
            key: (value,) if key in cls.model_fields and isinstance(value, str) else value
            for key, value in data.items()
        }

    @cached_property
    def properties(self) -> dict[str, Comparison]:
        """Property → what it must be."""
        return {name: _comparison(value) for name, value in (self.__pydantic_extra__ or {}).items()}

    @model_validator(mode="after")
    def _can_match(self) -> Selector:
        """A word that no catalogue type could ever meet is a mistake, not a selector that matches nothing."""
        catalogue = load_catalogue()
        roles = sorted({spec.role for spec in catalogue.types.values()})
        for said, known, what in ((self.type, catalogue.types, "type"), (self.role, roles, "role"),
                                  (tuple(self.properties), catalogue.properties, "property")):  # fmt: skip
            for word in said:
                if word not in known:
                    raise ValueError(_unknown(what, word, list(known)))
        possible = [spec for name, spec in catalogue.types.items()
                    if (not self.type or name in self.type) and (not self.role or spec.role in self.role)]  # fmt: skip
        if not possible:
            raise ValueError(
                f"no type is both {' or '.join(self.type)} and of the role {' or '.join(self.role)}"
            )
        return self

    def pick(self, context: Context) -> list[Part]:
        """The parts of a drawing that match, in canonical order. Raises SelectorError for unknown scenario names."""
        self._check_names(context)
        on_way = {
            name
            for walk in context.walked.walks.values()
            if walk.served and walk.flow in self.on_flow
            for name in walk.parts
        }
        return [
            part
            for part in context.board.parts.values()
            if self._matches(part) and (not self.on_flow or part.id in on_way)
        ]

    def _matches(self, part: Part) -> bool:
        words = (
            (self.id, {part.id}), (self.type, {part.component.type}), (self.role, {part.spec.role}),
            (self.holds, part.holds), (self.keeps, part.holds | part.copies), (self.plays, part.plays),
        )  # fmt: skip
        if any(said and not set(said) & set(has) for said, has in words):
            return False
        return all(comparison.holds_for(part.get(name)) for name, comparison in self.properties.items())

    def _check_names(self, context: Context) -> None:
        scenario = context.scenario
        for said, known, what in (((*self.holds, *self.keeps), scenario.entities, "entity"), (self.on_flow, scenario.flows, "flow"),
                                  (self.plays, scenario.actors, "actor")):  # fmt: skip
            for word in said:
                if word not in known:
                    raise SelectorError(_unknown(what, word, list(known)))


def _comparison(value: Any) -> Comparison:
    return Comparison.model_validate(value if isinstance(value, dict) else {"equals": value})


def _number(value: Any) -> float:
    try:
        return float(parse_quantity(value))
    except QuantityError:
        raise SelectorError(f"{value!r} is not a figure and cannot be compared by size") from None


def _same(value: Any, option: Any) -> bool:
    if isinstance(value, bool) or isinstance(option, bool):
        return value is option
    try:
        return str(value) == str(option) or float(parse_quantity(value)) == float(parse_quantity(option))
    except QuantityError:
        return False


def _unknown(what: str, word: str, known: list[str]) -> str:
    near = did_you_mean(word, known)
    return f"there is no {what} {word!r}; accepted: {', '.join(known[:40])}" + (
        f"; did you mean {near!r}?" if near else ""
    )
