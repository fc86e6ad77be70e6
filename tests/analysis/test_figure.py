"""A figure is printed as people read it, and never as NaN or infinity."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.analysis.figure import (
    SHOWN,
    Figure,
    Mistake,
    Unit,
    Working,
    not_computable,
    show,
    simulate_instead,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.9983, "availability", "99.83 % (894 min a year)"),
        (0.99999, "availability", "99.999 % (5.26 min a year)"),
        (0.999999916, "availability", "at best 99.9999916 % (2.65 s a year)"),
        (1.0, "availability", "at best 100 % (0 min a year)"),
        (1236.0, "USD/month", "$1,240 a month"),
        (1.284, "x", "1.28×"),
        (0.78, "ratio", "78 %"),
        (31_234, "/s", "31.2k/s"),
        (0.0212, "s", "21.2 ms"),
        (0.2, "min/year", "12 s a year"),
        (0, "count", "0"),
        (None, "s", "?"),
    ],
)
def test_a_value_is_printed_as_people_read_it(value: float | None, unit: Unit, text: str) -> None:
    """At most three significant digits, minutes beside nines."""
    assert show(value, unit) == text


@given(value=st.floats(allow_nan=True, allow_infinity=True), unit=st.sampled_from(["s", "/s", "B", *SHOWN]))
def test_no_value_prints_as_nan_or_infinity(value: float, unit: Unit) -> None:
    """A figure without a sensible value has none, and says so."""
    figure = Figure("A figure", value, unit)
    assert "nan" not in figure.text.lower()
    assert "inf" not in figure.text.lower()
    assert figure.value is not None or figure.why_not
    assert figure.value is None or math.isfinite(figure.value)


def test_the_common_mistake_is_told_only_when_it_matters() -> None:
    """Five per cent apart, or five per cent of the downtime apart."""

    def figure(unit: Unit, right: float, wrong: float) -> Figure:
        return Figure("F", right, unit, lambda: Working("f", mistake=Mistake("Adding", wrong, "No.")))

    assert figure("s", 0.200, 0.205).mistake is None
    assert figure("s", 0.200, 0.322).mistake is not None
    assert figure("availability", 0.9999, 0.9998).mistake is not None
    assert figure("availability", 0.9999, 0.999901).mistake is None


def test_each_mistake_is_told_if_it_matters_itself() -> None:
    """The usual one first; one that hardly differs is left out, and the next takes its place."""
    near, far, farther = (Mistake(name, wrong, "No.") for name, wrong in (("A", 1.01), ("B", 2), ("C", 3)))

    def told(usual: Mistake | None, *further: Mistake) -> list[str]:
        figure = Figure("F", 1.0, "s", lambda: Working("f", mistake=usual, further_mistakes=further))
        assert figure.mistake == next(iter(figure.mistakes), None)
        return [one.name for one in figure.mistakes]

    assert told(far, farther) == ["B", "C"]
    assert told(near, far, farther) == ["B", "C"]
    assert told(None, far) == ["B"]
    assert told(near) == []


def test_what_cannot_be_computed_says_why() -> None:
    """In a sentence, and a simulation is offered where it is the honest answer."""
    assert not_computable("p99", "s", "nobody said how many replicas run").why_not.startswith(
        "Not computable because"
    )
    assert simulate_instead("p99", "s", "timeouts lie under the p99").simulate
