"""`check` on real designs: exit codes, formats, several files, stdin, and what it imports."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from design_sandbox.cli import BAD_INPUT, FINDINGS, FINE, main
from design_sandbox.model.loading import scenario_folder

TWITTER = scenario_folder("twitter") / "references"
REFERENCE = str(sorted(TWITTER.glob("*.yaml"))[0])
BOXES = """
design: {id: boxes, scenario: twitter}
components: {people: {type: client}, api: {type: service}, db: {type: relational, holds: [tweets, follows]}}
"""
WIRED = BOXES + "connections: [people -> api -> db]\n"
BROKEN = BOXES + "conections: [people -> api]\n"


@pytest.fixture
def boxes(tmp_path: Path) -> str:
    """A file with the right boxes and no connections."""
    file = tmp_path / "boxes.yaml"
    file.write_text(BOXES)
    return str(file)


@pytest.fixture
def wired(tmp_path: Path) -> str:
    """A file with three parts in a row: it serves something and has faults."""
    file = tmp_path / "wired.yaml"
    file.write_text(WIRED)
    return str(file)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A file with a misspelt key."""
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN)
    return str(file)


def test_accepted_reference_clears_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """An accepted design of Twitter exits with 0 under a bar of 90."""
    code = main(["check", REFERENCE, "--profile", "swe-senior", "--fail-under", "90"])

    assert code == FINE
    assert "for twitter, seen as Software engineer" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "walk"])
def test_a_walkthrough_of_no_journey_is_an_error_at_its_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt journey exits with 2 and says which one was probably meant."""
    file = tmp_path / "mine.yaml"
    file.write_text(WIRED + "walkthroughs:\n  post_twet: [people, api, db]\n")

    assert main([command, str(file)]) == BAD_INPUT
    said = capsys.readouterr().err
    assert f"{file}:6:3: no journey 'post_twet'" in said
    assert "did you mean 'post_tweet'" in said


def test_boxes_without_connections_fail(boxes: str) -> None:
    """The right boxes with no connections never pass, with a bar or without."""
    assert main(["check", boxes]) == FINDINGS
    assert main(["check", boxes, "--fail-under", "1"]) == FINDINGS


def test_bar_alone_decides_when_given(wired: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Faults give 1; under a bar only the score counts."""
    assert main(["check", wired]) == FINDINGS
    assert main(["check", wired, "--fail-under", "0"]) == FINE
    assert main(["check", wired, "--fail-under", "100"]) == FINDINGS
    assert capsys.readouterr().err == ""


def test_refused_file_is_located_and_others_are_reviewed(
    wired: str, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bad file of two gives 2, its place on stderr, and the review of the other."""
    code = main(["check", broken, wired, "--format", "json"])

    shown = capsys.readouterr()
    entries = json.loads(shown.out)
    assert code == BAD_INPUT
    assert f"{broken}:4:1: unknown key 'conections'" in shown.err
    assert "did you mean 'connections'?" in shown.err
    assert (entries[0]["file"], entries[0]["problems"][0]["line"]) == (broken, 4)
    assert (entries[1]["file"], entries[1]["design"]) == (wired, "boxes")


def test_json_of_one_file_is_one_object(wired: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A single file gives an object whose points add up: dimensions explain the score unless a cap does."""
    main(["check", wired, "--format", "json"])

    document = json.loads(capsys.readouterr().out)
    assert (document["scenario"], document["design"], document["profile"]) == ("twitter", "boxes", "swe-mid")
    assert all(0 <= line["points"] <= line["max"] for line in document["criteria"])
    assert len({finding["fingerprint"] for finding in document["findings"]}) > 1
    assert set(document["walks"]) >= {"post_tweet", "home_timeline"}


@pytest.mark.parametrize("name", ["text", "json", "markdown", "sarif", "junit"])
def test_same_input_same_output(name: str, wired: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs print the same bytes in every format."""
    main(["check", wired, "--format", name])
    first = capsys.readouterr().out
    main(["check", wired, "--format", name])

    assert first == capsys.readouterr().out


def test_sarif_points_at_lines_of_the_file(wired: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding about a part stands at the line where the file writes the part."""
    main(["check", wired, "--format", "sarif"])

    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    lines = {result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results}
    assert lines <= {1, 3, 4} and len(lines) > 1


def test_fixes_are_offered_unless_declined(wired: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Some finding of a faulty design carries a fix that wins points; `--no-advice` leaves them out."""

    def fixes(*options: str) -> list[float]:
        main(["check", wired, "--format", "json", *options])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return [finding["fix"]["gain"] for finding in findings if finding["fix"]]

    gains = fixes()
    assert gains and min(gains) > 0
    assert fixes("--no-advice") == []


def test_stdin_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`-` reads a design from stdin and names it so."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(WIRED))
    code = main(["check", "-", "--fail-under", "0"])

    assert code == FINE
    assert "<stdin>" in capsys.readouterr().out


def test_scenario_beside_the_design_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reference of a scenario that is not installed is reviewed against the scenario it lies in."""
    main(["new-scenario", "notice-board", "--into", str(tmp_path)])
    code = main(["check", str(tmp_path / "notice-board" / "references" / "modest.yaml"), "--fail-under", "1"])

    assert code == FINE
    assert "for notice-board" in capsys.readouterr().out


def test_unknown_profile_and_scenario_are_explained(wired: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt profile or scenario gives 2 and what was meant."""
    assert main(["check", wired, "--profile", "swe-sneior"]) == BAD_INPUT
    assert main(["check", wired, "--scenario", "twiter"]) == BAD_INPUT

    shown = capsys.readouterr().err
    assert "did you mean 'swe-senior'?" in shown
    assert "did you mean 'twitter'?" in shown


def test_check_imports_only_what_it_needs() -> None:
    """A cold `check` loads neither the server, the drawing nor the database: they cost most of a second."""
    heavy = ("streamlit", "graphviz", "typst", "wasmtime", "sqlalchemy", "pandas", "PIL")
    script = (
        "import sys\nfrom design_sandbox.cli import main\n"
        f"main(['check', {REFERENCE!r}])\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
