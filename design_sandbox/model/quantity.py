"""Figures as people write them (`6k/s`, `280 B`, `99.95 %`, `100 M link/month`), parsed once and exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from design_sandbox.model.figure_printing import decimal_places, decimal_text, format_base
from design_sandbox.model.problems import described
from design_sandbox.model.unit_reading import parse_unit
from design_sandbox.model.units import DOLLAR, MAX_CHARACTERS, PLAIN, SECOND, QuantityError, Unit

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = [
    "Quantity",
    "QuantityError",
    "Written",
    "exact_text",
    "format_quantity",
    "format_ratio",
    "parse_quantity",
]

Written = str | int | float
"""What a document may hold for a quantity."""

MAX_MAGNITUDE = 10**60
_MAX_BITS = 4096
_EXAMPLES = ["6k/s", "280 B", "150 M", "5 years", "99.95 %", "200 ms", "$0.085/GB", 4]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact figure with its dimensions.

    `value` counts base units (seconds, bytes, dollars, things), so 2 h has the value 7200; `written` is the
    text or number as the document has it (None for a computed figure); `period_s` is the length of the "per"
    that a rate was written with: 30 days for `link/month`. Two quantities are equal when value and unit
    are, in whatever way they were written.
    Adding and comparing need units that fit: QuantityError otherwise.
    """

    value: Fraction
    unit: Unit = PLAIN
    written: Written | None = field(default=None, compare=False)
    period_s: Fraction | None = field(default=None, compare=False, repr=False)
    _rounded: float | None = field(default=None, init=False, compare=False, repr=False)
    """The value as a float, once somebody has asked for it: dividing exact figures takes long."""

    def __post_init__(self) -> None:
        if abs(self.value) > MAX_MAGNITUDE:
            raise QuantityError("the figure is larger than 10^60")
        if self.value.denominator.bit_length() > _MAX_BITS:
            raise QuantityError("the figure has too many digits to be kept exactly")

    def __str__(self) -> str:
        return format_quantity(self) if self.written is None else str(self.written)

    def __float__(self) -> float:
        """The value in base units."""
        rounded = self._rounded
        if rounded is None:
            rounded = float(self.value)
            object.__setattr__(self, "_rounded", rounded)
        return rounded

    def to(self, unit: str) -> float:
        """The value in another unit: `parse_quantity("2 h").to("min")` is 120.0."""
        parsed = parse_unit(unit)
        self._check_fit(Quantity(Fraction(1), parsed.unit, unit), "shown in")
        return float(self.value / parsed.scale)

    def __add__(self, other: Quantity) -> Quantity:
        return self._same(other, self.value + other.value, "added to")

    def __sub__(self, other: Quantity) -> Quantity:
        return self._same(other, self.value - other.value, "subtracted from", swapped=True)

    def __mul__(self, other: Quantity) -> Quantity:
        period = self._period_with(other) or other._period_with(self)
        return Quantity(self.value * other.value, self.unit * other.unit, period_s=period)

    def __truediv__(self, other: Quantity) -> Quantity:
        if not other.value:
            raise QuantityError(f"{self} cannot be divided by zero")
        return Quantity(self.value / other.value, self.unit / other.unit, period_s=self._period_with(other))

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.unit, period_s=self.period_s)

    def __lt__(self, other: Quantity) -> bool:
        return self._check_fit(other, "compared with") and self.value < other.value

    def __le__(self, other: Quantity) -> bool:
        return self._check_fit(other, "compared with") and self.value <= other.value

    def __gt__(self, other: Quantity) -> bool:
        return other < self

    def __ge__(self, other: Quantity) -> bool:
        return other <= self

    def _check_fit(self, other: Quantity, verb: str) -> bool:
        if not self.unit.fits(other.unit):
            raise QuantityError(
                f"{self} ({self.unit.described}) cannot be {verb} {other} ({other.unit.described})"
            )
        return True

    def _same(self, other: Quantity, value: Fraction, verb: str, *, swapped: bool = False) -> Quantity:
        """The sum or difference, in the unit that names its things."""
        if swapped:
            other._check_fit(self, verb)
        else:
            self._check_fit(other, verb)
        period = self.period_s if self.period_s == other.period_s else None
        return Quantity(value, self.unit if self.unit.things else other.unit, period_s=period)

    def _period_with(self, other: Quantity) -> Fraction | None:
        """A rate stays "per month" when it is scaled by something without time."""
        return self.period_s if not other.unit.power(SECOND) else None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        serialization = core_schema.plain_serializer_function_ser_schema(_as_written)
        return core_schema.no_info_plain_validator_function(parse_quantity, serialization=serialization)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "anyOf": [{"type": "string", "maxLength": MAX_CHARACTERS}, {"type": "number"}],
            "examples": _EXAMPLES,
        }


