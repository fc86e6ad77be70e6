"""SEMANTICS 8, 9, 13, 16: open connections, notifying, third parties, signed uploads, CDN and DNS."""

from __future__ import annotations

import pytest
from designs import calls_of, questions_of, walked

from design_sandbox.walk.walk import Walk

CHAT = """
data note record durable
data place record locates=user
talk by user: write note; notify user eventually=2
---
people: client
gw: websocket_gateway {gateway}
chat: service
db: relational holds=note
people <-> gw -> chat -> db
"""


def talk(drawn: str, gateway: str = "replicas=3") -> Walk:
    """The walk of a message in a chat."""
    return walked(CHAT.format(gateway=gateway) + drawn).walks["talk"]


CHATS = [
    ("nobody knows which", "chat -> gw", "replicas=3", "fails", []),
    ("a store of who is where", "chat -> gw\n s: cache holds=place\n chat -> s", "replicas=3", "served", []),
    ("the gateway asks where", "s: cache holds=place\n gw -> s", "replicas=3", "asks", ["relay"]),
    ("gateways call each other", "s: cache holds=place\n gw -> s\n gw -> gw", "replicas=3", "served", []),
    ("one gateway", "", "replicas=1", "served", []),
    ("how many gateways is not said", "", "", "asks", ["which-instance"]),
    ("a channel keyed by recipient", "q: log keyed\n chat ~> q ~> gw", "replicas=3", "served", []),
    ("a channel without a key", "q: queue\n chat ~> q ~> gw", "replicas=3", "fails", []),
    ("a topic to all", "q: topic\n chat ~> q ~> gw", "replicas=3", "served", []),
    ("a push provider", "p: push_provider\n chat -> p -> people", "replicas=3", "served", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "gateway", "status", "asked"), [c[1:] for c in CHATS], ids=[c[0] for c in CHATS]
)
def test_with_several_instances_somebody_knows_which(
    drawn: str, gateway: str, status: str, asked: list[str]
) -> None:
    """A recipient is reached where the connection is held, when something leads to the right instance."""
    walk = talk(drawn, gateway)
    assert (walk.status, questions_of(walk)) == (status, asked)


def test_a_topic_reaches_every_instance() -> None:
    """A broadcast is legal and costs: each message arrives at all instances of the gateway."""
    assert "q>gw*3+" in calls_of(talk("q: topic\n chat ~> q ~> gw"))
    assert "q>gw+" in calls_of(talk("q: topic keyed\n chat ~> q ~> gw"))


def test_an_open_connection_is_walked_backwards() -> None:
    """The push goes from the gateway to the client against the drawn arrow."""
    walk = talk("", "replicas=1")
    assert calls_of(walk)[-1] == "gw>people^"


def test_a_closed_connection_cannot_be_pushed_through() -> None:
    """Without a persistent connection, nor a provider, nobody is notified."""
    walk = walked(CHAT.format(gateway="").replace("<->", "->").replace("websocket_gateway", "service")).walks[
        "talk"
    ]
    assert walk.stop is not None
    assert "holds a connection open" in walk.stop.message


@pytest.mark.parametrize(
    ("way", "status"),
    [("people <-> lb <-> gw", "served"), ("people <-> lb -> gw", "fails"), ("people -> gw", "fails")],
)
def test_connecting_needs_an_open_connection_end_to_end(way: str, status: str) -> None:
    """A connection stays open only if every arrow on the way does; the stop offers the edit."""
    walk = walked(
        f"stay by user: connect user\n---\n people: client\n lb: load_balancer\n gw: service\n {way}"
    ).walks["stay"]
    assert walk.status == status
    assert walk.stop is None or walk.stop.answers


@pytest.mark.parametrize(("way", "status"), [("people <-> gw", "served"), ("people -> gw", "fails")])
def test_a_persistent_flow_uses_an_open_connection(way: str, status: str) -> None:
    """A flow that must go over an open connection does not arrive over single requests."""
    text = f"data note record durable\n say by user persistent: write note\n---\n people: client\n gw: service\n {way} \n"
    assert walked(text + "db: relational holds=note\n gw -> db").walks["say"].status == status


PAY = """
party pay payment
data bill record durable
buy by user: write bill; call pay {options}
---
people: client
api: service
db: relational holds=bill
people -> api -> db
"""


