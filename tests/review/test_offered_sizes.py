"""What is offered about sizes is proven: it carries the peak and a loss, and stays within the budget."""

from __future__ import annotations

import pytest

from design_sandbox import load_scenario, review
from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import design_from_text, references
from design_sandbox.model.scenario import Budget
from design_sandbox.review.advice import TOO_DEAR

DRAWN = """
design: {{id: sized, version: 1, scenario: twitter}}
components:
  people: {{type: client}}
  lb: {{type: load_balancer}}
  api: {{type: service}}
  tweets: {{type: wide_column, label: Tweets by author, shards: {shards}, replicas: {replicas}, holds: [tweets, follows]}}
  hot: {{type: cache, shards: 120, replicas: 3, copies: [tweets], hit_ratio: 0.95}}
connections:
- people -> lb -> api -> tweets
- api -> hot
groups:
  here: {{kind: region, zones: 3, contains: [lb, api, tweets, hot]}}
"""
TOO_SMALL = ("peak-utilisation", "head-room-after-loss")


def drawn(shards: int, replicas: int) -> Design:
    """Fan-out on read from a store of a size."""
    return design_from_text(DRAWN.format(shards=shards, replicas=replicas), "sized.yaml")


@pytest.mark.parametrize(("shards", "replicas"), [(900, 3), (1500, 2), (400, 40)])
def test_a_smaller_size_that_is_offered_is_not_too_small(shards: int, replicas: int) -> None:
    """Shards are counted as shards: whoever follows the advice on a part that is far too big is not sent back."""
    scenario, design = load_scenario("twitter"), drawn(shards, replicas)
    told = [
        f
        for f in review(design, scenario, "swe-senior").findings
        if f.rule == "oversized" and "tweets" in f.elements
    ]
    assert len(told) == 1
    after = review(apply_patch(design, told[0].patch or ()), scenario, "swe-senior")
    assert [
        f.message for f in after.findings if f.rule in (*TOO_SMALL, "oversized") and "tweets" in f.elements
    ] == []


@pytest.mark.parametrize(("shards", "replicas"), [(1, 3), (2, 2), (4, 3)])
def test_a_larger_size_that_is_offered_survives_a_loss(shards: int, replicas: int) -> None:
    """Whoever follows the advice on a part that is too small is not told afterwards that it has no room for a loss."""
    scenario, design = load_scenario("twitter"), drawn(shards, replicas)
    told = [
        f
        for f in review(design, scenario, "swe-senior").findings
        if f.rule == "peak-utilisation" and "tweets" in f.elements
    ]
    assert len(told) == 1
    after = review(apply_patch(design, told[0].patch or ()), scenario, "swe-senior")
    assert [f.message for f in after.findings if f.rule in TOO_SMALL and "tweets" in f.elements] == []


@pytest.mark.parametrize("shards", [1, 4])
def test_a_size_offered_for_a_burst_is_not_too_small_for_the_peak(shards: int) -> None:
    """Two checks that find the same cache too small offer the same size, and both are content with it."""
    scenario = load_scenario("twitter")
    accepted = next(design for design in references("twitter") if design.design.id == "fan-out-on-write")
    small = apply_patch(
        accepted, ({"op": "set", "component": "timelines", "field": "shards", "value": shards},)
    )
    rules = ("burst-in-time", *TOO_SMALL)
    told = {f.rule: f for f in review(small, scenario, "swe-senior").findings if "timelines" in f.elements and f.rule in rules}  # fmt: skip
    assert told["burst-in-time"].patch == told["peak-utilisation"].patch
    after = review(apply_patch(small, told["burst-in-time"].patch or ()), scenario, "swe-senior")
    assert [f.message for f in after.findings if f.rule in rules and "timelines" in f.elements] == []


def test_no_edit_is_offered_that_leads_over_the_budget() -> None:
    """Points that only money beyond the budget would win back come with no edit, and with a word on why."""
    scenario = load_scenario("twitter")
    poor = scenario.model_copy(update={"budget": Budget.model_validate({"per_month": "$60k/month"})})
    for prompt, offered in ((scenario, True), (poor, False)):
        found = review(drawn(4, 3), prompt, "swe-senior", advise=True)
        told = next(f for f in found.findings if f.rule == "peak-utilisation" and "tweets" in f.elements)
        assert (told.fix is not None, told.suggestion == TOO_DEAR) == (offered, not offered)
