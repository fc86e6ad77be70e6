"""Availability of journeys: agrees with walking again, counts shared things once, says what it assumes and what it lacks."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any as Anything

import pytest
from designs import sketch, walked
from hypothesis import given, settings
from random_designs import SCENARIO, edited, scrambled

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.availability import Availability, availabilities, joint_availability
from design_sandbox.analysis.availability.assumed import REGION, ZONE
from design_sandbox.analysis.availability.groups import group_of
from design_sandbox.analysis.figure import YEAR_MIN
from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, pitfalls, references, scenario_ids
from design_sandbox.model.scenario import Scenario, walk_steps
from design_sandbox.theory.failover import with_standbys
from design_sandbox.theory.formula import holds_without
from design_sandbox.theory.reliability import at_least
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked, walk_all

SOME = settings(max_examples=25, deadline=None)
SYSTEMS = [name for name in scenario_ids() if load_scenario(name).scenario.kind == "system"]
DRAWN = [(name, design) for name in SYSTEMS for design in (*references(name), *pitfalls(name))]


def found(drawn: Walked) -> dict[str, Availability]:
    """Availability of every flow of a walked design."""
    return availabilities(drawn, analyse(drawn).components)


def of(text: str, flow: str = "look") -> Availability:
    """Availability of one flow of a sketch."""
    return found(walked(text))[flow]


def value(text: str, flow: str = "look") -> float:
    """Its share of time."""
    share = of(text, flow).figure.value
    assert share is not None
    return share


# Against walking again ------------------------------------------------------------------------------------------------


def answered(scenario: Scenario, before: Walk, again: Walk, lost: str) -> bool:
    """Whether the answer is given without a part: served, or the part does its work only after the answer.

    A channel that nothing may be lost in must take the work. A journey that never touches a part is not stopped by it,
    whatever the walk asks about its data's owner.
    """
    waited = {name for hop in before.everywhere if not hop.after_answer for name in (hop.source, hop.target)}
    takes = {step.id for step in walk_steps(scenario.flows[before.flow].steps)
             if step.eventually is not None and not step.may_lose and step.when_down == "required"}  # fmt: skip
    taken = any(
        hop.target == lost and hop.source in waited and hop.step in takes for hop in before.everywhere
    )
    if again.served or lost in waited or lost in before.entry:
        return again.served
    return not taken


def disagreements(drawn: Walked) -> list[tuple[str, str, bool]]:
    """(flow, part, what the formula says) where taking one part away is judged otherwise by walking again."""
    parts = [part for part in drawn.board.parts.values() if not part.can("initiate") or part.can("pass_on")]
    served = [flow for flow, walk in drawn.walks.items() if walk.served]
    formulas = {flow: one.structure.formula for flow, one in found(drawn).items() if one.structure}
    wrong = []
    for part in parts:
        again = drawn.without([part.id], flows=served)
        for flow, formula in formulas.items():
            survives = holds_without(formula, (part.id,))
            if survives != answered(drawn.scenario, drawn.walks[flow], again[flow], part.id):
                wrong.append((flow, part.id, survives))
    return wrong


@pytest.mark.parametrize(("scenario", "design"), DRAWN, ids=[f"{s}-{d.design.id}" for s, d in DRAWN])
def test_shipped_designs_agree_with_walking_again(scenario: str, design: Design) -> None:
    """The loss of each single part stops exactly the answers that the walk without it no longer gives."""
    assert disagreements(walk_all(load_scenario(scenario), design, load_catalogue())) == []


@SOME
@given(edited())
def test_edited_designs_agree_with_walking_again(design: Design) -> None:
    """So it is for designs as learners leave them."""
    assert disagreements(walk_all(load_scenario(SCENARIO), design, load_catalogue())) == []


@SOME
@given(scrambled())
def test_names_and_order_change_no_availability(pair: tuple[Design, Design, dict[str, str]]) -> None:
    """Renaming and reordering leave every figure as it was."""
    one, other = (found(walk_all(load_scenario(SCENARIO), drawn, load_catalogue())) for drawn in pair[:2])
    assert {flow: _rounded(a) for flow, a in one.items()} == {flow: _rounded(a) for flow, a in other.items()}


def _rounded(availability: Availability) -> float | None:
    share = availability.figure.value
    return None if share is None else round(share, 9)


@pytest.mark.parametrize(("scenario", "design"), DRAWN, ids=[f"{s}-{d.design.id}" for s, d in DRAWN])
def test_cuts_explain_the_downtime(scenario: str, design: Design) -> None:
    """The minutes of what stops a journey add up to its downtime, a little above it where ways to stop overlap."""
    for one in found(walk_all(load_scenario(scenario), design, load_catalogue())).values():
        if one.minutes.value is not None:
            told = math.fsum(cut.minutes.value or 0.0 for cut in one.cuts)
            assert one.minutes.value * 0.97 - 1 <= told <= one.minutes.value * 1.15 + 1
            assert all(
                gain.minutes.value <= one.minutes.value + 1e-6 for gain in one.gains if gain.minutes.value
            )


# By hand --------------------------------------------------------------------------------------------------------------

STORY = "data note record durable\n look by user rate={rate}: read note\n keep by user rate=1: write note\n---\n people: client\n"
ONE_REGION = " [region here zones={zones}] lb api db\n"
SMALL = STORY.format(rate=100)
LINE = "lb: load_balancer\n api: service replicas={api}\n db: relational holds=note replicas={db}\n people -> lb -> api -> db\n"


def by_states(groups: list[tuple[int, int, float]], zones: int) -> float:
    """(need, count, availability) of groups spread in turn over zones, by every state of the zones."""
    total = 0.0
    for up in itertools.product((True, False), repeat=zones):
        chance = math.prod(ZONE.value if works else 1 - ZONE.value for works in up)
        for need, count, a in groups:
            chance *= at_least(need, sum(up[index % zones] for index in range(count)), a)
        total += chance
    return total


def test_tiers_in_shared_zones() -> None:
    """A tier that needs one of three over three zones, behind a balancer and a rate limiter of two, by hand."""
    drawn = "lb: load_balancer\n api: service replicas=3\n db: wide_column holds=note replicas=3\n people -> lb -> api -> db\n"
    expected = 0.9999 * REGION.value * by_states([(1, 3, 0.995), (2, 3, 0.995)], 3)
    assert value(SMALL + drawn + ONE_REGION.format(zones=3)) == pytest.approx(expected, abs=1e-12)


def test_a_standby_costs_its_failover_time() -> None:
    """A database with one standby over two zones: the chain of leader, standby and switching, zone by zone."""
    both, one = (with_standbys(0.995, copies, 1, 1.0, 4.0) for copies in (2, 1))
    api = {2: at_least(1, 2, 0.995), 1: 0.995}
    z = ZONE.value
    expected = 0.9999 * REGION.value * (z * z * api[2] * both + 2 * z * (1 - z) * api[1] * one)
    text = SMALL + LINE.format(api=2, db=2) + ONE_REGION.format(zones=2)
    assert value(text) == pytest.approx(expected, abs=1e-12)
    slower = text.replace("replicas=2\n people", "replicas=2 failover_time='10 min'\n people")
    assert value(slower) < value(text)


def test_the_load_decides_how_many_are_needed() -> None:
    """Twelve instances of which eight carry the peak: four may fail; at a lower load eleven may."""
    api = LINE.format(api=12, db=3) + ONE_REGION.format(zones=3)
    busy, idle = of(STORY.format(rate=3_999) + api), of(STORY.format(rate=100) + api)
    groups = [one.groups["api"] for one in (busy, idle) if one.groups]
    assert [(g.group.need, g.group.count) for g in groups] == [(8, 12), (1, 12)]
    assert busy.figure.value is not None
    assert idle.figure.value is not None
    assert busy.figure.value < idle.figure.value


def test_an_overloaded_part_leaves_no_availability_and_is_named() -> None:
    """Where the peak exceeds what is there no share of the year is told; what stops the journey still is."""
    one = of(STORY.format(rate=8_000) + LINE.format(api=4, db=3) + ONE_REGION.format(zones=3))
    assert one.figure.value is None
    assert one.minutes.value is None
    assert re.search(r"the peak asks \d+ % of what \w", one.figure.why_not)
    assert one.figure.why_not.endswith("availability is that of a working system.")
    assert one.cuts


CASES = [
    ("a second way around", "db: relational holds=note replicas=2\n a: service replicas=2\n b: service replicas=2\n lb: load_balancer\n people -> lb -> a -> db\n lb -> b -> db", ("db", "lb"), ("a", "b")),
    ("a cache before its owner", "db: relational holds=note replicas=2\n a: service replicas=2\n c: cache copies=note replicas=1\n people -> a -> db\n a -> c", ("a", "db"), ("c",)),
    ("a cache in front of its owner", "db: relational holds=note replicas=2\n a: service replicas=2\n c: cache copies=note replicas=1\n people -> a -> c -> db", ("a", "c", "db"), ()),
    ("one after the other", "db: relational holds=note replicas=2\n a: service replicas=2\n b: service replicas=2\n people -> a -> b -> db", ("a", "b", "db"), ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "needed", "spared"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_an_answer_needs(drawn: str, needed: tuple[str, ...], spared: tuple[str, ...]) -> None:
    """Parts whose loss stops reading, and those that something else stands in for."""
    one = of(SMALL + drawn)
    assert one.structure
    assert [name for name in (*needed, *spared) if not holds_without(one.structure.formula, (name,))] == list(
        needed
    )


def test_what_comes_later_only_needs_somebody_to_take_it() -> None:
    """The channel must take work that may not be lost; who works it off, and what may be lost, stops no answer."""
    story = "data note record durable\n data log append durable\n post by user: write note; write log eventually=60{lose}\n---\n people: client\n"
    drawn = """db: relational holds=note replicas=2\n api: service replicas=2\n q: queue replicas=2\n w: worker replicas=2
               logs: wide_column holds=log replicas=3\n people -> api -> db\n api ~> q ~> w -> logs"""
    kept, lost = (of(story.format(lose=lose) + drawn, "post") for lose in ("", " may_lose"))
    assert kept.structure
    assert lost.structure
    assert [holds_without(kept.structure.formula, (name,)) for name in ("q", "w", "logs")] == [
        False,
        True,
        True,
    ]
    assert [holds_without(lost.structure.formula, (name,)) for name in ("q", "w", "logs")] == [
        True,
        True,
        True,
    ]
    assert [soft.part for soft in lost.soft] == ["q", "w", "logs"]


def test_two_ways_that_share_a_database_count_it_once() -> None:
    """The well-known mistake of multiplying both ways is named, with what it gives."""
    drawn = CASES[0][1].replace("replicas=2", "replicas=1") + "\n [region here zones=1] a b db lb\n"
    one = of(SMALL + drawn)
    assert one.figure.value is not None
    assert one.figure.mistake is not None
    assert "share" in one.figure.mistake.name
    assert one.figure.mistake.value > one.figure.value


SITE = " [site hall] {parts}\n"


@pytest.mark.parametrize(
    ("drawn", "taken", "beside"),
    [
        (LINE.format(api=3, db=3) + ONE_REGION.format(zones=3), ("Load balancer", 0.9999), ["Service", "database"]),
        (LINE.format(api=2, db=1) + ONE_REGION.format(zones=1), ("Relational database", 0.995), ["Load balancer"]),
        ("api: service replicas=4\n db: relational holds=note replicas=1\n people -> api -> db\n" + SITE.format(parts="api db"),
         None, []),
        ("api: service replicas=4\n db: relational holds=note replicas=3\n people -> api -> db\n" + ONE_REGION.replace("lb ", "").format(zones=3),
         None, []),
    ],
    ids=["a managed part", "a machine alone", "within five per cent", "nothing promised as a whole"],
)  # fmt: skip
def test_an_sla_is_no_availability(drawn: str, taken: tuple[str, float] | None, beside: list[str]) -> None:
    """The least promise is named with what it leaves out, unless the journey really is as good as that."""
    shown = [one for one in of(SMALL + drawn).figure.mistakes if "SLA" in one.name]
    assert [(one.name, one.value) for one in shown] == (
        [(f"Taking the SLA of {taken[0]} for the availability", taken[1])] if taken else []
    )
    assert all(word in one.why for one in shown for word in (*beside, "refund"))


def test_two_wrong_ways_are_both_told() -> None:
    """Multiplying ways that share parts comes first, the promise beside it."""
    drawn = CASES[0][1].replace("replicas=2", "replicas=1") + "\n [region here zones=1] a b db lb\n"
    names = [one.name for one in of(SMALL + drawn).figure.mistakes]
    assert len(names) == 2
    assert "share" in names[0]
    assert "SLA" in names[1]


def test_a_drawn_zone_is_lost_with_all_it_holds() -> None:
    """Two databases' worth of machines in one zone: the zone is a single thing that stops it, told with what it holds."""
    one = of(SMALL + LINE.format(api=2, db=2) + " [zone east] db\n [region here zones=2] lb api east\n")
    cut = next(cut for cut in one.cuts if cut.things[0].id == "east")
    assert cut.minutes.value == pytest.approx((1 - ZONE.value) * YEAR_MIN)
    assert cut.text == "Zone east holds Relational database: without it too little is left."
    assert cut.things[0].parts == ("db",)
    assert [cut.things[0].id for cut in one.single_points] == ["lb", "db", "api"]


