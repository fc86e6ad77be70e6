"""The page of numbers as a browser session meets it, on the shipped Twitter answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from design_sandbox.attempts import Store
from design_sandbox.model.loading import references
from design_sandbox.simulation.plan import Autoscaling, Burst, CacheEmptied, Call, Flow, Plan, Spread, Station
from design_sandbox.simulation.simulate import simulate
from design_sandbox.ui import engine
from design_sandbox.ui.numbers import simulation_result

SCRIPT = "from design_sandbox.ui.pages.numbers import show\nshow()\n"


def _opened(store: Store, scenario: str, document: dict[str, Any]) -> AppTest:
    """The page on an attempt with this drawing."""
    attempt = store.start(scenario, document, profile="swe-mid", title=scenario)
    session = AppTest.from_string(SCRIPT, default_timeout=60)
    session.query_params["scenario"] = scenario
    session.query_params["attempt"] = attempt.id
    return session.run()


def _reference(scenario: str, name: str) -> dict[str, Any]:
    design = next(design for design in references(scenario) if design.design.id == name)
    return dict(engine.document_of(design))


@pytest.fixture
def page(store: Store) -> AppTest:
    """The numbers of the hybrid answer."""
    return _opened(store, "twitter", _reference("twitter", "hybrid"))


def _html(session: AppTest) -> str:
    return "\n".join(element.proto.body for element in session.get("html"))


def _pills(session: AppTest, label: str) -> Any:
    return next(group for group in session.button_group if group.label == label)


def test_every_area_has_its_panel(page: AppTest) -> None:
    """Time, availability, strategies, the ladder, losses, data, cost and the simulation."""
    assert not page.exception
    told = _html(page)
    for word in ("Where the time goes", "Availability", "When is the work done?", "Load ladder", "Take something down",
                 "Data", "Cost", "Simulation", "you are here"):  # fmt: skip
        assert word in told, word


def test_figures_unfold_to_formula_and_source(page: AppTest) -> None:
    """Nobody has to believe a number."""
    told = _html(page)
    assert 'class="formula"' in told
    assert "[seen]" in told
    assert "Adding the p99s of the hops" in told


def test_nothing_on_the_page_is_nan_or_infinite(page: AppTest) -> None:
    """What cannot be computed is a question mark with a reason."""
    told = _html(page).lower()
    assert ">nan" not in told
    assert ">inf" not in told


def test_a_twist_of_the_load_is_shown_before_and_after(page: AppTest) -> None:
    """Ten times the people: a table of what moves, and no p99 of a part that is full."""
    _pills(page, "Twists of this prompt").select("ten_times").run()
    assert not page.exception
    told = _html(page)
    assert "before and after" in told
    assert "Use of API servers" in told
    assert "grows as long as the peak lasts" in told


@pytest.mark.parametrize(("twist", "words"), [("cache_gone", "Tweet store would be at"), ("zone_gone", "is lost"),
                                              ("star", "The largest single case")])  # fmt: skip
def test_a_twist_that_takes_something_away_says_what_breaks(page: AppTest, twist: str, words: str) -> None:
    """Losing the timeline cache is an overload of the store behind it."""
    _pills(page, "Twists of this prompt").select(twist).run()
    assert not page.exception
    assert words in _html(page)


def test_something_can_be_taken_down(page: AppTest) -> None:
    """Every journey says whether it stops, overloads or goes on."""
    select = next(box for box in page.selectbox if box.label == "What is lost")
    select.select(select.options[0]).run()
    assert not page.exception
    assert "goes on" in _html(page)


def test_an_empty_drawing_has_no_numbers_yet(store: Store) -> None:
    """It says what to draw first."""
    session = _opened(store, "twitter", engine.empty_design(engine.scenario_of("twitter")))
    assert not session.exception
    assert "No journey arrives yet" in _html(session)


def test_classes_have_no_numbers(store: Store) -> None:
    """Messages between objects have no machine."""
    scenario = "parking-lot-classes"
    session = _opened(store, scenario, dict(engine.document_of(references(scenario)[0])))
    assert not session.exception
    assert "no numbers for classes" in _html(session)


def test_an_experiment_is_chosen_and_started(page: AppTest) -> None:
    """What the drawing offers can be picked; what would change nothing says why; the run is what was chosen."""
    assert "No retry budget of 10 % to try" in _html(page)
    select = next(box for box in page.selectbox if box.label == "What happens")
    assert {"Nothing", "A burst of 3×", "CDN emptied", "Timeline cache hanging"} <= set(select.options)
    select.select("cache:cdn")
    _pills(page, "Try with").select("breakers")
    next(button for button in page.button if button.label == "Simulate").click().run()
    assert not page.exception
    ((run, plan, title),) = page.session_state["_simulations"].values()
    run.cancel()
    assert [type(one) for one in plan.happenings] == [CacheEmptied]
    assert title == "At peak, CDN emptied; with circuit breakers"


def test_a_result_says_what_failed_where_and_draws_instances() -> None:
    """Reasons for requests and for calls, remarks, and instances over time where a part scales."""
    scaling = Autoscaling(0.6, 1, 8, lag_s=5.0, every_s=2.0)
    station = Station("api", Spread(0.02), queue_bound=5, autoscaling=scaling, label="API <servers>")
    flow = Flow("asks", 100.0, (Call("api"),), label="Ask")
    burst = Burst(10.0, 20.0, 2.0)
    plan = Plan((station,), (flow,), 40.0, happenings=(burst,), remarks=("Mind the lag.",))
    told = simulation_result.told(simulate(plan, 1, 1), plan, "At peak", {})
    for words in ("At peak", "Mind the lag.", "turned away at a full queue", "Instances at work over time", "begins",
                  "API &lt;servers&gt;"):  # fmt: skip
        assert words in told, words
    still = replace(plan, stations=(replace(station, autoscaling=None),))
    assert "Instances at work" not in simulation_result.told(simulate(still, 1, 1), still, "At peak", {})
