"""Properties of every object model: names and order do not matter, hops are drawn, and answers lead on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from object_models import renamed, walked

from design_sandbox.model.design import OBJECT_CONNECTIONS, Component, Connection, Design
from design_sandbox.model.design_check import check_design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, pitfalls, references
from design_sandbox.review.engine import review

NAME = "parking-lot-classes"
SCENARIO = load_scenario(NAME)
DESIGNS = (*references(NAME), *pitfalls(NAME))
CLAIMED = ("owns", "derives", "creates", "does", "guards", "changes", "varies", "switches_on")
TYPES = ("class", "class", "class", "abstract_class", "interface", "enumeration", "actor_role")
LABELS = ("", "Spot", "ParkingLot", "Ticket", "Vehicle", "FeeStrategy", "Payment", "Floor")


@st.composite
def models(draw: st.DrawFn) -> Design:
    """Any object model: types, labels, claims and relations at random."""
    names = [f"c{number}" for number in range(draw(st.integers(1, 7)))]
    things = st.sampled_from([*SCENARIO.entities, "nonsense"])
    parts: dict[str, Any] = {}
    for name in names:
        claims = {
            field: tuple(draw(st.lists(things, max_size=2)))
            for field in draw(st.sets(st.sampled_from(CLAIMED), max_size=2))
        }
        parts[name] = Component(
            type=draw(st.sampled_from(TYPES)), label=draw(st.sampled_from(LABELS)), **claims
        )
    end, kind = st.sampled_from(names), st.sampled_from(OBJECT_CONNECTIONS)
    links = draw(st.lists(st.tuples(end, end, kind), max_size=14))
    wires = tuple(Connection(**{"from": a, "to": b, "kind": kind}) for a, b, kind in links)
    return DESIGNS[0].model_copy(update={"components": parts, "connections": wires, "decisions": {}})


@given(design=models(), seed=st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_names_and_order_change_no_verdict(design: Design, seed: int) -> None:
    """Renaming and reordering change neither the score nor what is served, asked or inferred."""
    other, _ = renamed(design, seed)
    one, two = review(design, SCENARIO), review(other, SCENARIO)
    assert (one.score, [walk.status for walk in one.walks.values()]) == (
        two.score,
        [walk.status for walk in two.walks.values()],
    )
    assert sorted(f"{f.rule} {f.verdict} {f.points_lost:.6f}" for f in one.findings) == \
        sorted(f"{f.rule} {f.verdict} {f.points_lost:.6f}" for f in two.findings)  # fmt: skip
    assert sorted(i.text for i in one.inferences) == sorted(i.text for i in two.inferences)


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.design.id)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_names_and_order_of_known_designs(design: Design, seed: int) -> None:
    """Every known design tells the same story under other names."""
    other, old = renamed(design, seed)
    one, two = walked(design, SCENARIO), walked(other, SCENARIO)
    for name, walk in one.walks.items():
        assert [(h.source, h.target) for h in walk.hops] == [
            (old[h.source], old[h.target]) for h in two.walks[name].hops
        ]


@given(design=models())
@settings(max_examples=150, deadline=None)
def test_every_hop_is_drawn(design: Design) -> None:
    """No message travels along a relation that nobody drew, and `against_arrow` says which way the arrow points."""
    drawn = {(link.source, link.target) for link in design.connections}
    for walk in walked(design, SCENARIO).walks.values():
        for hop in walk.hops:
            assert ((hop.target, hop.source) if hop.against_arrow else (hop.source, hop.target)) in drawn


@given(design=models())
@settings(max_examples=100, deadline=None)
def test_proposed_edits_can_be_made(design: Design) -> None:
    """Whatever a finding, a stop, a question or an assumption proposes fits the drawing."""
    found = review(design, SCENARIO)
    patches = [finding.patch for finding in found.findings if finding.patch]
    for walk in found.walks.values():
        patches += [patch for _, patch in walk.stop.answers] if walk.stop else []
        patches += [patch for question in walk.questions for _, patch in question.answers]
    patches += [inference.patch for inference in found.inferences]
    before = len(check_design(design, load_catalogue()))
    for patch in patches:
        assert len(check_design(apply_patch(design, patch), load_catalogue())) == before


@given(design=models(), extra=st.tuples(st.integers(0, 6), st.integers(0, 6)))
@settings(max_examples=100, deadline=None)
def test_one_more_message_path_breaks_nothing(design: Design, extra: tuple[int, int]) -> None:
    """Walks are monotone in associations between classes that do not touch how the walk begins."""
    names = [
        name
        for name, part in design.components.items()
        if part.type in ("class", "abstract_class", "interface")
    ]
    if len(names) < 2 or not any(part.type == "actor_role" for part in design.components.values()):
        return
    tail, head = names[extra[0] % len(names)], names[extra[1] % len(names)]
    made = {link.target for link in design.connections}
    before = walked(design, SCENARIO)
    if head not in made or before.walks["park"].handler is None or len(before.walks["park"].entry) < 2:
        return
    after = walked(
        apply_patch(design, ({"op": "add_connection", "connection": {"from": tail, "to": head}},)), SCENARIO
    )
    known = {fact.text for fact in before.inferred}
    if known == {fact.text for fact in after.inferred}:
        for name, walk in before.walks.items():
            assert not walk.served or after.walks[name].served or len(walk.entry) < 2


@pytest.mark.parametrize("design", references(NAME), ids=lambda design: design.design.id)
def test_answers_lead_to_an_arrival(design: Design) -> None:
    """After any one removal, following the first answer of each stop and question mends the walk within a few edits."""
    for link in dict.fromkeys((c.source, c.target) for c in design.connections):
        broken = apply_patch(design, ({"op": "remove_connection", "from": link[0], "to": link[1]},))
        for _ in range(8):
            open_walks = [walk for walk in walked(broken, SCENARIO).walks.values() if walk.status != "served"]
            if not open_walks:
                break
            stop = open_walks[0].stop
            answers = stop.answers if stop else open_walks[0].questions[0].answers
            broken = apply_patch(broken, answers[0][1])
        assert all(walk.status == "served" for walk in walked(broken, SCENARIO).walks.values()), link
