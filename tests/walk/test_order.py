"""SEMANTICS 17: circles of calls are found and never followed twice; order depends on no name and no place in a file."""

from __future__ import annotations

import networkx
import pytest
from designs import calls_of, sketch, walked
from hypothesis import given, settings
from random_designs import any_design

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue
from design_sandbox.walk.board import Board
from design_sandbox.walk.cycles import sync_cycles
from design_sandbox.walk.dominators import dominators
from design_sandbox.walk.ordering import canonical_order

SERVICES = (
    "data note record durable\n post by user: write note\n---\n people: client\n db: relational holds=note\n people -> a\n"
    + "\n".join(f"{name}: service label={name.upper()}" for name in "abcd")
)


@pytest.mark.parametrize(
    ("drawn", "cycles"),
    [
        ("a -> b -> c -> db", []),
        ("a -> b -> c -> a\n c -> db", [("a", "b", "c")]),
        ("a -> b -> a\n b -> db", [("a", "b")]),
        ("a -> b -> a\n b -> c -> d -> b\n d -> db", [("a", "b"), ("b", "c", "d")]),
        ("a -> b ~> a\n b -> db", []),
        ("a -> b <-> a\n b -> db", []),
        ("q: queue\n a -> b ~> q ~> a\n b -> db", []),
        ("lb: load_balancer\n a -> lb -> b -> a\n b -> db", [("a", "lb", "b")]),
        ("a -> db\n db -> a", []),
        ("a -> a\n a -> db", [("a",)]),
    ],
    ids=["a chain", "three", "two", "two circles", "a hand-off back", "an open connection back", "over a queue",
         "through a balancer", "a store cannot call", "itself"],
)  # fmt: skip
def test_circles_of_calls_are_named_and_walked_once(drawn: str, cycles: list[tuple[str, ...]]) -> None:
    """The shortest circle of each knot is found, and the walk through it ends."""
    _, design = sketch(f"{SERVICES}\n{drawn}")
    found = sync_cycles(Board.of(design, load_catalogue()))
    assert {frozenset(cycle) for cycle in found} == {frozenset(cycle) for cycle in cycles}
    walk = walked(f"{SERVICES}\n{drawn}").walks["post"]
    assert walk.status == "served"
    assert len(set(calls_of(walk))) == len(calls_of(walk))


def test_looks_and_wiring_decide_the_order() -> None:
    """Nodes are told apart by their looks, then by their neighbours; names only tell interchangeable ones apart."""
    looks = {"z": "api", "y": "api", "x": "db", "w": "db"}
    edges = [("z", "x", "call"), ("y", "w", "call"), ("y", "x", "call")]
    order = canonical_order(looks, edges)
    renamed = {name: f"{len(looks) - index}{name}" for index, name in enumerate(looks)}
    again = canonical_order({renamed[name]: looks[name] for name in reversed(looks)},
                            [(renamed[a], renamed[b], kind) for a, b, kind in reversed(edges)])  # fmt: skip
    assert again == [renamed[name] for name in order]


def test_a_choice_between_interchangeable_parts_is_kept_up() -> None:
    """Two equal pairs stay pairs: the first of the one kind goes with the first of the other."""
    looks = {"a": "api", "b": "api", "p": "db", "q": "db"}
    order = canonical_order(looks, [("a", "q", "call"), ("b", "p", "call")])
    firsts = {order[0], order[2]}
    assert firsts in ({"a", "q"}, {"b", "p"})


@pytest.mark.parametrize("size", [1, 40])
def test_many_equal_nodes_are_ordered(size: int) -> None:
    """Nodes with nothing to tell them apart come in the order of their names."""
    names = [f"n{number:02}" for number in range(size)]
    assert canonical_order(dict.fromkeys(reversed(names), "x"), []) == names


@settings(max_examples=50, deadline=None)
@given(any_design())
def test_dominators_agree_with_another_implementation(design: Design) -> None:
    """The parts that every way passes are those that networkx finds."""
    board = Board.of(design, load_catalogue())
    for start in list(board.parts)[:2]:
        expected = dict(networkx.immediate_dominators(board.graph, start))
        expected[start] = start
        assert dominators(board, start) == expected
