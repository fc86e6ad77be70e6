"""A design: what a learner draws. The same shape is the file, the canvas document and the API."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field, model_serializer, model_validator

from design_sandbox.model.base import DiagramKind, Document, Identifier, Level, LongText, ShortText

ConnectionKindId = Literal[
    "request",
    "persistent",
    "async",
    "replication",
    "inherits",
    "implements",
    "composes",
    "aggregates",
    "associates",
    "depends",
]
SYSTEM_CONNECTIONS = ("request", "persistent", "async", "replication")
OBJECT_CONNECTIONS = ("inherits", "implements", "composes", "aggregates", "associates", "depends")
GroupKind = Literal["region", "zone", "trust", "mesh", "site"]

CLAIM_FIELDS = (
    "holds",
    "copies",
    "plays",
    "does",
    "owns",
    "derives",
    "creates",
    "guards",
    "changes",
    "varies",
    "switches_on",
    "attributes",
    "operations",
)
"""Component keys that are lists of names; everything else beside type, label and note is a property."""


MOST_COMPONENTS, MOST_CONNECTIONS, MOST_GROUPS = 500, 5_000, 100
"""Far above any answer that people draw; a review of this size still takes about a second."""


class DesignHeader(Document):
    """Identity of a design, and for reference designs what the linter must find."""

    id: Identifier
    version: Literal[1] = 1
    scenario: Identifier
    kind: DiagramKind = "system"
    title: ShortText = ""
    strategy: ShortText | None = Field(default=None, description="Reference designs: the strategy it takes")
    level: Level | None = Field(default=None, description="Reference designs: the level it is meant for")
    band: tuple[int, int] | None = Field(
        default=None, description="Score band it must land in, e.g. [60, 80]"
    )
    expect: tuple[ShortText, ...] = Field(default=(), description="Pitfalls: rule ids that must be found")
    scope: dict[Identifier, bool] = Field(default={}, description="Optional flows: true when taken on")
    variant: Identifier | None = Field(default=None, description="Focus variant of the scenario")
    based_on: Identifier | None = Field(default=None, description="Pitfalls: the reference it starts from")
    note: LongText = ""


class Component(Document):
    """One part. Keys that are not listed here are catalogue properties (`replicas`, `shards`, `hit_ratio` …)."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: Identifier
    label: ShortText = ""
    holds: tuple[Identifier, ...] = ()
    copies: tuple[Identifier, ...] = ()
    plays: tuple[Identifier, ...] = ()
    does: tuple[Identifier, ...] = ()
    owns: tuple[Identifier, ...] = ()
    derives: tuple[Identifier, ...] = ()
    creates: tuple[Identifier, ...] = ()
    guards: tuple[Identifier, ...] = ()
    changes: tuple[Identifier, ...] = ()
    varies: tuple[Identifier, ...] = ()
    switches_on: tuple[Identifier, ...] = ()
    attributes: tuple[ShortText, ...] = ()
    operations: tuple[ShortText, ...] = ()
    note: LongText = ""

    @property
    def properties(self) -> dict[str, Any]:
        """The catalogue properties that the learner has set, by name."""
        return dict(self.__pydantic_extra__ or {})

    @model_serializer(mode="wrap")
    def _only_what_is_set(self, handler: Any) -> dict[str, Any]:
        """Leave out empty lists and texts: a file shows what was said, nothing more."""
        return {key: value for key, value in handler(self).items() if value not in ((), [], "", None)}


