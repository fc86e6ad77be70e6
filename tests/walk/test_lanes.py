"""SEMANTICS 1, 13: equal services and regions share the requests, and nothing of theirs looks idle."""

from __future__ import annotations

import pytest
from designs import calls_of, sketch, walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.model.loading import load_catalogue
from design_sandbox.testing import context_of
from design_sandbox.walk.walker import walk_all

NOTE = """
data note record durable
post by user: write note
---
people: client
"""
TWINS = (
    NOTE
    + """
    lb: load_balancer
    a: service label='API 1'
    b: service label='API 2'
    db: relational holds=note
    people -> lb -> a -> db
    lb -> b -> db
"""
)
REGIONS = (
    NOTE
    + """
    dns: dns
    a: service
    b: service
    la: load_balancer
    lb: load_balancer
    east: relational holds=note conflict_rule=last
    west: relational holds=note conflict_rule=last
    people -> dns -> la -> a -> east
    dns -> lb -> b -> west
    east => west => east
    [region r1] la a east
    [region r2] lb b west
"""
)


def used(text: str) -> frozenset[tuple[str, str]]:
    """Connections that some request takes."""
    return context_of(*sketch(text)).used_connections


@pytest.mark.parametrize("text", [TWINS, REGIONS], ids=["twins", "regions"])
def test_every_arrow_of_equals_is_used(text: str) -> None:
    """Both halves of a design that is drawn twice carry requests."""
    _, design = sketch(text)
    assert used(text) >= {(link.source, link.target) for link in design.connections}


def test_equals_share_the_traffic() -> None:
    """Half of the requests arrive at each twin, all of them at what the twins share."""
    seen = walked(TWINS)
    assert {walk.handler for walk in seen.walks.values()} <= {"a", "b"}
    loads = analyse(seen).components
    assert [loads[name].average_per_s for name in ("a", "b", "lb", "db")] == [5, 5, 10, 10]


def test_losing_a_region_is_a_walk_without_it() -> None:
    """Each region serves alone: the names lead to the other one."""
    seen = walk_all(*sketch(REGIONS), load_catalogue())
    for lost, handler in ((["la", "a", "east"], "b"), (["lb", "b", "west"], "a")):
        walk = seen.without(lost)["post"]
        assert (walk.status, walk.handler) == ("served", handler)


def test_a_different_service_takes_no_share() -> None:
    """A tie between parts of different types is told and walked one way only."""
    text = TWINS.replace("b: service label='API 2'", "b: function")
    walk = walked(text).walks["post"]
    assert (len(walk.ties), walk.elsewhere) == (1, ())


def test_replication_carries_each_write_to_the_other_region() -> None:
    """What one region writes travels to the other after the answer."""
    walk = walked(REGIONS).walks["post"]
    assert [call for call in calls_of(walk) if call.endswith("+")] == [
        f"{walk.hops[-2].target}>{walk.hops[-1].target}+"
    ]
