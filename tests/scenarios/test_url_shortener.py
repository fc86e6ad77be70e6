"""The URL shortener: what the prompt asks, which answers it accepts, and what it says about wrong ones."""

from __future__ import annotations

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.load import load_numbers, prompt_text
from design_sandbox.model.loading import load_scenario, pitfalls, references
from design_sandbox.review.engine import review

SCENARIO = load_scenario("url-shortener")
DESIGNS = {design.design.id: design for design in (*references("url-shortener"), *pitfalls("url-shortener"))}


def strategy_of(design: Design) -> str:
    """The way of counting that the walk of `see_counts` takes."""
    return review(design, SCENARIO).walks["see_counts"].strategies[0].chosen


def test_the_prompt_prints_computed_figures() -> None:
    """A hundred million links a month of a hundred visits each are 3,858 visits a second."""
    assert load_numbers(SCENARIO)["visits_per_s"] == pytest.approx(100e6 * 100 / (30 * 86_400))
    assert "38.6 links are made and 3.86k are followed a second" in prompt_text(SCENARIO)


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("counter-and-cache", "counted_ahead"), ("counted-on-demand", "counted_on_demand"),
     ("one-sharded-database", "counted_on_demand"), ("textbook", "counted_on_demand")],
)  # fmt: skip
def test_what_a_design_keeps_decides_how_it_counts(name: str, strategy: str) -> None:
    """Counts are read ready where a store holds them, and counted from the visits elsewhere."""
    assert strategy_of(DESIGNS[name]) == strategy


def test_four_parts_are_enough_when_the_database_is_large_enough() -> None:
    """Client, load balancer, API and one sharded database lose nothing; the same with one shard is too small."""
    small = DESIGNS["one-sharded-database"]
    assert review(small, SCENARIO, "swe-senior").shown_score == 100
    unsharded = apply_patch(small, ({"op": "set", "component": "db", "field": "shards", "value": None},))
    found = review(unsharded, SCENARIO, "swe-senior")
    assert "peak-utilisation" in {finding.rule for finding in found.failures}
    assert found.score < 85


def test_a_variant_asks_for_fewer_journeys() -> None:
    """With redirects only, a design without counts is complete."""
    design = DESIGNS["counter-and-cache"]
    narrow = apply_patch(
        design, tuple({"op": "remove_component", "id": name} for name in ("counter", "counts"))
    )
    header = narrow.design.model_copy(update={"variant": "redirects-only"})
    found = review(narrow.model_copy(update={"design": header}), SCENARIO, "swe-senior")
    assert sorted(found.walks) == ["follow", "shorten"]
    assert found.score >= 90
    assert found.failures == ()
