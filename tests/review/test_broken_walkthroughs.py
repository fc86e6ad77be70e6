"""The learner's own trace: where it cannot be followed in the drawing is told, and costs nothing."""

from __future__ import annotations

import pytest

from design_sandbox.model.loading import load_scenario, references
from design_sandbox.review.engine import review
from design_sandbox.review.walkthroughs import RULE_ID

SCENARIO = load_scenario("url-shortener")
DESIGN = next(design for design in references("url-shortener") if design.design.id == "counter-and-cache")
PATH = ("people", "gateway", "api", "links")


def test_a_walkthrough_of_no_journey_is_told() -> None:
    """What a canvas or notebook holds is kept and reviewed; that nothing follows the walkthrough is said."""
    answer = review(DESIGN.model_copy(update={"walkthroughs": {"folow": PATH}}), SCENARIO)
    told = [finding for finding in answer.findings if finding.rule == RULE_ID]

    assert [finding.severity for finding in told] == ["low"]
    assert "Did you mean follow?" in told[0].message
    assert answer.score == review(DESIGN, SCENARIO).score


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (PATH, None),
        ((*PATH, "api", "links"), None),
        (("people", "links"), "Along which arrow?"),
        (("people", "gateway", "nowhere"), "which is not in the drawing"),
    ],
    ids=["as drawn", "back at a part named before", "past what is between", "no such part"],
)
def test_where_a_walkthrough_breaks_off_is_asked(parts: tuple[str, ...], says: str | None) -> None:
    """One question names the two parts that no arrow joins; the score stays."""
    assert {*parts} - {"nowhere"} <= set(DESIGN.components)
    answer = review(DESIGN.model_copy(update={"walkthroughs": {"follow": parts}}), SCENARIO)
    told = [finding for finding in answer.findings if finding.rule == RULE_ID]

    assert [finding.verdict for finding in told] == (["unknown"] if says else [])
    assert all(says and says in finding.message and finding.points_lost == 0 for finding in told)
    assert answer.score == review(DESIGN, SCENARIO).score
