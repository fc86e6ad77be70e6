"""Walking object models: who carries a message, who answers, where the walk stops and what would complete it."""

from __future__ import annotations

import pytest
from object_models import model, scenario, walked

from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import walk_all

USER = {"type": "actor_role", "plays": ["user"]}
SEAT = {"type": "class", "label": "Seat", "owns": ["taken"]}
HALL = {"type": "class", "label": "Hall"}
TAKE = scenario(take=[{"change": "taken"}])
PRICE = scenario(pay=[{"decide": "price"}])
PRICING = {"type": "interface", "label": "Pricing", "does": ["price"]}
FLAT = {"type": "class", "label": "FlatPrice"}


def arrows(walk: Walk) -> list[str]:
    """Hops as text; `^` marks a message that arrives against the arrow."""
    return [f"{hop.source} {'^' if hop.against_arrow else '>'} {hop.target}" for hop in walk.hops]


@pytest.mark.parametrize("kind", ["composes", "aggregates", "associates", "depends"])
def test_relations_that_carry_messages(kind: str) -> None:
    """Composition, aggregation, association and dependency carry a message from tail to head."""
    design = model({"u": USER, "hall": HALL, "seat": SEAT}, "u -> hall", f"hall {kind} seat")
    assert arrows(walked(design, TAKE).walks["take"]) == ["u > hall", "hall > seat"]


@pytest.mark.parametrize("link", ["hall inherits seat2", "hall implements seat2", "seat -> hall"])
def test_relations_that_do_not_lead_there(link: str) -> None:
    """Inheritance is no message to somebody else, and an association is not taken against its arrow."""
    parts = {"u": USER, "hall": HALL, "seat": SEAT, "seat2": {"type": "class", "label": "Thing"}}
    walk = walked(model(parts, "u -> hall", link), TAKE).walks["take"]
    assert walk.stop is not None
    assert walk.stop.message == "no relation leads from Hall to Seat"


def test_a_class_uses_what_it_inherits() -> None:
    """What a parent keeps and whom it knows is lent to its children, one step after the other."""
    parts = {"u": USER, "hall": HALL, "base": {"type": "class", "label": "Base"}, "seat": SEAT}
    walk = walked(model(parts, "u -> hall", "hall inherits base", "base -> seat"), TAKE).walks["take"]
    assert arrows(walk) == ["u > hall", "hall > base", "base > seat"]


def test_an_object_stays_what_it_is() -> None:
    """A message that went up to a parent does not come down to a sibling."""
    parts = {"u": USER, "hall": HALL, "base": {"type": "class", "label": "Base"}, "seat": SEAT}
    walk = walked(model(parts, "u -> hall", "hall inherits base", "seat inherits base"), TAKE).walks["take"]
    assert walk.status == "fails"


def test_an_interface_answers_through_all_its_implementations() -> None:
    """A message to a promise arrives at whatever keeps it: each implementation counts as used."""
    parts = {"u": USER, "hall": HALL, "p": PRICING, "a": FLAT, "b": {"type": "class", "label": "Weekend"}}
    walk = walked(model(parts, "u -> hall", "hall -> p", "a implements p", "b implements p"), PRICE).walks[
        "pay"
    ]
    assert walk.status == "served"
    assert set(arrows(walk)) == {"u > hall", "hall > p", "p ^ a", "p ^ b"}


def test_a_promise_that_nobody_keeps() -> None:
    """An interface without an implementation stops the walk, and the answer adds one."""
    design = model({"u": USER, "hall": HALL, "p": PRICING}, "u -> hall", "hall -> p")
    stop = walked(design, PRICE).walks["pay"].stop
    assert stop is not None
    assert stop.message == "nothing implements Pricing, so nobody answers"
    assert walked(apply_patch(design, stop.answers[0][1]), PRICE).walks["pay"].status == "served"


def test_a_created_object_may_be_addressed() -> None:
    """What was made is returned along the chain: the booking then leads to its seat."""
    given = scenario(book=[{"create": "booking"}, {"change": "taken"}])
    parts = {"u": USER, "desk": {"type": "class", "label": "Desk", "creates": ["booking"]}, "seat": SEAT,
             "booking": {"type": "class", "label": "Booking"}}  # fmt: skip
    walk = walked(model(parts, "u -> desk", "desk composes booking", "booking -> seat"), given).walks["book"]
    assert arrows(walk) == ["u > desk", "desk > booking", "booking > seat"]


def test_nobody_is_reached_through_what_is_not_made_yet() -> None:
    """A booking leads to its seat only after it was created."""
    given = scenario(book=[{"change": "taken"}, {"create": "booking"}])
    parts = {"u": USER, "desk": {"type": "class", "label": "Desk", "creates": ["booking"]}, "seat": SEAT,
             "booking": {"type": "class", "label": "Booking"}}  # fmt: skip
    walk = walked(model(parts, "u -> desk", "desk composes booking", "booking -> seat"), given).walks["book"]
    assert walk.stop is not None
    assert walk.stop.message == "no relation leads from Desk to Seat"


