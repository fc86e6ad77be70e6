"""Structures with shared parts, networks, zones and cuts against every state enumerated."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design_sandbox.theory.cuts import (
    birnbaum,
    cut_min_per_year,
    gain_if_perfect,
    minimal_cuts,
    single_points,
)
from design_sandbox.theory.decision_diagram import TooLargeError, plan_of, probability
from design_sandbox.theory.domains import Group, Place, all_groups, conditioned, spread_evenly, states
from design_sandbox.theory.formula import (
    All,
    Any,
    AtLeast,
    Formula,
    from_paths,
    holds,
    holds_without,
    names_in,
    reads_once,
    separately,
)
from design_sandbox.theory.two_terminal import network_plan

PARTS = tuple("abcdefgh")
SOME = settings(max_examples=60, deadline=None)


def formulas() -> st.SearchStrategy[Formula]:
    """Monotone formulas that name parts again and again."""

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, min_size=1, max_size=4).map(tuple)
        return st.one_of(several.map(All), several.map(Any), st.builds(AtLeast, st.integers(0, 4), several))

    return st.recursive(st.sampled_from(PARTS), larger, max_leaves=12)


AVAILABILITIES = st.fixed_dictionaries({name: st.floats(0, 1) for name in PARTS})


def enumerated(formula: Formula, availability: Mapping[str, float]) -> float:
    """The probability of a formula by going through every state of its parts."""
    names, total = names_in(formula), 0.0
    for works in itertools.product((True, False), repeat=len(names)):
        state = dict(zip(names, works, strict=True))
        if holds(formula, state.__getitem__):
            total += math.prod(availability[n] if up else 1 - availability[n] for n, up in state.items())
    return total


@SOME
@given(formulas(), AVAILABILITIES)
def test_probability_is_exact(formula: Formula, availability: dict[str, float]) -> None:
    """However parts repeat, the diagram gives the sum over all states; without repeats the plain product does too."""
    exact = enumerated(formula, availability)
    assert probability(formula, availability) == pytest.approx(exact, abs=1e-12)
    if reads_once(formula):
        assert separately(formula, availability) == pytest.approx(exact, abs=1e-12)


@SOME
@given(formulas(), st.permutations(PARTS), AVAILABILITIES)
def test_the_order_of_questions_changes_nothing(
    formula: Formula, order: list[str], availability: dict[str, float]
) -> None:
    """Any order of the parts gives the same probability and the same cuts."""
    one, other = plan_of(formula), plan_of(formula, order)
    assert one.probability(availability) == pytest.approx(other.probability(availability), abs=1e-12)
    assert one.cuts() == other.cuts()


@SOME
@given(formulas())
def test_cuts_are_the_smallest_losses_that_stop_it(formula: Formula) -> None:
    """Every set of losses that stops the formula contains a cut, every cut stops it, and none is larger than needed."""
    names = names_in(formula)
    stopping = [frozenset(lost) for size in range(len(names) + 1) for lost in itertools.combinations(names, size)
                if not holds_without(formula, lost)]  # fmt: skip
    smallest = {lost for lost in stopping if not any(other < lost for other in stopping)}
    assert set(minimal_cuts(formula)) == smallest
    assert set(minimal_cuts(formula, 2)) == {cut for cut in smallest if len(cut) <= 2}
    assert set(single_points(formula)) == {name for cut in smallest if len(cut) == 1 for name in cut}


@SOME
@given(formulas(), AVAILABILITIES)
def test_importance_is_what_a_part_decides(formula: Formula, availability: dict[str, float]) -> None:
    """Birnbaum's difference, and the gain of a perfect part, from two evaluations of the whole."""
    found, gains = birnbaum(formula, availability), gain_if_perfect(formula, availability)
    whole = enumerated(formula, availability)
    for name in names_in(formula):
        up, down = (enumerated(formula, {**availability, name: value}) for value in (1.0, 0.0))
        assert found[name] == pytest.approx(up - down, abs=1e-12)
        assert gains[name] == pytest.approx(up - whole, abs=1e-12)


@SOME
@given(st.lists(st.sets(st.sampled_from(PARTS)), max_size=5))
def test_ways_become_a_formula(paths: list[set[str]]) -> None:
    """The formula of several ways holds exactly when all parts of one way work."""
    formula = from_paths(paths)
    for size in range(len(PARTS) + 1):
        for lost in itertools.combinations(PARTS, size):
            assert holds_without(formula, lost) == any(not path & set(lost) for path in paths)


# Networks -------------------------------------------------------------------------------------------------------------


def reached(edges: list[tuple[str, str]], lost: set[str], directed: bool) -> bool:
    """Whether `h` is reached from `a` over what is left."""
    found, pending = set[str](), ["a"]
    while pending:
        node = pending.pop()
        if node in found or node in lost:
            continue
        found.add(node)
        for one, other in edges:
            if f"{one}→{other}" not in lost:
                if one == node:
                    pending.append(other)
                if other == node and not directed:
                    pending.append(one)
    return "h" in found


EDGES = st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(PARTS)), max_size=7, unique=True)


@SOME
@given(EDGES, st.booleans(), st.booleans(), st.floats(0.01, 0.99))
def test_networks_by_every_state(
    edges: list[tuple[str, str]], directed: bool, edges_fail: bool, p: float
) -> None:
    """Circles, dead ends and parallel ways included: nodes or connections fail, directed or not."""
    fails = [f"{a}→{b}" for a, b in edges] if edges_fail else list(PARTS)
    total = 0.0
    for works in itertools.product((True, False), repeat=len(fails)):
        lost = {name for name, up in zip(fails, works, strict=True) if not up}
        if reached(edges, lost, directed):
            total += p ** sum(works) * (1 - p) ** (len(fails) - sum(works))
    plan = network_plan(edges, "a", "h", fails=fails, directed=directed)
    assert plan.probability(dict.fromkeys(fails, p)) == pytest.approx(total, abs=1e-12)


