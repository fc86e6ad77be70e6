"""The plan of a design: the calls, loads and distances of its walks, and nothing that it does not say."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_designs import any_design, edited

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.simulation.call_tree import CallTree, steps_of
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.plan import (
    Burst,
    Call,
    Chance,
    Later,
    Limits,
    Lookup,
    Outage,
    Pause,
    Plan,
    Policy,
    Step,
    Together,
)
from design_sandbox.simulation.simulate import simulate
from design_sandbox.walk.walk import Hop
from design_sandbox.walk.walker import Walked, walk_all

DESIGNS = [
    design for name in scenario_ids() if load_scenario(name).scenario.kind == "system" for design in references(name)
]  # fmt: skip


def walked(scenario: str, design: str) -> tuple[Walked, Numbers]:
    """A shipped design with its numbers."""
    found = next(each for each in references(scenario) if each.design.id == design)
    result = walk_all(load_scenario(scenario), found, load_catalogue())
    return result, analyse(result)


def tree(*hops: Hop, channels: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """The steps of some hops."""
    built = CallTree(lambda name: name in channels)
    for hop in hops:
        built.add(hop)
    return steps_of(built.root, lambda hop: 0.0, lambda hop: Policy(), lambda name: name)


def hop(
    source: str, target: str, mode: str = "must", calls: float = 1.0, *, step: str = "s", chance: float = 1.0
) -> Hop:
    """A hop; what comes after the answer is `eventually`."""
    return Hop(source, target, mode, calls, step, probability=chance, after_answer=mode == "eventually")  # type: ignore[arg-type]


def test_calls_nest_under_who_makes_them() -> None:
    """The way in, then what the handler calls, in the order of the walk."""
    found = tree(hop("actor", "lb"), hop("lb", "api"), hop("api", "db"), hop("api", "other", calls=3.0))
    assert found == (Call("lb", (Call("api", (Call("db"), Call("other", times=3))),)),)


def test_misses_go_behind_their_copy_in_turn() -> None:
    """A copy that need not answer becomes a look-up; who misses a second copy has missed the first."""
    found = tree(hop("api", "near", "best_effort"), hop("api", "far", "miss", 0.2, chance=0.2),
                 hop("api", "db", "miss", 0.05, chance=0.05))  # fmt: skip
    inner = Lookup(Call("far"), 0.75, (Call("db"),))
    assert found == (Lookup(Call("near", optional=True), 0.8, (inner,)),)


def test_a_copy_on_the_way_asks_its_owner_itself() -> None:
    """A CDN that must answer fetches what it misses; emptying it makes all requests misses."""
    found = tree(hop("actor", "cdn"), hop("cdn", "media", "miss", 0.1, chance=0.1))
    assert found == (Call("cdn", (Chance(0.1, (Call("media"),), missed_by="cdn"),)),)


def test_several_calls_of_one_miss_happen_together() -> None:
    """Filling on a miss: both calls are made by the same three in a hundred requests."""
    found = tree(hop("actor", "api", step="enter"), hop("api", "tweets", "miss", 6.0, chance=0.03),
                 hop("api", "graph", "miss", 0.03, chance=0.03))  # fmt: skip
    assert found == (Call("api", (Chance(0.03, (Call("tweets", times=200), Call("graph")), missed_by=""),)),)


def test_consumers_of_a_channel_go_on_apart() -> None:
    """The answer does not wait; each consumer's work has its own lag, and handing over has none."""
    found = tree(hop("actor", "api"), hop("api", "log", "eventually", step="one"),
                 hop("log", "fan", "eventually", step="one"), hop("fan", "cache", "eventually", 200.0, step="one"),
                 hop("log", "index", "eventually", step="two"), channels=("log",))  # fmt: skip
    fan = Later((Call("fan", (Call("cache", times=200),)),), "one")
    assert found == (Call("api", (Later((Call("log", (fan, Later((Call("index"),), "two"))),), ""),)),)


def test_parts_of_calls_come_by_chance() -> None:
    """One write for a hundred events, and 2.5 calls a request, in the mean."""
    assert tree(hop("a", "b", calls=0.01)) == (Chance(0.01, (Call("b"),), ()),)
    (found,) = tree(hop("a", "b", calls=2.5))
    assert isinstance(found, Chance) and found.probability == pytest.approx(0.5)
    assert found.steps == (Call("b", times=3),) and found.otherwise == (Call("b", times=2),)


def calls_per_s(plan: Plan) -> dict[str, float]:
    """Calls a second that arrive at each station, from the plan alone."""
    found: dict[str, float] = defaultdict(float)

    def visit(steps: tuple[Step, ...], rate: float) -> None:
        for step in steps:
            match step:
                case Call():
                    found[step.station] += rate * step.times
                    visit(step.then, rate * step.times)
                case Lookup():
                    visit((step.copy,), rate)
                    visit(step.on_miss, rate * (1 - step.hit_ratio))
                case Chance():
                    visit(step.steps, rate * step.probability)
                    visit(step.otherwise, rate * (1 - step.probability))
                case Together():
                    for branch in step.branches:
                        visit(branch, rate)
                case Later():
                    visit(step.steps, rate)
                case Pause():
                    pass

    for flow in plan.flows:
        visit(flow.steps, flow.rate_per_s)
    return found


