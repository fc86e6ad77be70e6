"""98 problems with verified answers. A module `solve_<area>.py` beside this one maps case ids to solvers.

`test_published.py` collects the modules' `SOLVERS`, runs every case and counts that none is left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads(Path(__file__).with_name("published.json").read_text())["cases"]
}
Solver = Callable[[dict[str, Any]], dict[str, Any]]
"""Given → answers, by the public functions of the project; the names are those of the case's `expected`."""


def agrees(expected: Any, found: Any, tolerance: dict[str, float]) -> bool:
    """Whether a found answer lies within the case's own tolerance; lists and texts must be equal."""
    if isinstance(expected, bool) or not isinstance(expected, (int, float)):
        return bool(expected == found)
    return math.isclose(
        found, expected, rel_tol=tolerance.get("rel", 0.0), abs_tol=tolerance.get("abs", 0.0) or 1e-15
    )


def prove(case_id: str, solver: Solver) -> None:
    """Solve a case and compare every expected answer; none may be left out."""
    case = CASES[case_id]
    found = solver(case["given"])
    for name, expected in case["expected"].items():
        assert name in found, f"{case_id}: no answer for {name}"
        assert agrees(expected, found[name], case["tolerance"]), (
            f"{case_id}: {name} is {found[name]!r}, published {expected!r}"
        )
