"""One-step changes of an accepted design that take something away: each must cost, and each rubric line is lost by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.model.scenario import Scenario

NamedPatch = tuple[str, bool, Patch]
"""What the edit is called, whether it must cost, and the edit."""
OTHER_STORES = ("relational", "search_index", "object_store", "cache")

ANSWERS_FOR = {
    "owns": "own",
    "derives": "derive",
    "creates": "create",
    "guards": "guard",
    "varies": "vary by",
}
"""Claims of classes, each as the words of its loss."""


@dataclass(frozen=True)
class Ablation:
    """A named edit of a design; `must_cost` when the design is not needed whole if the edit is free."""

    name: str
    design: Design
    must_cost: bool
    patch: Patch = ()

    @property
    def takes_away(self) -> bool:
        """Whether it takes a part, a connection or a declared ability away."""
        return self.must_cost or " without " in self.name


def ablations(design: Design, scenario: Scenario, catalogue: Catalogue) -> Iterator[Ablation]:
    """Every removal, and the usual ways of making a design worse."""
    for name, must_cost, patch in _patches(design, scenario, catalogue):
        try:
            yield Ablation(name, apply_patch(design, patch), must_cost, patch)
        except (EditError, ValueError):
            continue


def _patches(design: Design, scenario: Scenario, catalogue: Catalogue) -> Iterator[NamedPatch]:
    for name in design.components:
        yield f"without {name}", True, ({"op": "remove_component", "id": name},)
    for a, b in dict.fromkeys((c.source, c.target) for c in design.connections):
        yield f"without {a} -> {b}", True, ({"op": "remove_connection", "from": a, "to": b},)
    for name in design.components:
        yield from _sizes(name, design)
        yield from _claims(name, design, catalogue)
        yield from _called_at_once(name, design, catalogue)
    for group in design.groups.values():
        for member in group.contains:
            if member in design.components:
                yield from _places(member, design)
    yield from _additions(design, scenario, catalogue)
    for prompt in design.decisions:
        yield (
            f"decision {prompt} left open",
            False,
            ({"op": "set_decision", "prompt": prompt, "decision": {}},),
        )


def _set(name: str, field: str, value: Any) -> Patch:
    return ({"op": "set", "component": name, "field": field, "value": value},)


def _sizes(name: str, design: Design) -> Iterator[NamedPatch]:
    """One instead of several, far too many, and declared abilities taken back."""
    said = design.components[name].properties
    for field in ("replicas", "shards"):
        if int(said.get(field) or 1) > 1:
            yield f"{field} of {name} = 1", False, _set(name, field, 1)
    if said.get("replicas"):
        yield f"replicas of {name} = 2000", False, _set(name, "replicas", 2000)
    for field, value in said.items():
        if value is True:
            yield f"{name} without {field}", False, _set(name, field, None)
            yield f"{name}: {field} switched off", False, _set(name, field, False)


def _claims(name: str, design: Design, catalogue: Catalogue) -> Iterator[NamedPatch]:
    """Data without its home, and homes of another kind."""
    component = design.components[name]
    for entity in component.holds:
        edit = {"op": "remove_from", "component": name, "field": "holds", "value": entity}
        yield f"{name} does not hold {entity}", False, (edit,)
    for field, verb in ANSWERS_FOR.items():
        for word in getattr(component, field):
            edit = {"op": "remove_from", "component": name, "field": field, "value": word}
            yield f"{name} does not {verb} {word}", False, (edit,)
    if component.holds and catalogue.types[component.type].can("hold"):
        for other in OTHER_STORES:
            yield f"{name} as {other}", False, _set(name, "type", other)


def _called_at_once(name: str, design: Design, catalogue: Catalogue) -> Iterator[NamedPatch]:
    """Work that a channel takes out of the answer, put back into it: who hands it over calls who consumes it."""
    if not catalogue.types[design.components[name].type].can("hand_off"):
        return
    senders = dict.fromkeys(c.source for c in design.connections if c.target == name)
    takers = dict.fromkeys(c.target for c in design.connections if c.source == name)
    calls = tuple(
        {"op": "add_connection", "connection": {"from": a, "to": b}}
        for a in senders
        for b in takers
        if a != b
    )
    if calls:
        yield f"calls instead of {name}", False, ({"op": "remove_component", "id": name}, *calls)


def _places(member: str, design: Design) -> Iterator[NamedPatch]:
    """A member taken out of its groups, and put into a region far away."""
    out = tuple(
        {"op": "remove_from_group", "group": group, "component": member}
        for group, spec in design.groups.items()
        if member in spec.contains
    )
    yield f"{member} outside its groups", False, out
    far = {"op": "add_group", "id": "far", "group": {"kind": "region", "contains": [member]}}
    yield f"{member} in a far region", False, (*out, far)


def _additions(design: Design, scenario: Scenario, catalogue: Catalogue) -> Iterator[tuple[str, bool, Patch]]:
    """An idle claim, an idle arrow, a client at a store, a channel that nobody empties."""

    def able(ability: str) -> list[str]:
        return [n for n, c in design.components.items() if catalogue.types[c.type].can(ability)]  # type: ignore[arg-type]  # an Ability, given below

    stores, people, computes = able("hold"), able("initiate"), able("compute")
    for store in stores:
        for entity in scenario.entities:
            if entity not in design.components[store].holds:
                yield (
                    f"{store} also holds {entity}",
                    False,
                    ({"op": "add_to", "component": store, "field": "holds", "value": entity},),
                )
                break
    arrows = {(c.source, c.target) for c in design.connections}
    back = tuple(
        {"op": "add_connection", "connection": {"from": b, "to": a}}
        for a, b in sorted(arrows)
        if (b, a) not in arrows
    )
    yield "every arrow drawn both ways", False, back
    if arrows:
        a, b = min(arrows)
        again = {"op": "add_connection", "connection": {"from": a, "to": b}}
        yield f"{a} -> {b} drawn twice", False, (again,)
    if computes:
        idle = {
            "op": "add_component",
            "id": "idle",
            "component": {"type": design.components[computes[0]].type},
        }
        yield "a part that stands alone", False, (idle,)
    if len(stores) > 1:
        yield (
            "an idle arrow",
            False,
            ({"op": "add_connection", "connection": {"from": stores[0], "to": stores[1]}},),
        )
    for store in stores:
        if (
            people
            and (people[0], store) not in arrows
            and catalogue.types[design.components[store].type].shapes.get("blob") != "good"
        ):
            yield (
                f"{people[0]} -> {store}",
                False,
                ({"op": "add_connection", "connection": {"from": people[0], "to": store}},),
            )
    if computes and scenario.scenario.kind == "system":
        yield (
            "a queue nobody empties",
            False,
            (
                {"op": "add_component", "id": "silent", "component": {"type": "queue"}},
                {
                    "op": "add_connection",
                    "connection": {"from": computes[0], "to": "silent", "kind": "async"},
                },
            ),
        )


def edit_of(declared: dict[str, Any], design: Design) -> Patch:  # noqa: PLR0911 (a table of short forms)
    """The patch of a `lost_by` entry: short forms `remove_connection: a -> b`, `set: part.field, to: value` …, or `patch: [...]`."""
    if "patch" in declared:
        return tuple(declared["patch"])
    if "remove_connection" in declared:
        source, target = (end.strip() for end in str(declared["remove_connection"]).split("->"))
        return ({"op": "remove_connection", "from": source, "to": target},)
    if "add_connection" in declared:
        source, target = (end.strip() for end in str(declared["add_connection"]).split("->"))
        return ({"op": "add_connection", "connection": {"from": source, "to": target}},)
    if "remove_component" in declared:
        return ({"op": "remove_component", "id": declared["remove_component"]},)
    if "set" in declared:
        part, _, field = str(declared["set"]).partition(".")
        return ({"op": "set", "component": part, "field": field, "value": declared.get("to")},)
    if "add_holds" in declared:
        return (
            {
                "op": "add_to",
                "component": declared["add_holds"],
                "field": "holds",
                "value": declared["entity"],
            },
        )
    if "move" in declared:
        part = str(declared["move"])
        out = tuple(
            {"op": "remove_from_group", "group": name, "component": part}
            for name, group in design.groups.items()
            if part in group.contains
        )
        return (*out, {"op": "add_group", "id": "elsewhere", "group": {"kind": "region", "contains": [part]}})
    raise ValueError(
        "lost_by knows remove_connection, add_connection, remove_component, set … to, add_holds … entity, move, patch"
    )
