"""What if: a changed load as data, written in a twist of a scenario or set with a slider."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from design_sandbox.model.base import Document
from design_sandbox.model.quantity import Quantity, QuantityError, exact_text, parse_quantity

if TYPE_CHECKING:
    from design_sandbox.model.scenario import LoadFigure, Scenario

MOST_TIMES = 1_000_000


class LoadChange(Document):
    """One figure of the load: so many times what it was, or a new value in its own unit."""

    times: float | None = Field(default=None, gt=0, le=MOST_TIMES, allow_inf_nan=False)
    to: str | int | float | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> LoadChange:
        if (self.times is None) == (self.to is None):
            raise ValueError("a change of the load has either `times` or `to`")
        return self

    def of(self, figure: LoadFigure) -> LoadFigure:
        """The changed figure. Raises QuantityError when the new value has another unit or is negative."""
        if self.times is not None:
            return figure.model_copy(
                update=_multiplied(figure, Fraction(self.times).limit_denominator(10**6))
            )
        wanted = parse_quantity(self.to, figure.unit)
        if figure.value is not None and wanted.unit != parse_quantity(figure.value, figure.unit).unit:
            raise QuantityError(f"{self.to!r} has another unit than {figure.value!r}")
        if wanted.value < 0:
            raise QuantityError(f"a load is not negative; found {self.to!r}")
        return figure.model_copy(update={"value": exact_text(wanted), "unit": "", "formula": None})


def _multiplied(figure: LoadFigure, times: Fraction) -> dict[str, object]:
    if figure.formula is not None:
        return {"formula": f"({figure.formula}) * {float(times):f}"}
    quantity = parse_quantity(figure.value, figure.unit)
    return {"value": exact_text(Quantity(quantity.value * times, quantity.unit)), "unit": ""}


def with_load(scenario: Scenario, changes: Mapping[str, LoadChange]) -> Scenario:
    """The scenario under another load; names that it does not have raise KeyError with what is accepted."""
    unknown = sorted(set(changes) - set(scenario.load))
    if unknown:
        raise KeyError(f"no such load: {', '.join(unknown)}; accepted: {', '.join(scenario.load)}")
    load = {
        name: changes[name].of(figure) if name in changes else figure
        for name, figure in scenario.load.items()
    }
    return scenario.model_copy(update={"load": load})