def test_a_promise_is_asked_before_what_keeps_it() -> None:
    """Where a class knows both an interface and its implementation, the message goes to the interface."""
    parts = {"u": USER, "hall": HALL, "p": PRICING, "a": {**FLAT, "does": ["price"]}}
    walk = walked(model(parts, "u -> hall", "hall -> a", "hall -> p", "a implements p"), PRICE).walks["pay"]
    assert arrows(walk) == ["u > hall", "hall > p", "p ^ a"]


@pytest.mark.parametrize(
    ("links", "looked"),
    [(("hall -> seat",), True), ((), False), (("hall -> a", "a -> b", "b -> c", "c -> seat"), False)],
)
def test_who_decides_may_look_at_what_it_decides_by(links: tuple[str, ...], looked: bool) -> None:
    """A decision uses the relation to its facts where one is near; elsewhere they are passed in, and nothing is asked."""
    between = {name: {"type": "class", "label": name.upper() * 2} for name in ("a", "b", "c")}
    parts = {"u": USER, "hall": {**HALL, "does": ["choice"]}, "seat": SEAT, **between}
    walk = walked(model(parts, "u -> hall", *links), scenario(pick=[{"decide": "choice"}])).walks["pick"]
    assert (walk.status, "seat" in walk.parts) == ("served", looked)


def test_a_maker_that_does_not_know_what_it_makes() -> None:
    """A creation without a relation is a question, and drawing the relation answers it."""
    given = scenario(book=[{"create": "booking"}])
    parts = {"u": USER, "desk": {"type": "class", "label": "Desk", "creates": ["booking"]},
             "booking": {"type": "class", "label": "Booking"}}  # fmt: skip
    design = model(parts, "u -> desk")
    walk = walked(design, given).walks["book"]
    assert (walk.status, walk.questions[0].elements) == ("asks", ("desk", "booking"))
    assert (
        walked(apply_patch(design, walk.questions[0].answers[0][1]), given).walks["book"].status == "served"
    )


def test_the_guard_is_passed_on_the_way() -> None:
    """A change goes by way of the class that guards the fact, though a shorter way exists."""
    parts = {
        "u": USER,
        "hall": HALL,
        "seat": SEAT,
        "list": {"type": "class", "label": "SeatList", "guards": ["taken"]},
    }
    walk = walked(model(parts, "u -> hall", "hall -> seat", "hall -> list", "list -> seat"), TAKE).walks[
        "take"
    ]
    assert arrows(walk) == ["u > hall", "hall > list", "list > seat"]
    assert "guarded:taken:list" in walk.facts


@pytest.mark.parametrize(
    ("links", "hops"),
    [
        (("hall -> board", "board -> seat"), ["u > hall", "hall > board", "board > seat"]),
        (("hall -> board", "seat -> board"), ["u > hall", "hall > board", "seat > board"]),
        (("hall -> board", "hall -> seat"), ["u > hall", "hall > board", "hall > seat", "hall > board"]),
    ],
)  # fmt: skip
def test_what_is_worked_out_learns_of_its_sources(links: tuple[str, ...], hops: list[str]) -> None:
    """The display asks the seats, is told by them, or is told by the hall that knows both."""
    given = scenario(show=[{"read": "free_seats"}])
    parts = {
        "u": USER,
        "hall": HALL,
        "seat": SEAT,
        "board": {"type": "class", "label": "Board", "derives": ["free_seats"]},
    }
    walk = walked(model(parts, "u -> hall", *links), given).walks["show"]
    assert (walk.status, arrows(walk)) == ("served", hops)


def test_nobody_tells_the_display() -> None:
    """A display that knows nobody and is told by nobody leaves a question."""
    given = scenario(show=[{"read": "free_seats"}])
    parts = {"u": USER, "seat": SEAT, "board": {"type": "class", "label": "Board", "derives": ["free_seats"]}}
    walk = walked(model(parts, "u -> board"), given).walks["show"]
    assert [question.text for question in walk.questions] == [
        "How does Board learn of whether a seat is taken?"
    ]


def test_a_part_may_know_its_whole() -> None:
    """A back reference is seldom drawn: reaching the whole from its part is a question, not a stop."""
    parts = {"u": USER, "door": {"type": "class", "label": "Door"}, "hall": HALL, "seat": SEAT}
    walk = walked(model(parts, "u -> door", "hall composes door", "hall composes seat"), TAKE).walks["take"]
    assert [question.text for question in walk.questions] == [
        "Does Door know its Hall? The arrow goes the other way only."
    ]


