"""Loads that a slider or a program may bring in, and drawings that serve nothing: words, never a NaN or an infinity."""

from __future__ import annotations

import math

import pytest
from designs import sketch
from hypothesis import given, settings
from random_designs import SCENARIO, edited
from test_data import figures_in

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.cost import bill
from design_sandbox.analysis.data import data_report
from design_sandbox.analysis.figure import Figure
from design_sandbox.analysis.ladder import ladder
from design_sandbox.analysis.load import load_report
from design_sandbox.model.changes import LoadChange, with_load
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.model.prices import load_prices
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.walker import walk_all


def told(scenario: Scenario, design: Design) -> list[Figure]:
    """Every figure of this area about a design."""
    walked = walk_all(scenario, design, load_catalogue())
    numbers = analyse(walked)
    load = load_report(walked, numbers)
    reports = (
        *load.parts.values(), *load.connections.values(), ladder(walked, numbers), data_report(walked, numbers),
        bill(walked, numbers, load_prices()),
    )  # fmt: skip
    return figures_in(reports)


def check(figures: list[Figure]) -> None:
    """Finite, or a reason that begins as all do; never a number that no screen may show, however deep."""
    for figure in figures:
        assert figure.value is None or (math.isfinite(figure.value) and figure.value >= 0), figure.label
        assert figure.value is not None or figure.why_not.startswith("Not computable"), figure.label
        assert not any(word in figure.text for word in ("nan", "inf"))
        given = figure.working.inputs
        assert all(entry.value is None or math.isfinite(entry.value) for entry in given), figure.label


LOADS = [
    ("nobody comes", {"daily_users": "0"}),
    ("10^18 people", {"daily_users": "1e18"}),
    ("10^50 people", {"daily_users": "1e50"}),
    ("hardly anybody", {"daily_users": "1e-9"}),
    ("no peak at all", {"peak_factor": "0"}),
    ("no followers", {"followers": "0"}),
    ("10^20 followers", {"followers": "1e20"}),
]


@pytest.mark.parametrize("change", [case[1] for case in LOADS], ids=[case[0] for case in LOADS])
def test_any_load_gives_figures_or_words(change: dict[str, str]) -> None:
    """Each accepted design under a load that no prompt would say."""
    scenario = with_load(
        load_scenario("twitter"), {name: LoadChange(to=value) for name, value in change.items()}
    )
    for design in references("twitter"):
        check(told(scenario, design))


DRAWN = [
    ("nothing", ""),
    ("only people", "people: client"),
    ("a flow that does not arrive", "people: client\n api: service\n db: relational holds=note\n people -> api"),
    ("a circle of calls", "people: client\n a: service\n b: service\n db: relational holds=note\n people -> a -> b -> a\n b -> db"),
    ("a circle of hand-offs", "people: client\n a: service\n q: queue\n w: worker\n db: relational holds=note\n people -> a -> db\n a ~> q ~> w -> a"),
    ("a type that serves nothing", "people: client\n db: relational holds=note\n people -> db"),
    ("as many as may be", "people: client\n api: service replicas=2000\n db: relational holds=note replicas=2000 shards=4096\n people -> api -> db"),
    ("a cache that never hits", "people: client\n api: service\n hot: cache copies=note hit_ratio=0.0\n db: relational holds=note\n people -> api -> db\n api -> hot"),
]  # fmt: skip


@pytest.mark.parametrize("drawn", [case[1] for case in DRAWN], ids=[case[0] for case in DRAWN])
def test_any_drawing_gives_figures_or_words(drawn: str) -> None:
    """Circles, flows without a walk and empty drawings."""
    scenario, design = sketch(
        f"data note record durable size=1kB\n look by user rate=1000: read note\n---\n{drawn}"
    )
    check(told(scenario, design))


@settings(max_examples=40)
@given(edited())
def test_random_drawings_give_figures_or_words(design: Design) -> None:
    """Whatever is drawn."""
    check(told(load_scenario(SCENARIO), design))
