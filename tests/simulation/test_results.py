"""What people see of a result: intervals, figures, frames and whether it recovers."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise

import pytest
from sample_plans import SAMPLE

from design_sandbox.simulation.combine import combine
from design_sandbox.simulation.figures import flow_figures, station_figures
from design_sandbox.simulation.frames import as_data, frames
from design_sandbox.simulation.plan import Breaker, Call, Flow, Outage, Plan, Policy, Spread, Station
from design_sandbox.simulation.result import Estimate
from design_sandbox.simulation.simulate import simulate

FOUND = simulate(replace(SAMPLE, slices=20), 1, 3)


def test_an_interval_is_students() -> None:
    """Mean 2, standard deviation 1, three values: 2 ± 4.303 ÷ √3; never below zero; one value has none."""
    found = Estimate.over([1.0, 2.0, 3.0])
    assert found.value == 2.0 and found.high == pytest.approx(2 + 4.303 / math.sqrt(3))
    assert found.low == 0.0
    assert Estimate.over([5.0]) == Estimate(5.0)
    assert Estimate.over([1.0, None], "too few").why_not == "too few"


def test_ninety_five_of_a_hundred_intervals_hold_the_truth() -> None:
    """Of 60 intervals of an M/M/1 queue's mean about 57 contain it."""
    plan = Plan(
        (Station("a", Spread(1.0, shape="exponential")),), (Flow("f", 0.5, (Call("a"),)),), 3000.0, 50.0
    )
    held = 0
    for seed in range(60):
        mean = simulate(plan, seed, 3).flows["f"].mean_s
        assert mean.low is not None and mean.high is not None
        held += mean.low <= 2.0 <= mean.high
    assert held >= 53


def test_frames_play_in_any_program() -> None:
    """One frame a slice, in JSON's own types, without NaN, and every station and flow in each."""
    played = json.loads(json.dumps(frames(FOUND), allow_nan=False))
    assert len(played) == 20
    assert played[0]["from_s"] == 0 and played[-1]["until_s"] == 10
    assert all(before["until_s"] == after["from_s"] for before, after in pairwise(played))
    for frame in played:
        assert set(frame["stations"]) == set(FOUND.stations) and set(frame["flows"]) == set(FOUND.flows)
        assert all(0 <= station["utilisation"] <= 1 for station in frame["stations"].values())
    burst = [frame["flows"]["reads"]["answered_per_s"] for frame in played]
    assert sum(burst[11:15]) > 1.3 * sum(burst[4:8])


def test_frames_tell_breakers_and_drops() -> None:
    """While the callee is down its drops and the open breaker are in the frames; before and after, nothing."""
    policy = Policy(breaker=Breaker(window_s=1.0, least_calls=5, open_s=1.0))
    plan = Plan((Station("db", Spread(0.01), at_once=9),), (Flow("asks", 50.0, (Call("db", policy=policy),)),), 30.0,
                happenings=(Outage("db", 10, 20),), slices=30)  # fmt: skip
    found = simulate(plan, 1, 3)
    played = frames(found)
    assert played[15]["breakers"] == [{"caller": "asks", "callee": "db", "state": "open"}]
    assert played[15]["stations"]["db"]["dropped_per_s"]["breaker"] > 40
    assert played[5]["breakers"] == played[25]["breakers"] == []
    assert played[15]["stations"]["db"]["slots"] == 0
    assert set(as_data(found)["flows"]["asks"]["errors"]) == {"outage", "breaker"}


def test_everything_is_data() -> None:
    """The whole result goes through JSON."""
    data = json.loads(json.dumps(as_data(FOUND), allow_nan=False))
    assert data["replications"] == 3 and data["seed"] == 1
    assert data["flows"]["reads"]["p99_s"]["value"] == pytest.approx(
        FOUND.flows["reads"].p99_s.value, rel=1e-3
    )


def test_figures_unfold_to_the_run_behind_them() -> None:
    """A p99 shows its unit, its band from the interval, and the inputs of the run."""
    figure = flow_figures(FOUND, FOUND.flows["reads"])["p99"]
    estimate = FOUND.flows["reads"].p99_s
    assert figure.value == estimate.value and figure.text.endswith("ms")
    band = figure.working.error_band
    assert band is not None and estimate.value is not None and estimate.high is not None
    assert estimate.value * (1 + band[1]) == pytest.approx(estimate.high)
    assert [given.label for given in figure.working.inputs] == [
        "Replications",
        "Simulated time",
        "Events",
        "Seed",
    ]
    assert station_figures(FOUND, FOUND.stations["api"])["utilisation"].text.endswith("%")


def test_what_was_measured_too_little_has_no_figure() -> None:
    """A p99.9 of 400 answers would be the second largest of them: it is not told, and says why."""
    figure = flow_figures(FOUND, FOUND.flows["writes"])["p99.9"]
    assert figure.value is None and figure.text == "?"
    assert "answers were measured" in figure.why_not


def test_the_curve_rises_and_meets_the_percentiles() -> None:
    """The curve of answer times is the percentiles' own."""
    curve = FOUND.flows["reads"].curve
    assert list(curve) == sorted(curve)
    assert dict(curve)[0.99] == pytest.approx(FOUND.flows["reads"].p99_s.value)


def test_errors_and_answers_account_for_every_request() -> None:
    """Shares of one: answered, and failed by reason."""
    for flow in FOUND.flows.values():
        assert (flow.answered.value or 0) + sum(
            error.value or 0 for error in flow.errors.values()
        ) == pytest.approx(1)


def test_nothing_happened_needs_no_recovery() -> None:
    """Recovery is told only after something, and only when there is a time before it."""
    quiet = replace(SAMPLE, happenings=())
    assert simulate(quiet, 1, 1).recovery is None
    from_the_start = replace(SAMPLE, happenings=(Outage("api", 0, 1),))
    assert simulate(from_the_start, 1, 1).recovery is None
    assert FOUND.recovery is not None and FOUND.recovery.after_s == 8


@pytest.mark.parametrize("rate_per_s", [40.0, 400.0])
@pytest.mark.parametrize(("budget", "back"), [(None, False), (0.1, True)])
def test_recovery_is_judged_alike_however_few_requests_a_slice_has(
    rate_per_s: float, budget: float | None, back: bool
) -> None:
    """A retry storm of which no slice has enough answers for a p99 is told as one; with a budget it passes."""
    server = Station("server", Spread(0.3 / rate_per_s, shape="exponential"))
    policy = Policy(timeout_s=20 / rate_per_s, retries=3, retry_budget=budget)
    plan = Plan((server,), (Flow("asks", rate_per_s, (Call("server", policy=policy),)),), 4_000 / rate_per_s,
                happenings=(Outage("server", 1_200 / rate_per_s, 2_000 / rate_per_s, hangs=True),))  # fmt: skip
    found = simulate(plan, 1, 3)
    assert set(found.flows["asks"].p99_by_slice_s) == {None}
    assert found.recovery is not None
    assert (found.recovery.at_s is not None) is back


def test_a_result_needs_a_replication() -> None:
    """Nothing cannot be summed up."""
    with pytest.raises(ValueError, match="at least one"):
        combine(SAMPLE, 1, [])
