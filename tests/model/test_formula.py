"""Formulas over named quantities: values, units, dependence, the working shown, errors with a column."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.model.formula import (
    MAX_DEFINITIONS,
    FormulasError,
    evaluate,
    evaluate_all,
    names_in,
    working,
)
from design_sandbox.model.formula_tree import FormulaError
from design_sandbox.model.quantity import QuantityError, parse_quantity

NAMES = {
    name: parse_quantity(written)
    for name, written in {
        "links_per_month": "100 M link/month", "posts_per_day": "150 M post/day", "peak": 2,
        "visits_per_link": "100 visit/link", "size": "500 B/link", "users": "5 M user", "d": 3, "a.b": "7 s",
    }.items()
}  # fmt: skip

VALUES = [
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("2 - 3 - 4", "-5"),
    ("8 / 4 / 2", "1"),
    ("8 / (4 / 2)", "4"),
    ("-2 * -3", "6"),
    ("--2", "2"),
    ("2 − 1 × 4 ÷ 2", "0"),
    ("1e3 + .5", "1000.5"),
    ("1_000 / 3 * 3", "1000"),
    ("30 d", "30 days"),
    ("100 MB/s * 2 s", "200 MB"),
    ("500 B + 1 kB", "1500 B"),
    ("50 % * users", "2.5 M user"),
    ("min(3 s, 200 ms, 1 h)", "200 ms"),
    ("max(1, peak)", "2"),
    ("ceil(7 / 2)", "4"),
    ("ceil(-7 / 2)", "-3"),
    ("ceil(users / 3)", "1666667 user"),
    ("2 * users + 1", "10000001 user"),
    ("10 / 2/d", "1.66666666666666667"),
    ("30 d / 30 d", "1"),
    ("a.b * 2", "14 s"),
    ("min(users, 3)", "3"),
    ("$5/M request * 10 M request", "$50"),
    ("links_per_month / 30 d * 2592000 s", "100 M link"),
    ("users * 2 / day", "10 M user/day"),
    ("posts_per_day * peak / 86400", "300 M post/day"),
    ("6 M post/day / 86400 s", "6 M post/day"),
    ("10 B / 1 min", "10 B/min"),
]


@pytest.mark.parametrize(("formula", "expected"), VALUES)
def test_values(formula: str, expected: str) -> None:
    """A formula gives exactly the quantity that arithmetic on its units gives."""
    found, meant = evaluate(formula, NAMES), parse_quantity(expected)

    assert float(found) == pytest.approx(float(meant), rel=1e-15)
    assert found.unit.fits(meant.unit)


WORKINGS = [
    ("links_per_month / 30 d", "100 M link/month ÷ 30 d = 38.6 link/s"),
    ("posts_per_day / 86400 * peak", "150 M post/day ÷ 86400 × 2 = 3.47k post/s"),
    ("links_per_month * size * 5 years", "100 M link/month × 500 B/link × 5 years = 3.04 TB"),
    ("2-(3-4)", "2 − (3 − 4) = 3"),
    ("2-3-4", "2 − 3 − 4 = -5"),
    ("(1+2)*3", "(1 + 2) × 3 = 9"),
    ("8/(2*2)", "8 ÷ (2 × 2) = 2"),
    ("8/2*2", "8 ÷ 2 × 2 = 8"),
    ("-(1+2)", "−(1 + 2) = -3"),
    ("2*-3", "2 × (−3) = -6"),
    ("max(peak, 1+2)", "max(2, 1 + 2) = 3"),
    ("users*visits_per_link", "5 M user × 100 visit/link = 500 M user·visit/link"),
]


@pytest.mark.parametrize(("formula", "expected"), WORKINGS)
def test_working_shows_the_figures_put_in(formula: str, expected: str) -> None:
    """The working has the figures as they were written, brackets only where needed, the rounded result."""
    assert working(formula, NAMES) == expected


ERRORS = [
    ("1 s + 2 B", 5, "1 s (a duration) cannot be added to 2 B (an amount of bytes)"),
    ("users - 3 link", 7, "3 link (a count (link)) cannot be subtracted from 5 M user (a count (user))"),
    ("max(1 s, 1 B)", 1, "cannot be compared with"),
    ("1 / (peak - 2)", 3, "1 cannot be divided by zero"),
    ("2 * links_per_mnth", 5, "unknown name 'links_per_mnth'; did you mean 'links_per_month'?"),
    ("zzz", 1, "unknown name 'zzz'; known: a.b, d, links_per_month"),
    ("links_per_month / 7 d", 17, "100 M link/month is a rate already; divided by 7 d it has no meaning"),
    ("posts_per_day / 2.5 M s", 15, "150 M post/day is a rate already"),
    ("ceil(3 s)", 1, "ceil takes a count; found 3 s (a duration)"),
    ("1 +", 4, "found the end of the formula where a figure or name is expected"),
    ("(1", 3, "found the end of the formula where ')' is expected"),
    ("", 1, "found the end of the formula where a figure or name is expected"),
    ("1 2", 3, "found '2' where an operator (+ - * /) is expected"),
    ("3 peak", 3, "found 'peak' where an operator (+ - * /) is expected"),
    ("1,000 * 2", 2, "found ',' where an operator"),
    ("peak ** 2", 7, "found '*' where a figure or name is expected"),
    ("5 Mb * 2", 1, "the unit 'Mb' is not accepted: write Mbit for bits or MB for bytes"),
    ("min(1)", 1, "min takes two or more figures"),
    ("ceil(1, 2)", 1, "ceil takes one figure"),
    (
        "__import__('os')",
        12,
        "found '''; names, figures with units, + - * / ( ) and min, max, ceil are accepted",
    ),
    ("lambda: 0", 7, "found ':'"),
    ("peak # 2", 6, "found '#'"),
    ("1e50 * 1e50", 6, "the figure is larger than 10^60"),
    ("(" * 60 + "1" + ")" * 60, 41, "nested deeper than 40 levels"),
    ("-" * 60 + "1", 41, "nested deeper than 40 levels"),
    ("1+" * 250 + "1", 0, "the formula has 501 characters; at most 500 are accepted"),
]


@pytest.mark.parametrize(("formula", "column", "words"), ERRORS, ids=range(len(ERRORS)))
def test_errors_name_the_column_in_plain_words(formula: str, column: int, words: str) -> None:
    """Whatever is wrong is told with its column, what was found and what is accepted."""
    with pytest.raises(FormulaError) as caught:
        evaluate(formula, NAMES)

    assert caught.value.column == column
    assert words in caught.value.message


def test_a_long_formula_is_computed() -> None:
    """The longest accepted formula is no problem for the parser."""
    assert evaluate("1+" * 249 + "1", {}).value == 250


@given(st.text(alphabet="0123456789 .+-*/(),abpek_s%$Md×min" + "\u00a0é'", max_size=60))
def test_any_text_is_a_quantity_or_an_error(formula: str) -> None:
    """No text makes the parser raise anything but its own error."""
    try:
        assert isinstance(working(formula, NAMES), str)
    except FormulaError as error:
        assert 0 <= error.column <= len(formula) + 1


TREES = st.recursive(
    st.integers(0, 50).map(str),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("({0[0]} {0[1]} {0[2]})".format)
        | inner.map("(-{})".format)
    ),
    max_leaves=12,
)


@given(TREES)
def test_arithmetic_agrees_with_exact_fractions(formula: str) -> None:
    """On plain numbers the parser agrees with Python's exact arithmetic, and so does its printed working."""
    try:
        expected = eval(_with_fractions(formula))
    except ZeroDivisionError:
        with pytest.raises(FormulaError, match="divided by zero"):
            evaluate(formula, {})
        return
    shown = working(formula, {}).rpartition(" = ")[0]

    assert expected == evaluate(formula, {}).value == evaluate(shown, {}).value