@pytest.mark.parametrize("design", DESIGNS, ids=lambda d: f"{d.design.scenario}-{d.design.id}")
def test_every_part_gets_the_load_that_is_computed(design: Design) -> None:
    """Calls a second at peak, and busy slots, are those of the analysis, part by part."""
    found = walk_all(load_scenario(design.design.scenario), design, load_catalogue())
    numbers = analyse(found)
    plan = plan_of(found, numbers)
    arrive = calls_per_s(plan)
    for station in plan.stations:
        load = numbers.components.get(station.name)
        if load is None:
            continue
        assert arrive[station.name] == pytest.approx(load.peak_per_s, rel=1e-6)
        busy = arrive[station.name] * station.call.mean_s * station.held
        share = busy / (station.instances * station.at_once)
        if load.dimension in ("requests_per_s", "reads_per_s", "writes_per_s", "messages_per_s", "slots"):
            assert share == pytest.approx(load.utilisation, rel=1e-6) or station.held == 0


def test_all_flows_share_the_parts_and_keep_their_targets() -> None:
    """Rates are peak rates; a multiple of the load multiplies them; unserved flows are left out."""
    found, numbers = walked("url-shortener", "counter-and-cache")
    plan, double = plan_of(found, numbers), plan_of(found, numbers, options=Options(load=2.0))
    rates = {flow.name: flow.rate_per_s for flow in plan.flows}
    assert rates["follow"] == pytest.approx(3858.02 * 4, rel=1e-4)
    assert {flow.name: flow.rate_per_s / 2 for flow in double.flows} == pytest.approx(rates)
    assert next(flow for flow in plan.flows if flow.name == "follow").target_s == 0.15
    only = plan_of(found, numbers, ["shorten"])
    assert [flow.name for flow in only.flows] == ["shorten"]
    assert {station.name for station in only.stations} == {"gateway", "api", "links", "hot"}


def test_the_notes_say_what_is_simulated() -> None:
    """How long, at which load, and how parts queue; a part that is full is named."""
    found, numbers = walked("url-shortener", "textbook")
    notes = " ".join(plan_of(found, numbers).notes)
    for words in (
        "4 times its average",
        "are counted",
        "one queue before all instances",
        "More work arrives",
    ):
        assert words in notes


def test_a_time_that_is_too_long_is_refused_with_the_longest() -> None:
    """An hour of Twitter is billions of events: how many seconds are possible stands in the message."""
    found, numbers = walked("twitter", "fan-out-on-write")
    with pytest.raises(
        ValueError, match=r"would take .* events, and 1 M are the most\. Simulate at most .* ms"
    ):
        plan_of(found, numbers, options=Options(seconds=3600))


@pytest.mark.parametrize("options", [Options(load=0.0), Options(load=float("nan")), Options(seconds=-1.0)])
def test_bad_options_are_refused(options: Options) -> None:
    """In words that say what is accepted."""
    found, numbers = walked("parking-lot", "textbook")
    with pytest.raises(ValueError, match="give a number above 0"):
        plan_of(found, numbers, options=options)


def test_nothing_to_simulate_is_said() -> None:
    """Classes, unknown flows and drawings through which nothing arrives."""
    found, numbers = walked("url-shortener", "textbook")
    with pytest.raises(ValueError, match="There is no flow 'nobody'; there are: shorten"):
        plan_of(found, numbers, ["nobody"])
    empty = Design.model_validate({"design": {"id": "x", "scenario": "url-shortener"}})
    nothing = walk_all(load_scenario("url-shortener"), empty, load_catalogue())
    with pytest.raises(ValueError, match="No journey arrives"):
        plan_of(nothing, analyse(nothing))
    classes = walk_all(
        load_scenario("parking-lot-classes"), references("parking-lot-classes")[0], load_catalogue()
    )
    with pytest.raises(ValueError, match="Classes have no queues"):
        plan_of(classes, Numbers())


def test_losing_a_part_of_a_design_is_simulated_by_its_id() -> None:
    """Without its cache the parking lot's reads go on or fail as drawn; a burst fills what a design has to spare."""
    found, numbers = walked("parking-lot", "textbook")
    options = Options(seconds=60.0, happenings=(Outage("db", 20, 40), Burst(45, 50, 2.0)), slices=30)
    result = simulate(plan_of(found, numbers, options=options), 1, 1)
    assert result.stations["db"].slots_by_slice[15] == 0
    assert (result.flows["read_board"].errors["outage"].value or 0) == pytest.approx(20 / 60, abs=0.06)
    assert result.recovery is not None


@given(st.one_of(any_design(), edited(), edited()))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_any_drawing_runs_or_says_why_not(design: Design) -> None:
    """Whatever is drawn: a plan without mistakes whose shares are shares, or a sentence."""
    found = walk_all(load_scenario(design.design.scenario), design, load_catalogue())
    try:
        plan = plan_of(found, analyse(found), options=Options(most_events=2_000))
    except ValueError as reason:
        assert str(reason).endswith((".", "simulate."))
        return
    result = simulate(plan, 1, 1, limits=Limits(most_events=20_000))
    for station in result.stations.values():
        assert station.utilisation.value is not None and 0 <= station.utilisation.value <= 1
