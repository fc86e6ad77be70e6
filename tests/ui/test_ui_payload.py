"""What the canvas is told: exact goldens of every part, and its awkward cases."""

from __future__ import annotations

import json
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sample_bench
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.model.loading import load_catalogue, references
from design_sandbox.ui import engine, figures
from design_sandbox.ui.payload.catalogue import catalogue_payload
from design_sandbox.ui.payload.review import cap_words, next_words, review_payload
from design_sandbox.ui.payload.scenario import bare, scenario_payload

GOLDENS = Path(__file__).parent / "goldens"


def equals_golden(name: str, value: Any) -> None:
    """Compare with the committed JSON; ACCEPT_GOLDENS=1 accepts a change."""
    golden = GOLDENS / f"{name}.json"
    written = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    if os.environ.get("ACCEPT_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(written, "utf-8")

    assert golden.read_text("utf-8") == written


def reviewed(**changes: Any) -> dict[str, Any]:
    """The payload of the sample review."""
    return review_payload(
        sample_bench.review(**changes), sample_bench.scenario(), sample_bench.catalogue(), sample_bench.briefing(),
        rev=7, pending=False, checked_ms=12,
    )  # fmt: skip


def scenario_with(header: dict[str, Any], profile: str = "swe-mid") -> dict[str, Any]:
    """The payload of the sample scenario."""
    return scenario_payload(
        sample_bench.scenario(), sample_bench.rubric(), sample_bench.briefing(),
        profile=profile, header=header, hints=1,
    )  # fmt: skip


def test_review_equals_its_golden() -> None:
    """Everything the canvas shows of a review is exactly as before."""
    equals_golden("review", reviewed())


def test_scenario_equals_its_golden() -> None:
    """The prompt panel is exactly as before."""
    equals_golden("scenario", scenario_with({}))


@pytest.mark.parametrize("kind", ["system", "object_model"])
def test_catalogue_equals_its_golden(kind: Any) -> None:
    """Palette and properties panel of each kind of diagram are exactly as before."""
    equals_golden(f"catalogue-{kind}", catalogue_payload(sample_bench.catalogue(), kind))


def test_the_shipped_catalogue_can_be_shown() -> None:
    """Every type stands in a section and has a drawn icon; every field has a type the panel knows."""
    known = {"integer", "number", "text", "boolean", "choice", "quantity", "ratio", "chips"}
    for kind in ("system", "object_model"):
        payload = catalogue_payload(load_catalogue(), kind)
        sections = {group["id"] for group in payload["groups"]}
        assert payload["types"]
        for spec in payload["types"].values():
            assert spec["group"] in sections
            assert spec["icon"].startswith("<")
            assert {field["type"] for field in spec["fields"]} <= known


def test_fixes_are_announced_while_they_are_tried() -> None:
    """A finding without a fix says that one may come; one with a fix does not."""
    payload = review_payload(
        sample_bench.review(), sample_bench.scenario(), sample_bench.catalogue(), sample_bench.briefing(),
        rev=7, pending=True, checked_ms=1,
    )  # fmt: skip
    assert [one["fix_pending"] for one in (*payload["findings"], *payload["questions"])] == [False, True]
    assert [one["fix_pending"] for one in payload["waived"]] == [False]
    assert payload["pending"] is False


def test_a_missing_decision_leads_to_where_it_is_answered() -> None:
    """No edit of the drawing writes a reason down: the finding says which prompt asks for it."""
    scenario = engine.scenario_of("twitter")
    textbook = next(one for one in references("twitter") if one.design.id == "textbook")
    graded = engine.review(engine.document_of(textbook), scenario, "swe-senior").review
    payload = review_payload(graded, scenario, engine.catalogue(), engine.briefing_of(scenario),
                             rev=1, pending=True, checked_ms=1)  # fmt: skip
    asked = [*payload["findings"], *payload["questions"]]
    leads = {one["prompt"] for one in asked if one["rule"] == "decisions-recorded"}
    assert leads and leads <= set(scenario.trade_offs)
    assert {one["prompt"] for one in asked if "decision" not in one["rule"]} == {None}


def test_nothing_is_graded_before_a_request_arrives() -> None:
    """An ungraded review shows no score and no verdicts, but keeps what is out of scope."""
    payload = reviewed(graded=False)
    assert payload["score"] is None
    assert [line["state"] for line in payload["requirements"]] == ["todo", "off", "todo"]
    assert payload["next"] == ""


def test_an_empty_canvas_accuses_nobody() -> None:
    """Findings and questions wait until something is drawn."""
    empty = sample_bench.review().design.model_copy(update={"components": {}, "connections": ()})
    payload = reviewed(design=empty, graded=False)
    assert (payload["findings"], payload["questions"]) == ([], [])


def test_a_crashed_rule_lowers_what_the_score_is_of() -> None:
    """The denominator is told, and the score stays."""
    payload = reviewed(out_of=94.0)
    assert (payload["score"], payload["of"]) == (71, 94)


def test_the_lowest_cap_is_told() -> None:
    """Of several bounds the one that binds is named with its reason."""
    assert cap_words(sample_bench.review()) == "At most 72: counts are not kept"
    assert cap_words(sample_bench.review(caps=())) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "4 to senior"),
        ({"score": 74.9}, "1 to senior"),
        ({"score": 80.0}, ""),
        ({"next_bar": None}, ""),
        ({"graded": False}, ""),
    ],
)
def test_the_next_bar_is_told_in_whole_points(changes: dict[str, Any], words: str) -> None:
    """Never "0 to senior" while something is missing, and nothing above the last bar."""
    assert next_words(sample_bench.review(**changes)) == words


