"""Numbers in reports: every figure with its working in JSON, the few that people ask for in text and Markdown."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest

from design_sandbox import load_scenario, review
from design_sandbox.analysis.what_if import Change, Looked, look_again
from design_sandbox.exchange.report import Report, formatted
from design_sandbox.model.loading import load_catalogue, references


@pytest.fixture(scope="module")
def report() -> Report:
    """The hybrid Twitter reference."""
    scenario = load_scenario("twitter")
    design = next(one for one in references("twitter") if one.design.id == "hybrid")

    def look() -> Looked:
        return look_again(scenario, design, load_catalogue(), Change())

    return Report("hybrid.yaml", review(design, scenario), look=look)


@pytest.fixture(scope="module")
def numbers(report: Report) -> dict[str, Any]:
    """What programs get."""
    found: dict[str, Any] = json.loads(formatted([report], "json"))["numbers"]
    return found


def _figures(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "why_not" in value:
            yield value
        for entry in value.values():
            yield from _figures(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _figures(entry)


def test_json_tells_every_area_of_numbers(numbers: dict[str, Any]) -> None:
    """Time, availability, the ladder, data and cost."""
    assert {"latency", "availability", "ladder", "data", "cost"} <= set(numbers)
    assert numbers["latency"]["home_timeline"]["p99"]["value"] > 0
    assert 0.9 < numbers["availability"]["home_timeline"]["figure"]["value"] < 1


def test_every_figure_has_a_value_or_says_why_not(numbers: dict[str, Any]) -> None:
    """No shrug, no NaN, and at most three significant digits in words."""
    figures = list(_figures(numbers))
    assert len(figures) > 100
    for figure in figures:
        assert (figure["value"] is None) == bool(figure["why_not"]), figure["label"]
        assert figure["value"] is None or math.isfinite(figure["value"])


def test_a_p99_unfolds_to_sources(numbers: dict[str, Any]) -> None:
    """From the waterfall down to what the catalogue cites."""
    told = json.dumps(numbers["latency"]["home_timeline"]["waterfall"])
    assert '"source"' in told
    assert "formula" in told


def test_all_common_mistakes_are_told(numbers: dict[str, Any]) -> None:
    """The first by itself as ever, and the whole list beside it: ways that share parts, and a promise taken for the truth."""
    told = numbers["availability"]["home_timeline"]["figure"]
    assert told["mistake"] == told["mistakes"][0]
    assert [one["text"].split(" %")[0] for one in told["mistakes"]] == ["at best 99.999956", "99.95"]
    assert {"name", "value", "text", "why"} == set(told["mistakes"][1])
    for figure in _figures(numbers):
        assert figure.get("mistake") == next(iter(figure.get("mistakes", [])), None), figure["label"]


def test_handlers_that_share_a_journey_are_told(numbers: dict[str, Any]) -> None:
    """Media is attached through two services; a journey with one handler has no lanes."""
    lanes = numbers["latency"]["attach_media"]["lanes"]
    assert [lane["share"] for lane in lanes] == [0.5, 0.5]
    assert len({lane["through"] for lane in lanes}) == 2
    assert all(lane["p99"]["value"] > lane["p50"]["value"] > 0 for lane in lanes)
    assert numbers["latency"]["home_timeline"]["lanes"] == []


@pytest.mark.parametrize("format_name", ["text", "markdown"])
def test_people_get_the_few_they_ask_for(report: Report, format_name: str) -> None:
    """How quick, how often, what breaks first, what it costs."""
    told = formatted([report], format_name)
    for word in ("Numbers at peak", "Read the home timeline", "p99", "irst to break", "a month"):
        assert word in told, word


def test_without_a_second_look_numbers_are_left_out(report: Report) -> None:
    """Whoever formats a review alone gets the review alone."""
    alone = Report("hybrid.yaml", report.review)
    assert "latency" not in json.loads(formatted([alone], "json"))["numbers"]
    assert "Numbers at peak" not in formatted([alone], "markdown")
