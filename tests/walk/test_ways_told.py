"""The way that a finding tells is one that the request takes, hop by hop."""

from __future__ import annotations

import pytest
from designs import walked

from design_sandbox.walk.walk import Walk

DRAWN = """
data note record durable
data trail append durable
post by user: write note; write trail eventually=60
---
people: client
lb: load_balancer
api: service
notes: service
db: relational holds=note
q: queue
w: worker
log: relational holds=trail
people -> lb -> api -> notes -> db
api ~> q ~> w -> log
"""


def drawn() -> Walk:
    """A write before the answer and another behind a queue."""
    return walked(DRAWN).walks["post"]


@pytest.mark.parametrize(
    ("about", "way"),
    [
        (["db"], "people lb api notes db"),
        (["log"], "people lb api q w log"),
        (["api", "db", "q"], "people lb api notes db"),
        (["api", "q"], "people lb api q"),
        (["people"], "people"),
        ([], "people lb api notes db"),
        (["elsewhere"], "people lb api notes db"),
    ],
)
def test_a_way_leads_from_who_asks_to_what_it_is_about(about: list[str], way: str) -> None:
    """To the farthest part that is meant; to the end of the answer where none is."""
    assert " ".join(drawn().way_to(about)) == way


def test_scheduled_work_begins_at_its_schedule() -> None:
    """What no request leads to is reached from the clock that starts it."""
    walk = walked("""
        data note record durable
        data feed list optional from=note by=post
        post by user: write note
        look by user: read feed
        ---
        people: client
        api: service
        reader: service
        db: relational holds=note
        cron: scheduler
        w: worker
        c: cache holds=feed
        people -> api -> db
        people -> reader -> c
        cron -> w -> c
        w -> db
    """).walks["post"]
    assert walk.way_to(["c"]) == ("cron", "w", "c")


def test_a_walk_that_goes_nowhere_has_no_way() -> None:
    """Nobody takes the request in."""
    assert Walk("post", "fails").way_to(["db"]) == ()
