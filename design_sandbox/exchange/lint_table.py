"""What the linter proved about a scenario, for a terminal: scores, what loses each line, problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from design_sandbox.exchange.as_text import Ink
from design_sandbox.exchange.plain import counted, one_line, points

if TYPE_CHECKING:
    from design_sandbox.review.lint_report import LintReport, Row

EXAMPLES = 2
"""Ablations named for each rubric line; the others are counted."""


def lint_table(report: LintReport, *, every: bool = False, colour: bool = False) -> str:
    """The report as text; `every` lists all ablations instead of two for each rubric line."""
    return "\n".join(_lines(report, Ink(colour), every)) + "\n"


def _lines(report: LintReport, ink: Ink, every: bool) -> Iterator[str]:
    verdict = (
        ink("green", "proven fair") if report.proven else ink("red", counted(len(report.problems), "problem"))
    )
    yield ink("bold", report.scenario) + f": {verdict} ({counted(report.tried, 'review')})"
    yield from _scores("Designs", report.scores)
    yield from _scores("Attacks, which must lose", report.attacks)
    yield from _every_row(report.rows, ink) if every else _by_line(report.rows)
    if report.problems:
        yield from ("", "  Does not hold")
    for problem in report.problems:
        yield f"  {ink('red', '✗')} {problem.proof}: {one_line(problem.where)}: {one_line(problem.message)}"
    if report.warnings:
        yield from ("", "  Worth a look")
    for warning in report.warnings:
        yield f"  {ink('yellow', '!')} {warning.proof}: {one_line(warning.where)}: {one_line(warning.message)}"


def _scores(title: str, scores: dict[str, float]) -> Iterator[str]:
    if scores:
        yield from ("", f"  {title}")
    widest = max(map(len, scores), default=0)
    for name, score in scores.items():
        yield f"    {name.ljust(widest)}  {points(score):>5}"


def _by_line(rows: list[Row]) -> Iterator[str]:
    """Rubric line → the edits that lose it; first those that stop none of its journeys and lose little else."""
    lost: dict[str, list[Row]] = {}
    for row in rows:
        for line in row.criteria:
            lost.setdefault(line, []).append(row)
    if lost:
        yield from ("", "  What loses each rubric line")
    widest = max(map(len, lost), default=0)
    for line, losing in sorted(lost.items()):
        telling = sorted(
            losing,
            key=lambda row: (line not in row.own, len(row.criteria), -row.points, row.design, row.edit),
        )
        named = [f"{row.design}: {row.edit} (−{points(row.points)})" for row in telling[:EXAMPLES]]
        more = f"; {len(telling) - EXAMPLES} more" if len(telling) > EXAMPLES else ""
        yield f"    {line.ljust(widest)}  {'; '.join(named)}{more}"


def _every_row(rows: list[Row], ink: Ink) -> Iterator[str]:
    if rows:
        yield from ("", "  Every ablation, what it costs and which lines it loses")
    widest = max((len(f"{row.design}: {row.edit}") for row in rows), default=0)
    for row in rows:
        edit = f"{row.design}: {row.edit}".ljust(widest)
        cost = f"−{points(row.points)}" if row.points >= 0.05 else ink("dim", "free")
        yield f"    {edit}  {cost:>6}  {', '.join(row.criteria)}".rstrip()
