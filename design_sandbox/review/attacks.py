"""Drawings that must not win: what people (and programs) try when they want points without a design."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from design_sandbox.model.catalogue import Catalogue, ComponentType
from design_sandbox.model.design import OBJECT_CONNECTIONS, Component, Connection, Design, DesignHeader
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit

LOSES = 40.0
"""An attack that reaches this wins, and the scenario is not fair."""
MARGIN = 10.0
"""Points that a star, or the right boxes wired both ways, stay below every accepted design."""
DENSITIES = (0.05, 0.2, 0.5, 1.0)
SEEDS = (1, 2)
FEWEST_KEEPERS = 3
"""Stores, caches and channels below which "everything holds everything" is no attack."""
MOST_WIRED = 40
"""Components that random wiring is tried on; every pair of more takes long and shows nothing new."""


@dataclass(frozen=True)
class Attack:
    """A drawing and what it must stay below; `margin` attacks are compared with the accepted designs."""

    name: str
    design: Design
    margin: bool = False


def attacks(
    scenario: Scenario, catalogue: Catalogue, accepted: tuple[Design, ...], foreign: tuple[Design, ...]
) -> Iterator[Attack]:
    """All attacks on a scenario, in a fixed order and from fixed seeds."""
    yield Attack("empty", _design(scenario, {}, []))
    every = every_type(scenario, catalogue)
    yield Attack("every type, no connections", _design(scenario, every, []))
    yield Attack("every type, every legal connection", _design(scenario, every, legal(every, catalogue)))
    yield Attack("every type, a star", _design(scenario, every, star(every, catalogue)))
    yield from _random(scenario, "every type", every)
    for design in accepted:
        yield from _on_accepted(scenario, catalogue, design)
    for design in foreign:
        yield Attack(
            f"answer of another prompt: {design.design.scenario}/{design.design.id}",
            _adopted(scenario, design),
        )


def _on_accepted(scenario: Scenario, catalogue: Catalogue, design: Design) -> Iterator[Attack]:
    name, parts = design.design.id, dict(design.components)
    yield Attack(f"{name}: no connections", design.model_copy(update={"connections": ()}))
    yield Attack(f"{name}: every legal connection", _rewired(design, legal(parts, catalogue)))
    yield Attack(
        f"{name}: one part wired to everything", _rewired(design, star(parts, catalogue)), margin=True
    )
    both = [
        *design.connections,
        *(Connection(**{"from": c.target, "to": c.source, "kind": c.kind}) for c in design.connections),
    ]
    yield Attack(f"{name}: wired both ways", _rewired(design, both), margin=True)
    yield from _random(scenario, name, parts, base=design)
    keepers = [part for part in parts.values() if _keeps(catalogue.types[part.type])]
    if len(keepers) < FEWEST_KEEPERS:
        return  # with one store and its cache, holding everything is an honest answer
    yield Attack(
        f"{name}: everything holds everything",
        design.model_copy(update={"components": everything_held(scenario, catalogue, parts)}),
    )


def _random(
    scenario: Scenario, name: str, parts: dict[str, Component], base: Design | None = None
) -> Iterator[Attack]:
    kind = None if scenario.scenario.kind == "system" else "associates"
    for density in DENSITIES:
        for seed in SEEDS if density < 1 else SEEDS[:1]:
            dice = random.Random(seed)  # noqa: S311 (drawings, not secrets)
            names = sorted(parts)[:MOST_WIRED]
            wires = [
                Connection(**{"from": a, "to": b, "kind": kind})
                for a in names
                for b in names
                if a != b and dice.random() < density
            ]
            drawn = _rewired(base, wires) if base else _design(scenario, parts, wires)
            yield Attack(f"{name}: random connections {density:.0%} ({seed})", drawn)


def _design(scenario: Scenario, parts: dict[str, Component], wires: list[Connection]) -> Design:
    header = DesignHeader(
        id="attack",
        scenario=scenario.scenario.id,
        kind=scenario.scenario.kind,
        scope=dict.fromkeys((n for n, f in scenario.flows.items() if f.optional), True),
    )
    return Design(design=header, components=parts, connections=tuple(wires))


def _rewired(design: Design, wires: list[Connection]) -> Design:
    return design.model_copy(update={"connections": tuple(wires)})


def _adopted(scenario: Scenario, design: Design) -> Design:
    header = design.design.model_copy(update={"scenario": scenario.scenario.id, "scope": {}, "variant": None})
    return design.model_copy(update={"design": header, "decisions": {}})


def every_type(scenario: Scenario, catalogue: Catalogue) -> dict[str, Component]:
    """One large component of every type, holding all that fits it: an attacker reads the catalogue."""
    return {
        name: _large(name, spec, scenario) for name, spec in catalogue.of_kind(scenario.scenario.kind).items()
    }


def _large(name: str, spec: ComponentType, scenario: Scenario) -> Component:
    if spec.kind == "object_model":
        names = tuple(scenario.entities)
        return Component(type=name, owns=names, creates=names, guards=names, changes=names)
    bare = Component(type=name)
    part = Part(name, spec, bare)
    keeps = tuple(
        e
        for e, entity in scenario.entities.items()
        if (spec.can("hold") or spec.can("copy")) and fit(part, "write", entity) != "impossible"
    )
    sizes = {field: value for field, value in (("replicas", 3), ("shards", 200)) if field in spec.properties}
    field = "holds" if spec.can("hold") else "copies"
    return Component.model_validate({"type": name, field: keeps, **sizes})


def everything_held(
    scenario: Scenario, catalogue: Catalogue, parts: dict[str, Component]
) -> dict[str, Component]:
    """Every keeper claims every entity (classes: every class owns, creates and guards everything)."""
    names, changed = tuple(scenario.entities), {}
    for name, component in parts.items():
        spec = catalogue.types[component.type]
        if spec.kind == "object_model":
            update = (
                {"owns": names, "creates": names, "guards": names, "changes": names}
                if spec.can("compute")
                else {}
            )
        else:
            update = {"holds": names} if spec.can("hold") or spec.can("copy") else {}
        changed[name] = component.model_copy(update=update)
    return changed


def _keeps(spec: ComponentType) -> bool:
    return spec.can("hold") or spec.can("copy") or spec.kind == "object_model"


def legal(parts: dict[str, Component], catalogue: Catalogue) -> list[Connection]:
    """Every arrow an editor would allow between these components."""
    found = []
    for a, source in parts.items():
        for b, target in parts.items():
            kind = _legal_kind(catalogue.types[source.type], catalogue.types[target.type])
            if a != b and kind:
                found.append(Connection(**{"from": a, "to": b, "kind": kind}))
    return found


def _legal_kind(source: ComponentType, target: ComponentType) -> str | None:  # noqa: PLR0911 (a table of pairs)
    """The kind of arrow that an attacker would take between two types; None when there is no sensible one."""
    if source.kind == "object_model":
        return OBJECT_CONNECTIONS[4] if target.kind == "object_model" and target.can("compute") else None
    if target.can("initiate") and not target.can("pass_on"):
        return None
    if source.can("initiate") and not source.can("compute"):
        return "persistent" if target.can("pass_on") or target.can("compute") else None
    if source.can("pass_on"):
        return "request" if target.can("pass_on") or target.can("compute") else None
    if source.can("hand_off"):
        return "async" if target.can("compute") or target.can("hand_off") else None
    if source.can("compute") or source.can("clock"):
        return "async" if target.can("hand_off") else "request"
    return "async" if source.can("hold") and target.can("hand_off") else None


def star(parts: dict[str, Component], catalogue: Catalogue) -> list[Connection]:
    """One service (or class) wired to everything, both ways."""

    def central(name: str) -> tuple[int, str]:
        kind = parts[name].type
        return (0 if kind in ("service", "class") else 1 if catalogue.types[kind].can("compute") else 2, name)

    if not parts:
        return []
    hub = min(parts, key=central)
    kind = None if catalogue.types[parts[hub].type].kind == "system" else "associates"
    return [
        Connection(**{"from": a, "to": b, "kind": kind})
        for other in parts
        if other != hub
        for a, b in ((hub, other), (other, hub))
    ]
