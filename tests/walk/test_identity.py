"""SEMANTICS 14: tokens need no call; sessions are looked up, once for each request, where they are kept."""

from __future__ import annotations

from collections import Counter

import pytest
from designs import calls_of, questions_of, sketch, walked
from hypothesis import given, settings
from hypothesis import strategies as st
from random_designs import renamed

from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import walk_all

STORY = """
data note record durable
look by user rate=100 obligations=check_identity: read note
---
people: client
lb: load_balancer
api: service
db: relational holds=note
people -> lb -> api -> db
"""
GATE = STORY.replace("lb: load_balancer", "lb: load_balancer identity=sessions")
API = STORY.replace("api: service", "api: service identity=sessions")


def looked_up(text: str) -> list[str]:
    """The look-ups of the story's request."""
    return [f"{hop.source}>{hop.target}" for hop in walked(text).walks["look"].hops if hop.verb == "look_up"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (STORY + "c: cache\n lb -> c", []),
        (GATE.replace("sessions", "token") + "c: cache\n lb -> c", []),
        (GATE.replace(" obligations=check_identity", "") + "c: cache\n lb -> c", []),
        (GATE.replace("identity=", "checks_identity=false identity=") + "c: cache\n lb -> c", []),
        (GATE + "c: cache\n lb -> c", ["lb>c"]),
        (GATE + "c: cache\n k: key_value\n i: identity_service\n lb -> i\n lb -> k\n lb -> c", ["lb>c"]),
        (GATE + "k: key_value\n i: identity_service\n lb -> k\n lb -> i", ["lb>i"]),
        (GATE + "c: cache\n k: document keeps_sessions\n lb -> c\n lb -> k", ["lb>k"]),
        (GATE + "c: cache keeps_sessions=false\n k: key_value\n lb -> c\n lb -> k", ["lb>k"]),
        (GATE + "c: cache\n api -> c", []),
        (GATE + "q: queue\n lb ~> q", []),
        (GATE + "c: cache\n k: key_value label='Session store'\n lb -> c\n lb -> k", ["lb>k"]),
        (API, ["api>db"]),
        (API + "c: cache\n lb -> c\n api -> c", ["api>c"]),
        (STORY + "i: identity_service identity=sessions\n api -> i", ["api>i"]),
        (STORY + "i: identity_service identity=sessions\n k: key_value\n api -> i -> k", ["api>i", "i>k"]),
    ],
    ids=["tokens unless said otherwise", "tokens", "nothing obliges", "who does not check", "a cache",
         "a cache before others", "an identity service before stores", "who says so before a cache", "who says no",
         "only what the checking part calls", "a queue answers nobody",
         "whose label says so", "the service's own database",
         "from the part that checks", "the identity service checks", "in the identity service's own store"],
)  # fmt: skip
def test_where_sessions_are_looked_up(text: str, found: list[str]) -> None:
    """One look-up from the part that checks to the likeliest part it calls directly; none for tokens."""
    assert looked_up(text) == found


def test_the_look_up_comes_before_the_work() -> None:
    """The gateway asks before it passes the request on, waits for the answer, and carries a small payload."""
    walk = walked(GATE + "c: cache\n lb -> c").walks["look"]
    assert calls_of(walk) == ["people>lb", "lb>c", "lb>api", "api>db"]
    hop = walk.hops[1]
    assert (hop.mode, hop.after_answer, hop.calls, hop.payload_bytes) == ("must", False, 1, 500)


def test_each_request_of_a_journey_looks_up() -> None:
    """A journey of two requests is let in twice."""
    twice = GATE.replace("read note", "read note; write note new_request") + "c: cache\n lb -> c"
    assert looked_up(twice) == ["lb>c", "lb>c"]


@pytest.mark.parametrize(("steps", "found"), [("write note", []), ("connect user; write note", ["gate>c"])])
def test_an_open_connection_was_checked_when_it_was_opened(steps: str, found: list[str]) -> None:
    """Messages over it look nothing up; opening it does."""
    text = f"""
        data note record durable
        look by user persistent obligations=check_identity: {steps}
        ---
        people: client
        gate: websocket_gateway identity=sessions
        db: relational holds=note
        c: cache
        people <-> gate -> db
        gate -> c
    """
    walk = walked(text).walks["look"]
    assert walk.served
    assert looked_up(text) == found


def test_sessions_nowhere_in_reach_are_asked_about() -> None:
    """A question, no fault; every offered edit answers it."""
    text = GATE + "c: cache\n api -> c"
    walk = walked(text).walks["look"]
    assert (walk.status, questions_of(walk)) == ("asks", ["sessions"])
    _each_answer_settles(text, walk, ["Let Load balancer verify signed tokens instead", "Connect Load balancer to Cache",
                                      "Connect Load balancer to Relational database"])  # fmt: skip


def test_a_cache_is_offered_where_nothing_could_keep_sessions() -> None:
    """With only an object store drawn, a new cache or tokens answer the question."""
    text = GATE.replace("note record", "note blob").replace("relational", "object_store")
    _each_answer_settles(text, walked(text).walks["look"],
                         ["Let Load balancer verify signed tokens instead", "Add a cache that keeps sessions"])  # fmt: skip


