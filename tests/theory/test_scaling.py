"""The scalability law: its peak is a peak, its limit is never passed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from design_sandbox.theory.scaling import ScalabilityLaw


@given(some.floats(0, 0.9), some.floats(1e-6, 0.1), some.floats(1, 1e4))
def test_nothing_beats_the_best_number(contention: float, coherency: float, workers: float) -> None:
    """No number of workers does more than the best one, and no throughput exceeds the limit."""
    law = ScalabilityLaw(contention, coherency, 10.0)
    assert law.best_workers is not None and law.limit is not None
    assert law.throughput(workers) <= law.limit * (1 + 1e-9)


def test_without_talk_growth_has_no_peak() -> None:
    """Amdahl's law has a limit and no best number; no contention at all has neither."""
    assert ScalabilityLaw(0.05, 0).best_workers is None
    assert ScalabilityLaw(0.0, 0.0).limit is None


@pytest.mark.parametrize(("law", "words"), [((-0.1, 0.0), "contention"), ((0.1, -1.0), "coherency")])
def test_bad_input_is_named(law: tuple[float, float], words: str) -> None:
    """Negative coefficients are refused in words."""
    with pytest.raises(ValueError, match=words):
        ScalabilityLaw(*law)
    with pytest.raises(ValueError, match="workers"):
        ScalabilityLaw(0.1, 0.1).throughput(-1)
