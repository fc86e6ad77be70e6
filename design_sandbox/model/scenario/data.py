"""What journeys speak of: data in systems, facts and things in object models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from design_sandbox.model.base import Document, Identifier, ShortText
from design_sandbox.model.quantity_fields import Bytes, Duration, Seconds
from design_sandbox.model.scenario.figures import Times

EntityShape = Literal[
    "record", "list", "counter", "append", "blob", "text", "place", "fact", "thing", "decision"
]
"""Systems: how the data is reached. Object models: `fact` (an attribute somebody owns), `thing` (an object),
`decision` (an operation that somebody is responsible for)."""


class OperationWords(Document):
    """What learners call the operations on a fact; each entry is a few words like `try take`."""

    changes: tuple[ShortText, ...] = ()
    gives_back: tuple[ShortText, ...] = Field(
        default=(), description="Changes that nobody competes for, like `release`"
    )
    guards: tuple[ShortText, ...] = Field(default=(), description="Checks and changes in one operation")
    checks: tuple[ShortText, ...] = Field(
        default=(), description="Only looks, so that somebody else may act on it"
    )
    include: tuple[ShortText, ...] = Field(
        default=(), description="Contain this decision when nobody else claims it"
    )


class Skew(Document):
    """How unevenly the keys of some data are asked for; without it the spread is assumed even, and told so."""

    zipf: float | None = Field(
        default=None,
        ge=0,
        le=5,
        description="The i-th most popular key in proportion to i^-zipf; 0.6 to 1.2 are seen",
    )
    keys: ShortText | Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Load name or formula: how many keys there are; the entity's own count if left out",
    )
    hottest: ShortText | None = Field(
        default=None, description="Load name or formula: requests a second for the single most popular key"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Skew:
        if self.zipf is None and self.hottest is None:
            raise ValueError("say zipf (an exponent) or hottest (the rate of the most popular key)")
        return self


class Entity(Document):
    """Data (systems) or a fact or thing (object models) that journeys speak of."""

    label: ShortText = ""
    synonyms: tuple[ShortText, ...] = Field(
        default=(), description="Words a learner may use for it in a label"
    )
    shape: EntityShape = "record"
    size: Bytes | None = None
    keep: Duration | None = None
    per_day: ShortText | None = Field(
        default=None, description="Load name or formula: how many are added a day"
    )
    count: ShortText | None = Field(default=None, description="Load name or formula: how many exist at once")
    durable: bool = False
    unique: ShortText | None = None
    read_your_writes: bool = False
    sensitive: bool = False
    optional: bool = Field(default=False, description="Only some strategies keep it")
    locates: Identifier | None = Field(
        default=None, description="Says which instance holds this actor's connection"
    )
    derived_from: tuple[Identifier, ...] = ()
    refreshed_by: Identifier | None = None
    times: Times = Field(default=1, description="Copies written for each refresh")
    skew: Skew | None = Field(default=None, description="Popular keys; even if left out")
    takes: Seconds | None = Field(default=None, description="Work one refresh costs (transcoding …)")
    within: Seconds | None = None
    of: Identifier | None = Field(
        default=None, description="Object models: the thing that this fact belongs to"
    )
    operations: OperationWords = OperationWords()
