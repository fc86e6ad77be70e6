"""Figures as people read them: three significant digits at most, units behind, never NaN or infinity."""

from __future__ import annotations

import math
from functools import lru_cache

NOTHING = "?"
_STEPS = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


@lru_cache(maxsize=4096)
def significant(value: float, digits: int = 3) -> str:
    """`value` to so many significant digits, plain: 0.033 → "0.033", 28.94 → "28.9", 200.0 → "200"."""
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{min(places, 12)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: float | None, digits: int = 3) -> str:
    """A count with its magnitude: 31_250 → "31.3k", 5.8e6 → "5.8M". Unknown or infinite is "?"."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if abs(value) >= 999.5e15:
        return ">999P"
    for step, letter in _STEPS:
        # 999.7 would round to "1000": it is the next magnitude's 1.
        if abs(value) >= step * (1 - 0.5 * 10**-digits):
            shown = value / step
            return f"{significant(shown, digits)}{letter}"
    return significant(value, digits)


def rate(value: float | None, unit: str = "") -> str:
    """Per second: "28.9k/s", "1.4k msg/s"."""
    return f"{amount(value)} {unit}/s" if unit else f"{amount(value)}/s"


def percent(share: float | None) -> str:
    """A share as "78 %"; small ones keep a digit: "0.4 %"."""
    if share is None or not math.isfinite(share):
        return NOTHING
    value = share * 100
    if not value < 1000:
        return f"{amount(value)} %" if math.isfinite(value) else NOTHING
    if 0 < value < 1:
        return f"{significant(value, 1)} %"
    return f"{significant(value, 3 if value >= 100 else 2)} %"


def times(calls: float) -> str:
    """Calls per request: "×1", "×0.03", "×200", "×1.5k"."""
    return f"×{amount(calls, 2)}" if calls < 1 else f"×{amount(calls)}"


def seconds(value: float | None) -> str:
    """A duration: "0.4 ms", "212 ms", "1.2 s", "3 min", "2 h"."""
    if value is None or not math.isfinite(value):
        return NOTHING
    for step, unit in ((3600, "h"), (60, "min"), (1, "s")):
        if value >= step * 0.9995 and not (unit == "min" and value < 120):
            return f"{amount(value / step)} {unit}"
    return f"{significant(value * 1000)} ms"


def bytes_of(value: float | None, digits: int = 3) -> str:
    """A size with decimal prefixes: "280 B", "1.5 TB"."""
    text = amount(value, digits)
    return NOTHING if text == NOTHING else f"{text[:-1]} {text[-1]}B" if text[-1].isalpha() else f"{text} B"


def points(value: float) -> str:
    """Points as the screen prints them: whole where they are whole."""
    return significant(round(value, 1), 3) if abs(value) >= 0.05 else "0"


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 part", "11 parts"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
