"""Figures printed for people: in the prefix and period that suit their size, to so many significant digits."""

from __future__ import annotations

from fractions import Fraction

from design_sandbox.model.units import BYTE, DOLLAR, SECOND, Unit

_TIME_STEPS = (
    (Fraction(1, 10**9), "ns"), (Fraction(1, 10**6), "µs"), (Fraction(1, 1000), "ms"), (Fraction(1), "s"),
    (Fraction(60), "min"), (Fraction(3600), "h"), (Fraction(86400), "days"), (Fraction(31536000), "years"),
)  # fmt: skip
_BYTE_STEPS = tuple(
    (Fraction(1000**i), name) for i, name in enumerate(("B", "kB", "MB", "GB", "TB", "PB", "EB"))
)
_COUNT_STEPS = tuple(
    (Fraction(1000**i), name) for i, name in enumerate(("", "k", "M", "billion", "trillion"))
)

_ROUNDS_UP = Fraction(9, 10)
"""Below this no number of digits rounds up to 1."""


def format_base(value: Fraction, unit: Unit, digits: int) -> str:
    """A figure in base units as people read it, in the prefix and period that suit its size."""
    above = [name for name, power in unit.powers for _ in range(power)]
    below = [name for name, power in unit.powers for _ in range(-power)]
    tail = ""
    for name in sorted(below, key=lambda name: (name == SECOND, name)):
        size, word = _denominator(name, value, money=DOLLAR in above)
        value, tail = value * size, f"{tail}/{word}"
    steps = _TIME_STEPS if above[:1] == [SECOND] else _BYTE_STEPS if above[:1] == [BYTE] else _COUNT_STEPS
    number, prefix = _stepped(abs(value), steps, digits)
    if number == "1":
        prefix = prefix.removesuffix("s") if prefix in ("days", "years") else prefix
    things = "·".join(above if steps is _COUNT_STEPS else above[1:]).removeprefix(DOLLAR).removeprefix("·")
    joint = " " if steps is _COUNT_STEPS else "·"
    sign = "-" if value < 0 else ""
    return (
        sign + ("$" if DOLLAR in above else "") + number
        + (prefix if prefix in ("", "k") else f" {prefix}") + (joint + things if things else "") + tail
    )  # fmt: skip


def _denominator(name: str, value: Fraction, *, money: bool) -> tuple[int, str]:
    """What a figure is "per": seconds, or longer when it is rare; for money months, GB and millions."""
    if money and name != SECOND:
        return (
            (10**9, "GB")
            if name == BYTE
            else (10**6, f"M {name}")
            if 0 < abs(value) < Fraction(1, 100)
            else (1, name)
        )
    if name != SECOND:
        return 1, name
    if money:
        return 2592000, "month"
    if not value or abs(value) >= Fraction(1, 10):
        return 1, "s"
    periods = ((86400, "day"), (2592000, "month"), (31536000, "year"))
    return next((period for period in periods if abs(value) * period[0] >= 1), periods[-1])


def _stepped(value: Fraction, steps: tuple[tuple[Fraction, str], ...], digits: int) -> tuple[str, str]:
    """Number and prefix, with the largest step that leaves at least 1 after rounding."""
    chosen = next((step for step in steps if step[1] in ("s", "B", "")), steps[0])
    for size, name in reversed(steps):
        ratio = abs(value) / size
        if ratio >= 1 or (ratio >= _ROUNDS_UP and Fraction(decimal_text(ratio, digits)) >= 1):
            chosen = (size, name)
            break
    if value and steps is _TIME_STEPS and abs(value) < Fraction(1, 10**9):
        chosen = steps[0]
    return decimal_text(value / chosen[0], digits), chosen[1]


def decimal_places(value: Fraction, digits: int) -> int:
    """Decimal places that show `digits` significant digits of a positive value."""
    places = digits - 1
    while value >= 10 and places > -60:
        value, places = value / 10, places - 1
    while value < 1 and places < 60:
        value, places = value * 10, places + 1
    return max(places, 0)


def decimal_text(value: Fraction, digits: int) -> str:
    """Decimal text to so many significant digits; whole numbers are never cut, trailing zeros are."""
    if not value:
        return "0"
    places = decimal_places(abs(value), digits)
    scaled = round(abs(value) * 10**places)
    whole, part = divmod(scaled, 10**places)
    decimals = f".{part:0{places}d}".rstrip("0").rstrip(".") if places and part else ""
    return ("-" if value < 0 else "") + f"{whole}{decimals}"