def test_a_claim_of_nearly_everybody_says_nothing() -> None:
    """When most classes say they keep a fact, nobody knows whom to ask."""
    parts = {
        "u": USER,
        "a": {**HALL, "owns": ["taken"]},
        "b": {"type": "class", "label": "Row", "owns": ["taken"]},
        "seat": SEAT,
    }
    walk = walked(model(parts, "u -> a", "a -> b", "b -> seat"), TAKE).walks["take"]
    assert walk.stop is not None
    assert walk.stop.message == "3 classes say that each of them keeps whether a seat is taken"


def test_circles_end() -> None:
    """Classes that know each other in a circle, inherit in one, or know themselves are walked once."""
    parts = {"u": USER, "hall": HALL, "row": {"type": "class", "label": "Row"}, "seat": SEAT}
    circle = (
        "u -> hall",
        "hall -> row",
        "row -> hall",
        "hall inherits row",
        "row inherits hall",
        "row -> row",
    )
    assert walked(model(parts, *circle), TAKE).walks["take"].status == "fails"
    assert walked(model(parts, *circle, "row -> seat"), TAKE).walks["take"].status == "served"


# Where it begins ------------------------------------------------------------------------------------------------------


def test_the_entry_is_inferred_aloud() -> None:
    """Without an actor the one class that nobody else knows is the entry; the edit draws the actor."""
    design = model({"hall": HALL, "seat": SEAT}, "hall -> seat")
    found = walked(design, TAKE)
    assert found.walks["take"].handler == "hall"
    fact = next(fact for fact in found.inferred if fact.component == "hall")
    assert fact.text == "The user talks to Hall"
    drawn = walked(apply_patch(design, fact.patch), TAKE)
    assert (drawn.walks["take"].status, drawn.inferred) == ("served", ())


def test_two_possible_entries_are_a_question() -> None:
    """Two classes that nobody knows leave open whom the user talks to."""
    parts = {"hall": HALL, "door": {"type": "class", "label": "Door"}, "seat": SEAT}
    walk = walked(model(parts, "hall -> seat", "door -> seat"), TAKE).walks["take"]
    assert walk.questions[0].text == "Which class does the user talk to first?"


def test_a_missing_actor_beside_others_is_a_question() -> None:
    """Who draws one actor is asked about the other."""
    design = model({"hall": HALL, "seat": SEAT, "a": {"type": "actor_role", "label": "Usher", "plays": ["usher"]}},
                   "hall -> seat", "a -> hall")  # fmt: skip
    assert walked(design, TAKE).walks["take"].status == "asks"


def test_an_association_with_an_actor_has_no_direction() -> None:
    """Class → actor means that the actor talks to this class."""
    walk = walked(model({"u": USER, "hall": HALL, "seat": SEAT}, "hall -> u", "hall -> seat"), TAKE).walks[
        "take"
    ]
    assert arrows(walk) == ["u ^ hall", "hall > seat"]


@pytest.mark.parametrize(
    ("parts", "links", "message"),
    [
        ({}, (), "there is no class yet"),
        ({"u": USER}, (), "there is no class yet"),
        ({"u": USER, "seat": SEAT}, (), "the user talks to no class"),
        ({"u": USER, "hall": HALL}, ("u -> hall",), "no class keeps whether a seat is taken"),
    ],
)
def test_stops_say_what_is_missing(
    parts: dict[str, dict[str, object]], links: tuple[str, ...], message: str
) -> None:
    """A walk that cannot go on says why in plain words."""
    stop = walked(model(parts, *links), TAKE).walks["take"].stop
    assert stop is not None
    assert stop.message == message


# The other kind of diagram ----------------------------------------------------------------------------------------------


def test_the_other_kind_of_diagram_serves_nothing() -> None:
    """Systems walked as classes, and classes walked as systems, arrive nowhere and break nothing."""
    classes, system = load_scenario("parking-lot-classes"), load_scenario("twitter")
    for design in references("twitter"):
        assert not any(walk.served for walk in walked(design, classes).walks.values())
        assert not any(walk.served for walk in walked(design, system).walks.values())
    for design in references("parking-lot-classes"):
        for given in (classes, system):
            assert not any(walk.served for walk in walk_all(given, design, load_catalogue()).walks.values())


def test_losing_a_class_is_a_walk_without_it() -> None:
    """`without` walks again with what was inferred before."""
    found = walked(model({"u": USER, "hall": HALL, "seat": SEAT}, "u -> hall", "hall -> seat"), TAKE)
    assert found.without(["seat"])["take"].status == "fails"
    assert found.without(["seat"], flows=[]) == {}
    assert found.without()["take"] == found.walks["take"]
