"""What is read off names and members: aloud, conservatively, and never against what was written."""

from __future__ import annotations

import pytest
from object_models import model, scenario, walked

ALL = scenario(
    book=[{"decide": "choice"}, {"change": "taken"}, {"create": "booking"}], bill=[{"read": "booked_at"}, {"decide": "price"}],
    show=[{"read": "free_seats"}],
)  # fmt: skip
READ = [
    ("Seat", "attributes", "occupied: bool", "owns", "taken"),
    ("Seat", "attributes", "- free : boolean", "owns", "taken"),
    ("Seat", "attributes", "boolean isOccupied", "owns", "taken"),
    ("Hall", "attributes", "occupied_seats: set[int]", "owns", "taken"),
    ("Hall", "attributes", "/freeSeats: int", "derives", "free_seats"),
    ("Booking", "attributes", "bookingTime: Instant", "owns", "booked_at"),
    ("Hall", "operations", "findSeat(guest): Seat", "does", "choice"),
    ("Hall", "operations", "+ find_next_available_seat()", "does", "choice"),
    ("Hall", "operations", "book(guest): Booking", "does", "choice"),
    ("Desk", "operations", "Booking createBooking(Guest g)", "creates", "booking"),
    ("Desk", "operations", "calculate_price(booking): Money", "does", "price"),
    ("Seat", "operations", "try_take(): bool", "guards", "taken"),
    ("Hall", "operations", "countFreeSeats(): int", "derives", "free_seats"),
]
NOT_READ = [
    ("Hall", "attributes", "occupied_seats: list[Seat]", "owns", "taken"),
    ("Hall", "attributes", "List<Seat> occupiedSeats", "owns", "taken"),
    ("Hall", "attributes", "seat_taken: bool", "owns", "taken"),
    ("Seat", "operations", "retake_photo()", "guards", "taken"),
    ("Desk", "operations", "print_price_list()", "does", "price"),
    ("Desk", "operations", "find_booking(): Booking", "creates", "booking"),
]


def claims(label: str, field: str, text: str, kind: str) -> frozenset[str]:
    """Claims of one kind that a class with this one member gets, beside a seat and a booking."""
    parts = {"it": {"type": "class", "label": label, field: [text]}}
    for other in ("Seat", "Booking"):
        if other != label:
            parts[other.lower()] = {"type": "class", "label": other}
    found = walked(model(parts), ALL).model
    assert found is not None
    return found.claims["it"].of(kind)


@pytest.mark.parametrize(("label", "field", "text", "kind", "expected"), READ)
def test_members_that_say_what_a_class_does(
    label: str, field: str, text: str, kind: str, expected: str
) -> None:
    """Attributes and operations are understood however they are written."""
    assert expected in claims(label, field, text, kind)


@pytest.mark.parametrize(("label", "field", "text", "kind", "unexpected"), NOT_READ)
def test_members_that_are_left_in_doubt(
    label: str, field: str, text: str, kind: str, unexpected: str
) -> None:
    """References, another thing's facts and words that only look alike are not taken for claims."""
    assert unexpected not in claims(label, field, text, kind)


def test_every_claim_that_is_read_off_is_said_and_can_be_written_down() -> None:
    """Each inferred fact names its reason, and its edit makes it the learner's own words."""
    from design_sandbox.model.edits import apply_patch

    parts = {"hall": {"type": "class", "label": "Hall", "operations": ["find_seat(): Seat"]},
             "seat": {"type": "class", "label": "Seat", "attributes": ["occupied: bool"]}}  # fmt: skip
    design = model(parts, "hall composes seat")
    facts = [fact for fact in walked(design, ALL).inferred if fact.patch[0]["op"] == "add_to"]
    assert {(fact.text, fact.reason) for fact in facts} == {
        ("Hall decides which seat to give", "its operation “find_seat(): Seat”"),
        ("Seat keeps whether a seat is taken", "its attribute “occupied: bool”"),
    }
    for fact in facts:
        design = apply_patch(design, fact.patch)
    assert not [fact for fact in walked(design, ALL).inferred if fact.patch[0]["op"] == "add_to"]


@pytest.mark.parametrize(
    "text", [" " * 199 + "!", "a " * 100, "(" * 200, "/" * 200, ":" * 200, "[" * 200, "ü🅿 :", ""]
)
def test_odd_members_say_nothing(text: str) -> None:
    """Whatever is typed into a member is read at once and claims nothing by accident."""
    parts = {"it": {"type": "class", "label": text, "attributes": [text], "operations": [text]}}
    found = walked(model(parts), ALL).model
    assert found is not None
    assert found.claims["it"].responsibilities == frozenset()


def test_written_claims_stand_before_names() -> None:
    """A class named after a decision does not take it from the class that was told to decide."""
    parts = {
        "tariff": {"type": "class", "label": "Tariff"},
        "desk": {"type": "class", "label": "Desk", "does": ["price"]},
    }
    found = walked(model(parts), ALL).model
    assert found is not None
    assert (found.claims["tariff"].does, found.claims["desk"].does) == (frozenset(), frozenset({"price"}))


def test_a_name_decides_when_nobody_else_does() -> None:
    """`TariffStrategy` decides the price, and its implementations inherit that."""
    parts = {
        "s": {"type": "interface", "label": "TariffStrategy"},
        "w": {"type": "class", "label": "WeekendTariff"},
    }
    found = walked(model(parts, "w implements s"), ALL).model
    assert found is not None
    assert (found.claims["s"].does, found.claims["w"].does) == (frozenset({"price"}), frozenset())


def test_homeless_facts_belong_to_their_thing() -> None:
    """What nobody keeps is kept by the class that stands for the thing, unless two could be meant."""
    one = walked(model({"seat": {"type": "class", "label": "FrontSeat"}}), ALL).model
    two = walked(
        model({"a": {"type": "class", "label": "FrontSeat"}, "b": {"type": "class", "label": "BackSeat"}}),
        ALL,
    ).model
    assert one is not None and two is not None
    assert "taken" in one.claims["seat"].owns
    assert all("taken" not in two.claims[name].owns for name in ("a", "b"))


def test_the_exact_name_comes_before_a_longer_one() -> None:
    """`Seat` is the seat, and `FrontSeat` beside it another class."""
    found = walked(
        model({"a": {"type": "class", "label": "FrontSeat"}, "b": {"type": "class", "label": "Seat"}}), ALL
    ).model
    assert found is not None
    assert "taken" in found.claims["b"].owns
