"""A figure as plain JSON values, its working unfolded to a bounded depth. Part of the promise in docs/json-output.md."""

from __future__ import annotations

from typing import Any

from design_sandbox.analysis.figure import Figure, Given, Mistake, show

DEEPEST = 3
"""Inputs of inputs of inputs are told; deeper ones only by their value."""


def figure_document(figure: Figure, depth: int = 0) -> dict[str, Any]:
    """Value, text and working; `value` is null where there is none, and `why_not` says why."""
    told = figure.working if depth < DEEPEST else None
    document: dict[str, Any] = {
        "label": figure.label,
        "value": None if figure.value is None else float(f"{figure.value:.9g}"),
        "unit": figure.unit,
        "text": figure.text,
        "why_not": figure.why_not or None,
        "simulate": figure.simulate,
    }
    if told is not None and (told.formula or told.inputs):
        mistakes = [_mistake(figure, wrong) for wrong in figure.mistakes]
        document |= {
            "formula": told.formula,
            "substituted": told.substituted,
            "inputs": [_input(one, depth) for one in told.inputs],
            "approximation": told.approximation,
            "error_band": None if told.error_band is None else list(told.error_band),
            "mistake": mistakes[0] if mistakes else None,
            "mistakes": mistakes,
            "assumes": list(told.assumes),
        }
    return document


def _input(one: Given | Figure, depth: int) -> dict[str, Any]:
    if isinstance(one, Figure):
        return figure_document(one, depth + 1)
    return {"label": one.label, "value": one.value, "unit": one.unit, "text": one.text, "source": one.source}


def _mistake(figure: Figure, wrong: Mistake) -> dict[str, Any]:
    return {
        "name": wrong.name,
        "value": float(f"{wrong.value:.9g}"),
        "text": show(wrong.value, figure.unit),
        "why": wrong.why,
    }
