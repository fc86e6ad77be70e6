"""Push or pull is answered by the prompt's own numbers, with their working."""

from __future__ import annotations

import pytest

from design_sandbox import load_scenario
from design_sandbox.analysis.analyse import strategy_costs
from design_sandbox.analysis.strategies import strategy_figures
from design_sandbox.model.changes import LoadChange, with_load
from design_sandbox.model.load import load_numbers


def test_twitter_reads_outnumber_posts() -> None:
    """Filling 200 timelines a post is a tenth of reading 200 authors at every look."""
    figures = strategy_figures(load_scenario("twitter"))["home_timeline"]
    numbers = load_numbers(load_scenario("twitter"))
    reads, posts, peak = numbers["timelines_per_s"], numbers["posts_per_s"], numbers["peak_factor"]
    assert figures["fan_out_on_write"].value == pytest.approx(peak * (reads + posts * numbers["followers"]))
    assert figures["fan_out_on_read"].value == pytest.approx(peak * (reads + reads * numbers["followees"]))


def test_the_answer_turns_with_the_load() -> None:
    """Where people hardly read, work at writing is wasted: nobody wrote "fan-out on write is right" anywhere."""
    rare = with_load(load_scenario("twitter"), {"opens_per_user": LoadChange(times=0.01)})
    costs = strategy_costs(rare)["home_timeline"]
    assert costs["fan_out_on_read"] < costs["fan_out_on_write"]


def test_a_cost_unfolds_to_the_prompt() -> None:
    """Every input is a figure of the prompt."""
    working = strategy_figures(load_scenario("twitter"))["home_timeline"]["hybrid"].working
    assert working.substituted.startswith("2.5 × (")
    assert any("celebr" in one.label or "tweets" in one.label for one in working.inputs)