def test_infinite_figures_do_not_reach_the_screen() -> None:
    """Without a steady state the bar has no number."""
    load = ComponentLoad(1.0, 2.0, math.inf, 4, False, math.inf, "requests_per_s", None)
    numbers = replace(sample_bench.numbers(), components={"api": load})
    component = reviewed(numbers=numbers)["components"]["api"]
    assert (component["utilisation"], component["bar"]) == (None, False)


def test_classes_carry_no_load() -> None:
    """In an object model nothing is counted per second, on no part, connection or hop."""
    design = sample_bench.review().design
    header = design.design.model_copy(update={"kind": "object_model"})
    payload = reviewed(design=design.model_copy(update={"design": header}))
    assert not any(part["bar"] or "working" in part for part in payload["components"].values())
    assert {link["label"] for link in payload["connections"]} == {""}
    assert {hop["rate"] for walk in payload["walks"].values() for hop in walk["hops"]} == {""}


def test_scope_follows_the_learner() -> None:
    """An optional flow is in once the learner says so; nonsense in the header counts as not said."""
    said = [{}, {"scope": {"count_notes": True}}, {"scope": {"count_notes": "yes"}}, {"scope": 3}]
    included = [scenario_with(header)["scope"][0]["included"] for header in said]
    assert included == [False, True, False, False]


def test_a_variant_brings_its_own_prompt() -> None:
    """A known variant replaces the prompt; an unknown one is none."""
    focused = scenario_with({"variant": "counting"})
    assert (focused["variant"], focused["prompt"]) == ("counting", "Count.")
    assert scenario_with({"variant": "nonsense"})["variant"] is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("17.4k timeline/s", "17.4k/s"), ("200 follower", "200"), ("300 B", "300 B"), ("5 s", "5 s"), ("1.2 TB", "1.2 TB"), ("40/s", "40/s")],
)  # fmt: skip
def test_facts_leave_the_noun_to_their_label(text: str, shown: str) -> None:
    """Units of measure stay, nouns go."""
    assert bare(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.033, "0.033"), (868, "868"), (999.4, "999"), (999.7, "1k"), (31_250, "31.2k"), (174_000, "174k"),
     (5.8e6, "5.8M"), (math.inf, "?"), (math.nan, "?"), (None, "?")],
)  # fmt: skip
def test_amounts_have_three_digits(value: float | None, shown: str) -> None:
    """Magnitudes change where rounding does, and what is no number is a question mark."""
    assert figures.amount(value) == shown


@pytest.mark.parametrize(
    ("function", "value", "shown"),
    [
        (figures.percent, 0.78, "78 %"), (figures.percent, 1.174, "117 %"), (figures.percent, 0.004, "0.4 %"),
        (figures.percent, None, "?"), (figures.times, 1.0, "×1"), (figures.times, 0.0333, "×0.033"),
        (figures.times, 200.0, "×200"), (figures.seconds, 0.2124, "212 ms"), (figures.seconds, 1.2, "1.2 s"),
        (figures.seconds, 90.0, "90 s"), (figures.seconds, 180.0, "3 min"), (figures.seconds, 7200.0, "2 h"),
        (figures.bytes_of, 280.0, "280 B"), (figures.bytes_of, 1.5e12, "1.5 TB"), (figures.points, 7.96, "8"),
        (figures.points, 2.5, "2.5"), (figures.points, 0.01, "0"), (figures.rate, 28_940.0, "28.9k/s"),
    ],
)  # fmt: skip
def test_figures_are_written_as_on_the_screen(function: Any, value: float | None, shown: str) -> None:
    """Each kind of figure in its form."""
    assert function(value) == shown


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_figure_breaks_a_screen(value: float) -> None:
    """Whatever comes, the text is short and never says nan or inf."""
    for function in (figures.amount, figures.rate, figures.percent, figures.seconds, figures.bytes_of):
        shown = function(abs(value))
        assert "nan" not in shown.lower() and "inf" not in shown.lower()
        assert len(shown) <= 17
