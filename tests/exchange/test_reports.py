"""Reports: exact goldens of every format, and what each promises to its readers."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_review import HOSTILE, sample_reports, sample_review

from design_sandbox.exchange.plain import html, markdown, one_line, rate, xml_text
from design_sandbox.exchange.report import FORMATS, Report, formatted, report_of

GOLDENS = Path(__file__).parent / "goldens"
ENDINGS = {"text": "txt", "json": "json", "markdown": "md", "sarif": "sarif", "junit": "xml"}


@pytest.mark.parametrize("name", FORMATS)
def test_report_equals_its_golden(name: str) -> None:
    """Every format of the sample is written exactly as before; ACCEPT_GOLDENS=1 accepts a change."""
    written = formatted(sample_reports(), name)
    golden = GOLDENS / f"sample.{ENDINGS[name]}"
    if os.environ.get("ACCEPT_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(written, "utf-8")

    assert golden.read_text("utf-8") == written


@pytest.mark.parametrize("name", FORMATS)
def test_report_ends_with_one_line_feed(name: str) -> None:
    """Reports can be appended to one another and to files."""
    written = report_of(sample_review(), name)

    assert written.endswith("\n") and not written.endswith("\n\n")


def test_json_has_the_documented_keys() -> None:
    """The keys that programs were promised are there, in the finding too."""
    document = json.loads(report_of(sample_review(), "json"))

    promised = "scenario design profile score level caps dimensions criteria findings walks numbers"
    in_finding = "rule criterion severity verdict message because elements path requirement points_lost fix"
    assert set(promised.split()) <= set(document)
    assert set(document["criteria"][0]) == {"id", "verdict", "points", "max"}
    assert {"fingerprint", *in_finding.split()} <= set(document["findings"][0])


def test_json_never_holds_infinity() -> None:
    """A figure that is infinite is null, since JSON knows no infinity."""
    document = json.loads(report_of(sample_review(), "json"))

    assert document["numbers"]["connections"]["api -> links"]["bytes_per_s"] is None


def test_sarif_places_findings_in_the_file() -> None:
    """A finding stands at its element's line, an open question accuses nobody, a waiver suppresses."""
    run = json.loads(formatted(sample_reports(), "sarif"))["runs"][0]
    by_rule = {result["ruleId"]: result for result in run["results"]}

    place = by_rule["RD01"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "designs/first%20try.yaml"
    assert place["region"]["startLine"] == 7
    assert (by_rule["RD01"]["kind"], by_rule["RD01"]["level"]) == ("fail", "error")
    assert (by_rule["DA02"]["kind"], by_rule["DA02"]["level"]) == ("open", "none")
    assert by_rule["SC01"]["suppressions"][0]["kind"] == "inSource"
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert run["invocations"][0]["executionSuccessful"] is False


def test_junit_counts_what_it_holds() -> None:
    """Totals of each suite equal its cases, and the refused file is an error."""
    root = ElementTree.fromstring(formatted(sample_reports(), "junit").encode())

    totals = {
        (s.get("tests"), s.get("failures"), s.get("errors"), s.get("skipped")) for s in root.iter("testsuite")
    }
    assert totals == {("8", "3", "0", "3"), ("1", "0", "1", "0")}


def test_colour_is_only_there_when_asked_for() -> None:
    """Without colour no escape sequence is written, with colour some are."""
    reports = [Report("a.yaml", sample_review())]

    assert "\x1b" not in formatted(reports, "text")
    assert "\x1b[31m" in formatted(reports, "text", colour=True)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_is_inert(name: str) -> None:
    """No control or direction character of the learner's text gets through."""
    written = report_of(sample_review(message=HOSTILE, title=HOSTILE), name)

    assert not set(written) & set("\x00\x1b\u202e\ufffe")


def test_hostile_text_stays_inside_markdown_and_xml() -> None:
    """Markup of the learner's text is text; a mention notifies nobody."""
    in_markdown = report_of(sample_review(message=HOSTILE, title=HOSTILE), "markdown")
    in_xml = ElementTree.fromstring(
        report_of(sample_review(message=HOSTILE, title=HOSTILE), "junit").encode()
    )

    assert "<script>" not in in_markdown and "@somebody" not in in_markdown and "http://" not in in_markdown
    assert not list(in_xml.iter("script"))


@given(st.text())
def test_one_line_is_one_printable_line(text: str) -> None:
    """Whatever the text, a line of it cannot break out of its line or drive a terminal."""
    line = one_line(text)

    assert "\n" not in line and not any(
        ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029" for c in line
    )


@given(st.text())
def test_xml_text_is_always_well_formed(text: str) -> None:
    """Whatever the text, an XML reader accepts it."""
    element = ElementTree.Element("a", name=xml_text(text))
    element.text = xml_text(text)

    assert ElementTree.fromstring(ElementTree.tostring(element)).tag == "a"


@given(st.text(alphabet="<>&|`*_[]()#@:/w.\\~$ a"))
def test_markdown_never_leaves_an_open_tag_or_cell(text: str) -> None:
    """Neither a tag nor a table cell can be opened by user text."""
    assert "<" not in markdown(text) and "<" not in html(text)
    assert all(
        c != "|" or before == "\\" for before, c in zip(" " + markdown(text), markdown(text), strict=False)
    )


@pytest.mark.parametrize(
    ("per_s", "shown"),
    [
        (0, "0/s"),
        (0.041, "0.041/s"),
        (950, "950/s"),
        (999.9, "1 k/s"),
        (17361, "17.4 k/s"),
        (2.5e6, "2.5 M/s"),
    ],
)
def test_rates_have_three_digits(per_s: float, shown: str) -> None:
    """Rates are short and carry their unit."""
    assert rate(per_s) == shown
