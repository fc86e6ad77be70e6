"""Strategies that a scenario offers, and names in the trade-offs that choose among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import quoted
from design_sandbox.model.scenario import Scenario, Step

if TYPE_CHECKING:
    from design_sandbox.model.catalogue import Catalogue


def choice_mistakes(scenario: Scenario, catalogue: Catalogue) -> list[Mistake]:
    """Options, strategies, data and types that trade-offs name and nothing declares."""
    return [*_decides(scenario), *_shown_by(scenario, catalogue)]


def strategies_of(scenario: Scenario) -> list[str]:
    """Every alternative of every `any_of`, in order."""
    return list(dict.fromkeys(name for flow in scenario.flows.values() for name in _strategies(flow.steps)))


def _strategies(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        for name, alternative in step.any_of.items():
            yield name
            yield from _strategies(alternative)


def _decides(scenario: Scenario) -> Iterator[Mistake]:
    strategies = strategies_of(scenario)
    for name, trade_off in scenario.trade_offs.items():
        for option, strategy in trade_off.decides.items():
            path = ("trade_offs", name, "decides", option)
            if option not in trade_off.options:
                message = f"{quoted(option)} is not one of the options above"
                yield unknown(path, message, option, trade_off.options, at_key=True)
            if strategy not in strategies:
                message = f"{quoted(strategy)} is no alternative of an `any_of`"
                yield unknown(path, message, strategy, strategies, none="no flow has an `any_of`")


def _shown_by(scenario: Scenario, catalogue: Catalogue) -> Iterator[Mistake]:
    for name, trade_off in scenario.trade_offs.items():
        for option, shown in trade_off.shown_by.items():
            path = ("trade_offs", name, "shown_by", option)
            if option not in trade_off.options:
                message = f"{quoted(option)} is not one of the options above"
                yield unknown(path, message, option, trade_off.options, at_key=True)
            if shown.holds not in scenario.entities:
                yield unknown(
                    (*path, "holds"), f"no entity {quoted(shown.holds)}", shown.holds, scenario.entities
                )
            for index, word in enumerate(shown.types):
                if word not in catalogue.types:
                    yield unknown((*path, "types", index), f"no type {quoted(word)}", word, catalogue.types)
