"""The quantity that a formula's tree gives; units are checked by the quantities themselves.

A rate divided by its own period is that rate per second: people write `100 M link/month / 30 d` and
`150 M post/day / 86400`, and mean 38.6 link/s and 1.74k post/s. By any other time, dividing it is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from design_sandbox.model.formula_tree import FormulaError, Name, Number, Tree
from design_sandbox.model.quantity import Quantity, QuantityError
from design_sandbox.model.units import SECOND, Unit


def value_of(tree: Tree, names: Mapping[str, Quantity]) -> Quantity:
    """Compute a tree whose names are all given; raises FormulaError with the column of the operator at fault."""
    if isinstance(tree, Number):
        return tree.quantity
    if isinstance(tree, Name):
        return names[tree.name]
    parts = [value_of(part, names) for part in tree.parts]
    try:
        return _OPERATIONS[tree.operator](*parts)
    except QuantityError as error:
        raise FormulaError(str(error), tree.column) from None


def _divided(left: Quantity, right: Quantity) -> Quantity:
    """Left by right; a rate by its own period is the rate itself, by another time it is an error."""
    is_time = right.unit == Unit(((SECOND, 1),))
    is_seconds = not right.unit.powers and right.value == left.period_s and right.value >= 3600
    if left.unit.power(SECOND) != -1 or not (is_time or is_seconds):
        return left / right
    if right.value != left.period_s:
        raise QuantityError(
            f"{left} is a rate already; divided by {right} it has no meaning: leave the division out"
        )
    return Quantity(left.value, left.unit, period_s=Fraction(1))


def _rounded_up(figure: Quantity) -> Quantity:
    if figure.unit.measures:
        raise QuantityError(f"ceil takes a count; found {figure} ({figure.unit.described})")
    return Quantity(Fraction(-(-figure.value.numerator // figure.value.denominator)), figure.unit)


def _least(first: Quantity, *others: Quantity) -> Quantity:
    for other in others:
        first = other if other < first else first
    return first


def _largest(first: Quantity, *others: Quantity) -> Quantity:
    for other in others:
        first = other if other > first else first
    return first


_OPERATIONS: dict[str, Callable[..., Quantity]] = {
    "+": lambda left, right: left + right, "-": lambda left, right: left - right,
    "*": lambda left, right: left * right, "/": _divided, "sign": lambda figure: -figure,
    "min": _least, "max": _largest, "ceil": _rounded_up,
}  # fmt: skip
