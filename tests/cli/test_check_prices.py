"""`check --prices` and the environment's price table: used for the bill, and refused at the line of a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from design_sandbox.cli import BAD_INPUT, main
from design_sandbox.model.loading import scenario_folder

REFERENCE = str(sorted((scenario_folder("url-shortener") / "references").glob("*.yaml"))[0])
HEAD = 'prices: {id: mine, as_of: "2026-11"}\ninternet: {value: $0/GB, source: x}\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table in which one service costs a million dollars a month, and nothing else costs anything."""
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + "types: {service: {instance: {value: $1M/month, source: x}}}\n", encoding="utf-8")
    return file


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A table with a price of the wrong kind in its fourth line."""
    file = tmp_path / "broken.yaml"
    file.write_text(HEAD + "types:\n  service: {instance: {value: $1/GB, source: x}}\n", encoding="utf-8")
    return file


def cost(capsys: pytest.CaptureFixture[str], *more: str) -> float:
    """Dollars a month that `check` tells in JSON."""
    main(["check", "--no-advice", "--format", "json", *more, REFERENCE])
    told = json.loads(capsys.readouterr().out)
    value = told["numbers"]["cost"]["total"]["value"]
    assert isinstance(value, float)
    return value


def test_a_table_of_ones_own_is_used_once(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    """The bill follows the table that is named, and the next one does not."""
    before = cost(capsys)
    mine = cost(capsys, "--prices", str(table))
    assert mine >= 1e6 > before == cost(capsys)
    assert mine % 1e6 == 0


def test_the_environment_names_a_table(
    capsys: pytest.CaptureFixture[str], table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DESIGN_SANDBOX_PRICES does the same for every bill."""
    monkeypatch.setenv("DESIGN_SANDBOX_PRICES", str(table))
    assert cost(capsys) >= 1e6


@pytest.mark.parametrize("named", [True, False], ids=["environment", "option"])
def test_a_mistake_is_told_at_its_line(
    capsys: pytest.CaptureFixture[str], broken: Path, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    """Nothing is reviewed with a broken table: the file, the line, and what is accepted are told."""
    option = [] if named else ["--prices", str(broken)]
    if named:
        monkeypatch.setenv("DESIGN_SANDBOX_PRICES", str(broken))
    code = main(["check", *option, REFERENCE])
    told = capsys.readouterr()
    assert (code, told.out) == (BAD_INPUT, "")
    assert f"{broken}:4:" in told.err
    assert "instance is priced in $/month" in told.err


def test_a_table_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A misspelt path stops the command."""
    code = main(["check", "--prices", str(tmp_path / "none.yaml"), REFERENCE])
    assert (code, "there is no such file" in capsys.readouterr().err) == (BAD_INPUT, True)
