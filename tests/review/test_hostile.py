"""Drawings for another prompt, with unknown data or absurdly large: an answer or a clear refusal, never a crash."""

from __future__ import annotations

import pytest

from design_sandbox import load_scenario, review
from design_sandbox.model.design import MOST_COMPONENTS
from design_sandbox.model.loading import design_from_text, pitfalls, references, scenario_ids
from design_sandbox.model.problems import DocumentError


@pytest.mark.parametrize("name", scenario_ids())
def test_answers_of_other_prompts_are_reviewed(name: str) -> None:
    """Every shipped drawing can be held against every prompt; no rule crashes."""
    scenario = load_scenario(name)
    drawings = [design for other in scenario_ids() for design in (*references(other), *pitfalls(other))]

    assert [d.design.id for d in drawings if review(d, scenario, "swe-senior").crashed_rules] == []


def test_data_that_the_prompt_does_not_know_is_no_crash() -> None:
    """A store may hold a name the learner made up, next to a cache that says nothing."""
    drawn = design_from_text(
        "design: {id: odd, version: 1, scenario: twitter}\n"
        "components: {c: {type: client}, s: {type: service}, d: {type: relational, holds: [unicorns]}, k: {type: cache}}\n"
        "connections: [c -> s -> d, s -> k]\n"
    )

    assert review(drawn, load_scenario("twitter"), advise=True).walks["post_tweet"].status == "fails"


def test_an_absurdly_large_drawing_is_refused_in_words() -> None:
    """Ten thousand parts would keep the machine busy for a minute; the refusal says how many are accepted."""
    parts = "".join(f"  n{number}: {{type: service}}\n" for number in range(10_000))

    with pytest.raises(DocumentError, match=str(MOST_COMPONENTS)):
        design_from_text(f"design: {{id: big, version: 1, scenario: twitter}}\ncomponents:\n{parts}")
