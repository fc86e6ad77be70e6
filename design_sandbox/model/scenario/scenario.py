"""The scenario itself: one prompt with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from design_sandbox.model.base import DiagramKind, Document, Identifier, LongText, ShortText
from design_sandbox.model.problems import Path
from design_sandbox.model.quantity_fields import Duration
from design_sandbox.model.rubric import Criterion, Deduction
from design_sandbox.model.scenario.data import Entity
from design_sandbox.model.scenario.figures import LoadFigure
from design_sandbox.model.scenario.interview import Clarification, Estimate, TradeOff, Twist
from design_sandbox.model.scenario.journeys import Actor, Flow, Step, ThirdParty
from design_sandbox.model.scenario.requirements import Budget, Burst, Failure, Invariant, Requirement

CHECKED_LATER = "names are looked up by whoever knows their lines"
"""Validation context for readers that report unknown names at their places."""


class ScenarioHeader(Document):
    """Identity, place in the library and the rubric that grades it."""

    id: Identifier
    version: Literal[1] = 1
    kind: DiagramKind = "system"
    title: ShortText
    summary: ShortText
    difficulty: Literal["easy", "medium", "hard"]
    minutes: int = Field(ge=5, le=120)
    tags: tuple[ShortText, ...] = ()
    icon: Identifier = "box"
    rubric: Identifier = "scalability"


class Variant(Document):
    """A narrower prompt: only these flows are asked."""

    label: ShortText
    prompt: LongText = ""
    flows: tuple[Identifier, ...]


class RubricChanges(Document):
    """What this scenario adds to the rubric, leaves out of it, or tells about losing its lines."""

    add: tuple[Criterion, ...] = ()
    add_deductions: tuple[Deduction, ...] = ()
    drop: tuple[Identifier, ...] = ()
    points: dict[Identifier, float] = {}
    lost_by: dict[Identifier, dict[str, Any]] = {}


class Scenario(Document):
    """One prompt."""

    scenario: ScenarioHeader
    prompt: LongText
    facts: tuple[Identifier, ...] = Field(default=(), description="Load names shown under the prompt")
    clarifications: tuple[Clarification, ...] = ()
    load: dict[Identifier, LoadFigure] = {}
    entities: dict[Identifier, Entity] = {}
    actors: dict[Identifier, Actor | Literal["person"]]
    third_parties: dict[Identifier, ThirdParty] = {}
    flows: dict[Identifier, Flow]
    requirements: dict[Identifier, Requirement]
    failures: tuple[Failure, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    bursts: tuple[Burst, ...] = ()
    estimates: dict[Identifier, Estimate] = {}
    trade_offs: dict[Identifier, TradeOff] = {}
    twists: dict[Identifier, Twist] = {}
    hints: tuple[LongText, ...] = ()
    variants: dict[Identifier, Variant] = {}
    horizon: Duration | None = Field(
        default=None, description="How far ahead storage is planned; 5 y if left out"
    )
    budget: Budget | None = None
    rubric: RubricChanges = RubricChanges()

    @model_validator(mode="after")
    def _names_exist(self, info: ValidationInfo) -> Scenario:
        """Refuse what no walk could take; readers of files say so at each line themselves (`CHECKED_LATER`)."""
        from design_sandbox.model.scenario_check import reference_mistakes

        mistakes = [] if info.context == CHECKED_LATER else reference_mistakes(self)
        if mistakes:
            raise ValueError("\n".join(map(str, mistakes)))
        return self

    def label_of(self, entity: str) -> str:
        """What the screen calls an entity."""
        known = self.entities.get(entity)
        return known.label if known and known.label else entity.replace("_", " ").replace("-", " ")


def located_steps(scenario: Scenario) -> Iterator[tuple[Path, Step]]:
    """Every plain step of every flow with its path in the document, those inside `any_of` included."""
    for name, flow in scenario.flows.items():
        yield from _located(flow.steps, ("flows", name, "steps"))


def _located(steps: tuple[Step, ...], path: Path) -> Iterator[tuple[Path, Step]]:
    for index, step in enumerate(steps):
        if not step.any_of:
            yield (*path, index), step
        for name, alternative in step.any_of.items():
            yield from _located(alternative, (*path, index, "any_of", name))
