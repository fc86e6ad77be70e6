"""The load of a scenario as numbers: every named quantity computed from what is given, in base units."""

from __future__ import annotations

import re
from functools import lru_cache

from design_sandbox.model.formula import evaluate, evaluate_all
from design_sandbox.model.problems import Path
from design_sandbox.model.quantity import Quantity, format_quantity, parse_quantity
from design_sandbox.model.scenario import Flow, LoadFigure, Scenario, located_steps


def load_quantities(scenario: Scenario) -> dict[str, Quantity]:
    """Every load name with its quantity; formulas are resolved in any order.

    Raises QuantityError or FormulaError in plain words when a formula does not work out.
    """
    definitions: dict[str, str | Quantity] = {}
    for name, figure in scenario.load.items():
        definitions[name] = figure.formula if figure.formula is not None else _given(figure)
    for name, flow in scenario.flows.items():
        definitions[rate_name(name)] = _rate_definition(flow)
    return evaluate_all(definitions)


def _given(figure: LoadFigure) -> Quantity:
    return parse_quantity(figure.value, figure.unit)


def rate_name(flow: str) -> str:
    """How the load calls a flow's own rate."""
    return f"rate_of_{re.sub('[^A-Za-z0-9_]', '_', flow)}"


def _rate_definition(flow: Flow) -> str | Quantity:
    if isinstance(flow.rate, str):
        return flow.rate
    return flow.rate.formula if flow.rate.formula is not None else _given(flow.rate)


def written_formulas(scenario: Scenario) -> list[tuple[Path, str]]:
    """Texts outside `load` that name a figure or compute one, each with its path in the document."""
    found: list[tuple[Path, object]] = []
    for name, entity in scenario.entities.items():
        found += [(("entities", name, key), getattr(entity, key)) for key in ("times", "per_day", "count")]
        if entity.skew is not None:
            found += [
                (("entities", name, "skew", key), getattr(entity.skew, key)) for key in ("keys", "hottest")
            ]
    found += [((*path, "times"), step.times) for path, step in located_steps(scenario)]
    found += [(("bursts", index, "times"), burst.times) for index, burst in enumerate(scenario.bursts)]
    return [(path, text) for path, text in found if isinstance(text, str)]


def load_numbers(scenario: Scenario) -> dict[str, float]:
    """Load names → base units (per second, bytes, plain counts), cached per scenario.

    `rate_of_<flow>` is a flow's rate; a formula written outside `load` is found under its own text.
    """
    return _numbers(_Key(scenario))


class _Key:
    """A scenario by identity: documents are immutable, so equal objects need no comparing."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.scenario is self.scenario


@lru_cache(maxsize=64)
def _numbers(key: _Key) -> dict[str, float]:
    quantities = load_quantities(key.scenario)
    written = {
        text: evaluate(text, quantities)
        for _, text in written_formulas(key.scenario)
        if text not in quantities
    }
    return {name: float(quantity) for name, quantity in (quantities | written).items()}


def rate_of(scenario: Scenario, flow: str) -> float:
    """Requests a second of a flow, on average."""
    return load_numbers(scenario)[rate_name(flow)]


def peak_factor(scenario: Scenario) -> float:
    """How much busier the busiest hour is; 1 when the scenario does not say."""
    return load_numbers(scenario).get("peak_factor", 1.0)


def prompt_text(scenario: Scenario, text: str | None = None) -> str:
    """A text of the scenario with every `{load_name}` replaced by its figure, without its unit.

    The sentence around it names what is counted: given figures are printed as written, computed ones rounded.
    """
    quantities = load_quantities(scenario)

    def shown(match: re.Match[str]) -> str:
        figure = scenario.load.get(match[1])
        if figure is None:
            return match[0]
        return str(figure.value) if figure.formula is None else _bare(quantities[match[1]])

    return re.sub(r"\{([a-z][a-z0-9_]*)\}", shown, scenario.prompt if text is None else text)


def _bare(quantity: Quantity) -> str:
    """A rounded figure without its unit; a plain figure below one would otherwise print as a percentage."""
    return format_quantity(float(quantity), "thing").removesuffix(" thing")
