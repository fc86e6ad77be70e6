"""JUnit XML for CI servers: a suite per design; a case per requirement, rubric line and other finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from design_sandbox.exchange.plain import one_line, points, xml_text

if TYPE_CHECKING:
    from design_sandbox.exchange.report import Report
    from design_sandbox.review.result import Review
    from design_sandbox.rules.finding import Finding

Element = ElementTree.Element


def formatted(reports: Sequence[Report], *, colour: bool = False) -> str:
    """A `testsuites` document: failed means lost, skipped means asked, left out or not applicable."""
    root = Element("testsuites", name="design-sandbox")
    for report in reports:
        _suite(root, report)
    _count(root)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, report: Report) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=xml_text(one_line(report.name)))
    if report.review is None:
        case = _case(suite, "document", "can be read")
        error = ElementTree.SubElement(case, "error", message="the document is refused")
        error.text = xml_text("\n".join(str(problem) for problem in report.problems))
    else:
        _requirements(suite, report.review)
        _criteria(suite, report.review)
        _other_findings(suite, report.review)
    _count(suite)


def _requirements(suite: Element, review: Review) -> None:
    for line in review.requirements:
        case = _case(suite, f"{review.scenario}.requirements", f"{line.id} {line.title}")
        if line.state == "failed":
            _fail(case, line.detail or "not served", [])
        elif line.state != "served":
            _skip(case, line.detail or line.state)


def _criteria(suite: Element, review: Review) -> None:
    for line in review.criteria:
        case = _case(suite, f"{review.scenario}.{line.dimension}", line.title)
        if line.verdict == "fail":
            own = [one for one in review.failures if line.id in (one.criterion, *one.other_criteria)]
            _fail(case, f"{points(line.points)} of {points(line.max)} points", own)
        elif line.verdict in ("unknown", "not_applicable"):
            _skip(case, "an open question" if line.verdict == "unknown" else "not applicable")


def _other_findings(suite: Element, review: Review) -> None:
    """Findings that no failed rubric line tells already, those of deductions above all."""
    told = {line.id for line in review.criteria if line.verdict == "fail"}
    for finding in review.failures:
        if finding.criterion not in told:
            where = ", ".join(finding.elements) or finding.subject
            _fail(
                _case(suite, f"{review.scenario}.findings", f"{finding.rule} {where}"),
                finding.message,
                [finding],
            )


def _case(suite: Element, class_name: str, name: str) -> Element:
    return ElementTree.SubElement(
        suite, "testcase", classname=xml_text(one_line(class_name)), name=xml_text(one_line(name))
    )


def _fail(case: Element, message: str, findings: Sequence[Finding]) -> None:
    failure = ElementTree.SubElement(case, "failure", message=xml_text(one_line(message)))
    failure.text = xml_text("\n".join(line for finding in findings for line in _told(finding)))


def _told(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity} {finding.rule}: {one_line(finding.message)} [{finding.fingerprint}]"
    for reason in finding.because:
        yield f"  because {one_line(reason)}"
    if finding.fix is not None:
        yield f"  fix: {one_line(finding.fix.label)} (+{points(finding.fix.gain)})"


def _skip(case: Element, message: str) -> None:
    ElementTree.SubElement(case, "skipped", message=xml_text(one_line(message)))


def _count(element: Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", str(len(list(element.iter("error")))))
    element.set("skipped", str(len(list(element.iter("skipped")))))
