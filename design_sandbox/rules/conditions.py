"""The predicates of checks in YAML as documents: what each may say, strictly validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


class Metric(Bounds):
    """A figure of the analysis: of each part that matches, or of a journey."""

    name: Literal["utilisation", "peak_per_s", "instances", "stored_bytes", "p99_s", "mean_s", "calls"]
    of: Selector | None = Field(
        default=None, description="utilisation, peak_per_s, instances, stored_bytes; calls to these"
    )
    flow: str | None = Field(default=None, description="p99_s, mean_s, calls: the journey")

    @model_validator(mode="after")
    def _about_something(self) -> Metric:
        of_flow = self.name in ("p99_s", "mean_s", "calls")
        if of_flow and self.flow is None:
            raise ValueError(f"{self.name} is a figure of a journey: say `flow`")
        if not of_flow and (self.of is None or self.flow is not None):
            raise ValueError(f"{self.name} is a figure of a part: say `of`, and no flow")
        return self
