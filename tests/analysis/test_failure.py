"""Taking one thing down: what breaks, what degrades, how full the rest gets, and whether it passes by itself."""

from __future__ import annotations

import pytest
from designs import walked
from hypothesis import given, settings
from random_designs import SCENARIO, any_design, edited

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.availability import availabilities, joint_availability
from design_sandbox.analysis.failure import Loss, Target, every_loss, losable, single_points, take_down
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.theory.formula import holds_without
from design_sandbox.walk.walker import Walked, walk_all

SOME = settings(max_examples=15, deadline=None)
STORY = "data note record durable\n look by user core rate={rate}: read note\n---\n people: client\n"
CACHED = (
    STORY
    + """
    lb: load_balancer
    api: service replicas=12 {api}
    db: relational holds=note replicas=2
    hot: cache copies=note replicas=2 hit_ratio=0.9
    people -> lb -> api -> db
    api -> hot
    [region here zones=3] lb api db hot
"""
)


def loss(text: str, what: str) -> Loss:
    """The loss of one thing in a sketch."""
    drawn = walked(text)
    return take_down(drawn, analyse(drawn).components, what)


def reference(scenario: str, name: str) -> Walked:
    """A shipped design, walked."""
    design = next(design for design in references(scenario) if design.design.id == name)
    return walk_all(load_scenario(scenario), design, load_catalogue())


def test_a_dead_cache_is_an_overload_of_its_owner() -> None:
    """Nine of ten reads were hits: without the cache the database gets ten times as much, and that is too much."""
    drawn = walked(CACHED.format(rate=4_000, api=""))
    loads = analyse(drawn).components
    found = take_down(drawn, loads, "copy:hot")
    (effect,) = [part for part in found.parts if part.part == "db"]
    assert effect.after.value == pytest.approx(10 * (loads["db"].utilisation or 0))
    assert not effect.overloaded
    heavy = loss(CACHED.format(rate=25_000, api=""), "hot")
    assert heavy.overloaded == ("db",)
    assert [effect.status for effect in heavy.flows] == ["overloads"]
    assert (heavy.breaks, heavy.is_survived) == ((), False)
    assert "Relational database" in heavy.recovery


@pytest.mark.parametrize(
    ("what", "left", "share"),
    [("instance:api", 11, 12 / 11), ("zone:here/zone-1", 8, 12 / 8), ("zone:here/zone-3", 8, 12 / 8)],
)
def test_what_is_left_carries_all(what: str, left: int, share: float) -> None:
    """N − 1 and a lost zone are judged with the instances that are left."""
    drawn = walked(CACHED.format(rate=4_000, api=""))
    loads = analyse(drawn).components
    found = take_down(drawn, loads, what)
    (api,) = [part for part in found.parts if part.part == "api"]
    assert (api.instances, api.left) == (12, left)
    assert api.after.value == pytest.approx(share * (loads["api"].utilisation or 0))
    assert api.after.mistake is not None or share < 1.1
    assert found.gone == ()


@pytest.mark.parametrize(
    ("what", "status", "gone"),
    [
        ("lb", "breaks", ("lb",)),
        ("component:db", "breaks", ("db",)),
        ("instance:db", "unaffected", ()),
        ("hot", "degrades", ("hot",)),
        ("region:here", "breaks", ("lb", "api", "db", "hot")),
        ("connection:lb -> api", "breaks", ()),
        ("connection:people -> lb", "breaks", ()),
        ("connection:api -> hot", "degrades", ()),
    ],
)
def test_what_a_loss_does_to_a_journey(what: str, status: str, gone: tuple[str, ...]) -> None:
    """No answer, an answer that lacks something, or nothing to be seen; and everything that is gone."""
    found = loss(CACHED.format(rate=1_000, api=""), what)
    assert [effect.status for effect in found.flows] == [status]
    assert set(found.gone) == set(gone)
    assert all(effect.text for effect in found.flows if effect.status != "unaffected")


def test_a_cut_connection_sends_its_load_another_way() -> None:
    """Without the way to the cache the database gets every read; the cache is there and nobody reaches it."""
    drawn = walked(CACHED.format(rate=25_000, api=""))
    loads = analyse(drawn).components
    found = take_down(drawn, loads, "connection:api -> hot")
    assert (found.cut, found.gone, found.overloaded) == ((("api", "hot"),), (), ("db",))
    assert found.label == "Service → Cache"
    assert found.minutes.value is None
    assert "connection" not in {loss.target.kind for loss in every_loss(drawn, loads)}