def test_core_journeys_together() -> None:
    """Both at once is no better than the worse one, and better than the product: what they share fails once."""
    drawn = walked(
        SMALL.replace("user rate=100", "user core rate=100").replace("user rate=1:", "user core rate=1:")
        + LINE.format(api=2, db=1)
    )
    both, each = joint_availability(drawn, analyse(drawn).components), found(drawn)
    values = [one.figure.value for one in each.values() if one.figure.value is not None]
    assert both.figure.value is not None
    assert math.prod(values) < both.figure.value <= min(values) + 1e-12


@pytest.mark.parametrize(("target", "met"), [("99 %", True), ("99.999 %", False)])
def test_a_target_is_held_against_it(target: str, met: bool) -> None:
    """What the prompt asks for is met or not; without a target nothing is claimed."""
    scenario, design = sketch(SMALL + LINE.format(api=3, db=3) + ONE_REGION.format(zones=3))
    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["flows"]["look"]["available"] = target
    flows = found(walk_all(Scenario.model_validate(data), design, load_catalogue()))
    assert (flows["look"].meets_target, flows["keep"].meets_target) == (met, None)


# What cannot be said --------------------------------------------------------------------------------------------------

OPEN: list[tuple[str, str]] = [
    ("db: relational holds=note\n api: service replicas=2\n people -> api -> db", "How many copies of Relational database are there"),
    ("api: service replicas=2\n people -> api", "does not arrive"),
    ("db: relational holds=note replicas=2\n api: service replicas=2\n people -> api", "does not arrive"),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "says"), OPEN)