def layers(tiers: int, replicas: int) -> list[tuple[str, str]]:
    """Tiers of replicas, each connected to all of the next."""
    names = [[f"{tier}.{copy}" for copy in range(replicas)] for tier in range(tiers)]
    inner = [(a, b) for one, other in itertools.pairwise(names) for a in one for b in other]
    return [("s", a) for a in names[0]] + inner + [(a, "t") for a in names[-1]]


@pytest.mark.parametrize(("tiers", "replicas"), [(40, 2), (20, 4), (8, 10)])
def test_eighty_parts_in_layers(tiers: int, replicas: int) -> None:
    """A billion ways and more between the ends: the product of the layers, and one question for each part."""
    edges = layers(tiers, replicas)
    fails = [f"{tier}.{copy}" for tier in range(tiers) for copy in range(replicas)]
    plan = network_plan(edges, "s", "t", fails=fails)
    assert plan.probability(dict.fromkeys(fails, 0.9)) == pytest.approx((1 - 0.1**replicas) ** tiers)
    assert len(plan.steps) == 80


def test_what_grows_beyond_its_bound_is_refused() -> None:
    """A tangle that would take exponentially many questions is told, not computed for ever."""
    cells = [(row, column) for row in range(9) for column in range(9)]
    edges = [(f"{a}", f"{b}") for a in cells for b in cells if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1]
    with pytest.raises(TooLargeError, match="questions"):
        network_plan(edges, "(0, 0)", "(8, 8)", fails=map(str, cells), most_nodes=2_000)
    with pytest.raises(TooLargeError, match="parts"):
        probability(All(tuple(f"p{number}" for number in range(1_000))), {})


# Shared domains -------------------------------------------------------------------------------------------------------

ZONES = ("east", "west", "north")
PLACES = st.lists(st.builds(Place, st.sets(st.sampled_from(ZONES)).map(lambda names: tuple(sorted(names))),
                            st.integers(0, 2)), min_size=1, max_size=3).map(tuple)  # fmt: skip
GROUPS = st.lists(st.builds(Group, st.integers(0, 3), st.floats(0, 1), PLACES), min_size=1, max_size=2)


@SOME
@given(GROUPS, st.fixed_dictionaries({name: st.floats(0, 1) for name in ZONES}))
def test_shared_zones_by_every_state(groups: list[Group], zones: dict[str, float]) -> None:
    """Tiers over shared zones: conditioning agrees with every state of zones and instances enumerated."""
    instances = [(index, place.domains) for index, group in enumerate(groups)
                 for place in group.places for _ in range(place.count)]  # fmt: skip
    total = 0.0
    for up in itertools.product((True, False), repeat=len(ZONES)):
        state = dict(zip(ZONES, up, strict=True))
        weight = math.prod(zones[n] if works else 1 - zones[n] for n, works in state.items())
        for works in itertools.product((True, False), repeat=len(instances)):
            chance, answering = weight, [0] * len(groups)
            for (index, domains), alive in zip(instances, works, strict=True):
                a = groups[index].availability
                chance *= a if alive else 1 - a
                answering[index] += alive and all(state[name] for name in domains)
            if all(count >= group.need for count, group in zip(answering, groups, strict=True)):
                total += chance
    assert all_groups(zones, groups) == pytest.approx(total, abs=1e-12)


@SOME
@given(st.integers(1, 6), st.integers(0, 6), st.floats(0.5, 1), st.floats(0.5, 1))
def test_another_replica_never_hurts(need: int, more: int, a: float, zone: float) -> None:
    """With the need unchanged, one more replica in any zone, or a second zone's worth of them, lowers nothing."""
    zones = dict.fromkeys(ZONES, zone)
    places = spread_evenly(need + more, [(name,) for name in ZONES])
    before = all_groups(zones, [Group(need, a, places)])
    for index, place in enumerate(places):
        grown = (*places[:index], Place(place.domains, place.count + 1), *places[index + 1 :])
        assert all_groups(zones, [Group(need, a, grown)]) >= before - 1e-12


def test_two_zones_may_be_worse_than_one() -> None:
    """Six replicas of which four are needed: over two zones each is a single point of failure; over three none is."""
    found = [all_groups(dict.fromkeys(ZONES, 0.999), [Group(4, 0.99, spread_evenly(6, [(z,) for z in ZONES[:n]]))])
             for n in (1, 2, 3)]  # fmt: skip
    assert found[1] < found[0] < found[2]


def test_spreading_goes_in_turn() -> None:
    """Seven over three zones are three, two and two; none stands nowhere."""
    assert [place.count for place in spread_evenly(7, [("a",), ("b",), ("c",)])] == [3, 2, 2]
    assert spread_evenly(1, [("a",), ("b",)]) == (Place(("a",), 1),)
    assert spread_evenly(2, []) == (Place((), 2),)


def test_states_are_bounded_and_add_up() -> None:
    """Twelve domains are told apart, a thirteenth is refused; the chances of all states are one."""
    assert conditioned(dict.fromkeys(map(str, range(12)), 0.9), lambda up: 1.0) == pytest.approx(1)
    with pytest.raises(ValueError, match="13 shared domains"):
        list(states(dict.fromkeys(map(str, range(13)), 0.9)))
    with pytest.raises(ValueError, match="zone z"):
        list(states({"zone z": 1.2}))


def test_minutes_of_a_cut() -> None:
    """Two parts at 99 % are down together for 0.01 % of the year."""
    assert cut_min_per_year(frozenset("ab"), {"a": 0.99, "b": 0.99}) == pytest.approx(52.56)
