"""Random designs for properties: edits of accepted ones, and wiring of any parts whatever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, references

SCENARIO = "twitter"
KINDS = ("request", "persistent", "async", "replication")
ENTITIES = ("tweets", "follows", "timelines", "media", "tweet_index")


def renamed(design: Design, names: Mapping[str, str]) -> Design:
    """The design with other component ids; groups, arrows and walkthroughs follow."""
    data = design.model_dump(by_alias=True)
    data["components"] = {names[name]: part for name, part in data["components"].items()}
    for link in data["connections"]:
        link["from"], link["to"] = names[link["from"]], names[link["to"]]
    for group in data["groups"].values():
        group["contains"] = [names.get(member, member) for member in group.get("contains", ())]
    return Design.model_validate(data)


@st.composite
def edited(draw: st.DrawFn) -> Design:
    """An accepted design with connections removed and added, labels dropped and claims moved."""
    base = draw(st.sampled_from(references(SCENARIO)))
    data: dict[str, Any] = base.model_dump(by_alias=True)
    names = list(data["components"])
    gone = draw(st.sets(st.integers(0, len(data["connections"]) - 1), max_size=3))
    data["connections"] = [link for index, link in enumerate(data["connections"]) if index not in gone]
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from(KINDS))
    for source, target, kind in draw(st.lists(ends, max_size=3)):
        data["connections"].append({"from": source, "to": target, "kind": kind})
    for name in draw(st.sets(st.sampled_from(names), max_size=4)):
        part = data["components"][name]
        for key in draw(st.sets(st.sampled_from(("label", "holds", "does", "replicas")))):
            part.pop(key, None)
    return Design.model_validate(data)


@st.composite
def scrambled(draw: st.DrawFn) -> tuple[Design, Design, dict[str, str]]:
    """A design, the same with other ids in another order, and old id → new id."""
    original = draw(edited())
    names = list(original.components)
    new = draw(st.permutations([f"part{number}" for number in range(len(names))]))
    mapping = dict(zip(names, new, strict=True))
    data = renamed(original, mapping).model_dump(by_alias=True)
    data["components"] = {
        name: data["components"][name] for name in draw(st.permutations(list(data["components"])))
    }
    data["connections"] = draw(st.permutations(data["connections"]))
    return original, Design.model_validate(data), mapping


@st.composite
def any_design(draw: st.DrawFn) -> Design:
    """Any parts, wired and claiming anyhow."""
    types = sorted(load_catalogue().of_kind("system"))
    chosen = draw(st.lists(st.sampled_from(types), max_size=9))
    parts: dict[str, Any] = {}
    for index, kind in enumerate(chosen):
        claims = st.lists(st.sampled_from(ENTITIES), max_size=2, unique=True)
        parts[f"p{index}"] = {"type": kind, "holds": draw(claims), "copies": draw(claims)}
    names = st.sampled_from(sorted(parts)) if parts else st.nothing()
    links = st.builds(
        lambda a, b, kind: {"from": a, "to": b, "kind": kind}, names, names, st.sampled_from(KINDS)
    )
    connections = draw(st.lists(links, max_size=16)) if parts else []
    header = {"id": "random", "scenario": SCENARIO}
    return Design.model_validate({"design": header, "components": parts, "connections": connections})
