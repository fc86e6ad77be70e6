"""Figures that cannot be (negative, no number, another dimension) are refused at their line, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sandbox.model.design_check import property_problem
from design_sandbox.model.loading import design_from_text, load_catalogue, load_scenario
from design_sandbox.model.problems import DocumentError
from design_sandbox.model.scenario import Step

SCENARIO = """\
scenario: {{id: reads, title: Read, summary: Reading, difficulty: easy, minutes: 20}}
prompt: Read.
load:
  reads_per_s: {{value: {rate}, unit: read/s}}
  peak_factor: {{value: {peak}}}
  notes: {{value: {notes}, unit: note}}
  fewer: {{formula: 5 - notes}}
entities:
  note: {{size: {size}, keep: {keep}, count: {count}, skew: {skew}, durable: true}}
actors: {{user: person}}
flows:
  look: {{actor: user, rate: reads_per_s, requirement: F1, core: true, answer_within: {{p99: {p99}}}, steps: [{{read: note, times: {times}}}]}}
requirements: {{F1: {{title: Read, flows: [look]}}}}
budget: {{per_month: {budget}}}
horizon: {horizon}
"""
FINE = {
    "rate": "10", "peak": "2", "notes": "3", "size": "500 B", "keep": "1 y", "count": "notes", "p99": "1 s",
    "times": "1", "skew": "{zipf: 1, keys: notes}", "budget": "$500/month", "horizon": "3 y",
}  # fmt: skip
REFUSED = [
    ("rate", "-5", 4, "found -5 read/s; an amount of zero or more"),
    ("rate", ".nan", 4, "a finite number is accepted"),
    ("rate", ".inf", 4, "a finite number is accepted"),
    ("rate", "1e61", 4, "figures from 1e-60 to 1e60"),
    ("rate", "lots", 4, "a number with a unit"),
    ("peak", "0", 5, "1 or more is accepted"),
    ("peak", "-1", 5, "an amount of zero or more"),
    ("notes", "6", 7, "found -1 note; an amount of zero or more"),
    ("size", "-500 B", 9, "of zero or more"),
    ("size", "5 s", 9, "a size in bytes is accepted"),
    ("keep", "-1 y", 9, "of zero or more"),
    ("keep", "5 B", 9, "a duration is accepted"),
    ("count", "notes - 9", 9, "a count of zero or more"),
    ("skew", "{zipf: -1}", 9, "from 0 to 5"),
    ("skew", "{zipf: .nan}", 9, "a finite number"),
    ("skew", "{zipf: 1, keys: 0}", 9, "at least 1"),
    ("skew", "{zipf: 1, keys: pages}", 9, "pages"),
    ("skew", "{hottest: notes}", 9, "a rate is wanted"),
    ("skew", "{keys: notes}", 9, "say zipf"),
    ("p99", "0 s", 12, "greater than zero"),
    ("p99", "-1 s", 12, "of zero or more"),
    ("times", "-1", 12, "at least 0"),
    ("times", ".inf", 12, "a finite number"),
    ("budget", "-$5/month", 14, "of zero or more"),
    ("budget", "5 GB", 14, "a price is accepted"),
    ("horizon", "3", 15, "a duration is accepted"),
]


def problems_of(folder: Path, **changed: str) -> list[tuple[int, str]]:
    """(line, message) of everything wrong with the scenario after a change."""
    (folder / "scenario.yaml").write_text(SCENARIO.format(**{**FINE, **changed}), encoding="utf-8")
    try:
        load_scenario(str(folder))
    except DocumentError as error:
        return [(problem.position.line, str(problem)) for problem in error.problems]
    return []


def test_the_scenario_without_a_change_is_accepted(tmp_path: Path) -> None:
    """What the table changes is right before."""
    assert problems_of(tmp_path) == []


@pytest.mark.parametrize(("key", "value", "line", "said"), REFUSED)
def test_a_figure_that_cannot_be_is_refused_at_its_line(
    tmp_path: Path, key: str, value: str, line: int, said: str
) -> None:
    """One problem, where it stands, with what is accepted."""
    found = problems_of(tmp_path, **{key: value})
    assert [place for place, _ in found] == [line]
    assert said in found[0][1]


DRAWN = [
    ("hit_ratio: 1.2", "from 0 to 1"), ("hit_ratio: -0.1", "from 0 to 1"), ("hit_ratio: .nan", "a finite number"),
    ("replicas: 0", "from 1 to 2000"), ("replicas: .inf", "a finite number"), ("replicas: 2.5", "a whole number"),
    ("replicas: 1e400", "too large"), ("shards: 0", "from 1 to 4096"), ("storage: -5 GB", "more than zero"),
    ("storage: 5 s", "a figure like 5 GB"), ("time_to_live: 0 s", "more than zero"), ("serves_per_s: 0", "more than zero"),
    ("serves_per_s: 5 GB", "a figure like 5 /s"), ("service_time: -2 ms", "more than zero"), ("timeout: 3 GB", "a figure like 5 ms"),
    ("retries: -1", "from 0 to 10"), ("batch: 0", "from 1 to"), ("at_once: 0", "from 1 to"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), DRAWN)
def test_a_property_that_cannot_be_is_refused_at_its_line(written: str, said: str) -> None:
    """One problem, where it stands, with what is accepted."""
    with pytest.raises(DocumentError) as caught:
        design_from_text(
            f"design: {{id: d, scenario: twitter}}\ncomponents:\n  part: {{type: cache, {written}}}\n"
        )
    (problem,) = caught.value.problems
    assert (problem.position.line, said in str(problem)) == (3, True)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), True, 10**400])
def test_a_canvas_cannot_bring_in_what_is_no_number_of_instances(value: float) -> None:
    """What did not come through a file is checked by the same words."""
    said = property_problem(load_catalogue().properties["replicas"], value)
    assert said is not None
    assert "a whole number from 1 to 2000 is accepted" in said


def test_programs_cannot_bring_in_what_is_no_number() -> None:
    """Documents made in Python are held to the same."""
    with pytest.raises(ValueError, match="finite"):
        Step.model_validate({"read": "note", "times": float("nan")})
