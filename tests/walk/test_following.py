"""Copies that follow their owner through change capture."""

from __future__ import annotations

import pytest

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
