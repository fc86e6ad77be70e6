"""A design as the walker sees it: parts with abilities and resolved claims, and arrows in a canonical order.

The order in which parts and arrows are tried depends on what they are and how they are wired, never on their ids
or their place in the file, so that renaming and reordering change no verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from design_sandbox.model.catalogue import Ability, Catalogue, ComponentType
from design_sandbox.model.design import Component, Design, Group
from design_sandbox.walk.ordering import canonical_order
from design_sandbox.walk.words import words

if TYPE_CHECKING:
    import networkx as nx

Ends = tuple[str, str]
"""Tail and head of an arrow."""


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

    @cached_property
    def said(self) -> dict[str, Any]:
        """The properties that the learner has set, by name; what the type does not have says nothing."""
        said = self.component.properties
        foreign = self.spec.foreign(said)
        return {name: value for name, value in said.items() if name not in foreign} if foreign else said

    def get(self, name: str, default: Any = None) -> Any:
        """A property: as set, else the type's default, else `default`."""
        return self.said.get(name, self.spec.defaults.get(name, default))

    @cached_property
    def joins(self) -> bool:
        """Whether one call, or one message, does all that a request asks here: code, ways on and channels, not stores."""
        return any(self.can(ability) for ability in ("compute", "pass_on", "hand_off"))

    @cached_property
    def managed(self) -> bool:
        """Whether its provider spreads and sizes it: its type says so, or the product that its label or technology names."""
        said = words(f"{self.component.label} {self.said.get('technology', '')}")
        return self.spec.managed or any(words(product) <= said for product in self.spec.run_by_provider)

    @property
    def names_only(self) -> bool:
        """Whether it answers with names and lets the traffic go past it (DNS)."""
        return self.component.type == "dns"

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
    carries: frozenset[str] = frozenset()
    """Entities that the learner says travel on it."""


class Board:
    """Parts and arrows of a design, resolved and ordered. Immutable; `without` gives a smaller board."""

    def __init__(self, parts: Mapping[str, Part], links: Iterable[Link], groups: dict[str, Group],
                 order: Iterable[str] | None = None) -> None:  # fmt: skip
        """`order` names the parts in canonical order; it is found when not given."""
        self.groups = groups
        self.links = tuple(link for link in links if link.source in parts and link.target in parts)
        order = canonical_order(_looks(parts, groups), _edges(self.links, groups)) if order is None else order
        self.parts = {name: parts[name] for name in order if name in parts}
        self.position = {name: index for index, name in enumerate(self.parts)}
        self.out: dict[str, list[Link]] = {name: [] for name in self.parts}
        self.into: dict[str, list[Link]] = {name: [] for name in self.parts}
        for link in sorted(self.links, key=self._place):
            self.out[link.source].append(link)
            self.into[link.target].append(link)
        self.memo: dict[tuple[str, str], tuple[str, ...]] = {}
        """(kind of step, part) → parts one step further; filled by `routes` as it goes."""
        self.ways: dict[tuple[object, str], list[tuple[str, ...]]] = {}
        """(kind of step, part) → the shortest way to each other compute; filled by `routes` as it goes."""

    def _place(self, link: Link) -> tuple[int, int, str]:
        return self.position[link.source], self.position[link.target], link.kind

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
            Link(
                number,
                connection.source,
                connection.target,
                design.connection_kind(connection),
                frozenset(connection.carries),
            )
            for number, connection in enumerate(design.connections)
        ]
        return cls(parts, links, dict(design.groups))

    def with_parts(self, changed: Mapping[str, Part]) -> Board:
        """The same board with some parts replaced (inferred claims); the order stays."""
        return Board({**self.parts, **changed}, self.links, self.groups, self.parts)

    def with_links(self, links: Iterable[Link]) -> Board:
        """The same board with other arrows (inferred kinds); the order stays."""
        return Board(self.parts, links, self.groups, self.parts)

    def without(self, names: Iterable[str], cut: Collection[Ends] = ()) -> Board:
        """The board after these parts and the arrows between these ends are lost; the order of the others stays."""
        lost = set(names)
        links = [link for link in self.links if (link.source, link.target) not in cut]
        return Board({n: p for n, p in self.parts.items() if n not in lost}, links, self.groups, self.parts)

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

    def hands_over(self, source: str, target: str) -> bool:
        """Whether work goes from one part to the other and nobody waits: every arrow between them hands it off."""
        kinds = [link.kind for link in self.out.get(source, ()) if link.target == target]
        return bool(kinds) and all(kind == "async" for kind in kinds)

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """All arrows as a directed graph, for structural rules."""
        import networkx as nx

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


def _looks(parts: Mapping[str, Part], groups: Mapping[str, Group]) -> dict[str, str]:
    """What each part, and each group (under `group:`), is to the eye: everything but ids and places in the file."""
    looks = {name: repr(_look(part)) for name, part in parts.items()}
    return looks | {
        f"group:{name}": repr((group.kind, group.label, group.zones)) for name, group in groups.items()
    }


def _look(part: Part) -> tuple[Any, ...]:
    component = part.component
    return (
        component.type, component.label, sorted(part.holds), sorted(part.copies), sorted(part.plays),
        sorted(component.does), sorted((key, str(value)) for key, value in part.said.items()),
        [sorted(getattr(component, name)) for name in ("owns", "creates", "guards", "changes", "varies")],
    )  # fmt: skip


def _edges(links: Iterable[Link], groups: Mapping[str, Group]) -> list[tuple[str, str, str]]:
    """(from, to, kind) of arrows and of group memberships."""
    inside = [
        (f"group:{name}", f"group:{member}" if member in groups else member, "contains")
        for name, group in groups.items() for member in group.contains
    ]  # fmt: skip
    return [(link.source, link.target, link.kind) for link in links] + inside


def claim(
    part: Part, *, holds: Iterable[str] = (), copies: Iterable[str] = (), plays: Iterable[str] = ()
) -> Part:
    """The part with further claims."""
    return replace(
        part, holds=part.holds | set(holds), copies=part.copies | set(copies), plays=part.plays | set(plays)
    )
