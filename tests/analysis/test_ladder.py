"""The load ladder: what breaks first and where, what grows, what only fills with time."""

from __future__ import annotations

import pytest
from designs import walked
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.ladder import Ladder, ladder
from design_sandbox.analysis.sizing import LIMIT_UTILISATION

STORY = """
data note record durable
look by user rate={rate}: read note
---
people: client plays=user
lb: load_balancer
api: service {api}
db: relational holds=note {db}
people -> lb -> api -> db
"""


def told(rate: float = 500, api: str = "replicas=2", db: str = "replicas=2") -> Ladder:
    """The ladder of the story."""
    found = walked(STORY.format(rate=rate, api=api, db=db))
    return ladder(found, analyse(found))


def test_parts_stand_in_the_order_in_which_they_break() -> None:
    """500/s of 2 × 500/s is half; the limit of 85 % is reached at 1.7 times that."""
    found = told()
    assert [(rung.part, rung.kind) for rung in found.rungs] == [
        ("api", "breaks"),
        ("db", "breaks"),
        ("lb", "grows"),
    ]
    first = found.first
    assert first is not None
    assert (first.part, first.breaks_at.value) == ("api", pytest.approx(1.7))
    assert [step.text for step in first.steps] == ["50 %", "100 %", "500 %", "50×", "500×"]
    assert [step.broken for step in first.steps] == [False, True, True, True, True]
    assert first.breaks_at.working.substituted == "85 % × 1k/s ÷ 500/s"


def test_what_sizes_itself_tells_how_many_it_needs() -> None:
    """Instances are added with the load, so no multiple breaks it."""
    rung = next(rung for rung in told(api="").rungs if rung.part == "api")
    assert (rung.kind, rung.breaks_at.value) == ("grows", None)
    assert [step.text for step in rung.steps] == [
        "needs 2",
        "needs 3",
        "needs 15",
        "needs 143",
        "needs 1,429",
    ]
    assert "added with the load" in rung.breaks_at.why_not


def test_an_unset_store_is_asked_and_not_judged() -> None:
    """Nobody said how many: the ladder tells how many it would take."""
    rung = next(rung for rung in told(db="").rungs if rung.part == "db")
    assert rung.kind == "asks"
    assert [step.utilisation for step in rung.steps] == [None] * 5
    assert rung.steps[-1].needs == 72


@given(st.floats(1, 1e6), st.floats(1.01, 100))
def test_more_load_never_lowers_use(rate: float, more: float) -> None:
    """A part breaks in proportion sooner, and every step is at least as full."""
    for before, after in zip(told(rate).rungs, told(rate * more).rungs, strict=True):
        if before.kind == "breaks":
            assert after.breaks_at.value == pytest.approx((before.breaks_at.value or 0) / more)
            for one, other in zip(before.steps, after.steps, strict=True):
                assert (other.utilisation or 0) >= (one.utilisation or 0)
                assert one.broken == ((one.utilisation or 0) > LIMIT_UTILISATION)


def test_no_load_breaks_nothing() -> None:
    """A rate of nothing gives words instead of a division by zero."""
    found = told(rate=0)
    assert found.first is None
    assert {rung.kind for rung in found.rungs} == {"idle"}
    assert all("no load" in rung.breaks_at.why_not for rung in found.rungs)
