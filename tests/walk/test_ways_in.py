"""Ways in: several machines before one server, and machines that nobody stands before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.walk.walker import Walked, walk_all

GARAGE = {
    "server": {"type": "service", "replicas": 2},
    "store": {"type": "relational", "replicas": 2, "holds": ["spots", "tickets", "owed"]},
    "gates": {"type": "gate"},
    "payment": {"type": "payment_provider"},
}
WAYS = ["server -> store", "server -> gates", "server -> payment"]


def walked(more: Mapping[str, object], ways: list[str]) -> Walked:
    """A garage with these further parts and ways."""
    header = {"id": "case", "scenario": "parking-lot"}
    design = Design.model_validate(
        {"design": header, "components": {**GARAGE, **more}, "connections": [*ways, *WAYS]}
    )
    return walk_all(load_scenario("parking-lot"), design, load_catalogue())


@pytest.mark.parametrize(
    ("boards", "through"),
    [
        ({"type": "device", "label": "Free-spot boards"}, "boards"),
        ({"type": "device", "label": "Panels", "does": ["read_board"]}, "boards"),
    ],
)
def test_two_machines_before_one_server_are_both_ways_in(boards: Mapping[str, object], through: str) -> None:
    """Drivers enter by the kiosks and look at the boards, though both lead to the same server."""
    parts = {
        "driver": {"type": "person", "plays": ["driver"]},
        "kiosks": {"type": "device", "label": "Kiosks"},
        "boards": boards,
    }
    walks = walked(parts, ["driver -> kiosks -> server", "driver -> boards -> server"]).walks
    assert walks["read_board"].entry == ("driver", through, "server")
    assert walks["enter"].entry == ("driver", "kiosks", "server")


def test_a_kiosk_that_nobody_stands_before_serves_those_on_site() -> None:
    """The driver need not be drawn: a kiosk starts the driver's journeys, and this is said aloud; not the operator's."""
    found = walked({"kiosks": {"type": "device", "label": "Kiosks"}}, ["kiosks -> server"])
    assert found.walks["enter"].served
    assert [fact.text for fact in found.inferred if fact.component == "kiosks"] == [
        "Kiosks stands for Driver"
    ]
    stop = found.walks["watch_garages"].stop
    assert stop is not None
    assert "operator" in stop.message


def test_a_kiosk_before_which_a_driver_is_drawn_stands_for_nobody() -> None:
    """With the driver drawn, the kiosk only passes the request on."""
    parts = {"driver": {"type": "person", "label": "Driver"}, "kiosks": {"type": "device"}}
    found = walked(parts, ["driver -> kiosks -> server"])
    assert found.board.parts["kiosks"].plays == frozenset()
