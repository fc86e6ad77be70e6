"""A changed load is data: multiplied or replaced, exact, and refused in words where it makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from design_sandbox import load_scenario
from design_sandbox.model.changes import LoadChange, with_load
from design_sandbox.model.load import load_numbers
from design_sandbox.model.quantity import QuantityError
from design_sandbox.model.scenario import Scenario


@pytest.fixture(scope="module")
def twitter() -> Scenario:
    """The shipped prompt."""
    return load_scenario("twitter")


@given(times=st.sampled_from([0.001, 0.5, 1.0, 2.0, 3.7, 10.0, 1000.0]))
def test_every_figure_can_be_multiplied(times: float) -> None:
    """Given figures and computed ones alike become so many times what they were."""
    scenario = load_scenario("twitter")
    before = load_numbers(scenario)
    for name in scenario.load:
        after = load_numbers(with_load(scenario, {name: LoadChange(times=times)}))
        assert after[name] == pytest.approx(before[name] * times, rel=1e-6)


def test_what_depends_on_a_figure_changes_with_it(twitter: Scenario) -> None:
    """Posts a second follow the number of people."""
    after = load_numbers(with_load(twitter, {"daily_users": LoadChange(to="300 M")}))
    assert after["posts_per_s"] == pytest.approx(2 * load_numbers(twitter)["posts_per_s"])


@pytest.mark.parametrize("change", [{}, {"times": 2, "to": 3}, {"times": 0}, {"times": -1},
                                    {"times": float("nan")}, {"times": float("inf")}, {"times": 1e7}])  # fmt: skip
def test_a_change_is_one_sensible_thing(change: dict[str, float]) -> None:
    """Neither nothing, nor two things, nor a factor that means nothing."""
    with pytest.raises(ValidationError):
        LoadChange(**change)


@pytest.mark.parametrize("to", ["3 GB", "-5", "many", ".nan"])
def test_a_new_value_has_the_unit_of_the_old_one(twitter: Scenario, to: str) -> None:
    """Bytes are no people, and nothing is negative."""
    with pytest.raises(QuantityError):
        with_load(twitter, {"daily_users": LoadChange(to=to)})


def test_an_unknown_name_says_which_are_known(twitter: Scenario) -> None:
    """The message lists the load."""
    with pytest.raises(KeyError, match="accepted: daily_users"):
        with_load(twitter, {"dayly_users": LoadChange(times=2)})
