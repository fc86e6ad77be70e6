"""Decisions beside a drawing: what contradicts it is asked and earns half, what names no option is told; the drawing earns as before."""

from __future__ import annotations

import pytest

from design_sandbox.model.design import Decision, Design
from design_sandbox.model.loading import load_scenario, references
from design_sandbox.review.decisions import RULE_ID
from design_sandbox.review.engine import review
from design_sandbox.review.result import CriterionScore, Review

TWITTER = load_scenario("twitter")


def decided(option: str) -> Design:
    """The accepted design that fans out on writing, with this option chosen for how timelines are built."""
    design = next(design for design in references("twitter") if "fan_out_on_write" in taken(design))
    choice = Decision(chosen=option, rejected="both", because="nobody waits for celebrities")
    return design.model_copy(update={"decisions": {**design.decisions, "fan_out": choice}})


def line(answer: Review) -> CriterionScore:
    """The rubric line about decisions."""
    return next(line for line in answer.criteria if line.id == "decisions-told")


def taken(design: Design) -> list[str]:
    """Strategies that the design's home timeline takes."""
    return [choice.chosen for choice in review(design, TWITTER).walks["home_timeline"].strategies]


@pytest.mark.parametrize(
    ("option", "told", "says", "lost"),
    [
        ("on_write", [], "", 0.0),
        ("on_read", ["question"], "Which is meant?", 0.5),
        ("push_model", ["low"], "“push_model” is none of the options", 0.0),
    ],
    ids=["as drawn", "against the drawing", "no option"],
)
def test_the_drawing_is_graded_and_the_decision_told(
    option: str, told: list[str], says: str, lost: float
) -> None:
    """What is written beside the drawing takes nothing of what the drawing earns; against it, it is worth half itself."""
    answer, as_drawn = review(decided(option), TWITTER), review(decided("on_write"), TWITTER)
    found = [finding for finding in answer.findings if finding.rule == RULE_ID]
    one_decision = line(as_drawn).max / 3

    assert taken(decided(option)) == ["fan_out_on_write"]
    assert as_drawn.score - answer.score == pytest.approx(lost * one_decision)
    assert line(as_drawn).points - line(answer).points == pytest.approx(lost * one_decision)
    assert [finding.severity for finding in found] == told
    assert all(says in finding.message for finding in found)
    assert sum(finding.points_lost for finding in found) == pytest.approx(lost * one_decision)


@pytest.mark.parametrize(
    ("design_id", "prompt", "chosen", "says"),
    [
        ("counter-and-cache", "store", "key_value", None),
        ("counter-and-cache", "store", "relational", "does “Key-value”"),
        ("one-sharded-database", "store", "relational", None),
        ("one-sharded-database", "store", "one", None),
        ("one-sharded-database", "store", "key_value", "does “Relational and sharded by code”"),
        ("textbook", "store", "key_value", "does “Relational and sharded by code”"),
    ],
)
def test_another_kind_of_store_than_was_decided_is_asked_about(
    design_id: str, prompt: str, chosen: str, says: str | None
) -> None:
    """Where the data lives is seen, so a decision for another kind of store is no silent one."""
    scenario = load_scenario("url-shortener")
    design = next(design for design in references("url-shortener") if design.design.id == design_id)
    choice = Decision(chosen=chosen, because="links are found by their key and sharded")
    answer = review(design.model_copy(update={"decisions": {prompt: choice}}), scenario)
    told = [finding for finding in answer.findings if finding.rule == RULE_ID]

    assert [finding.verdict for finding in told] == (["unknown"] if says else [])
    assert all(says and says in finding.message and finding.points_lost > 0 for finding in told)
