"""A number that shows its working: value, unit, formula, inputs with their sources, and how far off it may be.

The working of a figure is built only when somebody unfolds it, so a review may hold thousands of figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from design_sandbox.model.quantity import format_quantity, format_ratio

Unit = Literal["", "s", "/s", "B", "B/s", "ratio", "availability", "min/year", "USD/month", "x", "count"]
"""ratio: a share, shown as a percentage. availability: a share, shown with its minutes a year. x: a multiple."""

EXACT = "Exact for the stated model"
YEAR_MIN = 365 * 24 * 60
"""Minutes in a year of 365 days, as availability tables count them."""
MISTAKE_SHOWN_ABOVE = 0.05
"""The common wrong way is told when it differs by more than this share."""
MOST_PER_CENT = 9.995
"""A share from here on is told as a multiple: 12.1×, not 1210 %."""
LARGEST = 1e30
"""Beyond this a figure is called not computable: no machine, company or planet is meant."""


@dataclass(frozen=True)
class Given:
    """An input as it stands in the prompt, the drawing, the catalogue or the price table."""

    label: str
    value: float | None
    unit: Unit
    source: str
    """Where it comes from, in words: "set by you", "the prompt", or the catalogue's source."""

    @property
    def text(self) -> str:
        """The value as people read it."""
        return show(self.value, self.unit)


@dataclass(frozen=True)
class Mistake:
    """The common wrong way to this number, what it gives and why it is wrong."""

    name: str
    """Like "Adding the p99s of the hops"."""
    value: float
    why: str


@dataclass(frozen=True)
class Working:
    """How a figure came about."""

    formula: str
    """In symbols: `C · residual service / (1 − ρ)`."""
    substituted: str = ""
    """The same with the figures put in: `0.17 × 12 ms ÷ (1 − 0.78)`."""
    inputs: tuple[Given | Figure, ...] = ()
    approximation: str = EXACT
    error_band: tuple[float, float] | None = None
    """How far the truth may lie below and above, as shares of the value: (−0.03, 0.06)."""
    mistake: Mistake | None = None
    assumes: tuple[str, ...] = ()
    """What is taken for granted, a sentence each: "Zones fail independently of each other.\""""
    further_mistakes: tuple[Mistake, ...] = ()
    """Where several wrong ways are common: those beside the usual one."""


@dataclass(frozen=True)
class Figure:
    """One number of the analysis. `value` is None when it cannot be computed, and `why_not` says why."""

    label: str
    value: float | None
    unit: Unit
    explain: Callable[[], Working] = lambda: Working("")
    why_not: str = ""
    """A sentence that begins with its reason: "Not computable because …" or "Simulate: …"."""
    simulate: bool = False
    """Whether the analytic model does not hold here and a simulation is the honest answer."""

    def __post_init__(self) -> None:
        """Refuse what no screen may show: NaN, infinity, and figures beyond all meaning."""
        if self.value is not None and not (math.isfinite(self.value) and abs(self.value) < LARGEST):
            object.__setattr__(self, "value", None)
            object.__setattr__(
                self, "why_not", self.why_not or "Not computable: the inputs leave every sensible range."
            )

    @cached_property
    def working(self) -> Working:
        """Formula, inputs and error, built at the first look."""
        return self.explain()

    @property
    def text(self) -> str:
        """The value as people read it, to at most three significant digits; `?` where there is none."""
        return show(self.value, self.unit)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The common wrong ways that lead elsewhere by more than 5 %, the usual one first."""
        usual, further = self.working.mistake, self.working.further_mistakes
        return tuple(wrong for wrong in (*((usual,) if usual else ()), *further) if self._differs(wrong))

    @property
    def mistake(self) -> Mistake | None:
        """The first of them, if any."""
        return next(iter(self.mistakes), None)

    def _differs(self, wrong: Mistake) -> bool:
        """By more than 5 % of the value; availabilities are compared by their downtime."""
        if self.value is None:
            return False
        compared = (
            (1 - wrong.value, 1 - self.value) if self.unit == "availability" else (wrong.value, self.value)
        )
        largest = max(abs(compared[0]), abs(compared[1]))
        return largest > 0 and abs(compared[0] - compared[1]) / largest > MISTAKE_SHOWN_ABOVE


def not_computable(label: str, unit: Unit, because: str) -> Figure:
    """A figure without a value; `because` completes "Not computable because …"."""
    return Figure(label, None, unit, why_not=f"Not computable because {because}.")


def simulate_instead(label: str, unit: Unit, because: str) -> Figure:
    """A figure that the analytic model must not give; `because` completes "Simulate: …"."""
    return Figure(label, None, unit, why_not=f"Simulate: {because}.", simulate=True)


def minutes_a_year(availability: float) -> float:
    """Minutes of a 365-day year in which something with this availability does not answer."""
    return (1 - availability) * YEAR_MIN


def show(value: float | None, unit: Unit) -> str:
    """A value with its unit: `212 ms`, `31.2k/s`, `99.83 % (894 min a year)`, `$1,240 a month`, `1.28×`, `?`."""
    if value is None or not math.isfinite(value):
        return "?"
    special = SHOWN.get(unit)
    return special(value) if special else format_quantity(value, unit)


def _minutes(minutes: float) -> str:
    if minutes and abs(minutes) < 1:
        return f"{_rounded(minutes * 60)} s"
    return f"{_rounded(minutes)} min"


def _rounded(value: float) -> str:
    """Three significant digits with thousands separated: 1,240 · 0.0123 · 12.3M."""
    if value and abs(value) >= 1e6:
        return format_quantity(value)
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 or rounded == int(rounded) else f"{rounded:g}"


HONEST_NINES = 0.99999
"""Above this an availability is told as a bound: slow failovers, wrong changes and faults of the software, which no
structure shows, cost more than the five minutes a year that are left."""


SHOWN: dict[Unit, Callable[[float], str]] = {
    "availability": lambda value: (
        f"{'at best ' if value > HONEST_NINES else ''}{format_ratio(value)} ({_minutes(minutes_a_year(value))} a year)"
    ),
    "ratio": lambda value: format_ratio(value) if abs(value) < MOST_PER_CENT else f"{_rounded(value)}×",
    "min/year": lambda value: f"{_minutes(value)} a year",
    "USD/month": lambda value: f"${_rounded(value)} a month",
    "x": lambda value: f"{_rounded(value)}×",
    "count": _rounded,
    "": _rounded,
}
"""How units that are not plain quantities are printed."""
