"""Hypothesis strategies: designs as nobody would draw them, but as a program must bear them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.scenario import Scenario

MOST_PARTS = 9
PROPERTIES: dict[str, st.SearchStrategy[Any]] = {
    "replicas": st.integers(1, 6),
    "shards": st.integers(1, 6),
    "partitions": st.integers(1, 6),
    "zones": st.integers(1, 3),
    "hit_ratio": st.sampled_from([0, 0.5, 1]),
    "batch": st.integers(1, 100),
    "retention": st.sampled_from(["1 h", "7 d", "10 y"]),
    "time_to_live": st.sampled_from(["1 s", "1 d"]),
    "timeout": st.just("2 s"),
    "consistency": st.sampled_from(["strong", "eventual"]),
    "conflict_rule": st.just("last write wins"),
    **{
        name: st.booleans()
        for name in ("stateless", "idempotent", "dead_letter", "outbox", "encrypted", "expires", "keyed")
    },
    **{
        name: st.booleans()
        for name in (
            "checks_identity",
            "limits_rate",
            "multi_region_writes",
            "signed_urls",
            "compensates",
            "keeps_sessions",
        )
    },
    "identity": st.sampled_from(["token", "sessions"]),
}


@st.composite
def designs(draw: st.DrawFn, scenario: Scenario) -> Design:
    """A design of any parts, claims, properties, arrows and groups; its names are the scenario's."""
    names = [f"part{number}" for number in range(draw(st.integers(0, MOST_PARTS)))]
    components = {name: draw(_component(scenario)) for name in names}
    return Design.model_validate(
        {
            "design": {"id": "drawn", "scenario": scenario.scenario.id, "kind": "system"},
            "components": components,
            "connections": draw(_connections(names)) if names else [],
            "groups": draw(_groups(names)),
            "decisions": draw(_decisions(scenario)),
        }
    )


@st.composite
def _component(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    types = sorted(load_catalogue().of_kind("system"))
    component: dict[str, Any] = {"type": draw(st.sampled_from(types))}
    entities, flows, actors = sorted(scenario.entities), sorted(scenario.flows), sorted(scenario.actors)
    for field, known in (("holds", entities), ("copies", entities), ("does", flows), ("plays", actors)):
        if known and draw(st.booleans()):
            component[field] = draw(st.lists(st.sampled_from(known), max_size=3, unique=True))
    for name in draw(st.lists(st.sampled_from(sorted(PROPERTIES)), max_size=4, unique=True)):
        component[name] = draw(PROPERTIES[name])
    return component


def _connections(names: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    kinds = st.sampled_from([None, None, "request", "persistent", "async", "replication"])
    arrow = st.fixed_dictionaries(
        {"from": st.sampled_from(names), "to": st.sampled_from(names), "kind": kinds}
    )
    return st.lists(arrow, max_size=3 * MOST_PARTS)


@st.composite
def _groups(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    groups: dict[str, Any] = {}
    for number in range(draw(st.integers(0, 3))):
        members = (
            st.lists(st.sampled_from([*names, *groups]), max_size=6, unique=True)
            if names or groups
            else st.just([])
        )
        kind = draw(st.sampled_from(["region", "zone", "site", "trust", "mesh"]))
        groups[f"group{number}"] = {
            "kind": kind,
            "contains": draw(members),
            "zones": draw(st.sampled_from([None, 1, 3])),
        }
    return groups


@st.composite
def _decisions(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    decisions = {}
    for name, prompt in sorted(scenario.trade_offs.items()):
        if draw(st.booleans()):
            decisions[name] = {
                "chosen": draw(st.sampled_from(sorted(prompt.options))),
                "because": draw(st.text(max_size=20)),
            }
    return decisions