def _as_written(quantity: Quantity) -> Written:
    return exact_text(quantity) if quantity.written is None else quantity.written


def exact_text(quantity: Quantity) -> str:
    """A text that parses to this quantity again, to the precision of a float when decimals cannot hold it."""
    value = quantity.value
    number = str(value.numerator) if value.denominator == 1 else repr(float(value))
    return f"{number} {quantity.unit}".strip().replace(" /", "/")


# Reading

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:_[0-9]+)*"
_DIGITS = rf"(?:{_GROUPED})(?:\.[0-9]*)?|\.[0-9]+"
_NUMBER = re.compile(rf"([+-]?)\s*(\$?)\s*({_DIGITS})(?:[eE]([+-]?[0-9]+))?(?![0-9_.,])\s*")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ") | {ord("−"): "-"}
_SHAPE = "a number with a unit is accepted, such as 6k/s, 280 B, 150 M, 5 years, 99.95 %"


def parse_quantity(written: object, unit: str = "") -> Quantity:
    """The quantity that a text or number means; `unit` completes a figure whose unit stands in another key.

    Raises QuantityError, in plain words, for what is no number, an ambiguous unit, or an absurd size.
    """
    if isinstance(written, Quantity):
        return written
    if isinstance(written, bool) or not isinstance(written, (str, int, float)):
        raise QuantityError(f"found {described(written)}; {_SHAPE}")
    if isinstance(written, str):
        text = written
    elif isinstance(written, int):
        text = str(written) if abs(written) <= MAX_MAGNITUDE else "1e9999"
    else:
        text = repr(written)
    parsed = _parse_text(f"{text} {unit}" if unit else text)
    return Quantity(parsed.value, parsed.unit, f"{text} {unit}" if unit else written, parsed.period_s)


@lru_cache(maxsize=4096)
def _parse_text(original: str) -> Quantity:
    if len(original) > MAX_CHARACTERS:
        raise QuantityError(
            f"found a figure of {len(original)} characters; at most {MAX_CHARACTERS} are accepted"
        )
    text = original.translate(_SPACES).strip()
    match = _NUMBER.match(text)
    if not match:
        raise QuantityError(f"found {original!r}; {_SHAPE}{_hint_for_number(text)}")
    sign, dollar, digits, exponent = match.groups()
    if abs(int(exponent or 0)) > 60:
        raise QuantityError(f"found {original!r}; figures from 1e-60 to 1e60 are accepted")
    number = Fraction(digits.replace(",", "").replace("_", "")) * Fraction(10) ** int(exponent or 0)
    rest = text[match.end() :]
    parsed = parse_unit(rest)
    dimension = parsed.unit * Unit(((DOLLAR, 1),)) if dollar else parsed.unit
    return Quantity((-number if sign == "-" else number) * parsed.scale, dimension, original, parsed.period_s)


def _hint_for_number(text: str) -> str:
    if re.match(r"[+-]?[0-9]+,[0-9]", text):
        return "; a comma only groups thousands (1,000,000), decimals take a point (1.5)"
    return ""


# Printing


def format_quantity(value: Quantity | Fraction | float, unit: str = "", *, digits: int = 3) -> str:
    """A figure to `digits` significant digits: `12.5k/s`, `1.4 TB`, `212 ms`, `99.95 %`, `3.2 days`.

    `value` is in `unit` as written (`format_quantity(1400, "GB")` is `1.4 TB`); a Quantity has its own unit.
    A plain figure between 0 and 1 is printed as a percentage.
    """
    if not isinstance(value, Quantity):
        parsed = parse_unit(unit)
        exact = Fraction(value) * parsed.scale  # raises on NaN and infinity, which never belong on a screen
        value = Quantity(exact, parsed.unit, "%" if unit.strip() == "%" else None)
    share = 0 < value.value < 1 or str(value.written).endswith("%")
    if value.unit == PLAIN and share:
        return format_ratio(value.value, digits=digits)
    return format_base(value.value, value.unit, digits)


def format_ratio(value: Fraction | float, *, digits: int = 3) -> str:
    """A share (1 is all) as a percentage; near 100 rounded by what is missing, so that 99.999 % stays."""
    percent = Fraction(value) * 100
    missing = 100 - percent
    near = 0 < missing <= 1
    return f"{decimal_text(percent, 2 + decimal_places(missing, digits - 1) if near else digits)} %"


def multiple_of(ratio: float) -> str:
    """How much of something, before it is named: "130 % of", "17.4 times"."""
    if ratio < 2:
        return f"{format_ratio(ratio)} of"
    if ratio < 10_000:
        return f"{ratio:.3g} times" if ratio < 99.95 else f"{ratio:,.0f} times"
    return f"{format_quantity(ratio)} times"
