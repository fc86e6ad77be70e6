"""A design as the walker sees it: parts with abilities and resolved claims, and arrows in a canonical order.

The order in which parts and arrows are tried depends on what they are and how they are wired, never on their ids
or their place in the file, so that renaming and reordering change no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import networkx as nx

from design_sandbox.model.catalogue import Ability, Catalogue, ComponentType
from design_sandbox.model.design import Component, Design, Group

REFINEMENT_ROUNDS = 3
"""Neighbourhood radius that tells parts of the same kind apart; more changes nothing on drawn designs."""


@dataclass(frozen=True)
class Part:
    """A component with its catalogue type and what it claims, inferred claims included."""

    id: str
    spec: ComponentType
    component: Component
    holds: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    plays: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return self.component.label or self.spec.label

    def can(self, ability: Ability) -> bool:
        """Whether its type has this ability."""
        return ability in self.spec.abilities

    def get(self, name: str, default: Any = None) -> Any:
        """A property: as set, else the type's default, else `default`."""
        return self.component.properties.get(name, self.spec.defaults.get(name, default))

    def has(self, entity: str) -> bool:
        """Whether it keeps the entity, as authority or as a copy."""
        return entity in self.holds or entity in self.copies

    @property
    def provides(self) -> frozenset[str]:
        """Third-party services it stands for."""
        return frozenset(self.spec.provides) | frozenset(self.component.does if self.can("provide") else ())


@dataclass(frozen=True)
class Link:
    """An arrow between two parts; `number` is its place in the design's list of connections."""

    number: int
    source: str
    target: str
    kind: str


class Board:
    """Parts and arrows of a design, resolved and ordered. Immutable; `without` gives a smaller board."""

    def __init__(self, parts: dict[str, Part], links: Iterable[Link], groups: dict[str, Group]) -> None:
        self.groups = groups
        self.links = tuple(link for link in links if link.source in parts and link.target in parts)
        ranks = canonical_ranks(parts, self.links)
        self.parts = {name: parts[name] for name in sorted(parts, key=lambda name: (ranks[name], name))}
        position = {name: index for index, name in enumerate(self.parts)}
        ordered = sorted(self.links, key=lambda link: (position[link.source], position[link.target], link.kind))
        self.out: dict[str, list[Link]] = {name: [] for name in self.parts}
        self.into: dict[str, list[Link]] = {name: [] for name in self.parts}
        for link in ordered:
            self.out[link.source].append(link)
            self.into[link.target].append(link)
        self.position = position

    @classmethod
    def of(cls, design: Design, catalogue: Catalogue) -> Board:
        """The board of a design, with only the claims that the learner wrote. Unknown types are left out."""
        parts = {
            name: Part(
                name, catalogue.types[component.type], component,
                frozenset(component.holds), frozenset(component.copies), frozenset(component.plays),
            )
            for name, component in design.components.items() if component.type in catalogue.types
        }  # fmt: skip
        links = [
            Link(number, connection.source, connection.target, design.connection_kind(connection))
            for number, connection in enumerate(design.connections)
        ]
        return cls(parts, links, dict(design.groups))

    def with_parts(self, changed: dict[str, Part]) -> Board:
        """The same board with some parts replaced (inferred claims)."""
        return Board({**self.parts, **changed}, self.links, self.groups)

    def without(self, names: Iterable[str]) -> Board:
        """The board after these parts are lost."""
        lost = set(names)
        return Board({n: p for n, p in self.parts.items() if n not in lost}, self.links, self.groups)

    def with_ability(self, ability: Ability) -> list[Part]:
        """Parts that can do this, in canonical order."""
        return [part for part in self.parts.values() if part.can(ability)]

    def keeping(self, entity: str) -> list[Part]:
        """Parts that hold or copy the entity, in canonical order."""
        return [part for part in self.parts.values() if part.has(entity)]

    def owners(self, entity: str) -> list[Part]:
        """Parts that are the authority for the entity."""
        return [part for part in self.parts.values() if entity in part.holds]

    def linked(self, source: str, target: str) -> bool:
        """Whether an arrow goes from one part to the other."""
        return any(link.target == target for link in self.out.get(source, ()))

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """All arrows as a directed graph, for structural rules."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.parts)
        graph.add_edges_from((link.source, link.target) for link in self.links)
        return graph

    @cached_property
    def places(self) -> dict[str, dict[str, str]]:
        """Part → kind of group → innermost group of that kind it stands in (groups in groups included)."""
        found: dict[str, dict[str, str]] = {name: {} for name in self.parts}
        for name in sorted(self.groups):
            for member in self._members(name, frozenset()):
                found[member].setdefault(self.groups[name].kind, name)
        return found

    def _members(self, group: str, seen: frozenset[str]) -> list[str]:
        members: list[str] = []
        for member in self.groups[group].contains:
            if member in self.parts:
                members.append(member)
            elif member in self.groups and member not in seen:
                members.extend(self._members(member, seen | {group}))
        return members

    def members(self, group: str) -> list[str]:
        """Parts that stand in a group, through nested groups too."""
        return self._members(group, frozenset())


def canonical_ranks(parts: dict[str, Part], links: Iterable[Link]) -> dict[str, int]:
    """Rank of each part by what it is and how it is wired (colour refinement); ids play no role.

    Parts that stay equal are interchangeable for every purpose of the walk.
    """
    out: dict[str, list[tuple[str, str]]] = {name: [] for name in parts}
    into: dict[str, list[tuple[str, str]]] = {name: [] for name in parts}
    for link in links:
        if link.source in parts and link.target in parts:
            out[link.source].append((link.kind, link.target))
            into[link.target].append((link.kind, link.source))
    ranks = _dense({name: repr(_looks(part)) for name, part in parts.items()})
    for _ in range(REFINEMENT_ROUNDS):
        ranks = _dense({
            name: (
                ranks[name],
                sorted((kind, ranks[other]) for kind, other in out[name]),
                sorted((kind, ranks[other]) for kind, other in into[name]),
            )
            for name in parts
        })  # fmt: skip
    return ranks


def _looks(part: Part) -> tuple[Any, ...]:
    component = part.component
    return (
        component.type, component.label, sorted(part.holds), sorted(part.copies), sorted(part.plays),
        sorted(component.does), sorted((key, str(value)) for key, value in component.properties.items()),
        [sorted(getattr(component, name)) for name in ("owns", "creates", "guards", "changes", "varies")],
    )  # fmt: skip


def _dense(keys: dict[str, Any]) -> dict[str, int]:
    order = {key: index for index, key in enumerate(sorted({_frozen(key) for key in keys.values()}))}
    return {name: order[_frozen(key)] for name, key in keys.items()}


def _frozen(key: Any) -> Any:
    return tuple(_frozen(entry) for entry in key) if isinstance(key, (list, tuple)) else key


def claim(part: Part, *, holds: Iterable[str] = (), copies: Iterable[str] = (), plays: Iterable[str] = ()) -> Part:
    """The part with further claims."""
    return replace(
        part, holds=part.holds | set(holds), copies=part.copies | set(copies), plays=part.plays | set(plays)
    )
