"""SEMANTICS 15: steps that are atomic together have one owner, an outbox, or a saga that can undo them."""

from __future__ import annotations

import pytest
from designs import calls_of, questions_of, sketch, walked

from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue
from design_sandbox.walk.walker import walk_all

STORY = """
data seat record durable
data bill record durable
buy by user: write seat together=sale; write bill together=sale
---
people: client
api: service label=API
db: relational holds=seat label=Seats
e: relational holds=bill label=Bills
people -> api
"""
SAGA = STORY + "s: service compensates label=Saga\n"
ROUND = "q: queue\n s ~> q ~> s\n"
CRASH = "A crash after writing seat to Seats and before writing bill to Bills: what puts that right?"


def asked(drawn: str) -> list[str]:
    """What the walk asks, in words."""
    return [question.text for question in walked(drawn).walks["buy"].questions]


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (SAGA + ROUND + "api -> s -> db\n s -> e", None),
        (SAGA + "q: log\n s ~> q ~> s\n api -> s -> db\n s -> e", None),
        (SAGA + ROUND + "a: service\n b: service\n api -> s -> a -> db\n s -> b -> e", None),
        (STORY.replace("API", "API compensates") + "q: queue\n api ~> q ~> api\n api -> db\n api -> e", None),
        (STORY + "api -> db\n api -> e", CRASH),
        (SAGA.replace("compensates", "compensates=false") + ROUND + "api -> s -> db\n s -> e", CRASH),
        (SAGA + "api -> s -> db\n s -> e",
         f"{CRASH} Saga undoes steps, but forgets them in a crash: no durable queue gives it the work again."),
        (SAGA + "q: queue\n w: worker\n s ~> q ~> w\n api -> s -> db\n s -> e",
         f"{CRASH} Saga undoes steps, but forgets them in a crash: no durable queue gives it the work again."),
        (SAGA + ROUND + "api -> db\n api -> s -> e", f"{CRASH} Saga undoes steps, but has no way to Seats."),
        (SAGA + ROUND + "api -> db\n api -> s -> e\n r: queue\n w: worker\n s ~> r ~> w -> db",
         f"{CRASH} Saga undoes steps, but Seats is not written by way of it: it may never hear of that."),
        (SAGA + ROUND + "api -> s -> db\n api -> e", CRASH),
    ],
    ids=["a saga", "steps in a log", "through services", "the handler itself", "nothing undoes", "it does not undo",
         "it forgets", "its queue is another's", "no way back", "a queued way back, but it may not hear", "it never hears of the second"],
)  # fmt: skip
def test_a_saga_settles_what_it_can_undo(drawn: str, text: str | None) -> None:
    """It writes all owners, reaches those to undo, and is given the work again; else the crash and the lack are named."""
    assert asked(drawn) == ([] if text is None else [text])


def test_a_saga_notes_its_steps_before_it_takes_them() -> None:
    """Its own queue takes part: one message before the first write, and taken back after the answer."""
    walk = walked(SAGA + ROUND + "api -> s -> db\n s -> e").walks["buy"]
    assert calls_of(walk) == ["people>api", "api>s", "s>q", "s>db", "s>e", "q>s+"]


@pytest.mark.parametrize(
    ("drawn", "labels"),
    [
        (STORY + "api -> db\n api -> e", ["Give Seats an outbox", "Let API undo the steps when a later one fails"]),
        (SAGA + "api -> s -> db\n s -> e",
         ["Give Seats an outbox", "Put a queue before Saga that gives it the work again"]),
    ],
)  # fmt: skip
def test_every_offered_edit_settles_the_crash(drawn: str, labels: list[str]) -> None:
    """An outbox, a saga with its queue, or the queue that a saga lacks."""
    scenario, design = sketch(drawn)
    question = walked(drawn).walks["buy"].questions[0]
    assert [label for label, _ in question.answers] == labels
    for _, patch in question.answers:
        assert (
            questions_of(walk_all(scenario, apply_patch(design, patch), load_catalogue()).walks["buy"]) == []
        )


def test_a_saga_must_reach_all_but_the_last_owner() -> None:
    """Of three owners the first two may have to be undone; the walk names the one out of reach."""
    story = SAGA.replace("buy by user: ", "data pass record durable\nbuy by user: write pass together=sale; ")
    three = story + ROUND + "f: relational holds=pass label=Passes\n api -> s -> db\n s -> e\n"
    assert asked(three + "s -> f") == []
    assert asked(three + "api -> f")[0].endswith("Saga undoes steps, but has no way to Passes.")
