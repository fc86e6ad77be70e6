"""The shell around the subcommands: help, exit codes, plain words instead of tracebacks."""

import sys
from pathlib import Path

import pytest

from design_sandbox.cli import BAD_INPUT, COMMANDS, FINE, main
from design_sandbox.cli_commands.serve import server_command


def test_help_lists_every_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` names each subcommand with a line of help."""
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])

    shown = capsys.readouterr().out
    assert stopped.value.code == FINE
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_subcommand_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each subcommand explains itself, so each has a module that can be configured."""
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])

    assert stopped.value.code == FINE
    assert f"design-sandbox {name}" in capsys.readouterr().out


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints name and version."""
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])

    assert stopped.value.code == FINE
    assert capsys.readouterr().out.startswith("design-sandbox 0.")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ([], "COMMAND"),
        (["chekc", "a.yaml"], "invalid choice"),
        (["check"], "FILE"),
        (["check", "a.yaml", "--fail-under", "many"], "'many' is not a score"),
        (["check", "a.yaml", "--fail-under", "nan"], "'nan' is not a score"),
        (["check", "a.yaml", "--format", "pdf"], "invalid choice"),
        (["serve", "--port", "0"], "'0' is not a port"),
        (["serve", "--port", "65536"], "'65536' is not a port"),
        (["draw", "a.yaml"], "-o"),
    ],
)
def test_malformed_line_is_refused(line: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A malformed line ends with 2 and says what is accepted."""
    with pytest.raises(SystemExit) as stopped:
        main(line)

    assert stopped.value.code == BAD_INPUT
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["check", "no-such-file.yaml"], "no-such-file.yaml:1:1: there is no such file"),
        (["walk", "no-such-file.yaml"], "there is no such file"),
        (["draw", "no-such-file.yaml", "-o", "out.gif"], "accepted: svg, png, pdf, dot"),
        (["draw", "no-such-file.yaml", "-o", "out.svg"], "there is no such file"),
        (["check", "-", "-"], "once only"),
        (["schema", "desing"], "accepted: design, scenario"),
        (["rules", "single-points-of-failure"], "did you mean single-point-of-failure?"),
        (["new-scenario", "../escape"], "cannot be an id"),
        (["new-scenario", "Über"], "cannot be an id"),
    ],
)
def test_bad_input_is_explained(line: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Bad input ends with 2 and plain words on stderr; nothing is printed as a result."""
    code = main(line)

    shown = capsys.readouterr()
    assert (code, shown.out) == (BAD_INPUT, "")
    assert says in shown.err
    assert "Traceback" not in shown.err


def test_our_own_mistake_is_one_calm_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unexpected error becomes one line that tells how to report it; --debug shows it whole."""

    def break_down(_: str) -> None:
        raise RuntimeError("the moon is full\nof holes")

    monkeypatch.setattr("design_sandbox.model.schema.schema_text", break_down)
    code = main(["schema", "design"])

    shown = capsys.readouterr().err
    assert (code, shown.count("\n")) == (BAD_INPUT, 1)
    assert "the moon is full" in shown and "--debug" in shown
    with pytest.raises(RuntimeError):
        main(["schema", "design", "--debug"])


def test_new_scenario_writes_documents_that_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The skeleton is valid from the first minute, and a second run never overwrites it."""
    from design_sandbox.model.loading import load_scenario, pitfalls, references

    code = main(["new-scenario", "notice-board", "--into", str(tmp_path)])
    again = main(["new-scenario", "notice-board", "--into", str(tmp_path)])

    folder = str(tmp_path / "notice-board")
    assert (code, again) == (FINE, BAD_INPUT)
    assert "exists already" in capsys.readouterr().err
    assert load_scenario(folder).scenario.id == "notice-board"
    assert {design.design.scenario for design in (*references(folder), *pitfalls(folder))} == {"notice-board"}


def test_server_is_private_and_silent() -> None:
    """The server listens where it is told and sends no telemetry."""
    command = server_command(8600, "127.0.0.1")

    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert {"--server.port=8600", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"} <= set(
        command
    )
