"""The catalogue: what kinds of part exist, what each can do, and how much of it.

A component type is a *set of abilities* rather than one label: a log hands work off and holds data, a CDN passes
requests on and holds copies. Every default figure carries its source.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from design_sandbox.model.base import DiagramKind, Document, Identifier, LongText, ShortText
from design_sandbox.model.quantity import Quantity

Ability = Literal["initiate", "pass_on", "compute", "hold", "copy", "hand_off", "clock", "operate", "provide"]
"""initiate: starts requests (clients). pass_on: forwards them (load balancer). compute: runs our code.
hold: is the authority for data. copy: keeps derived data. hand_off: carries work to whoever consumes it.
clock: starts work on a schedule. operate: watches or configures the rest. provide: a third party's service."""

Role = Literal["actor", "edge", "compute", "store", "cache", "channel", "external", "operate", "class"]
"""The colour family on the screen, derived from what the type is mainly for."""

Shape = Literal["key", "range", "text", "near", "append", "blob", "conditional", "counter", "graph"]
"""Ways of reaching data: by key, by range, full text, by place, append, large object, write-if, counting, hops."""

Dimension = Literal[
    "requests_per_s",
    "reads_per_s",
    "writes_per_s",
    "connections",
    "bytes_stored",
    "bytes_per_s",
    "messages_per_s",
]
Copies = Literal["alike", "led", "voting"]
FieldType = Literal["integer", "number", "text", "boolean", "choice", "quantity", "ratio", "chips"]


class Figure(Document):
    """A default value and where it comes from; shown wherever the value is used."""

    value: Quantity
    source: ShortText
    seen: str | None = Field(default=None, description="Month in which the source was read, like 2026-11")


class LatencyFigure(Document):
    """Time one call takes with no queue, as its median and 99th percentile."""

    p50: Quantity
    p99: Quantity
    source: ShortText


class Choice(Document):
    """One accepted value of a `choice` property."""

    value: str
    label: ShortText


class PropertySpec(Document):
    """A property the learner may set on a component, with its type, range and help."""

    label: ShortText
    type: FieldType
    help: LongText
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    options: tuple[Choice, ...] = ()
    default: int | float | str | bool | None = Field(default=None, description="What is assumed while unset")
    source: ShortText | None = Field(default=None, description="Where the default comes from")
    chips: Literal["entities", "flows", "actors", "free"] | None = None
    folded: bool = Field(default=False, description="One click away in the panel, until it is set")


class ComponentType(Document):
    """One kind of part: abilities, default figures with sources, properties, help and synonyms."""

    kind: DiagramKind = "system"
    label: ShortText
    group: Identifier
    role: Role
    icon: Identifier
    abilities: tuple[Ability, ...]
    synonyms: tuple[str, ...] = ()
    summary: LongText
    use_when: LongText
    avoid_when: LongText
    provides: tuple[Identifier, ...] = Field(
        default=(), description="Third-party services this type stands for"
    )
    shapes: dict[Shape, Literal["good", "slow"]] = {}
    durable: bool = Field(default=False, description="Data survives a restart")
    expires_entries: bool = False
    scales_out: bool = False
    managed: bool = Field(default=False, description="The provider spreads it over zones")
    run_by_provider: tuple[str, ...] = Field(
        default=(),
        description="Products of this type that their provider runs: a part whose label or technology names one is managed",
    )
    run_by_provider_promised: Figure | None = Field(
        default=None,
        description="Share of time that such a product is promised for as a whole, in place of `availability`, which is one machine's",
    )
    feeds_from: Literal["itself", "others"] = Field(
        default="itself",
        description="others: it is built from data that live elsewhere, so it should not be the only place of anything lasting",
    )
    copies_are: Copies = Field(
        default="alike",
        description="How copies stand in for each other: alike (any will do), led (one leads and a standby takes over), "
        "voting (most of them must answer)",
    )
    persistent: bool = Field(default=False, description="Can hold long-lived connections open")
    handles_requests: bool = Field(
        default=True, description="False for workers, which take work off channels"
    )
    capacity: dict[Dimension, Figure] = Field(default={}, description="Per instance (or shard)")
    at_once: Figure | None = Field(
        default=None,
        description="Calls that one instance works on side by side; more of them wait in line. Computes have a property for it",
    )
    latency: LatencyFigure | None = None
    availability: Figure | None = None
    properties: tuple[Identifier, ...] = Field(
        default=(), description="Names from the catalogue's `properties`"
    )
    also: tuple[Identifier, ...] = Field(
        default=(),
        description="Further properties that mean something here; the panel shows only `properties`, at most ten in sight",
    )
    defaults: dict[Identifier, int | float | str | bool] = Field(
        default={}, description="Values assumed while the learner leaves the property unset"
    )

    def can(self, ability: Ability) -> bool:
        """Whether the type has this ability."""
        return ability in self.abilities

    def foreign(self, properties: Iterable[str]) -> list[str]:
        """Of these properties, those that the type does not have: on it they say nothing."""
        known = {*self.properties, *self.also, *self.defaults}
        return [name for name in properties if name not in known]


class PaletteGroup(Document):
    """A section of the palette."""

    id: Identifier
    label: ShortText
    kind: DiagramKind = "system"


class ConnectionKind(Document):
    """A kind of arrow, how it is drawn and what it means."""

    kind: DiagramKind = "system"
    label: ShortText
    style: Literal[
        "solid",
        "dashed",
        "dotted",
        "double",
        "inherits",
        "implements",
        "composes",
        "aggregates",
        "associates",
        "depends",
    ]
    help: LongText


class CatalogueHeader(Document):
    """Name and version of a catalogue."""

    id: Identifier
    version: Literal[1] = 1


class Catalogue(Document):
    """All component types, properties and connection kinds that designs may use."""

    catalogue: CatalogueHeader
    groups: tuple[PaletteGroup, ...]
    properties: dict[Identifier, PropertySpec]
    types: dict[Identifier, ComponentType]
    connections: dict[Identifier, ConnectionKind]

    @model_validator(mode="after")
    def _references_exist(self) -> Catalogue:
        groups = {group.id for group in self.groups}
        for name, spec in self.types.items():
            if spec.group not in groups:
                raise ValueError(f"type {name}: group {spec.group!r} is not one of {sorted(groups)}")
            unknown = sorted({*spec.properties, *spec.also, *spec.defaults} - set(self.properties))
            if unknown:
                raise ValueError(f"type {name}: no such property: {', '.join(unknown)}")
        return self

    @cached_property
    def by_synonym(self) -> dict[str, str]:
        """Lower-case synonym or label → type id; the first type that claims a word keeps it."""
        words: dict[str, str] = {}
        for name, spec in self.types.items():
            for word in (name, name.replace("_", " "), spec.label, *spec.synonyms):
                words.setdefault(word.lower(), name)
        return words

    def of_kind(self, kind: DiagramKind) -> dict[str, ComponentType]:
        """The types that may stand in a diagram of this kind, in catalogue order."""
        return {name: spec for name, spec in self.types.items() if spec.kind == kind}
