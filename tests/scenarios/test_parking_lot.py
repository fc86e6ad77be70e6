"""The system of a parking lot: what the prompt asks, which answers it accepts, and what it says about wrong ones."""

from __future__ import annotations

import pytest

from design_sandbox.model.edits import apply_patch
from design_sandbox.model.load import load_numbers, prompt_text
from design_sandbox.model.loading import load_scenario, pitfalls, references
from design_sandbox.review.engine import review

SCENARIO = load_scenario("parking-lot")
DESIGNS = {design.design.id: design for design in (*references("parking-lot"), *pitfalls("parking-lot"))}


def messages(name: str) -> list[str]:
    """What the review of a design says at mid level."""
    return [finding.message for finding in review(DESIGNS[name], SCENARIO).failures]


def test_the_prompt_prints_computed_figures() -> None:
    """Forty garages of a thousand spots, each used three times a day, are 120,000 cars a day."""
    assert load_numbers(SCENARIO)["cars_per_day"] == pytest.approx(40 * 1000 * 3)
    assert "120k cars come every day" in prompt_text(SCENARIO)


@pytest.mark.parametrize(
    ("name", "flow", "strategy"),
    [
        ("site-first", "watch_garages", "kept_centrally"),
        ("cloud-with-site-agent", "watch_garages", "asked_on_demand"),
        ("site-first", "leave", "pay_or_owe"),
        ("textbook", "leave", "pay_or_owe"),
        ("no-money-no-exit", "leave", "pay_first"),
        ("board-never-filled", "read_board", "counted_ahead"),
    ],
)
def test_what_a_design_keeps_decides_its_strategy(name: str, flow: str, strategy: str) -> None:
    """Several ways are right; the drawing says which one was taken."""
    found = review(DESIGNS[name], SCENARIO, f"swe-{DESIGNS[name].design.level}")
    assert [choice.chosen for choice in found.walks[flow].strategies] == [strategy]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cloud-only", "While the network is down, nobody can drive in at the entry."),
        ("no-money-no-exit", "When The payment provider is down, pay and drive out at the exit stops."),
        (
            "two-deciders",
            "Cloud database and Garage database both decide about spots: the same one can be given away twice.",
        ),
        ("one-box-in-the-garage", "When Garage server stops, nobody can drive in at the entry."),
    ],
)
def test_a_pitfall_is_told_in_plain_words(name: str, message: str) -> None:
    """Each classic mistake is named by what it does to people."""
    assert message in messages(name)


@pytest.mark.parametrize("name", ["site-first", "cloud-with-site-agent"])
def test_a_gate_works_while_the_network_is_down_only_if_it_stands_in_the_garage(name: str) -> None:
    """Nothing stops entry and exit of an accepted design; with the gates outside the garage both do."""
    assert not [
        f for f in review(DESIGNS[name], SCENARIO, "swe-senior").failures if f.rule == "served-under-failure"
    ]
    outside = apply_patch(
        DESIGNS[name], ({"op": "remove_from_group", "group": "garage", "component": "gates"},)
    )
    told = {
        f.message
        for f in review(outside, SCENARIO, "swe-senior").failures
        if f.rule == "served-under-failure"
    }
    assert told == {
        "While the network is down, nobody can drive in at the entry.",
        "While the network is down, nobody can pay and drive out at the exit.",
    }


def test_a_variant_leaves_head_office_aside() -> None:
    """Entry and exit alone need what stands in the garage, and the payment provider."""
    idle = ("timer", "events", "lb", "operator", "head_api", "head_store")
    narrow = apply_patch(
        DESIGNS["site-first"], tuple({"op": "remove_component", "id": name} for name in idle)
    )
    header = narrow.design.model_copy(update={"variant": "entry-and-exit"})
    found = review(narrow.model_copy(update={"design": header}), SCENARIO, "swe-senior")
    assert sorted(found.walks) == ["enter", "leave", "read_board"]
    assert found.failures == ()
    assert found.score >= 90