def test_what_is_open_is_named(drawn: str, says: str) -> None:
    """No figure where the drawing leaves something open or the journey does not arrive: the reason instead."""
    one = of(SMALL + drawn)
    assert one.figure.value is None
    assert one.figure.why_not.startswith("Not computable because ")
    assert says in one.figure.why_not
    assert (one.cuts, one.gains, one.minutes.value, one.meets_target) == ((), (), None, None)


@pytest.mark.parametrize(
    "said", ["replicas=0", "replicas=1000000", "zones=0", "hit_ratio=0", "availability=2"]
)
def test_odd_sizes_give_a_figure_or_a_reason(said: str) -> None:
    """Sizes that a form would refuse neither crash the figure nor leave the range of a share."""
    drawn = f"db: relational holds=note replicas=2\n api: service {said}\n people -> api -> db"
    one = of(SMALL + drawn)
    assert one.figure.value is None or 0 <= one.figure.value <= 1


def test_every_figure_says_what_it_assumes() -> None:
    """Independence, the peak, promises and unsaid zones are told; every input has a source."""
    one = of(SMALL + LINE.format(api=2, db=2))
    text = " ".join(one.assumes)
    assert re.search(r"independent .* except for .*zone 1 of the region", text)
    assert "peak" in text
    assert "Nothing says over how many zones Service and Relational database run" in text
    assert all(source for source in _sources(one))
    assert "1 of 2" in one.figure.working.formula
    assert "%" in one.figure.working.substituted


