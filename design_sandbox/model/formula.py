"""Arithmetic over named quantities, as scenarios write it: `posts_per_day / 86400 * peak`, `size * 5 years`.

A small parser of its own; nothing is ever evaluated as code. Operators `+ - * /` (also `× ÷ −`), brackets,
`min`, `max` and `ceil`; numbers carry units written right after them (`30 d`, `100 MB/s`, `2 visit/link`).
Units are checked: a second is never added to a byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from design_sandbox.model.formula_parser import parsed
from design_sandbox.model.formula_tree import FormulaError, Tree, names_of, printed
from design_sandbox.model.formula_value import value_of
from design_sandbox.model.quantity import Quantity, QuantityError

MAX_DEFINITIONS = 500


class FormulasError(QuantityError):
    """Some definitions cannot be computed; `errors` maps each of their names to its FormulaError."""

    def __init__(self, errors: Mapping[str, FormulaError]) -> None:
        self.errors = dict(errors)
        super().__init__("\n".join(f"{name}: {error}" for name, error in self.errors.items()))


def evaluate(formula: str, names: Mapping[str, Quantity]) -> Quantity:
    """The quantity a formula gives; raises FormulaError with the column and plain words."""
    return value_of(parsed(formula, names), names)


def evaluate_all(
    definitions: Mapping[str, str | Quantity], given: Mapping[str, Quantity] | None = None
) -> dict[str, Quantity]:
    """Every definition computed, in any order of dependence; the result keeps the order of `definitions`.

    Raises FormulasError with an error for each definition that is wrong in itself and for each cycle; those
    that only depend on a wrong one are left out. FormulaError when there are too many definitions.
    """
    if len(definitions) > MAX_DEFINITIONS:
        raise FormulaError(f"found {len(definitions)} definitions; at most {MAX_DEFINITIONS} are accepted")
    values = dict(given or {})
    errors: dict[str, FormulaError] = {}
    trees: dict[str, Tree] = {}
    known = {name: Quantity(Fraction(1)) for name in (*values, *definitions)}
    for name, definition in definitions.items():
        if isinstance(definition, Quantity):
            values[name] = definition
            continue
        try:
            trees[name] = parsed(definition, known)
        except FormulaError as error:
            errors[name] = error
    _compute(trees, values, errors)
    if errors:
        raise FormulasError({name: errors[name] for name in definitions if name in errors})
    return {name: values[name] for name in definitions}


def _compute(trees: Mapping[str, Tree], values: dict[str, Quantity], errors: dict[str, FormulaError]) -> None:
    """Compute trees whose names are all known; what is left at last is in a cycle or waits for an error."""
    waiting = {name: names_of(tree) for name, tree in trees.items()}
    while ready := [name for name, needs in waiting.items() if needs <= values.keys()]:
        for name in ready:
            del waiting[name]
            try:
                values[name] = value_of(trees[name], values)
            except FormulaError as error:
                errors[name] = error
    for name in sorted(waiting):
        cycle = _cycle_from(name, waiting)
        if cycle and cycle[0] == min(cycle):
            errors.setdefault(
                name, FormulaError(f"the definitions go round in a circle: {' → '.join(cycle)}")
            )


def _cycle_from(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    """A shortest way from a name back to itself, or nothing."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for name in sorted(needs.get(way[-1], ())):
            if name == start:
                return [*way, start]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def names_in(formula: str, known: Mapping[str, object]) -> list[str]:
    """The known names that a formula uses, sorted; raises FormulaError."""
    return sorted(names_of(parsed(formula, known)))


def working(formula: str, names: Mapping[str, Quantity]) -> str:
    """The formula with the figures put in, and its result: `100 M link/month ÷ 30 d = 38.6 link/s`."""
    tree = parsed(formula, names)
    result = value_of(tree, names)
    return f"{printed(tree, names)} = {Quantity(result.value, result.unit)}"