def test_a_connection_that_no_journey_takes_cannot_be_lost() -> None:
    """Nothing would happen, so it is not offered; what journeys take is, either way along it."""
    drawn = walked(CACHED.format(rate=10, api="") + "    spare: service replicas=2\n    spare -> db\n")
    offered = {
        target.id for target in losable(drawn, analyse(drawn).components) if target.kind == "connection"
    }
    assert offered == {"people -> lb", "lb -> api", "api -> db", "api -> hot"}


def test_a_majority_is_lost_with_too_many_zones() -> None:
    """Three voting copies in two zones: one zone takes two of them, and with them the store."""
    text = (
        STORY.format(rate=10)
        + """
        api: service replicas=4
        db: wide_column holds=note replicas=3
        people -> api -> db
        [region here zones=2] api db
    """
    )
    assert [loss(text, f"zone:here/zone-{number}").gone for number in (1, 2)] == [("db",), ()]


@pytest.mark.parametrize(
    ("retries", "rate", "recovers"),
    [(0, 4_000, True), (1, 2_000, True), (1, 4_000, False), (3, 2_000, False)],
)
def test_retries_decide_whether_it_passes(retries: int, rate: int, recovers: bool) -> None:
    """With capacity for 6,000/s: rate × attempts at or above it never ends by itself, below it does."""
    text = CACHED.format(rate=rate, api="").replace(
        "lb: load_balancer", f"lb: reverse_proxy replicas=3 retries={retries}"
    )
    found = loss(text, "api")
    assert found.recovers is recovers
    assert [storm.part for storm in found.storms] == ([] if recovers else ["api"])
    if found.storms:
        assert found.storms[0].attempts == retries + 1
        assert found.storms[0].load.value == pytest.approx(rate * (retries + 1) / 6_000)
        assert "not pass by itself" in found.recovery


def test_layers_of_retries_multiply() -> None:
    """Three attempts at each of two layers are nine at the database."""
    text = (
        STORY.format(rate=2_500)
        + """
        lb: reverse_proxy replicas=3 retries=2
        api: service replicas=12 retries=2
        db: relational holds=note replicas=2
        people -> lb -> api -> db
    """
    )
    found = loss(text, "db")
    assert [(storm.part, storm.attempts) for storm in found.storms] == [("db", 9)]


@pytest.mark.parametrize(
    ("said", "recovers", "words"),
    [
        ("retries=3", False, "4 attempts of each call keep"),
        ("retries=3 retry_budget=0.1", True, "retry budgets limit them"),
        ("retries=3 retry_budget=0.9", False, "1.9 attempts of each call keep"),
        ("retries=3 circuit_breaker=true", True, "circuit breakers stop them"),
        ("circuit_breaker=true", True, "as soon as it is back."),
    ],
)
def test_budgets_and_breakers_keep_retries_from_filling_a_part(said: str, recovers: bool, words: str) -> None:
    """4,000/s of 6,000/s: a tenth more passes by itself, almost twice as much does not; a breaker stops them all."""
    text = CACHED.format(rate=4_000, api=said)
    found = loss(text, "api")
    assert found.recovers is recovers and words in found.recovery


def test_a_budget_counts_at_its_own_layer() -> None:
    """Three attempts above it still multiply one and a tenth at the service."""
    text = (
        STORY.format(rate=7_000)
        + """
        lb: reverse_proxy replicas=3 retries=2
        api: service replicas=20 retries=2 retry_budget=0.1
        db: relational holds=note replicas=2
        people -> lb -> api -> db
    """
    )
    assert loss(text, "db").storms[0].attempts == pytest.approx(3.3)


def test_equal_handlers_share_what_one_of_them_leaves() -> None:
    """Of two equal services one is lost: the other gets twice as much, no more."""
    text = (
        STORY.format(rate=1_000)
        + """
        lb: load_balancer
        a: service label=API replicas=4
        b: service label=API replicas=4
        db: relational holds=note replicas=2
        people -> lb -> a -> db
        lb -> b -> db
    """
    )
    drawn = walked(text)
    loads = analyse(drawn).components
    for lost, other in (("a", "b"), ("b", "a")):
        found = take_down(drawn, loads, lost)
        (effect,) = [part for part in found.parts if part.part == other]
        assert effect.after.value == pytest.approx(2 * (loads[other].utilisation or 0))
        assert found.breaks == ()


def test_a_third_party_that_may_be_skipped_only_degrades() -> None:
    """Payment is down: whoever must be paid at once stops, who may skip it goes on."""
    story = "data note record durable\n party pay payment\n buy by user rate=5: write note; call pay{when}\n---\n people: client\n"
    drawn = "api: service replicas=2\n db: relational holds=note replicas=2\n p: payment_provider\n people -> api -> db\n api -> p"
    strict, easy = (
        loss(story.format(when=when) + drawn, "third_party:pay") for when in ("", " when_down=skip")
    )
    assert [effect.status for effect in strict.flows] == ["breaks"]
    assert [effect.status for effect in easy.flows] == ["degrades"]
    assert strict.minutes.value == pytest.approx(525.6)


