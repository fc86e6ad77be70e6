"""Figures of the load, and how often something happens in terms of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from design_sandbox.model.base import Document, ShortText

Times = ShortText | Annotated[int | float, Field(ge=0)]
"""How often: a number of zero or more, or the name of a load figure."""


class LoadFigure(Document):
    """A named quantity, given with its unit or computed by a formula over the others."""

    value: str | int | float | None = None
    unit: str = ""
    formula: str | None = None
    max: str | int | float | None = Field(default=None, description="The worst single case, in the same unit")
    ask: ShortText | None = Field(default=None, description="The question that brings this figure out")
    note: ShortText | None = None
    label: ShortText | None = Field(default=None, description="Few words for the screen")

    @model_validator(mode="after")
    def _given_or_computed(self) -> LoadFigure:
        if (self.value is None) == (self.formula is None):
            raise ValueError("a load figure has either a value or a formula")
        return self
