"""What every design must do, survive and never do, and what it may cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from design_sandbox.model.base import Document, Identifier, Level, ShortText
from design_sandbox.model.quantity_fields import Money, Seconds


class Requirement(Document):
    """A line of the prompt: functional ones name flows, quality ones a criterion of the rubric."""

    title: ShortText
    short: Annotated[
        str, Field(max_length=12, description="One word or two, for where there is little room")
    ] = ""
    flows: tuple[Identifier, ...] = ()
    quality: Identifier | None = Field(default=None, description="Criterion id whose verdict this line shows")
    from_level: Level = "junior"


Loss = Literal["any_instance", "any_zone", "any_region", "third_party", "network", "entity_copies"]
"""What may be lost: the worst one of its kind is taken."""


class Failure(Document):
    """Something that must be survived, and the journeys that must go on meanwhile."""

    id: Identifier
    title: ShortText = ""
    lose: Loss
    which: Identifier | None = Field(default=None, description="The third party or entity that is lost")
    flows: tuple[Identifier, ...]
    from_level: Level = "junior"


class Invariant(Document):
    """What must never happen, however many people act at once."""

    id: Identifier
    title: ShortText = ""
    entity: Identifier
    at_most_one: ShortText
    weight: Literal["blocking", "normal"] = "normal"
    from_level: Level = "junior"


class Burst(Document):
    """A worst case that must be done within a deadline: one author with 100 million followers."""

    id: Identifier
    title: ShortText
    flow: Identifier
    entity: Identifier
    times: ShortText
    within: Seconds
    from_level: Level = "senior"


class Budget(Document):
    """What the design may cost."""

    per_month: Money = Field(description="Like `$20,000/month`")
