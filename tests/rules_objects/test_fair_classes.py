"""Right answers drawn in other ways: none is accused of what it does not do, and none is let off what it does."""

from __future__ import annotations

from typing import Any

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_scenario
from design_sandbox.review.engine import Review, review
from design_sandbox.testing import tiny_design

SCENARIO = load_scenario("parking-lot-classes")
PARTS: dict[str, dict[str, Any]] = {
    "driver": {"type": "actor_role", "label": "Driver"},
    "operator": {"type": "actor_role", "label": "Operator"},
    "lot": {"type": "class", "label": "ParkingLot", "operations": ["park", "leave", "freeCount", "addSpot"]},
    "spot": {"type": "class", "label": "Spot", "attributes": ["occupied"], "operations": ["tryOccupy", "vacate", "canFit"]},
    "choice": {"type": "interface", "label": "SpotChoice", "operations": ["assignSpot"]},
    "nearest": {"type": "class", "label": "NearestFirst", "operations": ["assignSpot"]},
    "fees": {"type": "interface", "label": "FeePolicy", "operations": ["fee"]},
    "hourly": {"type": "class", "label": "HourlyFee", "operations": ["fee"]},
    "ticket": {"type": "class", "label": "Ticket", "attributes": ["entryTime"]},
    "payment": {"type": "class", "label": "Payment", "attributes": ["amount"]},
}  # fmt: skip
LINKS = ("driver -> lot", "operator -> lot", "lot composes spot", "lot -> choice", "nearest implements choice",
         "lot -> fees", "hourly implements fees", "lot composes ticket", "lot depends payment")  # fmt: skip


def drawn(
    parts: dict[str, dict[str, Any]] | None = None, *more: str, without: tuple[str, ...] = ()
) -> Design:
    """The usual answer with some parts drawn otherwise, more relations, or fewer (`a kind b`; `->` associates)."""
    links: list[dict[str, str]] = []
    for text in (*(link for link in LINKS if link not in without), *more):
        tail, kind, head = text.split()
        links.append({"from": tail, "to": head} | ({} if kind == "->" else {"kind": kind}))
    known = {name: {**PARTS.get(name, {}), **said} for name, said in (parts or {}).items()}
    return tiny_design({"components": {**PARTS, **known}, "connections": links}, "object_model")


def found(design: Design) -> Review:
    """What the review says to somebody at mid level."""
    return review(design, SCENARIO, "swe-mid")


def verdict(design: Design, criterion: str) -> str:
    """The verdict of one line of the rubric."""
    return next(line.verdict for line in found(design).criteria if line.id == criterion)


def accused(design: Design, rule: str) -> set[tuple[str, ...]]:
    """The elements that one rule finds fault with."""
    return {finding.elements for finding in found(design).failures if finding.rule == rule}


def test_the_usual_answer_is_a_senior_one() -> None:
    """What the other tests change one thing of has nothing against it."""
    assert accused(drawn(), "one-guard") == set()
    assert found(drawn()).score >= 85


# Who guards ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lot", "spot", "expected"),
    [
        (["releaseSpot"], ["tryOccupy", "vacate"], "pass"),
        (["reserveSpot", "releaseSpot"], ["tryOccupy", "vacate"], "pass"),
        (["reserveSpot"], ["assign vehicle if free"], "pass"),
        (["takeSpot", "releaseSpot"], ["tryOccupy"], "pass"),
        (["releaseSpot"], [], "unknown"),
        (["releaseSpot"], ["isFree", "occupy", "vacate"], "unknown"),
        (["hasFreeSpot"], ["isFree", "occupy"], "unknown"),
        (["hasFreeSpot"], ["occupy"], "fail"),
        (["occupySpot"], ["isFree"], "fail"),
    ],
)
def test_a_facade_passes_calls_on(lot: list[str], spot: list[str], expected: str) -> None:
    """A lot that hands a call to its spots neither guards nor changes; looking here and taking there is still found."""
    design = drawn(
        {"lot": {"operations": ["park", "leave", "freeCount", "addSpot", *lot]}, "spot": {"operations": spot}}
    )
    assert verdict(design, "one-guard") == expected


def test_a_claim_to_change_stands() -> None:
    """Who writes down that the lot changes it too has drawn two doors, whatever it knows."""
    assert verdict(drawn({"lot": {"changes": ["occupancy"]}}), "one-guard") == "fail"


# Where it starts and who makes it --------------------------------------------------------------------------------------

