"""SEMANTICS 1, 4: where several services, or several machines, lead to the same data, the walk takes those meant for it."""

from __future__ import annotations

import pytest
from designs import calls_of, walked

DATA = """
data note record durable
data fan record durable
data ticket record durable
data car record durable
party pay payment
"""
THROUGH = """
post by user: write note
---
people: client
web: service
db: relational holds=note,fan
people -> web -> one -> db
web -> two -> db
"""


@pytest.mark.parametrize(
    ("labels", "taken"),
    [
        ("one: service label='Note service'\n two: service label='Fan service'", "one"),
        ("one: service label='Fan service'\n two: service label='Note service'", "two"),
        ("one: service label='Fan service'\n two: service", "two"),
        ("one: service label='Fan service' does=post\n two: service label='Note service'", "one"),
        ("one: service\n two: service does=post", "two"),
    ],
)
def test_the_service_that_is_meant_gets_at_the_data(labels: str, taken: str) -> None:
    """Of equal ways the one by a service that speaks of the data; what a part declares that it does comes before words."""
    assert calls_of(walked(DATA + THROUGH + labels).walks["post"]) == [
        "people>web",
        f"web>{taken}",
        f"{taken}>db",
    ]


def test_a_direct_arrow_is_not_passed_over_for_a_label() -> None:
    """A service that the request does not call anyway is no nearer to the data for being named after it."""
    drawn = DATA + THROUGH + "one: service label='Note service'\n two: service\n web -> db"
    assert calls_of(walked(drawn).walks["post"]) == ["people>web", "web>db"]


def test_each_service_of_one_request_gets_at_its_own_data() -> None:
    """A ticket service writes tickets though the allocation of places, called before it, reaches the same store."""
    walk = walked(
        DATA
        + """
        enter by user: write car; write ticket
        ---
        people: client
        entry: service
        places: service label='Car allocation'
        tickets: service label='Ticket service'
        db: relational holds=car,ticket
        people -> entry -> places -> db
        entry -> tickets -> db
    """
    ).walks["enter"]
    assert calls_of(walk) == ["people>entry", "entry>places", "places>db", "entry>tickets", "tickets>db"]


def test_who_is_called_anyway_keeps_what_it_is_named_after() -> None:
    """The service that was called to take the payment writes its own record, over the arrow drawn for that."""
    walk = walked(
        """
        data debt record durable
        party pay payment
        leave by user: call pay; write debt
        ---
        people: client
        api: service
        debts: service label='Debt service'
        psp: payment_provider
        db: relational holds=debt
        people -> api -> debts -> psp
        debts -> db
        api -> db
    """
    ).walks["leave"]
    assert calls_of(walk) == ["people>api", "api>debts", "debts>psp", "debts>db"]


def test_asking_for_a_name_is_no_reason_to_go_elsewhere() -> None:
    """The service with the generator of names makes the links, though the other one makes do with one call less."""
    walk = walked(
        """
        data link record durable
        shorten by user: write link
        follow by user: read link
        ---
        people: client
        lb: load_balancer
        maker: service label='Write service'
        reader: service label='Redirect service'
        names: id_generator
        db: relational holds=link
        people -> lb -> maker -> db
        lb -> reader -> db
        maker -> names
    """
    ).walks["shorten"]
    assert (walk.handler, walk.ties) == ("maker", ())


GARAGE = """
data car record durable
data ticket record durable
enter by user: write car; write ticket
---
driver: person
one: device label='{one}'
two: device label='{two}'
server: service
db: relational holds=car,ticket
driver -> one -> server
driver -> two -> server
server -> db
"""


def test_equal_machines_share_the_requests() -> None:
    """Two panels before one server are both used; whatever is behind them is the same."""
    walk = walked(GARAGE.format(one="North panel", two="South panel")).walks["enter"]
    assert [hop.source for hop in walk.everywhere if hop.target == "server"] in (
        ["one", "two"],
        ["two", "one"],
    )
    assert [hop.target for hop in walk.elsewhere[0][2:]] == [hop.target for hop in walk.hops[2:]]


def test_a_machine_named_after_the_data_of_the_journey_is_taken() -> None:
    """Cars enter by the ticket machine, not by the sign beside it."""
    walk = walked(GARAGE.format(one="Guidance sign", two="Ticket machine")).walks["enter"]
    assert (walk.entry, walk.elsewhere) == (("driver", "two", "server"), ())
