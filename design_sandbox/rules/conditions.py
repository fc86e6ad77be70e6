"""The predicates of checks in YAML as documents: what each may say, strictly validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import ConfigDict, Field, model_validator

from design_sandbox.model.base import Document
from design_sandbox.model.design import ConnectionKindId, GroupKind
from design_sandbox.rules.selectors import Selector

State = Literal["yes", "no", "unknown", "nothing"]
Kinds = tuple[ConnectionKindId, ...]


@dataclass(frozen=True)
class Answer:
    """What a predicate says, about which parts, and why."""

    state: State
    elements: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    question: str = ""
    """Where the state is `unknown`: what to ask, if more is known than the title of the check."""


class Bounds(Document):
    """A number's limits; at least one is said."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Bounds:
        if self.at_least is None and self.at_most is None:
            raise ValueError("say at_least or at_most")
        return self

    def hold(self, value: float) -> bool:
        """Whether the number lies within them."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


class FromTo(Document):
    """Two ends: from each of the one to some of the other."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: Selector = Field(alias="from")
    target: Selector = Field(alias="to")
    kinds: Kinds = Field(default=(), description="Only these connections; all if left out")


class EveryPath(FromTo):
    """Every way from the one to the other passes one of these parts."""

    through: Selector


class Count(Bounds):
    """How many parts match."""

    of: Selector


class Depth(Bounds):
    """Connections on the longest way that starts at a part."""

    source: Selector = Field(alias="from")
    kinds: Kinds = ("request", "persistent")


class FanOut(Bounds):
    """Different parts that a part points at."""

    of: Selector
    to: Selector | None = None
    kinds: Kinds = ()


class InCycle(Document):
    """A part from which a way leads back to itself."""

    of: Selector
    kinds: Kinds = ("request",)


class SameZone(Document):
    """All matching parts stand in one and the same group."""

    of: Selector
    kind: GroupKind = "zone"


PartFigure = Literal[
    "utilisation", "peak_per_s", "instances", "stored_bytes", "head_room", "breaks_at", "surviving_utilisation",
    "recovery_point_s", "recovery_time_s", "staleness_s",
]  # fmt: skip
FlowFigure = Literal[
    "mean_s", "p50_s", "p95_s", "p99_s", "p999_s", "availability", "downtime_min_per_year", "calls"
]
DesignFigure = Literal["cost_per_month"]


class Metric(Bounds):
    """A figure of the analysis: of each part that matches, of a journey, or of the whole design."""

    name: PartFigure | FlowFigure | DesignFigure
    of: Selector | None = Field(default=None, description="Figures of parts: which; calls: to which")
    flow: str | None = Field(default=None, description="Figures of journeys: which")

    @model_validator(mode="after")
    def _about_something(self) -> Metric:
        if self.name in get_args(FlowFigure) and self.flow is None:
            raise ValueError(f"{self.name} is a figure of a journey: say `flow`")
        if self.name in get_args(PartFigure) and (self.of is None or self.flow is not None):
            raise ValueError(f"{self.name} is a figure of a part: say `of`, and no flow")
        if self.name in get_args(DesignFigure) and (self.of is not None or self.flow is not None):
            raise ValueError(f"{self.name} is a figure of the whole design: say neither `of` nor `flow`")
        return self