EXIT = {"exit": {"type": "class", "label": "ExitGate", "operations": ["leave"]}}
AT_EXIT = ("driver -> exit", "exit -> ticket", "exit -> fees", "exit -> lot", "exit depends payment")
AT_LOT = ("lot -> fees", "lot depends payment", "lot composes ticket")


def test_two_know_the_ticket_and_the_one_on_the_way_makes_it() -> None:
    """Entrance and exit both know the ticket: parking is walked at the lot, which makes it, and that is said aloud."""
    parts = {**EXIT, "lot": {"operations": ["park", "freeCount", "addSpot"]}}
    design = drawn(parts, *AT_EXIT, "lot depends ticket", without=AT_LOT)
    said = {inference.text for inference in found(design).inferences}
    assert "ParkingLot creates a ticket" in said
    assert [walk.status for walk in found(design).walks.values()] == ["served"] * 4
    assert accused(design, "unused-relations") == set()


def test_removing_a_right_relation_wins_nothing() -> None:
    """Without the lot's way to the ticket it is asked whether parking really starts at the exit."""
    parts = {**EXIT, "lot": {"operations": ["park", "freeCount", "addSpot"]}}
    right = drawn(parts, *AT_EXIT, "lot depends ticket", without=AT_LOT)
    less = drawn(parts, *AT_EXIT, without=AT_LOT)
    assert found(less).score < found(right).score
    questions = [question.text for question in found(less).walks["park"].questions]
    assert questions == ["Does “Park a vehicle” start at ExitGate? ParkingLot speaks of it."]


def test_several_makers_on_the_way_are_a_question() -> None:
    """Where two classes on the way know the ticket nobody is accused: it is asked who makes it."""
    desk = {"desk": {"type": "class", "label": "Desk"}}
    choosing = ("lot -> desk", "desk -> choice", "lot depends ticket", "desk depends ticket")
    walk = found(drawn(desk, *choosing, without=("lot composes ticket", "lot -> choice"))).walks["park"]
    assert [question.text for question in walk.questions] == ["Who creates a ticket: Desk or ParkingLot?"]


@pytest.mark.parametrize("gate", ["print ticket", "take ticket"])
def test_reserving_includes_choosing(gate: str) -> None:
    """Who reserves a spot chooses it, also behind a gate that passes the call on: no class needs to say so in other words."""
    parts = {"lot": {"operations": ["reserve spot", "release spot", "leave", "freeCount", "addSpot"]},
             "gate": {"type": "class", "label": "Entrance panel", "operations": [gate]}}  # fmt: skip
    plain = {name: {**said, "label": "Rack"} for name, said in PARTS.items() if name in ("choice", "nearest")}
    for said in plain.values():
        said["operations"] = []
    assert found(drawn({**parts, **plain}, "driver -> gate", "gate -> lot")).walks["park"].status == "served"


# What counts as used ---------------------------------------------------------------------------------------------------


def test_what_says_which_object_is_used() -> None:
    """The ticket knows its spot: on leaving this says which one becomes free, whoever sets it free."""
    assert accused(drawn(None, "ticket -> spot"), "unused-relations") == set()
    camera = {"camera": {"type": "class", "label": "Camera"}}
    assert accused(drawn(camera, "lot -> camera", "camera -> spot"), "unused-relations") != set()


@pytest.mark.parametrize("kind", ["abstract_class", "interface"])
@pytest.mark.parametrize("claimed", [{"operations": ["fee"]}, {"operations": [], "does": ["fee"]}])
def test_every_implementation_of_a_used_seam_is_used(kind: str, claimed: dict[str, Any]) -> None:
    """A second tariff beside the first is drawn for the change that the prompt announces: it costs nothing."""
    arrow = "inherits" if kind == "abstract_class" else "implements"
    parts = {"fees": {"type": kind, "operations": [], "varies": ["fee"]}, "hourly": claimed,
             "daily": {"type": "class", "label": "DayFee", **claimed}}  # fmt: skip
    one = (f"hourly {arrow} fees", "hourly depends ticket")
    two = (*one, f"daily {arrow} fees", "daily depends ticket")
    without = ("hourly implements fees",)
    for links in (one, two):
        design = drawn(
            {name: part for name, part in parts.items() if name != "daily" or links is two},
            *links,
            without=without,
        )
        assert accused(design, "unused-relations") | accused(design, "unused-claims") == set()


def test_a_seam_is_asked_before_a_name_that_sounds_like_it() -> None:
    """`getFreeSpots` lists, and a lot that finds a spot asks the strategy drawn for it."""
    parts = {"lot": {"operations": ["park", "leave", "getFreeSpots", "findSpot", "calculateFee", "addSpot"]}}
    assert accused(drawn(parts), "unused-relations") == set()


