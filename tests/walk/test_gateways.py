"""Gateways: who finds the instance that holds the recipient's connection, and how many connections they carry."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from designs import sketch
from designs import walked as sketched

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.availability import availabilities
from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.rules.checks import peak_utilisation
from design_sandbox.testing import context_of
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked, walk_all

PARTS = {
    "phones": {"type": "client", "plays": ["user"]},
    "gateways": {"type": "websocket_gateway", "replicas": 290},
    "chat": {"type": "service", "replicas": 340},
    "inbox": {"type": "wide_column", "shards": 28, "replicas": 3, "holds": ["inbox", "members"]},
}
SESSIONS = {"sessions": {"type": "cache", "replicas": 2, "shards": 2, "holds": ["sessions"]}}
ROUTER = {"router": {"type": "service", "replicas": 20}}
ALONE = {"gateways": {"type": "websocket_gateway", "replicas": 1}}
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
        (SESSIONS, ["gateways -> sessions"], "asks"),
        (SESSIONS, ["gateways -> sessions", "gateways -> gateways"], "served"),
        (SESSIONS, ["gateways -> sessions", "gateways ~> gateways"], "served"),
        (SESSIONS | ROUTER, ["gateways -> sessions", "gateways -> router -> gateways"], "served"),
        (SESSIONS | ALONE, ["gateways -> sessions"], "served"),
        (SESSIONS, ["chat -> sessions", "chat ~> gateways"], "served"),
        (SESSIONS, ["chat -> sessions"], "asks"),
        ({"bus": {"type": "topic", "keyed": True}}, ["chat ~> bus ~> gateways"], "served"),
        ({"bus": {"type": "log", "keyed": True}}, ["gateways ~> bus ~> gateways"], "served"),
        ({"bus": {"type": "queue"}}, ["chat ~> bus ~> gateways"], "fails"),
    ],
)  # fmt: skip
def test_somebody_must_know_which_gateway(more: Mapping[str, object], ways: list[str], status: str) -> None:
    """A look-up with a way to the other instance, or a channel keyed by recipient; a look-up without a way is asked about."""
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


FROM_PHONES = {"id": "case", "scenario": "whatsapp"}


@pytest.mark.parametrize(
    "way",
    [
        "phones -> lb -> gateways -> chat -> inbox",
        "phones <-> lb -> gateways -> chat -> inbox",
        "phones -> lb <-> gateways -> chat -> inbox",
        "phones -> gateways -> chat -> inbox",
    ],
)  # fmt: skip
def test_a_plain_arrow_to_a_gateway_stays_open(way: str) -> None:
    """All that a gateway is for is holding connections: it is inferred aloud, with the edit that draws it so."""
    parts = {**PARTS, **SESSIONS, "lb": {"type": "load_balancer"}}
    document = {"design": FROM_PHONES, "components": parts, "connections": [way, "chat -> sessions", "chat -> gateways"]}  # fmt: skip
    design = Design.model_validate(document)
    found = walk_all(load_scenario("whatsapp"), design, load_catalogue())
    assert [found.walks[name].status for name in ("connect", "send", "acknowledge")] == ["served"] * 3
    [said] = [fact for fact in found.inferred if fact.component == "gateways"]
    assert said.text.endswith("stays open")
    drawn = walk_all(load_scenario("whatsapp"), apply_patch(design, said.patch), load_catalogue())
    assert {name: walk.status for name, walk in drawn.walks.items()} == {
        name: walk.status for name, walk in found.walks.items()
    }
    assert not [fact for fact in drawn.inferred if fact.component == "gateways"]


def test_a_plain_arrow_to_a_service_closes() -> None:
    """A service may hold connections, but nothing says that it does: phones that ask every few seconds look the same."""
    ways = ["phones -> chat -> inbox"]
    design = Design.model_validate({"design": FROM_PHONES, "components": PARTS, "connections": ways})
    found = walk_all(load_scenario("whatsapp"), design, load_catalogue())
    assert found.walks["send"].status == "fails"


def test_instances_that_call_each_other_carry_the_message() -> None:
    """A mesh of gateways is a right answer: the arrow from the gateways to themselves is on the walk."""
    walk = send(SESSIONS, ["gateways -> sessions", "gateways -> gateways"])
    assert ("gateways", "gateways") in {(hop.source, hop.target) for hop in walk.hops}


@pytest.mark.parametrize(
    ("ways", "asker"),
    [
        (["gateways -> sessions", "chat -> sessions", "chat -> gateways"], "chat"),
        (["gateways -> sessions", "chat -> gateways"], "gateways"),
        (["gateways -> sessions", "chat ~> later ~> courier -> gateways", "courier -> sessions"], "courier"),
    ],
)  # fmt: skip
def test_whoever_sends_to_the_gateway_looks_it_up(ways: list[str], asker: str) -> None:
    """The part just before the gateway asks where the recipient is connected, if it can."""
    more = SESSIONS | (
        {"later": {"type": "queue"}, "courier": {"type": "worker"}} if asker == "courier" else {}
    )
    [hop] = [hop for hop in send(more, ways).hops if hop.note == "asks which instance"]
    assert (hop.source, hop.target, hop.after_answer) == (asker, "sessions", asker == "courier")


TWO = {
    "ada": {"type": "client", "label": "Sender"},
    "bob": {"type": "client", "label": "Recipient"},
    "lb": {"type": "load_balancer"},
    "one": {"type": "websocket_gateway", "label": "Gateway 1", "replicas": 150},
    "two": {"type": "websocket_gateway", "label": "Gateway 2", "replicas": 150},
    **{name: PARTS[name] for name in ("chat", "inbox")},
    **SESSIONS,
}


@pytest.mark.parametrize(
    "ways", [["ada <-> one", "bob <-> two"], ["ada <-> lb <-> one", "bob <-> lb <-> two"]]
)
def test_gateways_drawn_twice_share_the_connections(ways: list[str]) -> None:
    """Two equal gateways hold half of the connections each, and each is sent messages."""
    inside = ["one -> chat -> one", "two -> chat -> two", "chat -> sessions", "chat -> inbox"]
    design = Design.model_validate(
        {"design": FROM_PHONES, "components": TWO, "connections": [*ways, *inside]}
    )
    found = walk_all(load_scenario("whatsapp"), design, load_catalogue())
    loads = analyse(found).components
    assert [loads[name].utilisation for name in ("one", "two")] == [pytest.approx(5e6 / (150 * 50e3))] * 2
    assert found.walks["connect"].ties == ("two",)
    sent = {(hop.source, hop.target) for hop in found.walks["send"].everywhere}
    assert sent >= {("chat", "one"), ("chat", "two")}


@pytest.mark.parametrize(("arrow", "waits"), [("->", True), ("~>", False)])
def test_nobody_waits_for_a_push_that_is_handed_off(arrow: str, waits: bool) -> None:
    """An arrow that hands off says that the answer does not wait for the provider."""
    walk = walked({"push": {"type": "push_provider"}}, [f"chat {arrow} push"]).walks["send_offline"]
    [hop] = [hop for hop in walk.hops if hop.target == "push"]
    assert hop.after_answer is not waits


@pytest.mark.parametrize("ways", [["chat -> push"], ["chat -> waker -> push"]])
def test_a_push_that_may_be_lost_stops_no_answer(ways: list[str]) -> None:
    """The message is kept and waits; the provider is no part of what the answer needs, nor of what must stay up."""
    more = {"push": {"type": "push_provider"}, "waker": {"type": "service", "replicas": 2}}
    found = walked(more, ways)
    told = availabilities(found, analyse(found).components)["send_offline"]
    assert {"push", *({"waker"} if "waker" in ways[0] else ())} <= {soft.part for soft in told.soft}
    assert found.without(["push"])["send_offline"].served


@pytest.mark.parametrize(("keyed", "verdict"), [("", "fail"), (" keyed", "pass")])
def test_more_gateways_do_not_help_against_a_broadcast(keyed: str, verdict: str) -> None:
    """Each further instance hears every message too: the way out is a topic keyed by recipient."""
    context = context_of(
        *sketch(
            "data note record durable\npost by author rate=6000: write note; notify reader eventually=5\n---\n"
            "author: client plays=author\nreader: client plays=reader\nlb: load_balancer\napi: service replicas=40\n"
            f"db: wide_column shards=20 replicas=3 holds=note\nnews: topic replicas=9{keyed}\ngate: websocket_gateway replicas=20\n"
            "author -> lb -> api -> db\napi ~> news ~> gate\nreader <-> gate"
        )
    )
    found = peak_utilisation.check(context, peak_utilisation.Parameters(), "post")
    assert (found.verdict, [finding.elements for finding in found.findings]) == (
        verdict,
        [("gate", "news")] if verdict == "fail" else [],
    )
    assert all("replicas" not in str(finding.patch) for finding in found.findings)