@pytest.mark.parametrize(
    ("options", "drawn", "status", "last"),
    [
        ("", "p: payment_provider\n api -> p", "served", "api>p"),
        ("", "p: third_party\n api -> p", "served", "api>p"),
        ("", "p: sms_provider\n api -> p", "fails", None),
        ("", "p: payment_provider", "fails", None),
        ("", "p: payment_provider\n q: queue\n w: worker\n api ~> q ~> w -> p", "fails", None),
        ("eventually=60", "p: payment_provider\n q: queue\n w: worker\n api ~> q ~> w -> p", "served", "w>p+"),
        ("eventually=60", "p: payment_provider\n q: queue\n w: worker\n api ~> q ~> w -> p\n api -> p", "served", "w>p+"),
        ("eventually=60", "p: payment_provider\n api -> p", "served", "api>p"),
        ("when_down=skip", "", "fails", None),
    ],
    ids=["called", "a third party stands for any", "another service", "not connected", "a queue is not waited for",
         "behind a queue", "the queue is preferred", "later but at once", "not drawn"],
)  # fmt: skip
def test_third_parties(options: str, drawn: str, status: str, last: str | None) -> None:
    """A call ends at a part that provides the service: before the answer, or behind a channel when it may wait."""
    walk = walked(PAY.format(options=options) + drawn).walks["buy"]
    assert (walk.status, calls_of(walk)[-1] if last else None) == (status, last)


@pytest.mark.parametrize(("when_down", "served"), [("required", False), ("skip", True), ("fallback", True)])
@pytest.mark.parametrize("lost", ["the service", "the part"])
def test_a_third_party_is_down(when_down: str, served: bool, lost: str) -> None:
    """A step says whether the journey goes on while the service is down, or its part is lost."""
    seen = walked(PAY.format(options=f"when_down={when_down}") + "p: payment_provider\n api -> p")
    again = seen.without(services=["pay"]) if lost == "the service" else seen.without(["p"])
    assert again["buy"].served is served


FILM = """
data film blob durable size=2MB
up by user: write film by=actor
see by user: read film by=actor
---
people: client
api: service
s: object_store holds=film
people -> api
"""

FILMS = [
    ("signed, with a grant", "people -> s\n api -> s", ["people>api", "people>s", "api>s*0"], ["people>s"]),
    ("signed, by a service that is only there", "people -> s", ["people>api", "people>s"], ["people>s"]),
    ("through the service", "api -> s", ["people>api", "api>s"], ["people>api", "api>s"]),
    ("from a CDN", "people -> s\n cdn: cdn hit_ratio=0.9\n people -> cdn -> s", ["people>api", "people>s"], ["people>cdn", "cdn>s*0.1?"]),
    ("from a CDN that the store feeds", "people -> s\n cdn: cdn hit_ratio=0.9\n people -> cdn\n s -> cdn", ["people>api", "people>s"],
     ["people>cdn", "cdn>s*0.1?^"]),
    ("from a CDN before a service", "people -> s\n cdn: cdn\n people -> cdn -> api -> s", ["people>api", "people>s", "api>s*0"],
     ["people>cdn", "cdn>api*0.1?", "api>s*0.1?"]),
    ("a CDN that nothing fills", "people -> s\n cdn: cdn\n people -> cdn", ["people>api", "people>s"], ["people>s"]),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "up", "see"), [f[1:] for f in FILMS], ids=[f[0] for f in FILMS])
def test_bytes_by_the_actor(drawn: str, up: list[str], see: list[str]) -> None:
    """Large objects go straight to the store when drawn so; reads prefer a CDN that something fills."""
    walks = walked(FILM + drawn).walks
    assert (calls_of(walks["up"]), calls_of(walks["see"])) == (up, see)


def test_bytes_load_only_the_way_they_take() -> None:
    """Through the service every hop carries the film; past it the service sees an envelope."""
    past = {
        hop.target: hop.payload_bytes
        for hop in walked(FILM + "people -> s\n api -> s").walks["up"].hops
        if hop.calls
    }
    through = {hop.target: hop.payload_bytes for hop in walked(FILM + "api -> s").walks["up"].hops}
    assert past == {"api": 1_000, "s": 2_000_000}
    assert through == {"api": 2_000_000, "s": 2_000_000}


NOTE = "data note record durable\n post by user: write note\n---\n people: client\n api: service\n db: relational holds=note\n api -> db\n"


@pytest.mark.parametrize(
    ("drawn", "calls"),
    [
        ("dns: dns\n lb: load_balancer\n people -> dns -> lb -> api", ["people>dns*0", "dns>lb", "lb>api", "api>db"]),
        ("dns: dns\n lb: load_balancer\n people -> dns\n people -> lb -> api", ["people>dns*0", "people>lb", "lb>api", "api>db"]),
        ("dns: dns\n lb: load_balancer\n people -> dns -> lb\n people -> lb -> api",
         ["people>dns*0", "dns>lb*0", "people>lb", "lb>api", "api>db"]),
    ],
    ids=["on the way", "beside the way", "pointing at the way"],
)  # fmt: skip
def test_dns_passes_names_and_no_traffic(drawn: str, calls: list[str]) -> None:
    """However DNS is drawn, it is asked for a name and the requests go past it."""
    assert calls_of(walked(NOTE + drawn).walks["post"]) == calls
