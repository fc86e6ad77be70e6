"""The report for a terminal: score, requirements, findings with reasons and fixes, questions, assumptions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from design_sandbox.exchange.numbers_lines import numbers_lines
from design_sandbox.exchange.plain import counted, one_line, points

if TYPE_CHECKING:
    from design_sandbox.exchange.report import Report
    from design_sandbox.review.result import RequirementState, Review
    from design_sandbox.rules.finding import Finding

WIDTH = 100
BAR_CELLS = 20
PATHS_SHOWN = 12
STATE_MARKS = {"served": "✓", "failed": "✗", "asks": "?", "off": "–", "later": "·"}
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_STATE_COLOURS = {"served": "green", "failed": "red", "asks": "yellow", "off": "dim", "later": "dim"}
_SEVERITY_COLOURS = {"high": "red", "medium": "yellow", "low": "cyan", "question": "yellow"}


class Ink:
    """Colours text, or leaves it as it is."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, style: str, text: str) -> str:
        """The text in a colour or weight, when colours are on."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour else text


def formatted(reports: Sequence[Report], *, colour: bool = False) -> str:
    """Every report after the other, with an empty line between."""
    ink = Ink(colour)
    return "\n".join("\n".join(_report(report, ink)) + "\n" for report in reports)


def _report(report: Report, ink: Ink) -> Iterator[str]:
    if report.review is None:
        yield ink("bold", one_line(report.name)) + ": not reviewed"
        for problem in report.problems:
            yield "  " + one_line(str(problem))
        return
    yield from _heading(report.name, report.review, ink)
    yield from _requirements(report.review, ink)
    yield from _findings(report.review, ink)
    yield from _questions(report.review, ink)
    yield from _numbers(report, ink)
    yield from _aside(report.review, ink)


def _numbers(report: Report, ink: Ink) -> Iterator[str]:
    lines = numbers_lines(report.look()) if report.look is not None else None
    if lines is None:
        return
    yield from ("", ink("bold", "Numbers at peak"))
    longest = max(len(one_line(line.title)) for line in lines.journeys) if lines.journeys else 0
    for line in lines.journeys:
        time = f"p99 {line.p99}" + (f" of {line.p99_target}" if line.p99_target else "")
        share = line.availability + (
            f", wanted {line.availability_target}" if line.availability_target else ""
        )
        yield f"  {one_line(line.title).ljust(longest)}  {time.ljust(22)}  {share}"
    if lines.first_to_break:
        yield from _wrapped(f"first to break: {one_line(lines.first_to_break)}", 2, after=4)
    yield f"  cost: {lines.cost}, by list prices"


def _heading(name: str, review: Review, ink: Ink) -> Iterator[str]:
    design = review.design.design
    title = f" “{one_line(design.title)}”" if design.title else ""
    yield ink(
        "bold", f"{one_line(name)}{title} for {review.scenario}, seen as {one_line(review.profile_title)}"
    )
    if not review.graded:
        yield "  Nothing is graded yet: draw something that a request can reach."
        return
    score = ink("bold", f"{points(review.score)} of {points(review.out_of)}")
    following = f"; {points(max(0, review.next_bar[1] - review.score))} more to {review.next_bar[0]}" \
        if review.next_bar else ""  # fmt: skip
    yield f"  {score}  {review.level}{following}"
    for cap in review.caps:
        yield ink("yellow", f"  at most {points(cap.at_most)}: {one_line(cap.because)}")
    yield ""
    longest = max((len(one_line(d.title)) for d in review.dimensions), default=0)
    for dimension in review.dimensions:
        share = dimension.points / dimension.max if dimension.max else 0.0
        figures = f"{points(dimension.points)} of {points(dimension.max)}"
        yield f"  {one_line(dimension.title).ljust(longest)}  {_bar(share)}  {figures}"


def _bar(share: float) -> str:
    filled = round(BAR_CELLS * min(max(share, 0.0), 1.0))
    return "█" * filled + "░" * (BAR_CELLS - filled)


def _requirements(review: Review, ink: Ink) -> Iterator[str]:
    if not review.requirements:
        return
    yield from ("", ink("bold", "Requirements"))
    for requirement in review.requirements:
        yield from _requirement(requirement, ink)


def _requirement(requirement: RequirementState, ink: Ink) -> Iterator[str]:
    mark = ink(_STATE_COLOURS.get(requirement.state, "dim"), STATE_MARKS.get(requirement.state, " "))
    text = f"{requirement.id}  {one_line(requirement.title)}"
    detail = one_line(requirement.detail)
    yield f"  {mark} {text}"
    if detail and requirement.state != "served":
        yield from _wrapped(detail, 8)


def _findings(review: Review, ink: Ink) -> Iterator[str]:
    failures = review.failures
    yield from ("", ink("bold", counted(len(failures), "finding") if failures else "No findings"))
    for finding in failures:
        yield from _finding(finding, review.also_costs(finding), ink)


def _finding(finding: Finding, also: Sequence[str], ink: Ink) -> Iterator[str]:
    price = f"−{points(finding.points_lost)}" if finding.points_lost >= 0.05 else ""
    place = f"  ({', '.join(map(one_line, finding.elements))})" if finding.elements else ""
    severity = ink(_SEVERITY_COLOURS[finding.severity], finding.severity.ljust(6))
    yield f"  {price:>5}  {severity}  {finding.rule}{place}"
    yield from _wrapped(one_line(finding.message), 9)
    for reason in finding.because:
        yield from _wrapped("because " + one_line(reason), 11)
    if also:
        yield from _wrapped("also costs: " + one_line("; ".join(also)), 11)
    if finding.path:
        shown = [one_line(part) for part in finding.path[:PATHS_SHOWN]]
        more = f" and {len(finding.path) - PATHS_SHOWN} more" if len(finding.path) > PATHS_SHOWN else ""
        yield from _wrapped("path " + " → ".join(shown) + more, 11)
    if finding.fix is not None:
        gain = f"(+{points(finding.fix.gain)}, then {points(finding.fix.score_after)})"
        yield from _wrapped(f"fix: {one_line(finding.fix.label)} {gain}", 9)
    elif finding.suggestion:
        yield from _wrapped("try: " + one_line(finding.suggestion), 9)


def _questions(review: Review, ink: Ink) -> Iterator[str]:
    if not review.questions:
        return
    yield from ("", ink("bold", counted(len(review.questions), "question") + " an interviewer would ask"))
    for finding in review.questions:
        price = f" (−{points(finding.points_lost)})" if finding.points_lost >= 0.05 else ""
        yield from _wrapped(f"? {one_line(finding.message)}{price}  {finding.rule}", 2, after=4)


def _aside(review: Review, ink: Ink) -> Iterator[str]:
    if review.inferences:
        yield from ("", ink("bold", "Assumed, since the drawing does not say"))
        for inference in review.inferences:
            yield from _wrapped(f"· {one_line(inference.text)}: {one_line(inference.reason)}", 2, after=4)
    waived = [finding for finding in review.findings if finding.waived_because is not None]
    if waived:
        yield from ("", ink("bold", "Waived by you"))
        for finding in waived:
            reason = one_line(finding.waived_because or "")
            yield from _wrapped(
                f"· {finding.rule}: {one_line(finding.message)} (waived: {reason})", 2, after=4
            )
    for rule in review.crashed_rules:
        yield ink("red", f"  rule {rule} crashed; its points are not graded")
    for note in review.notes:
        yield from _wrapped(one_line(note), 2)


def _wrapped(text: str, indent: int, after: int | None = None) -> list[str]:
    first, rest = " " * indent, " " * (indent if after is None else after)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
