"""Figures as people write them: exact values, refused ambiguities, printing, fields of pydantic models."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from design_sandbox.model.quantity import (
    Quantity,
    QuantityError,
    format_quantity,
    format_ratio,
    multiple_of,
    parse_quantity,
)
from design_sandbox.model.quantity_fields import Bytes, Count, Duration, Money, Rate, Ratio
from design_sandbox.model.unit_reading import is_known_unit, parse_unit
from design_sandbox.model.units import Unit

DAY, MONTH, YEAR = 86400, 30 * 86400, 365 * 86400

WRITTEN: list[tuple[str | int | float, Fraction | int | str, str]] = [
    ("6k/s", 6000, "/s"),
    ("280 B", 280, "B"),
    ("150 M", 150_000_000, ""),
    ("5 years", 5 * YEAR, "s"),
    ("5 y", 5 * YEAR, "s"),
    ("99.95 %", "0.9995", ""),
    ("99.95%", "0.9995", ""),
    ("200 ms", "0.2", "s"),
    ("5 µs", "5e-6", "s"),
    ("5 μs", "5e-6", "s"),
    ("1.5 TB", 1_500_000_000_000, "B"),
    ("2 GiB", 2 * 2**30, "B"),
    ("4 KiB", 4096, "B"),
    ("4 kB", 4000, "B"),
    ("100 Mbit/s", 12_500_000, "B/s"),
    ("100Mbps", 12_500_000, "B/s"),
    ("8 bit", 1, "B"),
    ("4K", 4000, ""),
    ("4k", 4000, ""),
    ("500 req/s", 500, "request/s"),
    ("500 rps", 500, "request/s"),
    ("100 M link/month", Fraction(10**8, MONTH), "link/s"),
    ("5 links per month", Fraction(5, MONTH), "link/s"),
    ("30 d", MONTH, "s"),
    ("1 w", 7 * DAY, "s"),
    ("90 min", 5400, "s"),
    ("100 visit/link", 100, "visit/link"),
    ("$0.085/GB", Fraction(85, 10**12), "$/B"),
    ("3 cents", "0.03", "$"),
    ("16.4 $/month", Fraction("16.4") / MONTH, "$/s"),
    ("$5/M request", "5e-6", "$/request"),
    ("-$5", -5, "$"),
    ("$0.023/GB/month", Fraction(23, 10**12) / MONTH, "$/B/s"),
    ("1_000_000", 10**6, ""),
    ("1,000,000", 10**6, ""),
    ("1e8", 10**8, ""),
    ("1E-3 s", "0.001", "s"),
    ("2 billion users", 2 * 10**9, "user"),
    ("3x", 3, ""),
    ("5", 5, ""),
    (5, 5, ""),
    (1.1, "1.1", ""),
    (1e300 / 1e250, 10**50, ""),
    (".5 s", "0.5", "s"),
    ("5. s", 5, "s"),
    ("  7\u00a0MB ", 7_000_000, "B"),
    ("−3 s", -3, "s"),
    ("+3 s", 3, "s"),
    ("3 GB*month", 3 * 10**9 * MONTH, "B·s"),
    ("12 queries/s", 12, "query/s"),
    ("3 matches", 3, "match"),
    ("2 statuses/s", 2, "status/s"),
    ("7 active_users", 7, "active_user"),
    ("5 %/year", Fraction(1, 20 * YEAR), "/s"),
]


@pytest.mark.parametrize(("written", "value", "unit"), WRITTEN)
def test_figures_are_exact_and_keep_their_text(written: str | float, value: Any, unit: str) -> None:
    """What people write has one exact value in base units, and stays as it was written."""
    quantity = parse_quantity(written)

    assert quantity.value == Fraction(value)
    assert str(quantity.unit) == unit
    assert (quantity.written, str(quantity)) == (written, str(written))


def test_a_unit_may_stand_apart() -> None:
    """A figure whose unit stands in another key is the same quantity."""
    assert parse_quantity("100 M", "link/month") == parse_quantity("100 M link/month")
    assert parse_quantity(5000, "visit/s") == parse_quantity("5k visit/s")


REFUSED = [
    ("5 KB", "write kB for 1000 bytes or KiB for 1024 bytes"),
    ("5 Mb", "write Mbit for bits or MB for bytes"),
    ("5 mb", "write Mbit for bits or MB for bytes"),
    ("5 Gb/s", "write Gbit for bits or GB for bytes"),
    ("5 kb", "write kbit for bits or kB for bytes"),
    ("5 mbps", "write Mbit for bits"),
    ("5 b", "write bit for bits"),
    ("5 m", "write min for minutes, month for months, ms for milliseconds or M for millions"),
    ("5 G", "write GB for bytes or billion"),
    ("5 Mi", "write MiB"),
    ("5 €", "prices are in dollars ($)"),
    ("5 Hours", "did you mean 'hours'?"),
    ("5 Links", "did you mean 'links'?"),
    ("5 kS", "unknown unit 'kS'"),
    ("1,5 s", "a comma only groups thousands (1,000,000), decimals take a point (1.5)"),
    ("1,0000", "a comma only groups"),
    ("", "a number with a unit is accepted, such as 6k/s"),
    ("abc", "found 'abc'"),
    ("1.2.3", "found '1.2.3'"),
    ("1__0", "found '1__0'"),
    ("nan", "found 'nan'"),
    (float("nan"), "found 'nan'"),
    (float("inf"), "found 'inf'"),
    ("5//s", "found nothing after '/'"),
    ("5/", "found nothing after '/'"),
    ("5 active users", "one word is accepted"),
    ("6 k k", "it goes right after the number"),
    ("5 GB*", "found the unit 'GB*'"),
    ("5 s²", "found the unit 's²'"),
    ("1e99999", "figures from 1e-60 to 1e60 are accepted"),
    ("9" * 70, "larger than 10^60"),
    (10**61, "1e60 are accepted"),
    ("1" * 101, "at most 100 are accepted"),
    (True, "found true (yes or no)"),
    (None, "found nothing"),
    ([1], "found a list"),
    ("１２", "found '１２'"),
    ("5 B" + "*B" * 9, "a power above 9"),
]


@pytest.mark.parametrize(("written", "words"), REFUSED)
def test_what_is_wrong_or_ambiguous_is_refused_in_words(written: Any, words: str) -> None:
    """Nothing is guessed: an ambiguous unit is refused with its readings, nonsense with what is accepted."""
    with pytest.raises(QuantityError) as caught:
        parse_quantity(written)

    assert words in str(caught.value)


@given(
    st.one_of(st.text(max_size=120), st.text(alphabet="0123456789.,_eE+-$ kKMGBbits/%*linmdy€µ", max_size=30))
)
def test_any_text_is_a_quantity_or_an_error(text: str) -> None:
    """No text raises anything but QuantityError, and what is understood is kept as written."""
    try:
        quantity = parse_quantity(text)
    except QuantityError as error:
        assert str(error)
    else:
        assert quantity.written == text


UNITS = [
    "",
    "%",
    "s",
    "ms",
    "B",
    "GB",
    "KiB",
    "/s",
    "link/s",
    "B/s",
    "$",
    "$/GB",
    "$/month",
    "visit/link",
    "link",
    "/day",
]


@given(st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6), st.sampled_from(UNITS))
def test_printed_figures_read_back_to_three_digits(figure: Fraction, unit: str) -> None:
    """What the screen shows parses to the same dimension and, within three digits, the same value."""
    parsed = parse_unit(unit)
    shown = format_quantity(figure, unit)
    found = parse_quantity(shown)

    assert found.unit == parsed.unit
    assert float(found) == pytest.approx(float(figure * parsed.scale), rel=0.0051)


PRINTED = [
    (12500, "/s", "12.5k/s"),
    (1400, "GB", "1.4 TB"),
    ("0.212", "s", "212 ms"),
    ("99.95", "%", "99.95 %"),
    ("276480", "s", "3.2 days"),
    (1, "d", "1 day"),
    (90, "s", "1.5 min"),
    (0, "s", "0 s"),
    (0, "/s", "0/s"),
    (0, "", "0"),
    ("999.9", "B", "1 kB"),
    (999_949, "B", "1 MB"),
    (-1500, "B", "-1.5 kB"),
    (10**8, "link/month", "38.6 link/s"),
    (5, "link/month", "5 link/month"),
    (3, "link/year", "3 link/year"),
    (20, "link/day", "20 link/day"),
    (7, "", "7"),
    ("0.085", "$/GB", "$0.085/GB"),
    ("16.4", "$/month", "$16.4/month"),
    (5, "$/M request", "$5/M request"),
    (150_000, "$", "$150k"),
    ("0.5", "", "50 %"),
    (150, "%", "150 %"),
    (100, "visit/link", "100 visit/link"),
    (3 * 10**10, "link", "30 billion link"),
    (150 * 10**6, "", "150 M"),
    (1234, "", "1.23k"),
    (1, "bit", "0.125 B"),
    ("0.0000001", "s", "100 ns"),
    (10**22, "B", "10000 EB"),
    ("1e-13", "s", "0.0001 ns"),
    (100, "year", "100 years"),
]


@pytest.mark.parametrize(("value", "unit", "expected"), PRINTED)
def test_figures_for_screens(value: Any, unit: str, expected: str) -> None:
    """Three significant digits in the prefix and period that suit the size."""
    assert format_quantity(Fraction(value), unit) == expected


def test_digits_can_be_chosen() -> None:
    """More or fewer significant digits on demand; whole digits are never replaced by zeros."""
    assert [format_quantity(123_456, "B", digits=digits) for digits in (1, 2, 5)] == [
        "123 kB",
        "123 kB",
        "123.46 kB",
    ]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.9995, "99.95 %"),
        (0.99988615, "99.989 %"),
        (0.999999, "99.9999 %"),
        (1, "100 %"),
        (0.5, "50 %"),
        (0, "0 %"),
        (0.12345, "12.3 %"),
        (0.9949, "99.49 %"),
        (2, "200 %"),
        (0.0001, "0.01 %"),
    ],
)
def test_shares_keep_their_nines(share: float, expected: str) -> None:
    """A share near one is rounded by what is missing, and only the whole is 100 %."""
    assert format_ratio(share) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_nan_and_infinity_never_reach_a_screen(value: float) -> None:
    """Printing refuses what is no figure."""
    with pytest.raises((ValueError, OverflowError)):
        format_quantity(value, "s")


def test_arithmetic_follows_the_units() -> None:
    """Products and quotients combine dimensions; sums need units that fit, unnamed counts fit any count."""
    rate, size = parse_quantity("100 link/s"), parse_quantity("500 B/link")

    assert rate * size * parse_quantity("1 min") == parse_quantity("3 MB")
    assert parse_quantity("1 GB") / parse_quantity("100 MB/s") == parse_quantity("10 s")
    assert parse_quantity("3 link") + parse_quantity(4) == parse_quantity("7 link")
    assert parse_quantity(4) - parse_quantity("3 link") == parse_quantity("1 link")
    assert -parse_quantity("3 s") < parse_quantity("1 ms") <= parse_quantity("0.001 s")
    assert parse_quantity("500 req/s") > parse_quantity("499/s") >= parse_quantity("499 user/s")
    assert parse_quantity("2 h").to("min") == 120.0


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("1 s", "1 B", "1 s (a duration) cannot be added to 1 B (an amount of bytes)"),
        ("1 user", "1 link", "1 user (a count (user)) cannot be added to 1 link (a count (link))"),
        ("1/s", "1", "1/s (a rate (per second)) cannot be added to 1 (a plain number)"),
        ("$1", "1 $/month", "1 (money)".replace("1", "$1")),
    ],
)
def test_what_does_not_fit_is_not_added(left: str, right: str, words: str) -> None:
    """Adding different things is an error that names both."""
    with pytest.raises(QuantityError) as caught:
        parse_quantity(left) + parse_quantity(right)

    assert words in str(caught.value)


def test_dividing_by_zero_is_said_in_words() -> None:
    """Zero divides nothing."""
    with pytest.raises(QuantityError, match="3 s cannot be divided by zero"):
        parse_quantity("3 s") / parse_quantity(0)


def test_equal_whatever_the_writing() -> None:
    """Equality and hash look at value and unit, not at the text."""
    assert parse_quantity("2 h") == parse_quantity("120 min") != parse_quantity(7200)
    assert len({parse_quantity("2 h"), parse_quantity("120 min")}) == 1


def test_a_rate_remembers_its_period() -> None:
    """The period a rate was written with survives scaling by timeless figures, from either side."""
    monthly, two = parse_quantity("3 link/month"), parse_quantity(2)

    assert [q.period_s for q in (monthly, monthly * two, two * monthly, monthly / two)] == [MONTH] * 4
    assert (monthly * parse_quantity("1 d")).period_s is None


def test_known_units_are_told_from_counted_things() -> None:
    """Formulas need to know which words are units."""
    assert [is_known_unit(word) for word in ("s", "GB", "$", "%", "link")] == [True, True, True, True, False]
    assert Unit.of({"link": 1, "s": 0}) == Unit((("link", 1),))


class Fields(BaseModel):
    """A model with a field of each dimension."""

    anything: Quantity | None = None
    duration: Duration | None = None
    size: Bytes | None = None
    rate: Rate | None = None
    share: Ratio | None = None
    count: Count | None = None
    price: Money | None = None


FIELDS: list[tuple[str, Any, str]] = [
    ("anything", "5 Mb", "write Mbit for bits"),
    ("duration", 5, "found 5 (a plain number); a duration is accepted, such as 200 ms"),
    ("duration", "-5 s", "found -5 s; a duration of zero or more is accepted"),
    ("size", "5 s", "a size in bytes is accepted"),
    ("rate", "5 B", "found 5 B (an amount of bytes); a rate is accepted, such as 6k/s"),
    ("rate", "5 $/s", "a rate is accepted"),
    ("share", "120 %", "a share from 0 to 100 % is accepted"),
    ("share", "5 user", "a share is accepted"),
    ("count", "5 B", "a count is accepted, such as 150 M"),
    ("price", "5 s", "a price is accepted, such as $0.085/GB"),
]


@pytest.mark.parametrize(("name", "written", "words"), FIELDS)
def test_fields_refuse_other_dimensions(name: str, written: Any, words: str) -> None:
    """A field of a known dimension says what it accepts, with examples."""
    with pytest.raises(ValidationError) as caught:
        Fields.model_validate({name: written})

    assert words in caught.value.errors()[0]["msg"]


def test_fields_round_trip_as_written() -> None:
    """Every kind of field takes figures and writes them back exactly as they were."""
    written = {
        "anything": "1.5 kB",
        "duration": "5 min",
        "size": "280 B",
        "rate": "6k/s",
        "share": 0.9,
        "count": 4,
        "price": "$1",
    }

    assert Fields.model_validate(written).model_dump() == written
    assert Fields.model_validate(written).model_dump(mode="json") == written


def test_computed_quantities_are_written_exactly() -> None:
    """A quantity that was computed, not read, is written as a text with its unit that reads back equal."""
    computed = parse_quantity("3 links/s") * parse_quantity("10 s")

    text = TypeAdapter(Quantity).dump_python(computed)

    assert (text, parse_quantity(text)) == ("30 link", computed)


def test_the_json_schema_has_examples() -> None:
    """Editors offer examples for each kind of field."""
    schema = TypeAdapter(Duration).json_schema()

    assert schema["anyOf"] == [{"type": "string", "maxLength": 100}, {"type": "number"}]
    assert schema["examples"] == ["200 ms", "5 min", "30 d"]
    assert all(parse_quantity(example) for example in TypeAdapter(Quantity).json_schema()["examples"])


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(0.3, "30 % of"), (1.3, "130 % of"), (1.99, "199 % of"), (2, "2 times"), (17.36, "17.4 times"),
     (999.4, "999 times"), (999.6, "1,000 times"), (12_345.6, "12.3k times")],
)  # fmt: skip
def test_much_more_than_all_is_told_as_a_multiple(ratio: float, words: str) -> None:
    """Nobody reads 1736 %."""
    assert multiple_of(ratio) == words
