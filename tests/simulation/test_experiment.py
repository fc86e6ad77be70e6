"""Experiments on a drawing: what may be chosen, and that each choice makes the difference it stands for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from designs import walked
from hypothesis import given, settings
from hypothesis import strategies as st
from random_designs import any_design, edited

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.latency import latencies_of
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.simulation.checking import check_plan
from design_sandbox.simulation.cost import expected_events
from design_sandbox.simulation.experiment import (
    LOADS,
    Experiment,
    choices_of,
    plan_for,
    span_of,
    title_of,
)
from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.result import Result
from design_sandbox.simulation.scale_model import MOST_ERROR
from design_sandbox.simulation.simulate import simulate
from design_sandbox.simulation.variations import every_call
from design_sandbox.walk.walker import Walked, walk_all

SHOP = """
    data note record durable
    look by user core rate=200: read note
    ---
    people: client
    lb: load_balancer
    api: service replicas=2 serves_per_s=250/s {api}
    hot: cache copies=note replicas=2 hit_ratio=0.9
    db: relational holds=note replicas=2
    people -> lb -> api -> db
    api -> hot
    [region here zones=2] lb api db hot
"""
CAREFUL = "timeout=200ms retries=3"
EVENTS = 150_000


def shop(api: str = "") -> tuple[Walked, Numbers]:
    """Two servers of 250/s for 200/s, a cache and a database, in two zones."""
    drawn = walked(SHOP.format(api=api))
    return drawn, analyse(drawn)


@cache
def tried(happens: str = "", protections: str = "", api: str = "", load: float = 1.0) -> Result:
    """One replication of an experiment on the shop."""
    experiment = Experiment(load, happens, tuple(protections.split()))
    return simulate(plan_for(experiment, *shop(api), most_events=EVENTS), 3, 1)


def recovers(found: Result) -> bool:
    """Whether all is as before in the end."""
    return found.recovery is not None and found.recovery.at_s is not None


def failed(found: Result, reason: str) -> float:
    """Share of the requests that failed for a reason."""
    errors = {str(key): share.value or 0.0 for key, share in found.flows["look"].errors.items()}
    return errors.get(reason, 0.0)


def p99_s(found: Result) -> float:
    """Of all answers."""
    return found.flows["look"].p99_s.value or 0.0


def use(found: Result, part: str, share: float) -> float:
    """How busy a part is after that share of the time: the mean of three slices."""
    at = int(share * len(found.ends_s))
    return sum(found.stations[part].utilisation_by_slice[at : at + 3]) / 3


DIFFERENCES: list[tuple[str, str, str, Callable[[Result], bool], bool]] = [
    ("hangs:api", "", CAREFUL, recovers, False),
    ("hangs:api", "budget", CAREFUL, recovers, True),
    ("hangs:api", "breakers", CAREFUL, recovers, True),
    ("hangs:api", "", CAREFUL + " retry_budget=0.1", recovers, True),
    ("hangs:api", "", CAREFUL + " circuit_breaker=true", recovers, True),
    ("hangs:api", "breakers", CAREFUL, lambda found: failed(found, "breaker") > 0.05, True),
    ("hangs:api", "", "", lambda found: failed(found, "timed out") > 0.05, False),
    ("hangs:api", "timeouts", "", lambda found: failed(found, "timed out") > 0.05, True),
    ("burst", "", "", lambda found: p99_s(found) > 1, True),
    ("burst", "bounds", "", lambda found: p99_s(found) > 0.3 or not failed(found, "shed"), False),
    ("burst", "", "most_waiting=20", lambda found: p99_s(found) > 0.3 or not failed(found, "shed"), False),
    ("", "", "", lambda found: bool(found.flows["look"].errors), False),
    ("down:api", "", "", lambda found: failed(found, "outage") == pytest.approx(0.2, abs=0.03), True),
    ("down:hot", "", "", lambda found: failed(found, "outage") == 0, True),
    ("down:hot", "", "", lambda found: use(found, "db", 0.4) > 5 * use(found, "db", 0.2), True),
    ("cache:hot", "", "", lambda found: use(found, "db", 0.3) > 5 * use(found, "db", 0.2), True),
    ("slow:db", "", "", lambda found: use(found, "db", 0.4) > 3 * use(found, "db", 0.2), True),
    ("slow:db", "", "", recovers, True),
    ("zone:here/zone-1", "", "", lambda found: found.stations["api"].instances_by_slice[24] == 1, True),
    ("zone:here/zone-1", "", "", lambda found: found.stations["db"].instances_by_slice[24] == 1, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "protections", "api", "holds", "expected"), DIFFERENCES,
    ids=[f"{h or 'nothing'}-{p or a or 'bare'}-{number}" for number, (h, p, a, _, _) in enumerate(DIFFERENCES)],
)  # fmt: skip
def test_each_choice_makes_its_difference(
    happens: str, protections: str, api: str, holds: Callable[[Result], bool], expected: bool
) -> None:
    """Storms with and without guards, shed bursts, lost parts and zones, cold caches, slow stores."""
    assert holds(tried(happens, protections, api)) is expected


def test_autoscaling_adds_instances_after_its_lag() -> None:
    """Three times the peak is more than two servers do: others work 75 s later, and the queue goes."""
    experiment = Experiment(3.0, "", ("autoscaling",))
    found = simulate(plan_for(experiment, *shop("autoscale=true"), most_events=900_000), 3, 1)
    early = [
        count
        for end, count in zip(found.ends_s, found.stations["api"].instances_by_slice, strict=True)
        if end < 75
    ]
    assert early and set(early) == {2.0}
    assert found.stations["api"].instances_by_slice[-1] >= 3
    assert found.stations["api"].waiting_by_slice[-1] < 50


OFFERS: list[tuple[str, str, str]] = [
    ("", "budget", "Nothing is tried again"), ("", "autoscaling", "No part says"), ("", "timeouts", ""), ("", "bounds", ""),
    (CAREFUL, "budget", ""), (CAREFUL + " retry_budget=0.2", "budget", "has a budget already"),
    ("autoscale=true", "autoscaling", ""), ("", "breakers", ""),
]  # fmt: skip


@pytest.mark.parametrize(("api", "protection", "off"), OFFERS)
def test_only_what_could_change_something_is_offered(api: str, protection: str, off: str) -> None:
    """What would not says why, and is refused with the reason."""
    drawn, numbers = shop(api)
    offer = next(one for one in choices_of(drawn, numbers).protections if one.id == protection)
    assert offer.off.startswith(off) if not off else off in offer.off
    if off:
        with pytest.raises(ValueError, match="would change nothing"):
            plan_for(Experiment(protections=(protection,)), drawn, numbers)
    else:
        assert offer.off == ""


def test_what_may_happen_is_named_in_words() -> None:
    """Nothing, a burst, parts that carry load, zones of the drawn region, and the cache; nobody takes people down."""
    drawn, numbers = shop()
    labels = {choice.id: choice.label for choice in choices_of(drawn, numbers).happenings}
    assert list(labels)[:2] == ["", "burst"]
    assert {"down:api", "hangs:db", "slow:hot", "cache:hot", "zone:here/zone-2"} <= set(labels)
    assert not {"down:people", "cache:db", "cache:api"} & set(labels)
    assert labels["zone:here/zone-2"].startswith("Zone 2 of")


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        (Experiment(4.0), "The load must be 0.5, 1"),
        (Experiment(float("nan")), "The load must be"),
        (Experiment(happens="down:nobody"), "What happens must be"),
        (Experiment(happens="flood"), "What happens must be"),
        (Experiment(protections=("prayer",)), "There is no protection of that name"),
    ],
)
def test_what_is_not_offered_is_refused_in_words(experiment: Experiment, words: str) -> None:
    """Loads, happenings and protections are those of the choices."""
    with pytest.raises(ValueError, match=words):
        plan_for(experiment, *shop())


@cache
def twitter(name: str = "fan-out-on-write") -> tuple[Walked, Numbers]:
    """A system so large that a model of it is simulated."""
    design = next(one for one in references("twitter") if one.design.id == name)
    drawn = walk_all(load_scenario("twitter"), design, load_catalogue())
    return drawn, analyse(drawn)


def remarks(experiment: Experiment, drawn: tuple[Walked, Numbers]) -> str:
    """What is said beside the result."""
    return " ".join(plan_for(experiment, *drawn).remarks)


def test_what_takes_longer_than_is_simulated_says_so() -> None:
    """Caches that stay cold, breakers that look back for less, and instances that come too late."""
    assert "no circuit opens" in remarks(Experiment(protections=("breakers",)), twitter())
    few, small = 500, shop("autoscale=true")
    short = {
        "you see it cold": Experiment(happens="cache:hot"),
        "too long for the": Experiment(happens="down:api", protections=("breakers",)),
        "Nothing can be seen of autoscaling": Experiment(5.0, protections=("autoscaling",)),
        "The whole system is simulated, for": Experiment(happens="burst"),
    }
    for words, experiment in short.items():
        assert words in " ".join(plan_for(experiment, *small, most_events=few).remarks)


# Large systems ---------------------------------------------------------------------------------------------------------


LARGE: list[tuple[str, Experiment, float]] = [
    ("hybrid", Experiment(happens="burst"), 120), ("hybrid", Experiment(happens="down:gateway"), 120),
    ("hybrid", Experiment(happens="zone:region-1/zone-1"), 120), ("hybrid", Experiment(happens="cache:cdn"), 120),
    ("fan-out-on-write", Experiment(happens="burst"), 60), ("fan-out-on-write", Experiment(happens="down:tweets"), 120),
    ("fan-out-on-write", Experiment(happens="zone:region-1/zone-1"), 60),
    ("fan-out-on-write", Experiment(happens="cache:cdn"), 180), ("textbook", Experiment(happens="burst"), 120),
    ("hybrid", Experiment(happens="burst", protections=("timeouts", "breakers", "bounds")), 120),
]  # fmt: skip


@pytest.mark.parametrize(("design", "experiment", "seconds"), LARGE)
def test_large_systems_are_simulated_long_enough_to_see_it(
    design: str, experiment: Experiment, seconds: float
) -> None:
    """A model of a part of the traffic, for minutes, within the events; what it is and by how much it errs is told."""
    plan = plan_for(experiment, *twitter(design))
    assert plan.duration_s >= seconds
    assert plan.full_size is not None and plan.full_size.scale > 10
    assert expected_events(plan) <= 1.81e6
    assert plan.remarks[0].startswith(f"A model of 1/{plan.full_size.scale:.3g} of the traffic")
    assert "the usual" not in " ".join(plan.remarks)
    assert plan.slices < 60


@pytest.mark.parametrize("happens", ["burst", "down:gateway"])
def test_models_are_told_at_full_size(happens: str) -> None:
    """As many answers a second as are asked for before it happens, and as many instances as are drawn."""
    drawn, numbers = twitter("hybrid")
    plan = plan_for(Experiment(happens=happens), drawn, numbers, most_events=600_000)
    assert plan.full_size is not None and plan.full_size.scale > 50
    found = simulate(plan, 3, 1)
    asked = sum(flow.rate_per_s for flow in plan.flows) * plan.full_size.scale
    calm = [sum(flow.answered_per_s[index] for flow in found.flows.values()) for index in range(1, 11)]
    assert sum(calm) / len(calm) == pytest.approx(asked, rel=0.1)
    for name, station in found.stations.items():
        if drawn.board.parts[name].can("compute") and numbers.components[name].instances:
            assert station.instances_by_slice[0] == numbers.components[name].instances
    lost = sum(found.stations["gateway"].dropped.values())
    assert (lost > 0.1 * asked) is (happens != "burst")


def test_the_model_agrees_with_the_formula_at_peak() -> None:
    """With nothing happening the p99 of a model is the computed one, within the band stated and what the model adds."""
    drawn, numbers = twitter("hybrid")
    plan = plan_for(Experiment(), drawn, numbers, most_events=700_000)
    assert plan.full_size is not None and plan.full_size.scale > 100
    found, known = simulate(plan, 3), latencies_of(drawn, numbers)
    judged = 0
    for name, flow in found.flows.items():
        figure, measured = known[name].p99, flow.p99_s
        if figure.value is None or measured.low is None or measured.high is None:
            continue
        below, above = figure.working.error_band or (0.0, 0.0)
        assert figure.value * (1 + below - MOST_ERROR) <= measured.high, name
        assert figure.value * (1 + above + MOST_ERROR) >= measured.low, name
        judged += 1
    assert judged >= 2


def test_small_systems_stay_whole() -> None:
    """What can be simulated whole for long enough is, however long that is."""
    for experiment in (Experiment(), Experiment(happens="burst"), Experiment(happens="hangs:api")):
        plan = plan_for(experiment, *shop())
        assert plan.full_size is None
        assert plan.duration_s > 300


def test_scaling_out_is_seen_while_it_happens_in_a_large_system() -> None:
    """A hundred times the shop: a burst lasts until new servers work, and nobody scales in below what was drawn."""
    busy = """
        data note record durable
        look by user core rate=40000: read note
        ---
        people: client
        lb: load_balancer
        api: service replicas=400 serves_per_s=250/s autoscale=true
        db: relational holds=note shards=100
        people -> lb -> api -> db
    """
    drawn = walked(busy)
    plan = plan_for(
        Experiment(happens="burst", protections=("autoscaling",)), drawn, analyse(drawn), most_events=150_000
    )
    assert plan.full_size is not None
    assert plan.duration_s >= 180
    found = simulate(plan, 3, 1)
    instances = found.stations["api"].instances_by_slice
    span = span_of(plan)
    assert span is not None
    before = [count for end, count in zip(found.ends_s, instances, strict=True) if end <= span[0]]
    during = [count for end, count in zip(found.ends_s, instances, strict=True) if span[0] < end <= span[1]]
    assert set(before) == {400.0}
    assert max(during) > 440
    assert min(instances) == 400


def test_timeouts_leave_room_for_what_is_called() -> None:
    """A caller waits longer than each of the calls that are made for it."""
    plan = plan_for(Experiment(protections=("timeouts",)), *shop())
    limits = {call.station: call.policy.timeout_s or 0.0 for call, _, _ in every_call(plan)}
    assert 0.05 <= limits["db"] < limits["api"] <= limits["lb"] < 5


def test_titles_tell_all_that_was_chosen() -> None:
    """Load, what happens and what is tried."""
    drawn = shop(CAREFUL)
    assert title_of(Experiment(), *drawn) == "At peak"
    assert title_of(Experiment(2.0, "burst"), *drawn) == "2× the peak, a burst of 3×"
    chosen = Experiment(1.0, "down:api", ("timeouts", "budget"))
    assert title_of(chosen, *drawn).endswith(" down; with timeouts, retry budget of 10 %")


def test_every_choice_of_a_shipped_design_is_a_sound_plan() -> None:
    """Whatever is chosen passes the checks of plans, and what happens lies within the simulated time."""
    drawn, numbers = twitter()
    choices = choices_of(drawn, numbers)
    offered = tuple(one.id for one in choices.protections if not one.off)
    plans: list[Plan] = [
        plan_for(Experiment(1.0, one.id, offered), drawn, numbers) for one in choices.happenings
    ]
    plans += [plan_for(Experiment(load), drawn, numbers) for load in LOADS]
    for plan in plans:
        check_plan(plan)
        span = span_of(plan)
        assert span is None or 0 < span[0] < span[1] <= plan.duration_s


@given(st.one_of(any_design(), edited(), edited()), st.data())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_any_drawing_offers_only_what_can_be_planned(design: Design, data: st.DataObject) -> None:
    """Whatever is drawn: a sentence why nothing can be simulated, or choices each of which is a sound plan."""
    drawn = walk_all(load_scenario(design.design.scenario), design, load_catalogue())
    numbers = analyse(drawn)
    try:
        choices = choices_of(drawn, numbers)
    except ValueError as reason:
        assert str(reason).endswith(".")
        return
    happens = data.draw(st.sampled_from([one.id for one in choices.happenings]))
    offered = [one.id for one in choices.protections if not one.off]
    tried = tuple(data.draw(st.lists(st.sampled_from(offered), unique=True)) if offered else ())
    check_plan(plan_for(Experiment(1.0, happens, tried), drawn, numbers))
