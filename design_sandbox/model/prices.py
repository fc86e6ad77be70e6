"""A dated price table: what one instance of each component type costs, and what is paid by use.

The table that ships is an example with sources; whoever teaches or plans with other prices replaces the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from design_sandbox.model.base import Document, Identifier, ShortText
from design_sandbox.model.loading import PACKAGE, load_catalogue, parse, read_file
from design_sandbox.model.mistakes import unknown
from design_sandbox.model.problems import Problem
from design_sandbox.model.quantity import QuantityError
from design_sandbox.model.quantity_fields import Bytes, Money
from design_sandbox.model.source import Source

Use = Literal["request", "read", "write", "stored", "sent_out", "busy_second"]
"""What providers charge for beside instances: calls, bytes kept for a month, bytes sent to people outside, and
seconds in which a slot works."""
PRICED_IN: dict[str, str] = {
    "instance": "$/month", "request": "$/request", "read": "$/read", "write": "$/write",
    "stored": "$/B/month", "sent_out": "$/B", "busy_second": "$/s",
}  # fmt: skip
PRICES_VARIABLE = "DESIGN_SANDBOX_PRICES"
"""Environment: a price table to use instead of the one that ships."""
SHIPPED = PACKAGE / "prices" / "default.yaml"
_chosen: ContextVar[Path | None] = ContextVar("prices", default=None)
MONTH = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class Price(Document):
    """One price and where it comes from."""

    value: Money
    source: ShortText
    seen: MONTH | None = Field(default=None, description="Month in which the source was read, like 2026-11")
    each_copy: bool = Field(default=False, description="Stored bytes: every copy is paid, not only the first")
    each_up_to: Bytes | None = Field(
        default=None, description="One use pays for so many bytes; larger ones pay several"
    )
    _amounts: dict[str, float] = PrivateAttr(default_factory=dict)
    """By use, once somebody has asked: reading a unit takes longer than everything else on a bill."""


class TypePrices(Document):
    """What one component type costs."""

    instance: Price | None = Field(default=None, description="Of one instance, like `$70/month`")
    uses: dict[Use, Price] = Field(
        default={}, description="On top, like `$0.40/M request` or `$0.02/GB/month`"
    )

    @model_validator(mode="after")
    def _right_dimensions(self) -> TypePrices:
        for use, price in [("instance", self.instance), *self.uses.items()]:
            if price is not None:
                amount_in(price, use)
        return self


def amount_in(price: Price, use: str) -> float:
    """Dollars for one request, byte, byte and month, instance and month … Raises ValueError for another dimension."""
    known = price._amounts.get(use)
    if known is not None:
        return known
    try:
        amount = price._amounts[use] = price.value.to(PRICED_IN[use])
        return amount
    except QuantityError:
        raise ValueError(
            f"{use} is priced in {PRICED_IN[use]}; found {price.value} ({price.value.unit.described})"
        ) from None


class PriceHeader(Document):
    """Identity of a table and the month it was true."""

    id: Identifier
    version: Literal[1] = 1
    as_of: MONTH
    currency: Literal["USD"] = "USD"
    title: ShortText = ""


def _per_byte(price: Price) -> Price:
    amount_in(price, "sent_out")
    return price


class PriceTable(Document):
    """Prices by component type; types without a line are told as unpriced, never taken for free."""

    prices: PriceHeader
    internet: Annotated[Price, AfterValidator(_per_byte)] = Field(
        description="Bytes sent to people outside by a part whose type has no `sent_out` price"
    )
    types: dict[Identifier, TypePrices]

    def of(self, type_id: str) -> TypePrices | None:
        """The prices of a component type, or None."""
        return self.types.get(type_id)


@contextmanager
def prices_from(path: Path | None) -> Iterator[None]:
    """Use the prices in this file meanwhile; None changes nothing. Refused files are told when prices are loaded."""
    before = _chosen.set(path or _chosen.get())
    try:
        yield
    finally:
        _chosen.reset(before)


def load_prices(path: Path | None = None) -> PriceTable:
    """The price table in a file; else the chosen one, the one that the environment names, or the one that ships.

    Raises DocumentError with every problem at its line.
    """
    named = os.environ.get(PRICES_VARIABLE, "").strip()
    return _load(path or _chosen.get() or (Path(named) if named else SHIPPED))


@lru_cache(maxsize=16)
def _load(path: Path) -> PriceTable:
    source = read_file(path)
    return parse(source, PriceTable, lambda table: _unknown_types(table, source))


def _unknown_types(table: PriceTable, source: Source) -> Iterable[Problem]:
    known = list(load_catalogue().of_kind("system"))
    return (
        unknown(("types", name), f"no component type {name!r}", name, known, at_key=True).located(source)
        for name in table.types if name not in known
    )  # fmt: skip
