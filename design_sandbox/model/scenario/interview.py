"""The round around the drawing: what is asked, what is answered, and what changes in the middle of it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from design_sandbox.model.base import Document, Identifier, Level, LongText, ShortText
from design_sandbox.model.changes import LoadChange
from design_sandbox.model.scenario.requirements import Loss


class Clarification(Document):
    """A question a good candidate asks, and the interviewer's answer."""

    question: LongText
    answer: LongText


class Estimate(Document):
    """A back-of-the-envelope figure the learner may be asked for."""

    question: ShortText
    formula: str
    unit: str = ""


class ShownBy(Document):
    """What a drawing with an option has: a part of one of these types that is the home of this data."""

    holds: Identifier
    types: tuple[Identifier, ...] = Field(min_length=1)


class TradeOff(Document):
    """A question whose best answer depends on what was drawn."""

    question: LongText
    when: dict[str, Any] = Field(
        default={}, description="Selector: asked when the design matches; empty = always"
    )
    options: dict[Identifier, ShortText]
    strong_answer_names: tuple[ShortText, ...]
    business: LongText = Field(
        default="", description="The same choice in terms of money, customers and risk"
    )
    model_answer: LongText
    decides: dict[Identifier, Identifier] = Field(default={}, description="Option → strategy it stands for")
    shown_by: dict[Identifier, ShownBy] = Field(
        default={},
        description="Option → home of data that shows it; a drawing of another option is asked about",
    )


class Twist(Document):
    """A change of the prompt in mid-round."""

    title: ShortText
    text: LongText = ""
    adds_variant: Identifier | None = None
    adds_attribute: Identifier | None = None
    adds_operation: Identifier | None = None
    adds_actor: Identifier | None = None
    of: Identifier | None = Field(
        default=None, description="The thing that gets the new attribute or operation"
    )
    load: dict[Identifier, LoadChange] = Field(
        default={}, description="Load that changes, like `daily_users: {times: 10}`; shown before and after"
    )
    lose: Loss | None = Field(default=None, description="What is taken away; shown before and after")
    which: Identifier | None = Field(default=None, description="The third party or entity that is lost")
    burst: Identifier | None = Field(
        default=None, description="The worst single case that happens, an id under `bursts`"
    )
    from_level: Level = "mid"
