"""Structures of groups in shared zones, with alternatives: against every state of zones and instances enumerated."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design_sandbox.theory.domains import Group, Place, spread_evenly
from design_sandbox.theory.formula import All, Any, AtLeast, Formula, holds, names_in
from design_sandbox.theory.structure import Structure

SOME = settings(max_examples=60, deadline=None)
ZONES = ("east", "west", "north")
REGION = "region"
DOMAINS = {"east": 0.9, "west": 0.95, "north": 0.8, REGION: 0.97}
GROUPS = ("api", "cache", "db", "queue")
HIT = "hit"


def zoned(count: int, zones: tuple[str, ...]) -> tuple[Place, ...]:
    """Instances in turn over zones of the one region."""
    return spread_evenly(count, [(zone, REGION) for zone in zones])


def groups() -> st.SearchStrategy[Group]:
    """Up to three instances over one to three zones, a quorum of which is needed; or outside every zone."""
    places = st.builds(
        zoned,
        st.integers(1, 3),
        st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True).map(tuple),
    )
    outside = st.integers(1, 2).map(lambda count: (Place((), count),))
    return st.builds(Group, st.integers(0, 3), st.sampled_from([0.0, 0.5, 0.9, 1.0]), places | outside)


def formulas() -> st.SearchStrategy[Formula]:
    """Hard needs, fallbacks and thresholds, with soft edges: some of what they name happens only by chance."""

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(several.map(All), several.map(Any), st.builds(AtLeast, st.integers(1, 3), several))

    return st.recursive(st.sampled_from((*GROUPS, HIT)), larger, max_leaves=8)


STRUCTURES = st.builds(
    Structure, formulas(), st.fixed_dictionaries({name: groups() for name in GROUPS}), st.just(DOMAINS),
    st.fixed_dictionaries({HIT: st.sampled_from([0.0, 0.7, 1.0])}),
)  # fmt: skip


def enumerated(whole: Structure) -> float:
    """The sum over every state of zones, region, instances and chances: at most 12 + 4 + 1 things."""
    total = 0.0
    names = [name for name in names_in(whole.formula) if name in whole.groups]
    for up in itertools.product((True, False), repeat=len(DOMAINS)):
        state = dict(zip(DOMAINS, up, strict=True))
        weight = math.prod(a if state[name] else 1 - a for name, a in DOMAINS.items())
        alive = {
            name: [(sum(p.count for p in whole.groups[name].places if all(state[d] for d in p.domains)))]
            for name in names
        }
        ways: list[list[tuple[bool, float]]] = []
        for name in names:
            group, (count,) = whole.groups[name], alive[name]
            works = math.fsum(group.availability ** sum(on) * (1 - group.availability) ** (count - sum(on))
                              for on in itertools.product((True, False), repeat=count) if sum(on) >= group.need)  # fmt: skip
            ways.append([(True, works), (False, 1 - works)])
        chance = whole.chances[HIT]
        ways.append([(True, chance), (False, 1 - chance)])
        for picked in itertools.product(*ways):
            answers = dict(zip((*names, HIT), (works for works, _ in picked), strict=True))
            if holds(whole.formula, answers.__getitem__):
                total += weight * math.prod(p for _, p in picked)
    return total


@SOME
@given(STRUCTURES)
def test_availability_is_the_sum_over_all_states(whole: Structure) -> None:
    """Zones and the region count once however many groups stand in them; quorums and fallbacks are exact."""
    assert whole.availability == pytest.approx(enumerated(whole), abs=1e-12)


@SOME
@given(STRUCTURES)
def test_gains_are_what_a_perfect_thing_would_bring(whole: Structure) -> None:
    """Each gain is the difference to the same structure in which that thing never fails."""
    for name, gain in whole.gains.items():
        groups, domains = dict(whole.groups), dict(DOMAINS)
        if name in groups:
            groups[name] = replace(groups[name], availability=1.0)
        else:
            domains[name] = 1.0
        perfect = Structure(whole.formula, groups, domains, whole.chances)
        assert gain == pytest.approx(perfect.availability - whole.availability, abs=1e-9)


@SOME
@given(STRUCTURES, st.sampled_from(GROUPS), st.sampled_from(ZONES))
def test_one_more_replica_never_lowers_it(whole: Structure, name: str, zone: str) -> None:
    """Whatever the structure, another instance with the same need, in any zone, cannot hurt."""
    group = whole.groups[name]
    grown = replace(group, places=(*group.places, Place((zone, REGION), 1)))
    more = Structure(whole.formula, {**whole.groups, name: grown}, DOMAINS, whole.chances)
    assert more.availability >= whole.availability - 1e-12


@pytest.mark.parametrize("need", [1, 2])
@pytest.mark.parametrize("count", [3, 6])
def test_another_zone_never_lowers_it_while_one_zone_may_go(need: int, count: int) -> None:
    """Spreading over more zones helps as long as what is left after a lost zone suffices."""
    domains = dict.fromkeys(ZONES, 0.999)
    found = [Structure("api", {"api": Group(need, 0.99, spread_evenly(count, [(z,) for z in ZONES[:zones]]))}, domains).availability
             for zones in (1, 3)]  # fmt: skip
    assert found[1] > found[0]


@SOME
@given(STRUCTURES, st.permutations(GROUPS))
def test_names_change_nothing(whole: Structure, names: list[str]) -> None:
    """Groups under other names give the same figure."""
    new = dict(zip(GROUPS, names, strict=True))

    def renamed(formula: Formula) -> Formula:
        if isinstance(formula, str):
            return new.get(formula, formula)
        return replace(formula, of=tuple(renamed(one) for one in formula.of))

    other = Structure(
        renamed(whole.formula), {new[n]: g for n, g in whole.groups.items()}, DOMAINS, whole.chances
    )
    assert other.availability == pytest.approx(whole.availability, abs=1e-12)


def test_the_cuts_of_a_pair_of_zones() -> None:
    """A group of two over two zones behind a single machine: the machine, the region, both zones, a zone and what is left."""
    domains = {"east": 0.999, "west": 0.999, REGION: 0.9999}
    pair, single = Group(1, 0.99, zoned(2, ("east", "west"))), Group(1, 0.995, (Place((REGION,), 1),))
    whole = Structure(All(("api", "db")), {"api": pair, "db": single}, domains)
    costs = {tuple(sorted(cut.things)): cut.chance for cut in whole.cuts}
    assert costs == pytest.approx({
        ("db",): 0.005, (REGION,): 0.0001, ("api",): 0.01**2, ("east", "west"): 0.001**2,
        ("api", "east"): 0.001 * (0.01 - 0.01**2), ("api", "west"): 0.001 * (0.01 - 0.01**2),
    })  # fmt: skip
    assert sum(costs.values()) == pytest.approx(1 - whole.availability, rel=0.01)


def test_many_domains_stay_bounded() -> None:
    """Beyond twelve domains those that fewest share are taken as not shared; a single user of a zone stays exact."""
    domains = {f"z{number}": 0.999 for number in range(20)}
    tiers = {f"t{n}": Group(1, 0.99, (Place((f"z{n}",), 1), Place((), 1))) for n in range(20)}
    whole = Structure(All(tuple(tiers)), tiers, domains)
    assert len(whole.apart[0]) == 12
    assert whole.availability == pytest.approx((1 - 0.01 * (1 - 0.99 * 0.999)) ** 20)
