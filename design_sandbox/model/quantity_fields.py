"""Fields of documents that hold a quantity of one dimension: durations, sizes, rates, shares, counts and prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from design_sandbox.model.quantity import Quantity, QuantityError, Written
from design_sandbox.model.units import BYTE, DOLLAR, PLAIN, SECOND

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True)
class _Kind:
    """Pydantic metadata: a quantity of one dimension, never negative."""

    name: str
    examples: tuple[Written, ...]

    def check(self, quantity: Quantity) -> Quantity:
        """The quantity itself; raises QuantityError when it has another dimension or is negative."""
        if not self._holds(quantity):
            raise QuantityError(f"found {quantity} ({quantity.unit.described}); {self._accepted()}")
        if quantity.value < 0 or (self.name == "share" and quantity.value > 1):
            bound = "from 0 to 100 %" if self.name == "share" else "of zero or more"
            raise QuantityError(f"found {quantity}; a {self.name} {bound} is accepted")
        return quantity

    def _accepted(self) -> str:
        return f"a {self.name} is accepted, such as {', '.join(map(str, self.examples))}"

    def _holds(self, quantity: Quantity) -> bool:
        unit = quantity.unit
        return {
            "duration": unit.powers == ((SECOND, 1),),
            "duration or number of seconds": unit.powers == ((SECOND, 1),) or unit == PLAIN,
            "size in bytes": unit.powers == ((BYTE, 1),),
            "rate": unit.power(SECOND) == -1 and not unit.power(DOLLAR),
            "share": unit == PLAIN,
            "count": not unit.measures,
            "price": unit.power(DOLLAR) == 1,
        }[self.name]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            **handler(schema),
            "description": f"A {self.name} with its unit",
            "examples": list(self.examples),
        }


Duration = Annotated[Quantity, _Kind("duration", ("200 ms", "5 min", "30 d"))]
Seconds = Annotated[Quantity, _Kind("duration or number of seconds", ("200 ms", "5 min", 30))]
Bytes = Annotated[Quantity, _Kind("size in bytes", ("280 B", "1.5 TB", "2 GiB"))]
Rate = Annotated[Quantity, _Kind("rate", ("6k/s", "500 req/s", "100 Mbit/s"))]
Ratio = Annotated[Quantity, _Kind("share", ("99.95 %", 0.9))]
Count = Annotated[Quantity, _Kind("count", ("150 M", "300 link", 4))]
Money = Annotated[Quantity, _Kind("price", ("$0.085/GB", "16.4 $/month"))]
