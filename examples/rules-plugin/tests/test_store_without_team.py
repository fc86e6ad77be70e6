"""The rule's cases, run with what Design Sandbox brings for it."""

from __future__ import annotations

from pathlib import Path

import example_rules
import pytest

from design_sandbox.testing import Case, cases_in, run_case

RULES = {rule.card.id: rule for rule in example_rules.RULES}
CASES = Path(example_rules.__file__).parent / "cases" / "store-without-team.yaml"


@pytest.mark.parametrize("case", cases_in(CASES, RULES), ids=str)
def test_case(case: Case) -> None:
    """The rule answers as its case says."""
    run_case(case)
