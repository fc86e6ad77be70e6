"""Every published problem, solved by the project's own public functions within the problem's own tolerance."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from published_cases import CASES, Solver, prove

SOLVERS: dict[str, Solver] = {
    case: solver
    for module in sorted(Path(__file__).parent.glob("solve_*.py"))
    for case, solver in importlib.import_module(module.stem).SOLVERS.items()
}


@pytest.mark.parametrize("case_id", sorted(SOLVERS))
def test_a_published_problem_is_solved(case_id: str) -> None:
    """The answers agree with the published ones."""
    prove(case_id, SOLVERS[case_id])


def test_every_published_problem_is_solved() -> None:
    """All 98, and none that does not exist: a misspelt id would silently test nothing."""
    assert set(SOLVERS) == set(CASES)
    assert len(CASES) == 98
