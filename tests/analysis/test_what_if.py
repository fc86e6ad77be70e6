"""What if: the same analysis under another load or another size, and the worst loss that a twist means."""

from __future__ import annotations

import pytest

from design_sandbox import load_scenario
from design_sandbox.analysis.what_if import Change, Looked, look_again, worst_loss
from design_sandbox.model.changes import LoadChange
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, references
from design_sandbox.model.scenario import Scenario


@pytest.fixture(scope="module")
def twitter() -> Scenario:
    """The shipped prompt."""
    return load_scenario("twitter")


def _look(scenario: Scenario, reference: str, change: Change) -> Looked:
    return look_again(scenario, _reference(reference), load_catalogue(), change)


def _reference(name: str) -> Design:
    return next(design for design in references("twitter") if design.design.id == name)


@pytest.mark.parametrize("times", [1.0, 2.0, 10.0])
def test_more_load_is_more_of_the_same(twitter: Scenario, times: float) -> None:
    """A fixed part is so many times as full; nothing becomes emptier."""
    now = _look(twitter, "fan-out-on-write", Change())
    then = _look(twitter, "fan-out-on-write", Change(load={"daily_users": LoadChange(times=times)}))
    for name, load in now.numbers.components.items():
        again = then.numbers.components[name]
        assert again.peak_per_s == pytest.approx(load.peak_per_s * times)
        if load.utilisation and not load.grows:
            assert again.utilisation is not None and again.utilisation >= load.utilisation - 1e-9


def test_the_design_itself_is_never_touched(twitter: Scenario) -> None:
    """A tried size is tried on a copy."""
    before = _reference("fan-out-on-write")
    patch = ({"op": "set", "component": "timelines", "field": "shards", "value": 64},)
    then = look_again(twitter, before, load_catalogue(), Change(patch=patch))
    assert then.walked.design.components["timelines"].properties["shards"] == 64
    assert before.components["timelines"].properties["shards"] != 64


@pytest.mark.parametrize(("twist", "kind"), [("zone_gone", "zone"), ("cache_gone", "component")])
def test_a_twist_takes_the_worst_of_its_kind(twitter: Scenario, twist: str, kind: str) -> None:
    """A zone, or the part that keeps the ready timelines."""
    loss = worst_loss(_look(twitter, "fan-out-on-write", Change()), twitter.twists[twist])
    assert loss is not None
    assert loss.target.kind == kind
    assert kind != "component" or loss.target.id == "timelines"


def test_a_twist_without_a_loss_takes_nothing(twitter: Scenario) -> None:
    """Ten times the people is a load, not a loss."""
    assert worst_loss(_look(twitter, "fan-out-on-write", Change()), twitter.twists["ten_times"]) is None
