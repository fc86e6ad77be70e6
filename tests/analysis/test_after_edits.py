"""Numbers after edits: what is remembered of parts that stay the same changes no figure."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.latency import combining
from design_sandbox.analysis.what_if import Change, Looked, look_again
from design_sandbox.exchange.numbers_json import numbers_document
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch, apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.walk.walker import walk_all

SCENARIOS = ("url-shortener", "twitter", "whatsapp")
EDITS: tuple[tuple[str, Any], ...] = (
    ("replicas", 1), ("replicas", 59), ("shards", 7), ("zones", 3), ("label", "One"), ("timeout", "50 ms"), ("retries", 2),
    ("serves_per_s", "900/s"), ("at_once", 9), ("service_time", "90 ms"), ("storage", "2 GB"), ("time_to_live", "3 min"),
    ("hit_ratio", 0.3), ("failover_time", "5 min"), ("hedged", True), ("backup", True), ("consistency", "eventual"),
)  # fmt: skip
"""Properties that some figure looks at."""


@cache
def accepted() -> tuple[tuple[str, Design], ...]:
    """Every accepted design of the scenarios, read once."""
    return tuple((name, design) for name in SCENARIOS for design in references(name))


def drawn_edit(data: st.DataObject, design: Design) -> Patch:
    """One edit of one part, or a lost part or arrow."""
    part = data.draw(st.sampled_from(sorted(design.components)))
    kind = data.draw(st.sampled_from(("set", "set", "set", "remove", "cut")))
    if kind == "remove":
        return ({"op": "remove_component", "id": part},)
    if kind == "cut" and design.connections:
        arrow = data.draw(st.sampled_from(design.connections))
        return ({"op": "remove_connection", "from": arrow.source, "to": arrow.target},)
    field, value = data.draw(st.sampled_from(EDITS))
    return ({"op": "set", "component": part, "field": field, "value": value},)


def forget() -> None:
    """Empty every cache of the analysis."""
    combining._rows.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("design_sandbox.analysis"):
            for known in list(vars(module).values()):
                getattr(known, "cache_clear", lambda: None)()


def numbers(scenario: str, design: Design) -> dict[str, Any]:
    """Every figure with its working, and what rules read."""
    looked = look_again(load_scenario(scenario), design, load_catalogue(), Change())
    answers = {flow: (time.mean_s, time.p99_s) for flow, time in looked.numbers.answer_times.items()}
    loads = {part: (load, tuple(load.working)) for part, load in looked.numbers.components.items()}
    return {**numbers_document(looked), "answers": answers, "loads": loads}


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_edits_leave_the_same_numbers_as_a_fresh_start(data: st.DataObject) -> None:
    """After a row of edits every figure is that of the same drawing opened anew."""
    scenario, design = data.draw(st.sampled_from(accepted()))
    warm = numbers(scenario, design)
    for _ in range(data.draw(st.integers(1, 3))):
        design = apply_patch(design, drawn_edit(data, design))
        warm = numbers(scenario, design)
    forget()
    assert warm == numbers(scenario, design)


@pytest.mark.parametrize(("field", "value"), EDITS)
def test_every_property_of_every_part_is_looked_at(field: str, value: Any) -> None:
    """Nothing that was known before a property was set is told after it."""
    scenario, design = accepted()[0]
    numbers(scenario, design)
    patch = tuple(
        {"op": "set", "component": name, "field": field, "value": value} for name in design.components
    )
    edited = apply_patch(design, patch)
    warm = numbers(scenario, edited)
    forget()
    assert warm == numbers(scenario, edited)


def test_parts_that_stay_the_same_keep_their_loads() -> None:
    """Another number of one part's instances leaves the loads of the others the very same objects."""
    scenario, design = accepted()[0]
    part = next(name for name, one in sorted(design.components.items()) if one.properties.get("replicas"))
    edited = apply_patch(design, ({"op": "set", "component": part, "field": "replicas", "value": 59},))
    seen = [walk_all(load_scenario(scenario), each, load_catalogue()) for each in (design, edited)]
    before, after = (Looked(walked, analyse(walked)).numbers.components for walked in seen)
    kept = {name for name in before if before[name] is after[name]}
    assert kept == set(before) - {part}
