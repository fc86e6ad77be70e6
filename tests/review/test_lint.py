"""The proof catches unfair scenarios: each planted unfairness is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from design_sandbox.model.loading import content_folder, scenario_ids
from design_sandbox.review.lint import lint


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the URL shortener's folder that a test may spoil."""
    folder = tmp_path / "url-shortener"
    shutil.copytree(content_folder("scenarios") / "url-shortener", folder)
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that must be there."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("name", scenario_ids())
def test_every_shipped_scenario_is_proven(name: str) -> None:
    """References land where they say, attacks fail, every part is needed, every line can be lost."""
    report = lint(name)

    assert [f"{problem.proof} {problem.where}: {problem.message}" for problem in report.problems] == []
    assert len(report.attacks) > 10
    assert all(row.points > 0 for row in report.rows if row.edit.startswith("without "))


def test_a_figure_written_out_in_the_prompt_is_named(copy: Path) -> None:
    """Numbers in a prompt are computed from the load, never typed."""
    spoil(copy, "scenario.yaml", "prompt: >-\n  ", "prompt: >-\n  About 4000 visits a second. ")

    assert any(p.proof == "prompt" and "4000" in p.message for p in lint(str(copy)).problems)


def test_a_part_that_nothing_needs_is_named(copy: Path) -> None:
    """An idle part of an accepted design is an error of the design or of the scenario."""
    reference = "counter-and-cache.yaml"
    spoil(
        copy, f"references/{reference}", "components:\n", "components:\n  idle: {type: cache, label: Idle}\n"
    )

    assert any(p.proof == "needed" and "idle" in p.message for p in lint(str(copy)).problems)


def test_progress_is_told(copy: Path) -> None:
    """Long work says how far it is."""
    told: list[tuple[int, int]] = []

    lint(str(copy), lambda done, total, what: told.append((done, total)))

    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
