"""SARIF 2.1.0 (OASIS standard) for code-scanning pages: one run, one result per finding.

A failing finding is a `fail` with a level; an open question is `open`, which SARIF defines as "not enough
information"; a waived finding is suppressed in source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from design_sandbox.exchange.as_json import plain
from design_sandbox.exchange.plain import one_line

if TYPE_CHECKING:
    from design_sandbox.exchange.report import Report
    from design_sandbox.model.problems import Problem
    from design_sandbox.rules.finding import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note", "question": "none"}


def formatted(reports: Sequence[Report], *, colour: bool = False) -> str:
    """A SARIF log with a single run over all files."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(reports)]}, indent=2) + "\n"


def _run(reports: Sequence[Report]) -> dict[str, Any]:
    shown = [
        (report, finding)
        for report in reports
        if report.review is not None
        for finding in report.review.findings
        if finding.verdict in ("fail", "unknown")
    ]
    rules = _rules(finding for _, finding in shown)
    index = {rule["id"]: position for position, rule in enumerate(rules)}
    problems = [(report, problem) for report in reports for problem in report.problems]
    return {
        "tool": {"driver": {"name": "design-sandbox", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not problems,
                "toolExecutionNotifications": [
                    _notification(report, problem) for report, problem in problems
                ],
            }
        ],
        "results": [_result(report, finding, index[finding.rule]) for report, finding in shown],
    }


def _rules(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """A descriptor for each rule that spoke, sorted by id."""
    titles = {finding.rule: finding.title for finding in findings}
    return [
        {"id": rule, "shortDescription": {"text": one_line(title) or rule}}
        for rule, title in sorted(titles.items())
    ]


def _result(report: Report, finding: Finding, rule_index: int) -> dict[str, Any]:
    asks = finding.verdict == "unknown"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": "open" if asks else "fail",
        "level": "none" if asks else LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(report, finding.elements)],
        "partialFingerprints": {"designSandbox/v1": finding.fingerprint},
        "properties": {
            "criterion": finding.criterion,
            "requirement": finding.requirement,
            "points_lost": plain(finding.points_lost),
            "fix": plain(finding.fix),
        },
    }
    if finding.path:
        result["codeFlows"] = [_code_flow(report, finding.path)]
    if finding.waived_because is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": one_line(finding.waived_because)}]
    return result


def _message(finding: Finding) -> str:
    reasons = [f"Because {one_line(reason)}." for reason in finding.because]
    return " ".join([one_line(finding.message), *reasons])


def _location(report: Report, elements: Sequence[str]) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _place(report.name, _first_line(report, elements))}
    if elements:
        location["logicalLocations"] = [{"name": one_line(element)} for element in elements]
    return location


def _first_line(report: Report, elements: Sequence[str]) -> int:
    """Where the first element that the file mentions stands; the file's first line when none does."""
    return next((report.lines[element] for element in elements if element in report.lines), 1)


def _place(file: str, line: int, column: int | None = None) -> dict[str, Any]:
    region = {"startLine": line} | ({"startColumn": column} if column else {})
    return {"artifactLocation": {"uri": quote(PurePath(file).as_posix())}, "region": region}


def _code_flow(report: Report, path: Sequence[str]) -> dict[str, Any]:
    steps = [
        {"location": _location(report, (part,)) | {"message": {"text": one_line(part)}}} for part in path
    ]
    return {"threadFlows": [{"locations": steps}]}


def _notification(report: Report, problem: Problem) -> dict[str, Any]:
    place = _place(report.name, problem.position.line, problem.position.column)
    return {
        "level": "error",
        "message": {"text": one_line(problem.text)},
        "locations": [{"physicalLocation": place}],
    }