def test_the_display_shows() -> None:
    """The driver looks at the display though the lot could answer as well, and an observer tells the display of changes."""
    parts = {"board": {"type": "class", "label": "DisplayBoard", "operations": ["show"]},
             "listener": {"type": "interface", "label": "FreeListener", "operations": ["changed"]}}  # fmt: skip
    pull = ("driver -> board", "board -> lot")
    push = ("driver -> board", "lot -> listener", "board implements listener")
    for links in (pull, push, (*pull, *push[1:])):
        some = {name: part for name, part in parts.items() if name == "board" or links is not pull}
        assert [finding.message for finding in found(drawn(some, *links)).failures] == []


@pytest.mark.parametrize(
    "shown", [{"operations": ["show"]}, {"operations": ["update"], "attributes": ["/freeCount"]}]
)
@pytest.mark.parametrize("links", [
    ("driver -> board", "board -> lot"), ("driver -> board", "lot -> board"), ("lot -> board",),
    ("driver -> board", "board -> lot", "lot -> board"),
], ids=["asks", "is told", "is told, and people stand before it", "is told, and asks then"])  # fmt: skip
def test_the_display_asks_or_is_told(shown: dict[str, Any], links: tuple[str, ...]) -> None:
    """An observer needs no interface: the arrow between display and lot may point either way, or both."""
    board = {"board": {"type": "class", "label": "DisplayBoard", **shown}}
    assert [finding.message for finding in found(drawn(board, *links)).failures] == []


def test_only_a_display_is_told_for_nothing() -> None:
    """Another class that the lot knows is no display; and who tells one must be able to count."""
    logbook = {"logbook": {"type": "class", "label": "Logbook", "operations": ["write"]}}
    assert accused(drawn(logbook, "lot -> logbook"), "unused-relations") == {("lot -> logbook",)}
    blind = {"counter": {"type": "class", "label": "Counter", "attributes": ["/freeCount"], "operations": []},
             "lot": {"operations": ["park", "leave", "addSpot"]},
             "board": {"type": "class", "label": "DisplayBoard", "operations": ["show"]}}  # fmt: skip
    asked = found(drawn(blind, "driver -> board", "counter -> board")).questions
    assert any("How does Counter learn of" in question.message for question in asked)


def test_a_parameter_is_handed_on() -> None:
    """Whoever asks for a spot knows the vehicle and hands it on: the chooser need not know it."""
    vehicle = {"vehicle": {"type": "class", "label": "Vehicle", "attributes": ["vehicleType"]}}
    assert accused(drawn(vehicle, "lot depends vehicle"), "unused-relations") == set()


# What is stored, and where ---------------------------------------------------------------------------------------------


def test_a_payment_keeps_its_own_time() -> None:
    """`Payment.paidAt` is the payment's own, since making one is the other way of telling that the ticket is paid."""
    parts = {
        "ticket": {"attributes": ["entryTime", "status"]},
        "payment": {"attributes": ["amount", "paidAt"]},
    }
    assert accused(drawn(parts), "owned-once") == set()


def test_the_fact_stays_with_its_thing() -> None:
    """Of two homes the advice keeps the class that stands for the thing."""
    parts = {"floor": {"type": "class", "label": "Floor", "attributes": ["taken: set[int]"]}}
    advice = [
        f.suggestion for f in found(drawn(parts, "lot composes floor")).failures if f.rule == "owned-once"
    ]
    assert set(advice) == {"Keep it in Spot and ask there"}


def test_an_enumeration_that_nobody_looks_at_is_named() -> None:
    """What lists the kinds is drawn: the question says who does not look at it."""
    parts = {
        "vehicle": {"type": "class", "label": "Vehicle", "attributes": ["kind"]},
        "kinds": {"type": "enumeration", "label": "VehicleKind"},
    }
    texts = [
        finding.message
        for finding in found(drawn(parts, "lot depends vehicle", "vehicle depends kinds")).questions
    ]
    assert any("VehicleKind lists the kinds, but no class that decides looks at it" in text for text in texts)
    assert not any("Nothing in the drawing varies" in text for text in texts)


def test_inheritance_in_the_place_of_composition() -> None:
    """A ticket that is a kind of spot is found; kinds of one thing are not."""
    assert accused(drawn(None, "ticket inherits spot"), "inherits-another-thing") == {("ticket", "spot")}
    kinds = {"compact": {"type": "class", "label": "CompactSpot"}}
    assert accused(drawn(kinds, "compact inherits spot"), "inherits-another-thing") == set()
