"""The referee: on every shipped design the computed percentiles lie where a simulation of the same design puts them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.figure import Figure
from design_sandbox.analysis.latency import latencies_of
from design_sandbox.analysis.latency.latency import Latency
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.plan import Limits, Plan
from design_sandbox.simulation.recording import Recording
from design_sandbox.simulation.replication import run_once
from design_sandbox.walk.walker import walk_all

DESIGNS = [
    design for name in scenario_ids() if load_scenario(name).scenario.kind == "system" for design in references(name)
]  # fmt: skip
OPTIONS = Options(most_events=150_000)
LEAST_REQUESTS = {0.5: 100, 0.95: 400, 0.99: 1500}
"""Of fewer requests a percentile is too uncertain to judge by."""
CHANCE = 3.3
"""Standard deviations of chance that are allowed beside the stated band: one test in a thousand errs."""


def interval(took: np.ndarray, share: float) -> tuple[float, float]:
    """Between which two measured times the true percentile lies, by how many of them are below it (binomial)."""
    half = CHANCE * math.sqrt(took.size * share * (1 - share))
    low, high = took.size * share - half, took.size * share + half
    ranked = np.sort(took)
    return float(ranked[max(0, math.floor(low))]), float(ranked[min(took.size - 1, math.ceil(high))])


def figures(latency: Latency) -> dict[float, Figure]:
    """The percentiles that are compared."""
    return {0.5: latency.p50, 0.95: latency.p95, 0.99: latency.p99}


def took_s(recording: Recording, plan: Plan, flow: str) -> np.ndarray:
    """Times of the counted answers of a flow."""
    moments = recording.answered[recording.flows.index(flow)]
    starts, ends = np.array(moments.starts), np.array(moments.ends)
    counted = (starts >= plan.warm_up_s) & (starts < plan.duration_s)
    return np.asarray(ends[counted] - starts[counted])


@pytest.mark.parametrize("design", DESIGNS, ids=lambda d: f"{d.design.scenario}-{d.design.id}")
def test_computed_percentiles_are_where_a_simulation_finds_them(design: Design) -> None:
    """Each percentile's stated band meets the interval measured; a part that is full is told by both."""
    walked = walk_all(load_scenario(design.design.scenario), design, load_catalogue())
    numbers = analyse(walked)
    known = latencies_of(walked, numbers)
    computable = {name: latency for name, latency in known.items() if latency.p99.value is not None}
    if not computable:
        pytest.skip("every flow passes a part that is full: nothing is computed, so nothing is judged")
    plan = plan_of(walked, numbers, options=OPTIONS)
    slowest_s = max(latency.p999.value or 0.0 for latency in computable.values())
    recording = run_once(replace(plan, drain_s=2 * slowest_s), 20_261_122, Limits(most_events=4_000_000))
    judged = 0
    for name, latency in computable.items():
        took = took_s(recording, plan, name)
        for share, figure in figures(latency).items():
            if took.size < LEAST_REQUESTS[share] or figure.value is None:
                continue
            low, high = interval(took, share)
            below, above = figure.working.error_band or (0.0, 0.0)
            assert figure.value * (1 + below) <= high, f"{name}: p{share * 100:g} {figure.text} is too high"
            assert figure.value * (1 + above) >= low, f"{name}: p{share * 100:g} {figure.text} is too low"
            judged += 1
    assert judged >= 2
