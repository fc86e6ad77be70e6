"""Decisions beside a drawing: what contradicts it, and what names no option, is told and changes no score."""

from __future__ import annotations

import pytest

from design_sandbox.model.design import Decision, Design
from design_sandbox.model.loading import load_scenario, references
from design_sandbox.review.decisions import RULE_ID
from design_sandbox.review.engine import review

TWITTER = load_scenario("twitter")


def decided(option: str) -> Design:
    """The accepted design that fans out on writing, with this option chosen for how timelines are built."""
    design = next(design for design in references("twitter") if "fan_out_on_write" in taken(design))
    choice = Decision(chosen=option, rejected="both", because="celebrities")
    return design.model_copy(update={"decisions": {**design.decisions, "fan_out": choice}})


def taken(design: Design) -> list[str]:
    """Strategies that the design's home timeline takes."""
    return [choice.chosen for choice in review(design, TWITTER).walks["home_timeline"].strategies]


@pytest.mark.parametrize(
    ("option", "told", "says"),
    [
        ("on_write", [], ""),
        ("on_read", ["question"], "Which is meant?"),
        ("push_model", ["low"], "“push_model” is none of the options"),
    ],
    ids=["as drawn", "against the drawing", "no option"],
)
def test_the_drawing_is_graded_and_the_decision_told(option: str, told: list[str], says: str) -> None:
    """A slip in what is written beside the drawing costs nothing of what the drawing earns."""
    answer = review(decided(option), TWITTER)
    found = [finding for finding in answer.findings if finding.rule == RULE_ID]

    assert taken(decided(option)) == ["fan_out_on_write"]
    assert answer.score == review(decided("on_write"), TWITTER).score
    assert [finding.severity for finding in found] == told
    assert all(says in finding.message and finding.points_lost == 0 for finding in found)