def test_twitter_without_its_timeline_cache() -> None:
    """The story of the issue: timelines are computed from the sources, which cannot carry that many reads."""
    drawn = reference("twitter", "hybrid")
    loads = analyse(drawn).components
    found = take_down(drawn, loads, "timelines")
    assert "home_timeline" in found.degrades
    assert "home_timeline" not in found.breaks
    tweets = next(part for part in found.parts if part.part == "tweets")
    assert tweets.after.value is not None
    assert tweets.after.value > (loads["tweets"].utilisation or 0)


def test_every_loss_is_listed_worst_first() -> None:
    """Components, instances, zones and regions, each once; what stops core journeys stands in front."""
    drawn = reference("url-shortener", "counter-and-cache")
    losses = every_loss(drawn, analyse(drawn).components)
    assert len({loss.target for loss in losses}) == len(losses)
    assert {loss.target.kind for loss in losses} == {"component", "instance", "zone", "region"}
    broken = [len([e for e in loss.flows if e.core and e.status == "breaks"]) for loss in losses]
    assert broken == sorted(broken, reverse=True)
    assert losses[0].requirements
    assert "stop" in losses[0].text


@SOME
@given(edited())
def test_losses_agree_with_the_formula(design: Design) -> None:
    """A journey breaks by the loss of a component exactly when its availability formula needs that component."""
    drawn = walk_all(load_scenario(SCENARIO), design, load_catalogue())
    loads = analyse(drawn).components
    formulas = {
        flow: one.structure.formula for flow, one in availabilities(drawn, loads).items() if one.structure
    }
    for found in every_loss(drawn, loads):
        assert found.minutes.value is None or 0 <= found.minutes.value <= 525_600
        assert all(part.after.value is None or part.after.value >= 0 for part in found.parts)
        if found.target.kind == "component":
            broken = {
                flow for flow, formula in formulas.items() if not holds_without(formula, (found.target.id,))
            }
            assert broken == set(found.breaks) & set(formulas)


@SOME
@given(any_design())
def test_any_wiring_gives_a_figure_or_a_reason(design: Design) -> None:
    """Nothing crashes, and nothing leaves the range of a share, however parts are wired."""
    drawn = walk_all(load_scenario(SCENARIO), design, load_catalogue())
    loads = analyse(drawn).components
    for one in (*availabilities(drawn, loads).values(), joint_availability(drawn, loads)):
        assert (one.figure.value is None) == bool(one.figure.why_not)
        assert one.figure.value is None or 0 <= one.figure.value <= 1
        assert all(cut.text and cut.minutes.value is not None for cut in one.cuts)
    for found in every_loss(drawn, loads):
        assert found.text
        assert found.recovery


def test_single_points_of_core_journeys() -> None:
    """Whatever alone stops a core journey, the costliest first, with the minutes that the availability says."""
    drawn = walked(CACHED.format(rate=1_000, api=""))
    points = single_points(drawn, availabilities(drawn, analyse(drawn).components))
    assert [point.part for point in points][:2] == ["lb", "db"]
    assert points[0].minutes.value == pytest.approx(52.56)
    assert "hot" not in {point.part for point in points}


@pytest.mark.parametrize(
    "what", ["nothing", "zone:nowhere", "instance:lb", "comet:db", "", "component:" + "x" * 9_999]
)
def test_what_does_not_exist_cannot_be_lost(what: str) -> None:
    """The error says what was found and what is accepted, briefly."""
    with pytest.raises(ValueError, match="could be lost; accepted are") as told:
        loss(CACHED.format(rate=10, api=""), what)
    assert len(str(told.value)) < 500


def test_targets_are_texts_and_back() -> None:
    """Everything that can be lost is named by a short text."""
    drawn = walked(CACHED.format(rate=10, api=""))
    loads = analyse(drawn).components
    targets = losable(drawn, loads)
    assert {str(target) for target in targets} >= {
        "component:db",
        "instance:api",
        "zone:here/zone-2",
        "region:here",
        "copy:hot",
    }
    assert all(take_down(drawn, loads, str(target)).target == target for target in targets)
    assert take_down(drawn, loads, Target("component", "db")).target == Target("component", "db")


def test_object_models_lose_nothing() -> None:
    """Classes have no machines: there is nothing to take down."""
    design = references("parking-lot-classes")[0]
    drawn = walk_all(load_scenario("parking-lot-classes"), design, load_catalogue())
    assert every_loss(drawn, {}) == ()
    assert availabilities(drawn, {}) == {}
