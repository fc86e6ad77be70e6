"""Drawings that good people draw: none of their arrows is idle and none of their journeys is said to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import walk_all

Parts = Mapping[str, Mapping[str, object]]

SHORTENER: Parts = {
    "people": {"type": "client"},
    "lb": {"type": "load_balancer"},
    "api": {"type": "service"},
    "db": {"type": "relational", "shards": 12, "replicas": 2},
    "keys": {"type": "id_generator", "label": "Key generation service"},
}
GARAGE: Parts = {
    "driver": {"type": "person", "label": "Driver"},
    "server": {"type": "service", "replicas": 2},
    "store": {"type": "relational", "replicas": 2, "holds": ["spots", "tickets", "owed"]},
    "payment": {"type": "payment_provider"},
}
CHAT: Parts = {
    "ada": {"type": "client", "label": "User A"},
    "bob": {"type": "client", "label": "User B"},
    "gateways": {"type": "websocket_gateway", "replicas": 290},
    "chat": {"type": "service"},
    "sessions": {"type": "cache", "replicas": 2, "holds": ["sessions"]},
    "inbox": {"type": "wide_column", "shards": 28, "replicas": 3, "holds": ["inbox", "members"]},
    "push": {"type": "push_provider"},
}
SERVER = ["server -> store", "server -> payment"]
DELIVERY = ["gateways -> chat", "chat -> sessions", "chat -> gateways", "chat -> push"]


def walks_of(scenario: str, parts: Parts, ways: Sequence[object]) -> dict[str, Walk]:
    """The walks of a drawing."""
    document = {"design": {"id": "case", "scenario": scenario}, "components": parts, "connections": ways}
    return walk_all(load_scenario(scenario), Design.model_validate(document), load_catalogue()).walks


def carried(walks: Mapping[str, Walk]) -> set[tuple[str, str]]:
    """Arrows that served walks take, as they are drawn."""
    hops = [hop for walk in walks.values() if walk.served for hop in walk.hops]
    return {(hop.target, hop.source) if hop.against_arrow else (hop.source, hop.target) for hop in hops}


@pytest.mark.parametrize(
    ("more", "ways"),
    [
        ({}, []),
        ({"zookeeper": {"type": "coordination", "label": "ZooKeeper"}}, ["keys -> zookeeper"]),
        ({"unused": {"type": "relational", "label": "Unused keys", "replicas": 2}}, ["keys -> unused"]),
    ],
)
def test_a_generator_of_names_is_part_of_making_a_link(more: Parts, ways: Sequence[object]) -> None:
    """The service asks the generator, the generator takes ranges from its own store, and that store is no home of links."""
    walks = walks_of(
        "url-shortener", {**SHORTENER, **more}, ["people -> lb -> api -> db", "api -> keys", *ways]
    )
    assert walks["shorten"].status == "served"
    assert {("api", "keys"), *(("keys", name) for name in more)} <= carried(walks)


@pytest.mark.parametrize(
    ("machines", "ways"),
    [
        ({"kiosk": "Kiosk", "gate": "Gate"}, ["driver -> kiosk -> server", "kiosk -> gate"]),
        ({"entry": "Entry kiosk", "exit": "Exit kiosk", "in-gate": "Entry gate", "out-gate": "Exit gate"},
         ["driver -> entry -> server", "driver -> exit -> server", "server -> in-gate", "server -> out-gate"]),
        ({"kiosk": "Kiosk", "board": "Display board", "gate": "Gate"}, ["driver -> kiosk -> server -> gate", "server -> board"]),
        ({"kiosk": "Kiosk", "board": "Display board", "gate": "Gate"}, ["driver -> kiosk -> server -> gate", "board -> server"]),
    ],
)  # fmt: skip
def test_machines_of_a_garage_are_used_as_they_are_drawn(
    machines: Mapping[str, str], ways: Sequence[object]
) -> None:
    """A kiosk opens its gate, each lane has its own, and a board is read whichever way its arrow goes."""
    parts: Parts = {
        name: {"type": "gate" if "gate" in name else "device", "label": label}
        for name, label in machines.items()
    }
    walks = walks_of("parking-lot", {**GARAGE, **parts}, [*SERVER, *ways])
    assert [walks[flow].status for flow in ("enter", "leave", "read_board")] == ["served"] * 3
    drawn = Design.model_validate({"design": {"id": "x", "scenario": "x"}, "connections": ways}).connections
    assert {(wire.source, wire.target) for wire in drawn} <= carried(walks)


@pytest.mark.parametrize(
    ("ways", "arrow"),
    [
        (["ada <-> gateways", "bob <-> gateways"], ("bob", "gateways")),
        (["ada <-> gateways", "gateways <-> bob"], ("gateways", "bob")),
        (["ada <-> gateways", "bob <-> gateways", "push -> bob"], ("push", "bob")),
    ],
)
def test_a_message_arrives_at_the_other_person(ways: Sequence[object], arrow: tuple[str, str]) -> None:
    """With two people drawn the recipient is the other one, from whichever end the open connection was drawn."""
    walks = walks_of("whatsapp", CHAT, [*DELIVERY, "chat -> inbox", *ways])
    assert walks["send"].status == "served"
    assert arrow in carried(walks)


def log_first(**more: object) -> Walk:
    """A message that an event log takes and a worker stores."""
    log: Parts = {"log": {"type": "log", "label": "Kafka", **more}, "worker": {"type": "worker"}}
    taken = {"from": "chat", "to": "log", "kind": "async", "carries": ["inbox"]}
    ways = ["ada <-> gateways", *DELIVERY, taken, "log ~> worker -> inbox", "chat -> inbox"]
    stored = [way for way in ways if way != "chat -> inbox"]
    return walks_of("whatsapp", {**CHAT, **log}, stored)["send"]


def test_an_event_log_may_take_a_message_before_it_is_stored() -> None:
    """A log of three copies keeps what it has taken; one of a single copy is asked about."""
    assert log_first(replicas=3).status == "served"
    assert [question.code for question in log_first().questions] == ["taken"]


def test_an_arrow_that_does_not_say_what_it_carries_is_asked_about() -> None:
    """A worker that reaches the store is not proof that it writes there; the answer is one edit."""
    parts = {**CHAT, "log": {"type": "log", "label": "Kafka", "replicas": 3}, "worker": {"type": "worker"}}
    walk = walks_of("whatsapp", parts, ["ada <-> gateways", *DELIVERY, "chat ~> log ~> worker -> inbox"])[
        "send"
    ]
    assert [question.code for question in walk.questions] == ["taken"]
    added = walk.questions[0].answers[0][1][-1]["connection"]
    assert added["carries"] == ["inbox"]


def test_one_unlabelled_client_stands_for_everybody() -> None:
    """The name of a type is no label: a client that says nothing plays every actor of the prompt."""
    parts: Parts = {**GARAGE, "driver": {"type": "client"}, "gates": {"type": "gate"}}
    walks = walks_of("parking-lot", parts, [*SERVER, "driver -> server -> gates"])
    assert [walks[flow].status for flow in ("enter", "leave", "read_board", "watch_garages")] == [
        "served"
    ] * 4
