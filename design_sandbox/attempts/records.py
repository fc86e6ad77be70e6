"""What the store answers with: plain immutable values, no database behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class StoreError(Exception):
    """Why something cannot be kept or found, in words for the person at the screen."""


@dataclass(frozen=True)
class Revision:
    """One commit of a drawing. `epoch` names the opening it belongs to, `rev` counts its commits."""

    id: int
    attempt_id: str
    epoch: str
    rev: int
    saved_at: datetime
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """The answer to a commit."""

    revision_id: int
    new: bool
    """False when this revision had been kept before."""
    conflict: bool
    """True when another tab has committed in between; its last drawing stays in `Store.siblings`."""


@dataclass(frozen=True)
class Attempt:
    """One try at a scenario, with the newest drawing when it was asked for."""

    id: str
    scenario: str
    profile: str
    title: str
    created_at: datetime
    updated_at: datetime
    score: float | None = None
    """Newest score out of 100, None before the first review."""
    best_score: float | None = None
    level: str = ""
    revisions: int = 0
    hints: int = 0
    """How many hints the learner has asked for."""
    revealed: bool = False
    """Whether the learner has committed the attempt and seen accepted designs."""
    head: Revision | None = None


@dataclass(frozen=True)
class BestScore:
    """The best review of a scenario. `dimensions` are shares 0–1 of each dimension's points, by title."""

    scenario: str
    attempt_id: str
    profile: str
    score: float
    level: str
    scored_at: datetime
    dimensions: Mapping[str, float] = field(default_factory=dict)
