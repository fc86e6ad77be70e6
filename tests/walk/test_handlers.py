"""SEMANTICS 1: one request has one handler, chosen by what it serves; ties are told."""

from __future__ import annotations

import pytest
from designs import calls_of, sketch, walked

from design_sandbox.model.loading import load_catalogue
from design_sandbox.walk.walker import walk_all

NOTE = """
data note record durable
post by user: write note
---
people: client
"""


def test_the_handler_is_the_first_compute_behind_the_edge() -> None:
    """The way in passes balancers and gateways and ends at the first compute."""
    walk = walked(
        NOTE
        + """
        lb: load_balancer
        gateway: api_gateway
        api: service
        notes: service
        db: relational holds=note
        people -> lb -> gateway -> api -> notes -> db
    """
    ).walks["post"]
    assert (walk.status, walk.handler) == ("served", "api")
    assert walk.entry == ("people", "lb", "gateway", "api")
    assert calls_of(walk) == ["people>lb", "lb>gateway", "gateway>api", "api>notes", "notes>db"]


def test_a_worker_takes_no_requests() -> None:
    """A worker behind the balancer is no handler: it takes work off channels."""
    walk = walked(
        NOTE
        + """
        w: worker
        db: relational holds=note
        people -> w -> db
    """
    ).walks["post"]
    assert (walk.status, walk.stop.step if walk.stop else "") == ("fails", "enter")
    assert walk.stop is not None
    assert "no service takes" in walk.stop.message


def test_steps_met_come_first() -> None:
    """The service that reaches the data is the handler, though another is nearer and named like the flow."""
    walk = walked(
        NOTE
        + """
        post: service label='Post'
        lb: load_balancer
        api: service
        db: relational holds=note
        people -> post
        people -> lb -> api -> db
    """
    ).walks["post"]
    assert (walk.status, walk.handler, walk.ties) == ("served", "api", ())


TWINS = """
    lb: load_balancer
    one: service {one}
    two: service {two}
    db: relational holds=note
    people -> lb -> one -> db
    lb -> two -> db
"""


def test_does_settles_between_equals() -> None:
    """What the learner says a part does outweighs everything but the steps."""
    for mine, other in (("one", "two"), ("two", "one")):
        text = TWINS.format(**{mine: "does=post label=Zeta", other: "label='Post notes'"})
        walk = walked(NOTE + text).walks["post"]
        assert (walk.handler, walk.ties) == (mine, ())


def test_a_walkthrough_settles_between_equals() -> None:
    """The learner's own trace of a flow decides which of two equal handlers it means."""
    scenario, design = sketch(NOTE + TWINS.format(one="", two=""))
    for meant in ("one", "two"):
        traced = design.model_copy(update={"walkthroughs": {"post": ("people", "lb", meant, "db")}})
        walk = walk_all(scenario, traced, load_catalogue()).walks["post"]
        assert (walk.handler, walk.ties) == (meant, ())


def test_words_of_the_label_settle_what_merits_leave_open() -> None:
    """Between equals the part whose label names the flow handles it."""
    walk = walked(NOTE + TWINS.format(one="label=Accounts", two="label='Post service'")).walks["post"]
    assert (walk.handler, walk.ties) == ("two", ())


def test_a_real_tie_is_told() -> None:
    """Two services that serve alike are both named: one as the handler, the other as a tie."""
    walk = walked(NOTE + TWINS.format(one="", two="")).walks["post"]
    assert {walk.handler, *walk.ties} == {"one", "two"}
    assert len(walk.ties) == 1


def test_a_drawn_pipeline_outranks_fewer_calls() -> None:
    """The handler from which a later obligation is reached through a channel wins over one that only stores."""
    walk = walked("""
        data note record durable
        data feed list optional from=note by=post
        post by user: write note
        look by user: read feed
        ---
        people: client
        lb: load_balancer
        plain: service
        fan: service
        db: relational holds=note
        q: queue
        w: worker
        cache: cache holds=feed
        people -> lb -> plain -> db
        lb -> fan -> db
        fan ~> q ~> w -> cache
        plain -> cache
    """).walks["post"]
    assert walk.handler == "fan"


def test_copies_used_outrank_fewer_calls() -> None:
    """A handler that reads through a cache is meant to be used, though the other needs fewer calls."""
    walk = walked("""
        data note record durable
        look by user: read note
        ---
        people: client
        lb: load_balancer
        plain: service
        quick: service
        db: relational holds=note
        cache: cache copies=note
        people -> lb -> plain -> db
        lb -> quick -> db
        quick -> cache
    """).walks["look"]
    assert walk.handler == "quick"


def test_several_requests_each_have_their_handler() -> None:
    """`new_request` starts another request of the same journey, which may enter elsewhere."""
    walk = walked("""
        data grant record durable
        data note record durable
        post by user: write grant; write note new_request
        ---
        people: client
        a: service
        b: service
        grants: relational holds=grant
        notes: relational holds=note
        people -> a -> grants
        people -> b -> notes
    """).walks["post"]
    assert (walk.status, walk.handler) == ("served", "a")
    assert calls_of(walk) == ["people>a", "a>grants", "people>b", "b>notes"]


def test_nobody_stands_for_the_actor() -> None:
    """Without anybody who starts the request there is nothing to walk, and the stop says so."""
    walk = walked("""
        data note record durable
        post by user: write note
        ---
        api: service
        db: relational holds=note
        api -> db
    """).walks["post"]
    assert walk.stop is not None
    assert "nobody in the drawing stands for the user" in walk.stop.message


def test_actors_are_inferred_from_labels_aloud() -> None:
    """Two unlabelled people get the roles their labels name, and the inference is listed with an edit."""
    seen = walked("""
        data note record durable
        post by author: write note
        look by reader: read note
        ---
        one: client label='Reader app'
        two: client label='Author app'
        a: service
        b: service
        db: relational holds=note
        one -> a -> db
        two -> b -> db
    """)
    assert (seen.walks["post"].entry[0], seen.walks["look"].entry[0]) == ("two", "one")
    assert {(fact.component, fact.patch[0]["value"]) for fact in seen.inferred} == {
        ("one", "reader"),
        ("two", "author"),
    }


@pytest.mark.parametrize("way", ["people ~> bus", "people -> kiosk ~> bus"])
def test_a_request_that_only_enters_a_channel_is_answered_by_nobody(way: str) -> None:
    """The stop names the channel, not some service that another actor uses."""
    walk = walked(f"data note record durable\n post by user: write note\n---\n people: client plays=user\n kiosk: device label=Kiosk plays=user\n"
                  f"bus: log label=Bus\n w: worker\n db: relational holds=note\n hq: service\n {way}\n bus ~> w\n w -> db\n"
                  "hq -> db").walks["post"]  # fmt: skip
    assert walk.stop is not None
    assert walk.stop.message.endswith("only hands the request to Bus, and nobody answers it")
    assert walk.stop.answers == ()
