"""Journeys: who starts them, and their ordered steps over data; never over boxes."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, get_args

from pydantic import Field, field_validator, model_validator

from design_sandbox.model.base import Document, Identifier, Level, LongText, ShortText
from design_sandbox.model.quantity_fields import Ratio, Seconds
from design_sandbox.model.scenario.figures import LoadFigure, Times

Verb = Literal[
    "read", "write", "claim", "scan", "search", "call", "notify", "connect", "create", "change", "decide"
]
VERBS: tuple[Verb, ...] = get_args(Verb)


class Actor(Document):
    """Who starts journeys."""

    label: ShortText = ""
    where: Literal["near", "worldwide", "on_site"] = "near"
    synonyms: tuple[ShortText, ...] = ()


class ThirdParty(Document):
    """A service of somebody else that a step calls."""

    label: ShortText
    provides: Identifier


class Step(Document):
    """One verb on one entity, actor or third party; or `any_of`, several ways of meeting it."""

    id: Identifier | None = None
    read: Identifier | None = None
    write: Identifier | None = None
    claim: Identifier | None = None
    scan: Identifier | None = None
    search: Identifier | None = None
    call: Identifier | None = None
    notify: Identifier | None = None
    connect: Identifier | None = None
    create: Identifier | None = None
    change: Identifier | None = None
    decide: Identifier | None = None
    any_of: dict[Identifier, tuple[Step, ...]] = {}
    times: Times = 1
    eventually: Seconds | None = Field(default=None, description="Deadline of work after the answer")
    may_lose: bool = False
    repeatable: bool = False
    expires: Seconds | None = None
    fresh: bool = False
    by: Literal["handler", "actor"] = "handler"
    via: Identifier | None = Field(default=None, description="notify: `push` when the actor is not connected")
    when_down: Literal["skip", "fallback", "required"] = "required"
    together: Identifier | None = Field(
        default=None, description="Steps with the same word are atomic together"
    )
    new_request: bool = Field(default=False, description="The actor sends another request for this step")
    note: LongText = ""

    @model_validator(mode="after")
    def _one_verb(self) -> Step:
        said = [verb for verb in VERBS if getattr(self, verb) is not None] + (
            ["any_of"] if self.any_of else []
        )
        if len(said) != 1:
            raise ValueError(
                f"a step has exactly one of {', '.join(VERBS)} or any_of; found {said or 'none'}"
            )
        return self

    @cached_property
    def verb(self) -> Verb | None:
        """The verb, or None for `any_of`."""
        return next((verb for verb in VERBS if getattr(self, verb) is not None), None)

    @cached_property
    def target(self) -> str:
        """The entity, actor or third party the verb is about; empty for `any_of`."""
        return str(getattr(self, self.verb)) if self.verb else ""


def walk_steps(steps: tuple[Step, ...]) -> list[Step]:
    """Every plain step, those inside `any_of` included, in order."""
    found: list[Step] = []
    for step in steps:
        if step.any_of:
            for alternative in step.any_of.values():
                found.extend(walk_steps(alternative))
        else:
            found.append(step)
    return found


class Target(Document):
    """How long an answer may take."""

    p99: Seconds


class Flow(Document):
    """A journey of one actor as ordered steps over data."""

    title: ShortText = ""
    requirement: Identifier | None = None
    actor: Identifier
    rate: ShortText | LoadFigure
    core: bool = False
    optional: bool = Field(default=False, description="The learner may agree to leave it out")
    from_level: Level = "junior"
    answer_within: Target | None = None
    available: Ratio | None = Field(
        default=None, description="Share of time in which it must be answered, like 99.95 %"
    )
    persistent: bool = Field(default=False, description="Must use one open connection end to end")
    obligations: tuple[Literal["check_identity", "limit_rate"], ...] = ()
    steps: tuple[Step, ...]

    @field_validator("available")
    @classmethod
    def _below_always(cls, available: Ratio | None) -> Ratio | None:
        if available is not None and not 0 < float(available) < 1:
            raise ValueError(
                "an availability lies between 0 % and 100 %, like 99.95 %; nothing is always answered"
            )
        return available