class Connection(Document):
    """An arrow: `from` initiates, `to` answers. Around a channel the arrow follows the work."""

    source: Identifier = Field(alias="from")
    target: Identifier = Field(alias="to")
    kind: ConnectionKindId | None = None
    label: ShortText = ""
    carries: tuple[Identifier, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _refuse_broken_chains(cls, data: Any) -> Any:
        """A text that is left when chains are unfolded is none: say what one looks like."""
        if isinstance(data, str):
            unfold_chain(data)
        return data

    @model_serializer(mode="wrap")
    def _only_what_is_set(self, handler: Any) -> dict[str, Any]:
        values = {key: value for key, value in handler(self).items() if value not in ((), [], "", None)}
        names = {"source": "from", "target": "to"}
        return {names.get(key, key): value for key, value in values.items()}


class Group(Document):
    """A region, zone, trust boundary, mesh or site, and what stands in it (components or other groups)."""

    kind: GroupKind
    label: ShortText = ""
    contains: tuple[Identifier, ...] = ()
    zones: int | None = Field(default=None, ge=1, le=6, description="Zones that the members are spread over")


class Decision(Document):
    """What was chosen, what was rejected and why: also the answer to a trade-off prompt."""

    chosen: ShortText = ""
    rejected: ShortText = ""
    because: LongText = ""
    committed: bool = False


class Waiver(Document):
    """A finding the learner answers for: shown apart, still counted as open."""

    rule: ShortText
    element: ShortText = "*"
    reason: LongText
    by: ShortText = ""


class Layout(Document):
    """Where things stand on the canvas, in px from the top left."""

    positions: dict[Identifier, tuple[int, int]] = {}


class Design(Document):
    """A component graph with its reasons."""

    design: DesignHeader
    components: dict[Identifier, Component] = Field(default={}, max_length=MOST_COMPONENTS)
    connections: tuple[Connection, ...] = Field(default=(), max_length=MOST_CONNECTIONS)
    groups: dict[Identifier, Group] = Field(default={}, max_length=MOST_GROUPS)
    walkthroughs: dict[Identifier, tuple[Identifier, ...]] = Field(
        default={},
        description="Journey → parts its requests pass: preferred where several ways serve alike. Arrows decide the order",
    )
    decisions: dict[Identifier, Decision] = {}
    waivers: tuple[Waiver, ...] = ()
    layout: Layout = Layout()

    @model_validator(mode="before")
    @classmethod
    def _unfold_chains(cls, data: Any) -> Any:
        """Accept the short form `a -> b -> c` beside `{from, to, kind}`."""
        if isinstance(data, dict) and isinstance(data.get("connections"), list):
            data = {
                **data,
                "connections": [link for entry in data["connections"] for link in links_of(entry)],
            }
        return data

    def connection_kind(self, connection: Connection) -> ConnectionKindId:
        """The kind of an arrow, with the default of the diagram's kind where none was said."""
        return connection.kind or ("request" if self.design.kind == "system" else "associates")


ARROWS: tuple[tuple[str, ConnectionKindId | None], ...] = (
    ("<->", "persistent"),
    ("~>", "async"),
    ("=>", "replication"),
    ("->", None),
)


def links_of(entry: Any) -> list[Any]:
    """The links of an entry of `connections`. Texts that are no chain stay, and `Connection` says what is wrong."""
    try:
        return unfold_chain(entry) if isinstance(entry, str) else [entry]
    except ValueError:
        return [entry]


def unfold_chain(chain: str) -> list[dict[str, Any]]:
    """Turn `a -> b ~> c` into connections. `->` calls, `~>` hands off, `=>` replicates, `<->` stays open.

    Raises ValueError in plain words when the text is not a chain.
    """
    tokens = chain.split()
    arrows = dict(ARROWS)
    if len(tokens) < 3 or len(tokens) % 2 == 0 or any(token not in arrows for token in tokens[1::2]):
        raise ValueError(
            f"{chain!r} is not a chain like 'a -> b -> c' (arrows: ->, ~>, =>, <->, with spaces)"
        )
    if any(token in arrows for token in tokens[0::2]):
        raise ValueError(f"{chain!r}: a name is missing between two arrows")
    links: list[dict[str, Any]] = []
    for source, arrow, target in zip(tokens[0::2], tokens[1::2], tokens[2::2], strict=False):
        kind = arrows[arrow]
        links.append({"from": source, "to": target} | ({"kind": kind} if kind else {}))
    return links