def _sources(one: Availability) -> list[Anything]:
    return [given.source for given in one.figure.working.inputs if hasattr(given, "source")]


def test_resizing_is_not_walked_again_and_right() -> None:
    """What is remembered of a drawing is the same as what is found anew after an edit of sizes and of claims."""
    scenario, design = sketch(SMALL + LINE.format(api=2, db=2))
    for patch in ({"op": "set", "component": "db", "field": "replicas", "value": 3},
                  {"op": "set", "component": "api", "field": "zones", "value": 2},
                  {"op": "add_connection", "connection": {"from": "people", "to": "api"}}):  # fmt: skip
        design = apply_patch(design, (patch,))
        drawn = walk_all(scenario, design, load_catalogue())
        assert disagreements(drawn) == []


@pytest.mark.parametrize(
    ("store", "promised", "share"),
    [
        ("label=Riak replicas=3", False, None),
        ("label=DynamoDB", True, 0.9999),
        ("label=DynamoDB replicas=1", True, 0.9999),
        ("label='Links (DynamoDB)' replicas=3", True, 0.9999),
    ],
)
def test_a_product_that_its_provider_runs_has_no_machines(
    store: str, promised: bool, share: float | None
) -> None:
    """A name that stands for a managed product is promised as a whole; how many machines it has is its own business."""
    drawn = walked(
        SMALL + f"db: key_value holds=note {store}\n api: service replicas=4\n people -> api -> db\n"
    )
    group = group_of(drawn.board, drawn.board.parts["db"], analyse(drawn).components["db"])
    assert (group.promised, group.sla) == (promised, share)
