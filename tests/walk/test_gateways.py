"""Gateways: who finds the instance that holds the recipient's connection, and how many connections they carry."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from designs import walked as sketched

from design_sandbox.analysis.analyse import analyse
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked, walk_all

PARTS = {
    "phones": {"type": "client", "plays": ["user"]},
    "gateways": {"type": "websocket_gateway", "replicas": 290},
    "chat": {"type": "service", "replicas": 340},
    "inbox": {"type": "wide_column", "shards": 28, "replicas": 3, "holds": ["inbox", "members"]},
}
SESSIONS = {"sessions": {"type": "cache", "replicas": 2, "shards": 2, "holds": ["sessions"]}}
WAYS = ["phones <-> gateways -> chat -> inbox"]


def walked(more: Mapping[str, object], ways: list[str]) -> Walked:
    """A chat with these further parts and ways."""
    header = {"id": "case", "scenario": "whatsapp"}
    design = Design.model_validate(
        {"design": header, "components": {**PARTS, **more}, "connections": [*WAYS, *ways]}
    )
    return walk_all(load_scenario("whatsapp"), design, load_catalogue())


def send(more: Mapping[str, object], ways: list[str]) -> Walk:
    """The walk of a message to somebody connected."""
    return walked(more, ways).walks["send"]


@pytest.mark.parametrize(
    ("more", "ways", "status"),
    [
        ({}, ["chat -> gateways"], "fails"),
        (SESSIONS, ["chat -> sessions", "chat -> gateways"], "served"),
        (SESSIONS, ["gateways -> sessions"], "served"),
        (SESSIONS, ["chat -> sessions"], "asks"),
        ({"bus": {"type": "topic", "keyed": True}}, ["chat ~> bus ~> gateways"], "served"),
        ({"bus": {"type": "log", "keyed": True}}, ["gateways ~> bus ~> gateways"], "served"),
        ({"bus": {"type": "queue"}}, ["chat ~> bus ~> gateways"], "fails"),
    ],
)  # fmt: skip
def test_somebody_must_know_which_gateway(more: Mapping[str, object], ways: list[str], status: str) -> None:
    """A look-up with a way to the gateway, or a channel keyed by recipient; a look-up without a way is asked about."""
    assert send(more, ways).status == status


def test_a_drawn_way_into_the_gateway_is_used() -> None:
    """The arrow from the chat servers back to the gateways carries the message, so it is not called idle."""
    walk = send(SESSIONS, ["chat -> sessions", "chat -> gateways"])
    assert ("chat", "gateways") in {(hop.source, hop.target) for hop in walk.hops}


def test_an_open_connection_between_servers_is_walked_backwards() -> None:
    """Gateways that keep a connection open to the chat servers are told over it."""
    header = {"id": "case", "scenario": "whatsapp"}
    ways = ["phones <-> gateways <-> chat -> inbox", "chat -> sessions"]
    design = Design.model_validate({"design": header, "components": PARTS | SESSIONS, "connections": ways})
    walk = walk_all(load_scenario("whatsapp"), design, load_catalogue()).walks["send"]
    assert walk.status == "served"
    assert [
        hop for hop in walk.hops if (hop.source, hop.target, hop.against_arrow) == ("chat", "gateways", True)
    ]


def test_a_broadcast_is_heard_by_every_gateway() -> None:
    """A topic without keys delivers each message to all 290 instances."""
    walk = send({"bus": {"type": "topic"}}, ["chat ~> bus ~> gateways"])
    assert [hop.calls for hop in walk.hops if hop.source == "bus"] == [290]


def test_gateways_are_sized_by_their_open_connections() -> None:
    """Ten million connections on 290 gateways of fifty thousand are 69 %, though the messages would need far fewer."""
    load = analyse(walked(SESSIONS, ["chat -> sessions", "chat -> gateways"])).components["gateways"]
    assert (load.dimension, load.needs_instances) == ("connections", 286)
    assert load.utilisation == pytest.approx(10e6 / (290 * 50e3))


def test_a_share_of_requests_tells_only_a_share() -> None:
    """Where one report in five is watched, one message in five goes to the gateway and on to the watcher."""
    found = sketched(
        "data spot record durable\nreport by courier: write spot; notify diner times=0.2 eventually=5\n"
        "watch by diner: connect diner\n---\npeople: client plays=courier,diner\napi: service\ndb: relational holds=spot\n"
        "gate: websocket_gateway replicas=1\nq: queue\npeople -> api -> db\npeople <-> gate\napi ~> q ~> gate"
    )

    told = {
        (hop.source, hop.target): hop.calls
        for hop in found.walks["report"].hops
        if hop.step == "notify_diner"
    }
    assert told == {("api", "q"): 0.2, ("q", "gate"): 0.2, ("gate", "people"): 0.2}