def test_two_equal_keepers_are_one_question() -> None:
    """The first is taken, and it is asked which; saying so at either settles it."""
    text = GATE + "c: cache label=Warm\n d: cache label=Hot\n lb -> c\n lb -> d"
    walk = walked(text).walks["look"]
    assert (walk.status, questions_of(walk)) == ("asks", ["which-sessions"])
    assert len(looked_up(text)) == 1
    _each_answer_settles(text, walk, ["Hot keeps the sessions", "Warm keeps the sessions"])


def _each_answer_settles(text: str, walk: Walk, labels: list[str]) -> None:
    scenario, design = sketch(text)
    assert sorted(label for label, _ in walk.questions[0].answers) == sorted(labels)
    for _, patch in walk.questions[0].answers:
        assert (
            walk_all(scenario, apply_patch(design, patch), load_catalogue()).walks["look"].status == "served"
        )


@pytest.mark.parametrize(
    ("more", "lost", "status"),
    [
        ("c: cache\n lb -> c", "c", "fails"),
        ("c: cache\n k: key_value\n lb -> c\n lb -> k", "c", "fails"),
        ("c: cache\n k: key_value\n lb -> c\n lb -> k", "k", "served"),
        ("i: identity_service\n k: key_value\n lb -> i -> k", "i", "fails"),
        ("i: identity_service\n k: key_value\n lb -> i -> k", "k", "fails"),
    ],
    ids=[
        "the cache",
        "no other store has them",
        "a store that has none",
        "the identity service",
        "its store",
    ],
)
def test_who_loses_the_sessions_lets_nobody_in(more: str, lost: str, status: str) -> None:
    """A journey that looked sessions up fails without what kept them, and says so."""
    walk = walked(GATE + more).without([lost])["look"]
    assert walk.status == status
    assert walk.stop is None or "cannot look sessions up" in walk.stop.message


def test_an_identity_service_that_checks_is_needed_too() -> None:
    """Without it nobody is let in; with tokens its loss stops nobody who has one."""
    text = STORY + "i: identity_service identity=sessions\n api -> i"
    assert walked(text).without(["i"])["look"].status == "fails"
    assert walked(text.replace("sessions", "token")).without(["i"])["look"].status == "served"


def test_another_gateway_with_sessions_of_its_own_goes_on() -> None:
    """Two gateways with a cache each share the requests; the loss of one cache leaves the other way served."""
    text = STORY.replace("people -> lb -> api -> db", "a: service identity=sessions\n b: service identity=sessions\n c: cache\n"
                         "d: cache\n people -> lb -> a -> db\n lb -> b -> db\n a -> c\n b -> d").replace("api: service\n", "")  # fmt: skip
    seen = walked(text)
    walk = seen.walks["look"]
    other = "b" if walk.handler == "a" else "a"
    assert Counter(hop.target for hop in walk.everywhere if hop.verb == "look_up") == {"c": 1, "d": 1}
    assert seen.without([walk.handler or ""])["look"].handler == other
    assert seen.without([walk.handler or ""])["look"].status == "served"


DRAWN = sketch(GATE + "i: identity_service\n c: cache\n d: cache\n k: key_value keeps_sessions\n lb -> i\n"
               "i -> c\n i -> d\n api -> k\n api -> c")  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_names_and_order_change_no_look_up(data: st.DataObject) -> None:
    """Whatever parts are called, and wherever they stand in the file, the same kinds of part are asked."""
    scenario, design = DRAWN
    names = list(design.components)
    new = data.draw(st.permutations([f"p{number}" for number in range(len(names))]))
    other = renamed(design, dict(zip(names, new, strict=True))).model_dump(by_alias=True)
    other["components"] = {name: other["components"][name] for name in data.draw(st.permutations(new))}
    other["connections"] = data.draw(st.permutations(other["connections"]))
    told = []
    for drawn in (design, Design.model_validate(other)):
        walk = walk_all(scenario, drawn, load_catalogue()).walks["look"]
        kinds = [tuple(drawn.components[end].type for end in (hop.source, hop.target)) for hop in walk.hops]
        told.append((walk.status, kinds, questions_of(walk)))
    assert told[0] == told[1]
    assert ("load_balancer", "identity_service") in told[0][1]


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("c: cache label=Hot", ["Hot keeps copies of note", "Hot keeps the sessions"]),
        ("c: cache label=Hot keeps_sessions", []),
        ("c: cache label='Session store'", ["Session store keeps the sessions"]),
    ],
    ids=["taken for it", "says so", "its label says so"],
)
def test_where_sessions_are_looked_up_is_said_aloud(drawn: str, said: list[str]) -> None:
    """A part that is taken for the sessions' home is listed; one that is there for sessions copies nothing else."""
    seen = walked(API + f"{drawn}\n api -> c")
    assert [fact.text for fact in seen.inferred if fact.component == "c"] == said
