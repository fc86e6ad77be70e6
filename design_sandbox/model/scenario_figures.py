"""Figures of a scenario that do not work out, each at its own place: values, formulas, amounts and rates."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.changes import with_load
from design_sandbox.model.formula import FormulasError, evaluate
from design_sandbox.model.load import load_quantities, rate_name, written_formulas
from design_sandbox.model.mistakes import Mistake
from design_sandbox.model.problems import Path
from design_sandbox.model.quantity import Quantity, QuantityError, parse_quantity
from design_sandbox.model.scenario import LoadFigure, Scenario
from design_sandbox.model.units import SECOND


def figure_mistakes(scenario: Scenario) -> list[Mistake]:
    """Figures and formulas that do not work out; those that depend on a wrong one are left out."""
    if wrong := list(_given(scenario)):
        return wrong
    try:
        quantities = load_quantities(scenario)
    except FormulasError as error:
        places = _definition_places(scenario)
        return [Mistake(places.get(name, ("load",)), str(problem)) for name, problem in error.errors.items()]
    except QuantityError as error:
        return [Mistake(("load",), str(error))]
    return [
        *_below_zero(scenario, quantities),
        *_no_time(scenario),
        *_written(scenario, quantities),
        *_twisted(scenario),
    ]


def _below_zero(scenario: Scenario, quantities: dict[str, Quantity]) -> Iterator[Mistake]:
    """Amounts and rates that cannot be: less than nothing, or a busiest hour that is quieter than the others."""
    named = {rate_name(name) for name, flow in scenario.flows.items() if flow.rate in scenario.load}
    for name, path in _definition_places(scenario).items():
        if name in named:
            continue  # told at the figure itself
        found = quantities[name]
        known = scenario.load.get(name)
        place = (*path[:-1], "value") if known is not None and known.formula is None else path
        if found.value < 0:
            yield Mistake(place, f"found {found}; an amount of zero or more is accepted")
        elif name == "peak_factor" and found.value < 1:
            yield Mistake(
                place,
                f"found {found}; the busiest hour is no quieter than the average: 1 or more is accepted",
            )


def _no_time(scenario: Scenario) -> Iterator[Mistake]:
    """Targets that nothing meets."""
    targets: list[tuple[Path, Quantity]] = [
        (("flows", name, "answer_within", "p99"), flow.answer_within.p99)
        for name, flow in scenario.flows.items() if flow.answer_within is not None
    ]  # fmt: skip
    targets += [(("bursts", index, "within"), burst.within) for index, burst in enumerate(scenario.bursts)]
    for path, target in targets:
        if not target.value:
            yield Mistake(path, "found no time at all; a duration greater than zero is accepted")


def _given(scenario: Scenario) -> Iterator[Mistake]:
    figures: list[tuple[Path, LoadFigure]] = [
        (("load", name), figure) for name, figure in scenario.load.items()
    ]
    figures += [(("flows", name, "rate"), flow.rate) for name, flow in scenario.flows.items()
                if isinstance(flow.rate, LoadFigure)]  # fmt: skip
    for path, figure in figures:
        for key in ("value", "max"):
            written = getattr(figure, key)
            try:
                if written is not None:
                    parse_quantity(written, figure.unit)
            except QuantityError as error:
                yield Mistake((*path, key), str(error))


def _definition_places(scenario: Scenario) -> dict[str, Path]:
    places: dict[str, Path] = {name: ("load", name, "formula") for name in scenario.load}
    for name, flow in scenario.flows.items():
        path = ("flows", name, "rate")
        places[rate_name(name)] = path if isinstance(flow.rate, str) else (*path, "formula")
    return places


def _written(scenario: Scenario, quantities: dict[str, Quantity]) -> Iterator[Mistake]:
    """Formulas outside `load`: multiplicities, amounts of data, estimates; and rates that are none."""
    estimates: list[tuple[Path, str]] = [
        (("estimates", name, "formula"), e.formula) for name, e in scenario.estimates.items()
    ]
    for path, formula in [*written_formulas(scenario), *estimates]:
        try:
            found = evaluate(formula, quantities)
        except QuantityError as error:
            yield Mistake(path, str(error), "accepted: a name under `load`, or a formula over such names")
            continue
        if path[0] != "estimates" and found.value < 0:
            yield Mistake(path, f"found {found}; a count of zero or more is accepted")
        elif path[-1] == "hottest":
            if found.unit.power(SECOND) != -1:
                yield Mistake(
                    path, f"a rate is wanted; found {found}", "accepted: so many a second, like 40/s"
                )
        elif path[0] != "estimates" and found.unit.power(SECOND):
            yield Mistake(path, f"a count is wanted; found {found}, which is measured in {found.unit.described}",
                          f"accepted: a count, like `{formula} * 1 d`" if found.unit.power(SECOND) < 0 else "")  # fmt: skip
    for name in scenario.flows:
        rate = quantities[rate_name(name)]
        if rate.unit.power(SECOND) != -1 and scenario.scenario.kind == "system":
            yield Mistake(
                ("flows", name, "rate"),
                f"a rate is wanted; found {rate}",
                "accepted: so many a second, like 40/s",
            )


def _twisted(scenario: Scenario) -> Iterator[Mistake]:
    """Twists whose changed load does not work out."""
    for name, twist in scenario.twists.items():
        changes = {key: change for key, change in twist.load.items() if key in scenario.load}
        try:
            load_quantities(with_load(scenario, changes))
        except (QuantityError, FormulasError) as error:
            yield Mistake(("twists", name, "load"), str(error))
