"""Copies that follow their owner through change capture."""

from __future__ import annotations

import pytest
from designs import calls_of
from designs import walked as sketched

from design_sandbox.model.edits import Patch, apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.walk.walker import Walked, walk_all

FEED = [("local", "changes"), ("changes", "copier"), ("copier", "copy")]


def walked(patch: Patch = ()) -> Walked:
    """The agent's design of the parking lot after an edit."""
    design = next(d for d in references("parking-lot") if d.design.id == "cloud-with-site-agent")
    return walk_all(load_scenario("parking-lot"), apply_patch(design, patch), load_catalogue())


def feed_of(found: Walked, flow: str) -> list[tuple[str, str]]:
    """The hops of a flow that carry changes to the copy."""
    return [(hop.source, hop.target) for hop in found.walks[flow].hops if (hop.source, hop.target) in FEED]


def test_writes_travel_to_a_copy_that_is_read() -> None:
    """Tickets are copied to head office behind the answer, so the arrows of the feed carry something."""
    found = walked()
    assert feed_of(found, "enter") == FEED
    assert all(hop.after_answer for hop in found.walks["enter"].hops if (hop.source, hop.target) in FEED)


@pytest.mark.parametrize("gone", [("local", "changes"), ("changes", "copier"), ("copier", "copy")])
def test_a_copy_without_its_feed_is_asked_about(gone: tuple[str, str]) -> None:
    """Head office reads a copy that nothing fills: the walk asks."""
    found = walked(({"op": "remove_connection", "from": gone[0], "to": gone[1]},))
    assert feed_of(found, "enter") == []
    assert found.walks["watch_garages"].status == "asks"


def test_a_copy_that_nobody_reads_is_not_followed() -> None:
    """When head office reads nothing there, the feed carries nothing."""
    found = walked(({"op": "remove_connection", "from": "api", "to": "copy"},))
    assert feed_of(found, "enter") == []


WRITES = """
data note record durable
data feed list optional from=note by=post within=5 times=20
post by user: write note times=3; write note
look by user: read note
see by user: read feed
---
people: client
api: service
db: relational holds=note
copy: relational copies=note label=Copy
c: cache holds=feed
c2: cache copies=feed label=Second
people -> api -> db
api -> c
"""


@pytest.mark.parametrize(
    ("drawn", "carried"),
    [
        ("db => copy", ["db>copy*4+"]),
        ("c => c2", ["c>c2*20+"]),
        ("db => copy\n c => c2", ["c>c2*20+", "db>copy*4+"]),
        ("w: worker\n q: log\n db ~> q ~> w -> copy\n api -> copy", ["db>q*4+", "q>w*4+", "w>copy*4+"]),
    ],
    ids=["a replica", "a second cache", "both", "change capture"],
)
def test_a_copy_is_written_as_often_as_its_owner(drawn: str, carried: list[str]) -> None:
    """Three notes and one more are four changes to carry, and twenty timelines are twenty."""
    walk = sketched(WRITES + drawn).walks["post"]
    copied = [hop for hop in calls_of(walk, after=True) if not hop.startswith("api>c")]
    assert copied == carried
