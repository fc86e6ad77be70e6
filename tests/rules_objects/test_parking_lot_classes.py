"""The parking lot as classes: fair to answers that people give, firm with those that only look right."""

from __future__ import annotations

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import design_from_text, load_catalogue, load_scenario, pitfalls, references
from design_sandbox.review.engine import review
from design_sandbox.review.lint import lint
from design_sandbox.walk.objects import model_of, walk_model
from design_sandbox.walk.twists import impact

NAME = "parking-lot-classes"
SCENARIO = load_scenario(NAME)
DESIGNS = {design.design.id: design for design in (*references(NAME), *pitfalls(NAME))}
PANELS = """
design: {id: panels, version: 1, scenario: parking-lot-classes, kind: object_model}
components:
  customer: {type: actor_role, label: Customer}
  admin: {type: actor_role, label: Admin}
  lot: {type: class, label: ParkingLot, operations: ["getNewParkingTicket(): ParkingTicket"]}
  floor: {type: class, label: ParkingFloor, operations: ["updateDisplayBoard()", "assignSpot(Vehicle): ParkingSpot"]}
  spot: {type: abstract_class, label: ParkingSpot, attributes: ["free: bool", "vehicle: Vehicle"]}
  compact: {type: class, label: CompactSpot}
  large: {type: class, label: LargeSpot}
  entrance: {type: class, label: EntrancePanel, operations: ["printTicket()"]}
  exit: {type: class, label: ExitPanel, operations: ["scanTicket()", "processPayment()"]}
  board: {type: class, label: DisplayBoard, attributes: ["freeCount: int"]}
  ticket: {type: class, label: ParkingTicket, attributes: ["issuedAt: datetime", "payedAt: datetime"]}
  rate: {type: class, label: ParkingRate, attributes: ["hourNumber: int", "rate: double"]}
  payment: {type: abstract_class, label: Payment}
  cash: {type: class, label: CashPayment}
  card: {type: class, label: CreditCardPayment}
connections:
- {from: customer, to: entrance}
- {from: customer, to: exit}
- {from: admin, to: lot}
- {from: lot, to: floor, kind: composes}
- {from: lot, to: entrance, kind: composes}
- {from: lot, to: exit, kind: composes}
- {from: lot, to: rate}
- {from: floor, to: spot, kind: composes}
- {from: floor, to: board, kind: composes}
- {from: compact, to: spot, kind: inherits}
- {from: large, to: spot, kind: inherits}
- {from: entrance, to: ticket}
- {from: exit, to: ticket}
- {from: exit, to: payment}
- {from: cash, to: payment, kind: inherits}
- {from: card, to: payment, kind: inherits}
"""


def test_the_scenario_is_proven_fair() -> None:
    """Bands, ablations, attacks, pitfalls, prompts: every claim of the proof holds."""
    assert lint(NAME).problems == []


def test_a_published_answer_in_its_own_words_is_a_mid_answer() -> None:
    """Panels, floors and boards written without any claim arrive; what is open is asked, and nothing is accused falsely."""
    found = review(design_from_text(PANELS), SCENARIO)
    assert {walk.status for walk in found.walks.values()} == {"served", "asks"}
    assert 60 <= found.score < 75
    assert {finding.rule for finding in found.failures} == {"twist-absorbed"}


@pytest.mark.parametrize("name", ["god-class", "everything-knows"])
def test_what_serves_everything_stays_below(name: str) -> None:
    """One class that does it all, and classes that all know each other, stay ten points below every accepted design."""
    least = min(review(DESIGNS[good], SCENARIO, "swe-mid").score for good in ("registry", "spot-decides"))
    assert review(DESIGNS[name], SCENARIO, "swe-mid").score <= least - 10


@pytest.mark.parametrize("name", ["empty", "bare"])
def test_nothing_drawn_earns_nothing(name: str) -> None:
    """No classes, or classes without relations, are not graded."""
    design = DESIGNS["spot-decides"].model_copy(
        update={"connections": ()} | ({"components": {}} if name == "empty" else {})
    )
    assert (review(design, SCENARIO).score, review(design, SCENARIO).graded) == (0.0, False)


def guarded(design: Design) -> str:
    """The verdict about two cars and one spot."""
    line = next(c for c in review(design, SCENARIO, "swe-mid").criteria if c.id == "one-guard")
    return line.verdict


def test_guards_at_the_spot_and_at_the_lot_are_both_right() -> None:
    """Either keeps two cars apart; without its guard each is a question."""
    for name, part in (("spot-decides", "spot"), ("registry", "registry")):
        assert guarded(DESIGNS[name]) == "pass"
        bare = apply_patch(DESIGNS[name], (
            {"op": "remove_from", "component": part, "field": "guards", "value": "occupancy"},
            {"op": "set", "component": part, "field": "operations", "value": []},
        ))  # fmt: skip
        assert guarded(bare) == "unknown"


