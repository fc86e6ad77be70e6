"""Numbers, losses and simulations on the canvas: asked for, answered once, told until the tab has them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from design_sandbox.model.loading import references
from design_sandbox.ui import engine
from design_sandbox.ui.canvas.protocol import Board, read_wishes
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.requests import respond


def desk_of(scenario: str, reference: str = "") -> Desk:
    """A desk with a reference design on it, or with an empty canvas; nothing is kept."""
    found = engine.scenario_of(scenario)
    document = engine.empty_design(found)
    if reference:
        document = engine.document_of(next(one for one in references(scenario) if one.design.id == reference))
    return Desk(found, "attempt", "swe-mid", Board("attempt", document), None)


@pytest.fixture(scope="module")
def links() -> Desk:
    """Short links, as the best reference draws them."""
    return desk_of("url-shortener", "counted-on-demand")


@pytest.fixture(scope="module")
def feeds() -> Desk:
    """Twitter, as the best reference draws it."""
    return desk_of("twitter", "fan-out-on-write")


def asked(desk: Desk, action: str, **request: Any) -> dict[str, Any]:
    """Send a request as the canvas does; what Python answers then."""
    respond(desk, {"id": desk.board.handled + 1, "action": action, **request})
    return desk.board.answers


def test_a_journey_is_told_in_numbers(links: Desk) -> None:
    """Time, availability, the first part to break and the cost, each with its working, as JSON that any browser reads."""
    told = asked(links, "numbers", flow="follow")["numbers"]
    assert (told["flow"], told["title"], told["rev"]) == ("follow", "Follow a short link", links.board.rev)
    for figure in (told["latency"]["p50"], told["latency"]["p99"], told["availability"]["figure"],
                   told["first"]["at"], told["cost"]["total"]):  # fmt: skip
        assert figure["text"] and figure["formula"] and figure["inputs"], figure["label"]
    assert told["latency"]["p50"]["value"] < told["latency"]["p99"]["value"]
    bars = told["latency"]["hops"]
    assert all(0 <= bar["from"] <= bar["to"] <= 1 for bar in bars) and bars[-1]["to"] == 1
    assert [cut["share"] for cut in told["availability"]["cuts"]] == sorted(
        (cut["share"] for cut in told["availability"]["cuts"]), reverse=True
    )
    json.dumps(told, allow_nan=False)


@pytest.mark.parametrize("flow", ["follow", "no such journey", "", 7, None, "x" * 10_000])
def test_a_journey_without_numbers_says_why(flow: Any) -> None:
    """On an empty canvas nothing arrives, whatever is asked for."""
    told = asked(desk_of("url-shortener"), "numbers", flow=flow)["numbers"]
    assert "does not arrive" in told["why"] and "latency" not in told


def test_numbers_of_what_cannot_be_read_say_why() -> None:
    """A drawing that is no design answers with the reason, and the request counts as answered."""
    desk = desk_of("url-shortener")
    desk.board.design["components"] = {"a": {"type": 7}}
    assert asked(desk, "numbers", flow="follow")["numbers"]["why"]


@pytest.mark.parametrize("page", ["numbers", "review", "library"])
def test_pages_open_from_the_canvas(links: Desk, page: str) -> None:
    """The link "All numbers" opens its page like the others do theirs."""
    assert respond(links, {"id": links.board.handled + 1, "action": "open", "page": page}) == page


@pytest.mark.parametrize(
    ("target", "gone", "weaker"),
    [("component:timelines", {"timelines"}, {}), ("instance:timelines", set(), {"timelines": "1 of 2 left"}),
     ("instance:lb", {"lb"}, {}), ("zone:region-1/zone-1", set(), {"timelines": "20 of 40 left"})],
)  # fmt: skip
def test_a_loss_tells_what_is_gone_and_what_is_left(
    feeds: Desk, target: str, gone: set[str], weaker: dict[str, str]
) -> None:
    """Parts, instances and zones; one instance of what has one is all of it."""
    told = asked(feeds, "take_down", target=target)["loss"]
    assert (told["target"], set(told["gone"])) == (target, gone)
    assert weaker.items() <= told["weaker"].items()
    assert told["text"] and told["recovery"]
    assert {one["status"] for one in told["flows"]} <= {"breaks", "overloads", "degrades", "unaffected"}
    json.dumps(told, allow_nan=False)


def test_a_loss_that_overloads_others_names_them(feeds: Desk) -> None:
    """What is above 100 % then says so, with the share that its bar shows."""
    told = asked(feeds, "take_down", target="component:feed_api")["loss"]
    assert set(told["overloaded"]) == {"tweets", "tweets_api"}
    assert "Tweet store would be at" in told["overloaded"]["tweets"]
    assert told["parts"]["tweets"] > 1 and told["tone"] == "bad"


@pytest.mark.parametrize(
    "target", ["", "component:", "zone:nowhere", "component:reader", 7, None, "x" * 100_000]
)
def test_what_cannot_be_lost_is_said_in_words(feeds: Desk, target: Any) -> None:
    """The canvas gets a line of text, and nothing is laid over the drawing."""
    answers = asked(feeds, "take_down", target=target)
    assert answers["message"]["tone"] == "bad" and "cannot be taken down" in answers["message"]["text"]
    assert answers.get("loss", {}).get("id") != feeds.board.handled


def test_large_answers_are_told_until_the_tab_has_them() -> None:
    """An ordinary edit carries none of them; a newer one than the tab has stays."""
    board = Board("b", {"design": {}, "components": {}})
    board.handled = 5
    board.answer("numbers", flow="a")
    board.answer("layout", positions={})
    board.forget(read_wishes({"got": {"numbers": 4}}).got)
    assert set(board.answers) == {"numbers", "layout"}
    board.forget(read_wishes({"got": {"numbers": 5, "layout": 9}}).got)
    assert set(board.answers) == {"layout"}


@pytest.mark.parametrize(
    "got", [None, 7, [], "x", {"numbers": "5"}, {"numbers": -1}, {"numbers": True}, {"else": 3}]
)
def test_what_a_tab_claims_to_have_is_checked(got: Any) -> None:
    """A tab may be old, broken or hostile: then it has nothing."""
    assert read_wishes({"got": got}).got == {}


def finished(desk: Desk) -> dict[str, Any]:
    """Wait for the simulation and tell it, as the page does."""
    assert desk.simulating is not None
    desk.simulating.run.result(120)
    return desk.simulating.tell(desk.board)


def test_a_simulation_is_told_as_frames_once() -> None:
    """Its frames follow each other from 0 to the end; parts and journeys are those of the drawing; closing forgets it."""
    desk = desk_of("url-shortener", "counted-on-demand")
    number = desk.board.handled + 1
    asked(desk, "simulate", load=1, happens="down:redirects", protections=["breakers"])
    asked(desk, "hint")
    status = finished(desk)
    assert (status["id"], status["state"], status["progress"]) == (number, "done", 1.0)
    assert status["title"] == "At peak, Redirect servers down; with circuit breakers"
    told = desk.board.answers["played"]
    assert told["id"] == number < desk.board.handled
    played = told["frames"]
    assert played[0]["from_s"] == 0 and all(a["until_s"] == b["from_s"] for a, b in pairwise(played))
    assert set(played[0]["stations"]) <= set(desk.board.design["components"])
    assert min(frame["stations"]["redirects"]["slots"] for frame in played) == 0
    assert 0 < told["event"]["from_s"] < told["event"]["until_s"] < played[-1]["until_s"]
    follow = next(one for one in told["flows"] if one["flow"] == "follow")
    assert "not tried, the circuit is open" in follow["failed"] and "±" in follow["p99"]
    lost = next(one for one in told["parts"] if one["part"] == "redirects")
    assert "met what was down" in lost["failed"] and "not tried, the circuit is open" in lost["failed"]
    assert told["remarks"][0].startswith("A model of 1/") and played[-1]["until_s"] == 120
    json.dumps(told, allow_nan=False)
    desk.board.answers.clear()
    assert desk.simulating is not None and not desk.simulating.under_way
    finished(desk)
    assert "played" not in desk.board.answers
    asked(desk, "stop_simulation")
    assert desk.simulating is None


def test_a_simulation_is_stopped_at_once() -> None:
    """Stop ends its process, and so does asking for another one."""
    desk = desk_of("url-shortener", "counted-on-demand")
    asked(desk, "simulate", load=5, happens="")
    first = desk.simulating
    asked(desk, "simulate", load=5, happens="burst")
    second = desk.simulating
    assert first is not None and second is not None and first.run.state == "cancelled"
    asked(desk, "stop_simulation")
    assert second.run.done and desk.simulating is None and "played" not in desk.board.answers


@pytest.mark.parametrize(
    "request_",
    [{}, {"load": 4, "happens": ""}, {"load": True, "happens": ""}, {"load": float("nan"), "happens": ""},
     {"load": "1", "happens": ""}, {"load": [1], "happens": ""}, {"load": 1}, {"load": 1, "happens": "nobody"},
     {"load": 1, "happens": ["burst"]}, {"load": 1, "happens": "", "protections": "timeouts"},
     {"load": 1, "happens": "", "protections": [7]}, {"load": 1, "happens": "", "protections": ["prayer"]},
     {"load": 1, "happens": "", "protections": ["x"] * 1000}, {"load": 1, "happens": "", "protections": ["autoscaling"]}],
)  # fmt: skip
def test_what_cannot_be_simulated_is_said_in_words(links: Desk, request_: dict[str, Any]) -> None:
    """Loads and happenings are those of the form; nothing starts otherwise."""
    answers = asked(links, "simulate", **request_)
    assert "cannot be simulated" in answers["message"]["text"] and links.simulating is None


def test_what_may_be_simulated_is_told_on_request(links: Desk) -> None:
    """Happenings under headings, and protections with why one is not offered; small, and told until the tab has it."""
    told = asked(links, "simulation_choices")["choices"]
    assert told["rev"] == links.board.rev
    assert [one["id"] for one in told["happenings"][:2]] == ["", "burst"]
    assert {one["group"] for one in told["happenings"][2:]} == {
        "A part goes down", "A part hangs", "A part is slow", "A zone is gone", "A cache is emptied",
    }  # fmt: skip
    off = {one["id"]: one.get("off", "") for one in told["protections"]}
    assert off["timeouts"] == "" and "tried again" in off["budget"]
    assert len(json.dumps(told)) < 8_000
    links.board.forget(read_wishes({"got": {"choices": told["id"]}}).got)
    assert "choices" not in links.board.answers


@pytest.mark.parametrize("scenario", ["url-shortener", "parking-lot-classes"])
def test_an_empty_drawing_is_not_simulated(scenario: str) -> None:
    """Where nothing arrives there is nothing to simulate; classes never are."""
    desk = desk_of(scenario)
    answers = asked(desk, "simulate", load=1, happens="")
    assert "cannot be simulated" in answers["message"]["text"]
    assert asked(desk, "simulation_choices")["choices"]["why"]
