"""What a rule says: verdicts and findings, as data that every surface renders in its own way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from design_sandbox.model.edits import Patch

Verdict = Literal["pass", "fail", "unknown", "not_applicable"]
Severity = Literal["high", "medium", "low", "question"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low", "question")
"""Worst first; an open question comes last because it accuses nobody."""


@dataclass(frozen=True)
class Fix:
    """An edit that was tried and graded: `gain` is the points it really wins."""

    label: str
    patch: Patch
    gain: float
    score_after: float


@dataclass(frozen=True)
class Finding:
    """One thing a rule saw, with its reasons, its place and its price."""

    rule: str
    verdict: Verdict
    severity: Severity
    title: str
    message: str
    because: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    """Component ids, or `a -> b` for a connection."""
    path: tuple[str, ...] = ()
    requirement: str | None = None
    subject: str = ""
    """Flow, failure, invariant … the finding is about; part of the fingerprint."""
    criterion: str | None = None
    points_lost: float = 0.0
    """Of all lines that it costs: `criterion` and `other_criteria`."""
    other_criteria: tuple[str, ...] = ()
    """Further rubric lines that earn less for the same reason: those that wait for a journey which stops."""
    suggestion: str = ""
    patch: Patch | None = None
    """The edit the rule itself proposes; the adviser tries it and others before it is offered."""
    fix: Fix | None = None
    waived_because: str | None = None

    @cached_property
    def fingerprint(self) -> str:
        """Stable id: rule, subject and sorted elements; never a counter."""
        text = "|".join((self.rule, self.subject, *sorted(self.elements)))
        return f"{self.rule}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"

    def costing(self, criterion: str, points: float) -> Finding:
        """The same finding with the rubric line it cost and how much."""
        costing = object.__new__(Finding)  # `replace` would look at all fields, for each finding at each edit
        costing.__dict__.update(self.__dict__, criterion=criterion, points_lost=points)
        return costing


def sort_key(finding: Finding) -> tuple[Any, ...]:
    """Dearest first, then worst, then a stable order."""
    return (
        -finding.points_lost,
        SEVERITIES.index(finding.severity),
        finding.rule,
        finding.subject,
        finding.elements,
    )