@pytest.mark.parametrize(
    ("name", "twist", "verdict", "opened"),
    [
        ("spot-decides", "new_fees", "absorbed", ()),
        ("spot-decides", "new_vehicles", "absorbed", ()),
        ("spot-decides", "new_choice", "absorbed", ()),
        ("spot-decides", "charging", "opens", ("spot",)),
        ("registry", "new_vehicles", "opens", ("kinds", "spot")),
        ("registry", "new_choice", "opens", ("registry",)),
        ("textbook", "new_fees", "opens", ("fees",)),
        ("god-class", "new_fees", "opens", ("system",)),
        ("check-then-act", "new_vehicles", "unknown", ()),
    ],
)
def test_where_a_twist_lands(name: str, twist: str, verdict: str, opened: tuple[str, ...]) -> None:
    """A seam absorbs a new kind; else the classes that must change are named; else nobody pretends to know."""
    found = walk_model(SCENARIO, DESIGNS[name], load_catalogue())
    model = model_of(found)
    assert model is not None
    answer = impact(model, SCENARIO, SCENARIO.twists[twist], list(found.walks.values()))
    assert (answer.verdict, tuple(sorted(answer.opened))) == (verdict, opened)


def test_a_twist_weighs_what_lives_in_the_opened_classes() -> None:
    """The one class that does everything is opened whole, though it is only one class."""
    shares = {}
    for name in ("god-class", "textbook"):
        found = walk_model(SCENARIO, DESIGNS[name], load_catalogue())
        model = model_of(found)
        assert model is not None
        shares[name] = impact(model, SCENARIO, SCENARIO.twists["new_fees"], list(found.walks.values())).share
    assert shares == {"god-class": 1.0, "textbook": pytest.approx(1 / 9)}


def landing(design: Design, twist: str) -> tuple[str, tuple[str, ...]]:
    """Verdict and opened classes of a twist."""
    found = walk_model(SCENARIO, design, load_catalogue())
    model = model_of(found)
    assert model is not None
    answer = impact(model, SCENARIO, SCENARIO.twists[twist], list(found.walks.values()))
    return answer.verdict, tuple(sorted(answer.opened))


def test_a_seam_absorbs_only_what_is_behind_it() -> None:
    """Writing every axis on one interface does not move the choice of spots, or the look at kinds, behind it."""
    boasting = apply_patch(DESIGNS["registry"], tuple(
        {"op": "add_to", "component": "tariff", "field": "varies", "value": axis} for axis in ("assignment", "vehicle_kind")
    ))  # fmt: skip
    assert landing(boasting, "new_choice") == ("opens", ("registry",))
    assert landing(boasting, "new_vehicles") == ("opens", ("kinds", "spot"))


def test_an_interface_that_has_nothing_to_do_with_it_absorbs_nothing() -> None:
    """Payments behind an interface do not tell where another kind of vehicle would land, whatever is written on it."""
    boasting = apply_patch(DESIGNS["check-then-act"], (
        {"op": "add_component", "id": "payable", "component": {"type": "interface", "label": "Payable", "varies": ["vehicle_kind"]}},
        {"op": "add_connection", "connection": {"from": "desk", "to": "payable"}},
        {"op": "add_connection", "connection": {"from": "payment", "to": "payable", "kind": "implements"}},
        {"op": "remove_connection", "from": "desk", "to": "payment"},
    ))  # fmt: skip
    assert landing(boasting, "new_vehicles")[0] == "unknown"


@pytest.mark.parametrize(("part", "opened"), [("hourly", ()), ("desk", ("desk",))])
def test_branches_behind_a_seam_are_its_own(part: str, opened: tuple[str, ...]) -> None:
    """An implementation may look at what it is one kind of; a caller that does so must change."""
    branching = apply_patch(
        DESIGNS["spot-decides"],
        ({"op": "add_to", "component": part, "field": "switches_on", "value": "fee"},),
    )
    assert landing(branching, "new_fees")[1] == opened


def test_a_class_that_only_stores_a_kind_stays_closed() -> None:
    """A ticket that notes the kind of vehicle does not branch on it."""
    storing = apply_patch(
        DESIGNS["registry"], ({"op": "add_connection", "connection": {"from": "ticket", "to": "kinds"}},)
    )
    assert landing(storing, "new_vehicles") == ("opens", ("kinds", "spot"))


def test_program_managers_see_the_same_model_from_another_chair() -> None:
    """Profiles weigh differently and never move an accepted design below its band."""
    for profile in ("swe-junior", "swe-staff", "tpm-mid", "tpm-senior"):
        for name in ("registry", "spot-decides"):
            assert review(DESIGNS[name], SCENARIO, profile).score >= 90