def _with_fractions(formula: str) -> str:
    """The formula as Python text over Fraction, for the oracle above; made of digits and operators only."""
    assert re.fullmatch(r"[0-9+\-*/() ]+", formula)
    return re.sub(r"[0-9]+", r"Fraction(\g<0>)", formula)


def test_definitions_in_any_order() -> None:
    """Definitions may use later ones and given figures; the order of the result is that of the text."""
    definitions = {"visits": "creates * per_link", "creates": "100 M link/month / 30 d"}

    found = evaluate_all(definitions, given={"per_link": parse_quantity("9 visit/link")})

    assert list(found) == ["visits", "creates"]
    assert found["visits"] == evaluate("900 M visit/month", {})


def test_definitions_tell_all_their_errors_and_name_cycles() -> None:
    """Each wrong definition and each circle is told once; what merely depends on them is not blamed."""
    definitions = {"c": "a", "a": "b", "b": "c + 1", "waits": "a * 2", "typo": "wiats", "after": "typo + 1"}
    definitions |= {"me": "me", "fine": "1"}

    with pytest.raises(FormulasError) as caught:
        evaluate_all(definitions)

    assert str(caught.value) == (
        "a: the definitions go round in a circle: a → b → c → a\n"
        "typo: column 1: unknown name 'wiats'; did you mean 'waits'?\n"
        "me: the definitions go round in a circle: me → me"
    )


def test_definitions_are_bounded() -> None:
    """Neither their number nor the digits of their values can grow without end."""
    with pytest.raises(FormulaError, match="at most 500"):
        evaluate_all({f"n{i}": "1" for i in range(MAX_DEFINITIONS + 1)})
    squares = {"n0": "1 / 3", **{f"n{i}": f"n{i - 1} * n{i - 1}" for i in range(1, 40)}}
    with pytest.raises(FormulasError, match="too many digits"):
        evaluate_all(squares)


def test_a_long_chain_of_definitions() -> None:
    """A chain written backwards is computed without running out of stack."""
    chain = {f"n{i}": f"n{i - 1} + 1" for i in range(MAX_DEFINITIONS - 1, 0, -1)}

    assert evaluate_all({**chain, "n0": "0"})["n499"].value == 499


def test_names_in_a_formula() -> None:
    """The names a formula uses, without units and functions."""
    assert names_in("max(users, peak) * 30 d / min", {**NAMES, "x": 1}) == ["peak", "users"]


def test_errors_are_quantity_errors() -> None:
    """Callers may catch one kind of error for figures and formulas."""
    assert issubclass(FormulaError, QuantityError) and issubclass(FormulasError, ValueError)


CASES = json.loads((Path(__file__).parent / "cases_estimates.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_published_estimates(case: dict[str, Any]) -> None:
    """Well-known back-of-envelope estimates, written with their units, give the published figures."""
    names = evaluate_all(case["names"])
    for target in case["formulas"].values():
        found = evaluate(target["formula"], names).to(target["unit"])
        assert found == pytest.approx(target["expected"], **case["tolerance"])


def test_the_zero_of_an_exact_difference() -> None:
    """Decimals are exact: 0.1 + 0.2 is 0.3."""
    assert evaluate("0.1 + 0.2 - 0.3", {}).value == Fraction(0)
