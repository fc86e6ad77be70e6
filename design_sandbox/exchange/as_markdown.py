"""The report as a comment on a pull request: the score, a table of requirements, findings that unfold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from design_sandbox.exchange.numbers_lines import NumbersLines, numbers_lines
from design_sandbox.exchange.plain import counted, html, markdown, points

if TYPE_CHECKING:
    from design_sandbox.exchange.report import Report
    from design_sandbox.review.result import Review
    from design_sandbox.rules.finding import Finding

STATE_WORDS = {
    "served": "✅ served",
    "failed": "❌ not served",
    "asks": "❓ asks",
    "off": "left out",
    "later": "from a higher level",
}
FINDINGS_SHOWN = 50


def formatted(reports: Sequence[Report], *, colour: bool = False) -> str:
    """GitHub-flavoured Markdown; several designs become several sections."""
    return "\n".join("\n".join(_report(report)) + "\n" for report in reports)


def _report(report: Report) -> Iterator[str]:
    if report.review is None:
        yield f"## {markdown(report.name)}: not reviewed"
        yield ""
        for problem in report.problems:
            yield f"- {markdown(str(problem))}"
        return
    review = report.review
    yield f"## {markdown(review.design.design.title or report.name)}: {_verdict(review)}"
    yield ""
    yield f"`{review.scenario}` as {markdown(review.profile_title)}"
    yield from _caps(review)
    yield from _dimensions(review)
    yield from _requirements(review)
    yield from _findings(review)
    yield from _questions(review)
    if report.look is not None:
        yield from _numbers(numbers_lines(report.look()))


def _numbers(lines: NumbersLines | None) -> Iterator[str]:
    if lines is None:
        return
    yield from ("", "### Numbers at peak", "", "| Journey | p99 | Target | Available | Target |",
                "| --- | ---: | ---: | ---: | ---: |")  # fmt: skip
    for line in lines.journeys:
        cells = (line.title, line.p99, line.p99_target, line.availability, line.availability_target)
        yield f"| {' | '.join(markdown(cell) for cell in cells)} |"
    if lines.first_to_break:
        yield from ("", f"First to break: {markdown(lines.first_to_break)}.")
    yield from ("", f"Cost: {markdown(lines.cost)}, by list prices.")


def _verdict(review: Review) -> str:
    if not review.graded:
        return "nothing to grade yet"
    return f"{points(review.score)} of {points(review.out_of)}, {markdown(review.level)}"


def _caps(review: Review) -> Iterator[str]:
    for cap in review.caps:
        yield ""
        yield f"> At most {points(cap.at_most)}: {markdown(cap.because)}"


def _dimensions(review: Review) -> Iterator[str]:
    yield from ("", "| Dimension | Points |", "| --- | ---: |")
    for dimension in review.dimensions:
        yield f"| {markdown(dimension.title)} | {points(dimension.points)} of {points(dimension.max)} |"


def _requirements(review: Review) -> Iterator[str]:
    if not review.requirements:
        return
    yield from ("", "| Requirement | State | |", "| --- | --- | --- |")
    for line in review.requirements:
        detail = markdown(line.detail) if line.state != "served" else ""
        state = STATE_WORDS.get(line.state, line.state)
        yield f"| {markdown(line.id)} {markdown(line.title)} | {state} | {detail} |"


def _findings(review: Review) -> Iterator[str]:
    failures = review.failures
    yield ""
    yield f"### {counted(len(failures), 'finding') if failures else 'No findings'}"
    for finding in failures[:FINDINGS_SHOWN]:
        yield from _finding(finding, review.also_costs(finding))
    if len(failures) > FINDINGS_SHOWN:
        yield from ("", f"… and {len(failures) - FINDINGS_SHOWN} more.")


def _finding(finding: Finding, also: Sequence[str]) -> Iterator[str]:
    price = f", −{points(finding.points_lost)}" if finding.points_lost >= 0.05 else ""
    summary = f"<b>{finding.severity}{price}</b> {html(finding.message)}"
    yield from ("", f"<details><summary>{summary}</summary>", "")
    yield f"- rule `{finding.rule}`"
    if finding.elements:
        yield "- at " + ", ".join(markdown(element) for element in finding.elements)
    for reason in finding.because:
        yield f"- because {markdown(reason)}"
    if also:
        yield "- also costs: " + markdown("; ".join(also))
    if finding.path:
        yield "- path " + " → ".join(markdown(part) for part in finding.path)
    if finding.fix is not None:
        yield (
            f"- **fix:** {markdown(finding.fix.label)} (+{points(finding.fix.gain)}, "
            f"then {points(finding.fix.score_after)})"
        )
    elif finding.suggestion:
        yield f"- **try:** {markdown(finding.suggestion)}"
    yield from ("", "</details>")


def _questions(review: Review) -> Iterator[str]:
    if not review.questions:
        return
    yield from ("", f"### {counted(len(review.questions), 'question')} an interviewer would ask", "")
    for finding in review.questions:
        yield f"- {markdown(finding.message)} (`{finding.rule}`)"
