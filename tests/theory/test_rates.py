"""Rates through a graph of calls against the matrix solution, and the order in which parts break."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.theory.rates import breaking_order, propagate, worst_attempts

EDGES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.floats(0, 5)).filter(lambda edge: edge[0] < edge[1]), max_size=20
)  # fmt: skip


@given(EDGES, st.lists(st.floats(0, 1e6), min_size=9, max_size=9))
def test_rates_solve_the_balance_equations(edges: list[tuple[int, int, float]], enter: list[float]) -> None:
    """One pass in topological order gives what (I − Pᵀ) λ = g gives."""
    matrix = np.zeros((9, 9))
    for source, target, calls in edges:
        matrix[source, target] += calls
    solved = np.linalg.solve(np.eye(9) - matrix.T, np.array(enter))
    found = propagate(
        {str(n): rate for n, rate in enumerate(enter)}, [(str(a), str(b), c) for a, b, c in edges]
    )
    assert [found[str(n)] for n in range(9)] == pytest.approx(solved.tolist(), rel=1e-9, abs=1e-6)


def test_a_cycle_is_named() -> None:
    """The error tells the way round, starting at the first name."""
    with pytest.raises(ValueError, match=r"in a circle: a → b → c → a$"):
        propagate({"in": 1}, [("in", "b", 1), ("b", "c", 1), ("c", "a", 1), ("a", "b", 1), ("c", "out", 1)])


@pytest.mark.parametrize("wrong", [-1.0, math.nan, math.inf])
def test_a_rate_or_multiplier_that_is_none_is_refused(wrong: float) -> None:
    """Nothing that is not finite or is negative gets in, wherever it stands."""
    with pytest.raises(ValueError, match="the rate at a is"):
        propagate({"a": wrong}, [])
    with pytest.raises(ValueError, match="the multiplier a → b is"):
        propagate({"a": 1}, [("a", "b", wrong)])


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1e9)), st.floats(1.01, 100))
def test_more_load_breaks_everything_sooner(rates: dict[str, float], more: float) -> None:
    """Multiples fall in proportion to the load, and what breaks first stays first."""
    capacities = dict.fromkeys("abcdef", 1e6)
    now = breaking_order(rates, capacities, 0.85)
    then = breaking_order({name: rate * more for name, rate in rates.items()}, capacities, 0.85)
    assert [multiple for _, multiple in then] == pytest.approx([multiple / more for _, multiple in now])
    assert now == sorted(now, key=lambda entry: entry[1])


def test_what_carries_nothing_never_breaks() -> None:
    """No load, no multiple; a capacity of nothing is refused in words."""
    assert breaking_order({"a": 0.0, "b": 5.0, "c": 1.0}, {"a": 1.0, "b": 10.0}) == [("b", 2.0)]
    with pytest.raises(ValueError, match="the capacity of b is 0"):
        breaking_order({"b": 5.0}, {"b": 0.0})


def test_retries_of_layers_multiply() -> None:
    """Three layers with three retries each: 64 calls for one (SRE, chapter 22)."""
    assert worst_attempts([3, 3, 3]) == 64
    assert worst_attempts([]) == 1
