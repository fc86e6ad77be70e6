"""JSON for programs. Its shape is a promise, kept in docs/json-output.md: keys are added, never changed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from design_sandbox.exchange.numbers_json import numbers_document

if TYPE_CHECKING:
    from design_sandbox.analysis.numbers import Numbers
    from design_sandbox.exchange.report import Report
    from design_sandbox.review.result import Review
    from design_sandbox.rules.finding import Finding, Fix
    from design_sandbox.walk.walk import Walk

INSIDE = ("demands", "traffic")
"""Fields of the numbers that other fields are computed from."""
DECIMALS = 6
"""Figures carry float noise beyond this; it would differ between machines."""


def formatted(reports: Sequence[Report], *, colour: bool = False) -> str:
    """One object for one file, an array for several, in the order given."""
    entries = [_entry(report) for report in reports]
    document = entries[0] if len(entries) == 1 else entries
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def review_document(review: Review) -> dict[str, Any]:
    """The review as plain JSON values."""
    return {
        "scenario": review.scenario,
        "design": review.design.design.id,
        "profile": review.profile,
        "score": round(review.score, 1),
        "level": review.level,
        "caps": plain(review.caps),
        "dimensions": plain(review.dimensions),
        "criteria": [
            {"id": line.id, "verdict": line.verdict, "points": plain(line.points), "max": plain(line.max)}
            for line in review.criteria
        ],
        "findings": [_finding(finding) for finding in review.findings],
        "walks": {flow: _walk(walk) for flow, walk in review.walks.items()},
        "numbers": _numbers(review.numbers),
        "out_of": plain(review.out_of),
        "graded": review.graded,
        "deductions": plain(review.deductions),
        "requirements": plain(review.requirements),
        "inferences": plain(review.inferences),
        "crashed_rules": list(review.crashed_rules),
    }


def _numbers(numbers: Numbers) -> dict[str, Any]:
    """Loads and what follows from them; how they came about in detail stays inside."""
    document: dict[str, Any] = plain(
        {
            entry.name: getattr(numbers, entry.name)
            for entry in fields(numbers)
            if entry.repr and entry.name not in INSIDE
        }
    )
    for load in document["components"].values():
        for name in INSIDE:
            load.pop(name, None)
    return document


def _entry(report: Report) -> dict[str, Any]:
    if report.review is not None:
        document = review_document(report.review)
        if report.look is not None:
            document["numbers"] |= numbers_document(report.look())
        return {**document, "file": report.file}
    return {
        "file": report.file,
        "problems": [
            {"line": p.position.line, "column": p.position.column, "message": p.text} for p in report.problems
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "criterion": finding.criterion,
        "other_criteria": list(finding.other_criteria),
        "severity": finding.severity,
        "verdict": finding.verdict,
        "message": finding.message,
        "because": list(finding.because),
        "elements": list(finding.elements),
        "path": list(finding.path),
        "requirement": finding.requirement,
        "points_lost": plain(finding.points_lost),
        "fix": _fix(finding.fix),
        "fingerprint": finding.fingerprint,
        "title": finding.title,
        "suggestion": finding.suggestion,
        "waived_because": finding.waived_because,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    return None if fix is None else plain(fix)


def _walk(walk: Walk) -> dict[str, Any]:
    return {
        "status": walk.status,
        "handler": walk.handler,
        "entry": list(walk.entry),
        "hops": plain(walk.hops),
        "stop": plain(walk.stop),
        "questions": plain(walk.questions),
        "strategies": plain(walk.strategies),
        "ties": list(walk.ties),
    }


def plain(value: Any) -> Any:
    """Dataclasses as objects, sets sorted, pairs as `a -> b`, floats rounded; infinity and NaN as null.

    What the `repr` of a dataclass hides stays inside.
    """
    if isinstance(value, float):
        return _number(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: plain(getattr(value, entry.name)) for entry in fields(value) if entry.repr}
    if isinstance(value, Mapping):
        return {_key(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(entry) for entry in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(entry) for entry in value]
    return value


def _key(key: Any) -> str:
    return " -> ".join(key) if isinstance(key, tuple) else str(key)


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = round(value, DECIMALS)
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 2**53 else rounded
