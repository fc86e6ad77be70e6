"""Figures and charts as HTML: everything is told, and what people wrote stays text."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

from design_sandbox.analysis.figure import Figure, Given, Mistake, Working
from design_sandbox.ui.numbers import charts, figure_view

HOSTILE = '<img src=x onerror="alert(1)">'


def _figure() -> Figure:
    inner = Figure("Rate", 31_250, "/s", lambda: Working("average × peak", "12.5k/s × 2.5"))
    return Figure(
        "p99", 0.212, "s",
        lambda: Working(
            "quantile", "of 7 hops", (inner, Given(HOSTILE, 0.9, "ratio", "set by you")),
            approximation="Hops are independent", error_band=(-0.03, 0.06), assumes=("No retries.",),
            mistake=Mistake("Adding the p99s", 0.4, "Percentiles do not add."),
        ),
    )  # fmt: skip


def test_a_figure_unfolds_to_all_that_it_knows() -> None:
    """Formula, figures put in, inputs, sources, error, assumptions and the common mistake."""
    html = figure_view.unfolding(_figure())
    for word in ("212 ms", "quantile", "of 7 hops", "31.2k/s", "average × peak", "set by you", "-3 %", "+6 %",
                 "No retries.", "Adding the p99s", "400 ms", "Percentiles do not add."):  # fmt: skip
        assert word in html, word


def test_what_people_wrote_stays_text() -> None:
    """No tag of theirs survives."""
    assert "<img" not in figure_view.unfolding(_figure())


def test_a_figure_without_a_value_says_why() -> None:
    """A question mark alone would be a shrug."""
    figure = Figure(
        "Availability", None, "availability", why_not="Not computable because nobody said how many run."
    )
    assert "nobody said how many run" in figure_view.unfolding(figure)


def _svg(html: str) -> ElementTree.Element:
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", html)
    assert found
    return ElementTree.fromstring(base64.b64decode(found[1]))


def test_a_chart_is_one_picture_with_words_for_those_who_cannot_see_it() -> None:
    """Well-formed, deterministic, hostile labels as text."""
    bins = [(0.0, 0.1, 0.5), (0.1, 0.2, 0.4), (0.2, 0.9, 0.1)]
    html = charts.histogram(bins, [charts.Mark(0.2, HOSTILE)], alt=HOSTILE, ticks=[(0.0, "0")])
    assert html == charts.histogram(bins, [charts.Mark(0.2, HOSTILE)], alt=HOSTILE, ticks=[(0.0, "0")])
    assert html.count("<img") == 1
    assert len(_svg(html).findall(".//{*}rect")) == len(bins)


def test_axis_steps_are_round_and_inside() -> None:
    """0 to 212 in fives: 0, 50, 100, 150, 200."""
    assert charts.steps_between(0, 212) == [0, 50, 100, 150, 200]
    assert charts.steps_between(0, 0.9) == [0, 0.2, 0.4, 0.6000000000000001, 0.8]
    assert charts.steps_between(3, 3) == [3]
