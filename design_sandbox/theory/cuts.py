"""What stops a whole, and what each way of stopping it costs: minimal cuts, importance, gain if perfect."""

from __future__ import annotations

import math
from collections.abc import Mapping

from design_sandbox.theory.budget import downtime_min
from design_sandbox.theory.decision_diagram import Plan, plan_of
from design_sandbox.theory.formula import Formula


def minimal_cuts(formula: Formula | Plan, largest: int | None = None) -> tuple[frozenset[str], ...]:
    """Smallest sets of parts whose loss stops the whole, by size and name; all of them, or up to `largest` parts."""
    return (formula if isinstance(formula, Plan) else plan_of(formula)).cuts(largest)


def single_points(formula: Formula | Plan) -> tuple[str, ...]:
    """Parts whose loss alone stops the whole: the cuts of one part."""
    return tuple(sorted(name for cut in minimal_cuts(formula, 1) for name in cut))


def cut_min_per_year(cut: frozenset[str], availability: Mapping[str, float], days: float = 365.0) -> float:
    """Minutes a year in which all parts of a cut are down together: Π(1 − a); exact for this cut alone.

    Cuts overlap, so their sum is an upper bound of the whole's downtime (Esary and Proschan), close for rare failures.
    """
    return downtime_min(1.0 - math.prod(1.0 - availability[name] for name in cut), days)


def birnbaum(formula: Formula | Plan, availability: Mapping[str, float]) -> dict[str, float]:
    """P(works | part up) − P(works | part down), of every part (Birnbaum 1969); exact."""
    return (formula if isinstance(formula, Plan) else plan_of(formula)).importance(availability)


def gain_if_perfect(formula: Formula | Plan, availability: Mapping[str, float]) -> dict[str, float]:
    """How much the whole would gain if one part never failed: importance × (1 − a)."""
    return {name: value * (1.0 - availability[name])
            for name, value in birnbaum(formula, availability).items()}  # fmt: skip
