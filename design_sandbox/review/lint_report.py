"""What a proof has found out about one scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Proof = Literal[
    "documents", "accepted", "modest", "needed", "lost_by", "attacks", "pitfalls", "prompt", "reached"
]


@dataclass(frozen=True)
class Problem:
    """One claim that does not hold, and what would mend it."""

    proof: Proof
    where: str
    message: str


@dataclass(frozen=True)
class Row:
    """An ablation of an accepted design, what it cost and which rubric lines it lost."""

    design: str
    edit: str
    points: float
    criteria: tuple[str, ...]
    own: tuple[str, ...] = ()
    """Those of the lines that are lost for their own sake, not with a journey that stops."""


@dataclass
class LintReport:
    """What was proven about one scenario, and what was not."""

    scenario: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    """What is worth a look and breaks no claim."""
    scores: dict[str, float] = field(default_factory=dict)
    attacks: dict[str, float] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    tried: int = 0

    @property
    def proven(self) -> bool:
        """Whether every claim holds."""
        return not self.problems
