"""SEMANTICS 6: what the design keeps decides between strategies; falling back is never silent."""

from __future__ import annotations

import pytest
from designs import sketch, walked

from design_sandbox.model.design import Decision, Design
from design_sandbox.model.loading import load_catalogue
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import walk_all

STORY = """
data note record durable
data fan record durable
data feed list optional from=note,fan by=post
post by user: write note
look by user: any(ready: read feed | live: read fan, read note times=20 | both: read feed, read note times=5)
---
people: client
api: service
db: relational holds=note,fan
q: queue
w: worker
people -> api -> db
"""
FILLED = "c: cache holds=feed\n api ~> q ~> w -> c\n w -> db\n"


def look(text: str, chosen: str | None = None) -> Walk:
    """The walk of the read; `chosen` is the learner's recorded decision."""
    scenario, design = sketch(STORY + text)
    if chosen:
        design = Design.model_validate(
            {**design.model_dump(by_alias=True), "decisions": {"how": Decision(chosen=chosen)}}
        )
    return walk_all(scenario, design, load_catalogue()).walks["look"]


@pytest.mark.parametrize(
    ("text", "chosen", "strategy"),
    [
        ("", None, "live"),
        (FILLED + "api -> c", None, "ready"),
        (FILLED + "api -> c", "both", "both"),
        (FILLED + "api -> c", "live", "ready"),
        ("", "ready", "live"),
    ],
    ids=[
        "nothing ready is held",
        "held: fewest questions and calls",
        "decided",
        "decided against what is held: the drawing speaks first",
        "not held",
    ],
)
def test_what_is_kept_and_decided_chooses(text: str, chosen: str | None, strategy: str) -> None:
    """Alternatives whose optional data the design keeps are tried; the learner's decision settles the rest."""
    walk = look(text, chosen)
    assert walk.status == "served"
    assert [choice.chosen for choice in walk.strategies] == [strategy]


def test_a_decision_against_the_drawing_is_named() -> None:
    """What is drawn is walked, and the choice says which decision had no effect."""
    (choice,) = look(FILLED + "api -> c", "live").strategies
    assert choice.because == "what the drawing keeps says so; you decided for live"


def test_every_alternative_is_priced() -> None:
    """The choice tells what each way would cost in calls, whichever is taken."""
    (choice,) = look("").strategies
    assert choice.calls == {"ready": 1, "live": 21, "both": 6}


def test_falling_back_is_told() -> None:
    """Ready data that is held but out of reach falls back to reading the sources, and says so."""
    walk = look("c: cache holds=feed")
    assert (walk.status, walk.strategies[0].chosen) == ("served", "live")
    assert "ready was meant but does not arrive" in walk.strategies[0].because
    assert "fell_back:ready" in walk.facts


def test_a_decision_that_does_not_arrive_is_told() -> None:
    """The decided strategy is named when the walk takes another one."""
    text = FILLED.replace("w -> c", "w -> c\n viewer: service\n people -> viewer -> c") + "viewer -> db"
    walk = look(text.replace("viewer -> c", "viewer -> x\n x: service"), "both")
    assert walk.strategies[0].chosen == "live"
    assert "fell_back:both" in walk.facts


def test_no_alternative_is_possible() -> None:
    """When no way arrives the walk fails where the way that was meant stops."""
    walk = walked(STORY.replace("people -> api -> db", "people -> api")).walks["look"]
    assert (walk.status, [choice.chosen for choice in walk.strategies]) == ("fails", ["live"])
    assert walk.stop is not None
    assert walk.stop.step == "read_fan"


TOLD = """
data spot place
data seen record optional
report by courier: write spot; any(pushed: notify diner eventually=5 | polled: write seen)
watch by diner: any(pushed: connect diner | polled: read seen)
---
people: client plays=courier,diner
api: service
map: geo_index holds=spot
gate: websocket_gateway replicas=1
people <-> gate
people -> api -> map
"""
"""Whoever watches over an open connection must be told over it; whoever asks reads what reporting wrote."""
LOOSE = TOLD.replace("polled: write seen", "polled: ")


def taken(text: str) -> dict[str, tuple[str, list[str]]]:
    """Journey → its status and the strategies it takes."""
    walks = walked(text).walks
    return {
        name: (walk.status, [choice.chosen for choice in walk.strategies]) for name, walk in walks.items()
    }


@pytest.mark.parametrize(
    ("story", "more", "expected"),
    [
        (TOLD, "api -> gate", {"report": ("served", ["pushed"]), "watch": ("served", ["pushed"])}),
        (LOOSE, "", {"report": ("fails", ["pushed"]), "watch": ("served", ["pushed"])}),
        (TOLD, "c: cache holds=seen\n api -> c", {"report": ("served", ["polled"]), "watch": ("served", ["polled"])}),
        (LOOSE, "c: cache holds=seen\n api -> c", {"report": ("served", ["polled"]), "watch": ("served", ["polled"])}),
    ],
    ids=["pushed throughout", "a gateway that nothing feeds", "polled throughout", "the writer's side does nothing"],
)  # fmt: skip
def test_equal_names_are_one_strategy(
    story: str, more: str, expected: dict[str, tuple[str, list[str]]]
) -> None:
    """A design does not push to the watcher and poll for the reporter: it fails where the one strategy stops."""
    assert taken(story + more) == expected


def test_one_strategy_holds_in_failures_too() -> None:
    """Losing the gateway takes the strategy from both journeys; the empty side of the other one saves nobody."""
    found = walked(LOOSE + "api -> gate").without(["gate"])

    assert [found[name].served for name in ("report", "watch")] != [True, True]


def test_names_of_their_own_stay_independent() -> None:
    """Choices that share no name are made apart."""
    text = TOLD.replace(
        "pushed: connect diner | polled: read seen", "live: connect diner | looked: read seen"
    )
    found = taken(text + "c: cache holds=seen\n api -> c\n api -> gate")
    assert [found[name][1] for name in ("report", "watch")] == [["polled"], ["live"]]


def test_who_can_serve_what_was_meant_handles_the_journey() -> None:
    """A service that reads the kept counts is asked, not one that could add up the visits as cheaply."""
    found = walked("""
data visit append durable size=100B
data counts counter durable optional from=visit by=come times=1
come by user: write visit
look by user: any(ahead: read counts | live: scan visit times=100)
---
people: client plays=user
api: service label=API
statistics: service label=Statistics
visits: wide_column label=Visits holds=visit
kept: key_value label=Counts holds=counts
gateway: api_gateway
people -> gateway -> api -> visits
gateway -> statistics -> kept
""")
    walk = found.walks["look"]
    assert (walk.handler, walk.strategies[0].chosen) == ("statistics", "ahead")
    assert [question.code for question in walk.questions] == ["what-fills"]
