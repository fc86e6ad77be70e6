"""A rubric: dimensions, earned criteria that sum to 100, bounded deductions, caps, and profiles over all of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from design_sandbox.model.base import DiagramKind, Document, Identifier, Level, LongText, ShortText

Over = Literal["flows", "failures", "invariants", "bursts", "twists", "design"]
"""What a line is asked about, one by one; `design` is asked once."""


class RubricHeader(Document):
    """Identity of a rubric."""

    id: Identifier
    version: Literal[1] = 1
    kind: DiagramKind = "system"
    title: ShortText
    earned_total: Literal[100] = 100


class Dimension(Document):
    """A side of the answer that the review reports on its own."""

    title: ShortText
    help: LongText


class RuleUse(Document):
    """A rule with its parameters: `rule` names a registered rule or `when` combines the closed predicates."""

    rule: ShortText | None = None
    check: dict[str, Any] | None = Field(default=None, description="Closed predicates, see 'write a rule'")
    parameters: dict[str, Any] = {}
    over: Over = "flows"
    open_question: float = Field(default=0.5, ge=0, le=1, description="What an open question is worth")

    @model_validator(mode="after")
    def _rule_or_check(self) -> RuleUse:
        if (self.rule is None) == (self.check is None):
            raise ValueError("give either a rule or a check")
        return self


class Criterion(Document):
    """A line of the rubric that is *earned*, and the edit of an accepted design that loses it."""

    id: Identifier
    title: ShortText
    dimension: Identifier
    points: float = Field(gt=0, le=100)
    from_level: Level = "junior"
    earns: RuleUse
    lost_by: dict[str, Any] | None = Field(default=None, description="Edit; scenarios may give their own")


class Deduction(Document):
    """What the learner's own parts can cost; an empty subject costs nothing."""

    id: Identifier
    title: ShortText
    dimension: Identifier
    rule: ShortText | None = None
    check: dict[str, Any] | None = None
    parameters: dict[str, Any] = {}
    each: float = Field(gt=0)
    at_most: float = Field(gt=0)
    from_level: Level = "junior"
    lost_by: dict[str, Any] | None = None


class Cap(Document):
    """An upper bound on the score while something essential is missing."""

    id: Identifier
    when: Literal[
        "no_core_flow_served",
        "core_flow_missing",
        "connections_used_below",
        "holds_used_below",
        "core_flow_overloaded",
        "invariant_broken",
        "invariant_not_shown",
    ]
    threshold: float | None = None
    at_most: float
    from_level: Level = "junior"
    because: ShortText


class Profile(Document):
    """A role and a level: weights over dimensions and the bars its word rests on."""

    title: ShortText
    role: ShortText
    level: Level
    weights: dict[Identifier, float] = Field(default={}, description="Dimension → factor; 1 where absent")


class Bar(Document):
    """From this score on an answer is called this."""

    label: ShortText
    at: float


class Rubric(Document):
    """How a walk becomes points."""

    rubric: RubricHeader
    dimensions: dict[Identifier, Dimension]
    criteria: tuple[Criterion, ...]
    deductions: tuple[Deduction, ...] = ()
    caps: tuple[Cap, ...] = ()
    bars: tuple[Bar, ...] = ()
    profiles: dict[Identifier, Profile]

    @model_validator(mode="after")
    def _sums_to_100(self) -> Rubric:
        total = sum(criterion.points for criterion in self.criteria)
        if abs(total - self.rubric.earned_total) > 0.01:
            raise ValueError(f"the criteria's points sum to {total:g}; they must sum to 100")
        named = {c.dimension for c in self.criteria} | {d.dimension for d in self.deductions}
        unknown = named - set(self.dimensions)
        if unknown:
            raise ValueError(f"no such dimension: {', '.join(sorted(unknown))}")
        return self
