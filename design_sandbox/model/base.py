"""What every document shares: strictness, versions, and the vocabulary of kinds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

DiagramKind = Literal["system", "object_model"]
"""`system`: parts that run and talk. `object_model`: classes and their relations."""

Level = Literal["junior", "mid", "senior", "staff"]
LEVELS: tuple[Level, ...] = ("junior", "mid", "senior", "staff")

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
"""A name used inside documents: a letter, then letters, digits, `-` and `_`, at most 64 characters."""

ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]


class Document(BaseModel):
    """Base of every part of a document: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


def level_at_least(level: Level, needed: Level) -> bool:
    """Whether someone at `level` is expected to show what is asked from `needed` on."""
    return LEVELS.index(level) >= LEVELS.index(needed)
