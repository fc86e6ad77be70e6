"""The library's shelf: what is found, in which order, and what is proposed next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sample_bench

from design_sandbox.attempts import BestScore
from design_sandbox.ui.shelf import Card, Wish, ago, suggested, to_practise, weakest_dimensions

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BARS = (("junior", 40.0), ("mid", 60.0), ("senior", 75.0))


def card(
    title: str = "Design a notebook", score: float | None = None, attempts: int = 0, **header: Any
) -> Card:
    """A card of the sample scenario under another title."""
    scenario = sample_bench.scenario(title)
    changed = scenario.model_copy(update={"scenario": scenario.scenario.model_copy(update=header)})
    best = (
        None
        if score is None
        else BestScore("notebook", "a", "swe-mid", score, "mid", NOW, {"Works": score / 100})
    )
    return Card(changed, best, attempts, BARS)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Design a notebook", "Notebook"), ("Design an elevator", "Elevator"), ("Design Twitter", "Twitter"),
        ("Design the software of a parking lot", "Software of a parking lot"), ("Notes", "Notes"),
    ],
)  # fmt: skip
def test_titles_leave_out_what_all_share(title: str, shown: str) -> None:
    """The shelf does not say "Design" on each card."""
    assert card(title).title == shown


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(), True), (Wish(search="  NOTES  write "), True), (Wish(search="notes twitter"), False),
        (Wish(kind="system"), True), (Wish(kind="object_model"), False), (Wish(length="short"), True),
        (Wish(length="medium"), False), (Wish(status="new"), True), (Wish(status="scored"), False),
        (Wish(difficulty="easy", search="cache"), True), (Wish(length="nonsense"), True),
    ],
)  # fmt: skip
def test_a_wish_matches_by_every_word_and_filter(wish: Wish, found: bool) -> None:
    """All parts of the wish must hold."""
    assert wish.matches(card()) == found


def test_begun_prompts_stand_first() -> None:
    """Then easier ones, then by title."""
    cards = [
        card("Design Z"),
        card("Design A", difficulty="hard"),
        card("Design M", attempts=1),
        card("Design B"),
    ]
    assert [one.title for one in suggested(cards)] == ["M", "B", "Z", "A"]


def test_what_is_new_is_proposed_before_what_went_badly() -> None:
    """Without anything new, the lowest best score is tried again."""
    assert to_practise([card("Design A", 50), card("Design B")]).title == "B"  # type: ignore[union-attr]
    assert to_practise([card("Design A", 50), card("Design B", 40)]).title == "B"  # type: ignore[union-attr]
    assert to_practise([]) is None


def test_the_next_bar_is_above_the_best_score() -> None:
    """A score on a bar looks to the one after it; above all bars there is none."""
    assert [card(score=score).next_bar for score in (39.0, 60.0, 80.0)] == [0.4, 0.75, None]


def test_dimensions_are_averaged_over_prompts() -> None:
    """The weakest one comes first, equal ones by name."""
    best = {
        "a": BestScore("a", "1", "swe-mid", 60, "mid", NOW, {"Data": 0.5, "Scale": 0.9, "Cost": 0.7}),
        "b": BestScore("b", "2", "swe-mid", 60, "mid", NOW, {"Data": 0.9, "Scale": 0.5}),
    }
    assert weakest_dimensions(best) == [("Cost", 0.7), ("Data", 0.7), ("Scale", 0.7)]


@pytest.mark.parametrize(
    ("past", "shown"),
    [
        (timedelta(seconds=-5), "just now"), (timedelta(seconds=59), "just now"), (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=1), "1 hour ago"), (timedelta(days=2), "2 days ago"), (timedelta(days=15), "2 weeks ago"),
    ],
)  # fmt: skip
def test_times_are_told_as_people_do(past: timedelta, shown: str) -> None:
    """The largest unit that fits."""
    assert ago(NOW - past, NOW) == shown
