"""A figure as HTML: its value, and folded under it the formula, the figures put in, the inputs and their sources."""

from __future__ import annotations

from design_sandbox.analysis.figure import Figure, Given, Mistake, Working, show
from design_sandbox.ui.html import icon, text

DEEPEST = 3
"""Inputs are figures themselves; below this depth only their value is told."""


def value(figure: Figure, *, large: bool = False) -> str:
    """The value alone; a figure without one says why in a tooltip and in words for screen readers."""
    tone = " large" if large else ""
    if figure.value is None:
        return f'<span class="num asks{tone}" title="{text(figure.why_not)}">?</span>'
    return f'<span class="num{tone}">{text(figure.text)}</span>'


def unfolding(figure: Figure, *, label: str | None = None) -> str:
    """The value with a label, and everything behind it in a fold."""
    name = figure.label if label is None else label
    head = f'<span class="num-label">{text(name)}</span> {value(figure)}'
    return f'<details class="num-fold"><summary>{head}</summary>{working(figure)}</details>'


def working(figure: Figure, depth: int = 0) -> str:
    """Formula, figures put in, inputs with sources, approximation, assumptions and the common mistakes."""
    told = figure.working
    parts = [
        f'<p class="note warn">{icon("circle-help", 14)} {text(figure.why_not)}</p>'
        if figure.why_not
        else "",
        f'<p class="formula">{text(told.formula)}</p>' if told.formula else "",
        f'<p class="formula put-in">= {text(told.substituted)}</p>' if told.substituted else "",
        _inputs(told, depth),
        _trust(told) if figure.value is not None else "",
        *(_mistake(figure, wrong) for wrong in figure.mistakes),
    ]
    return f'<div class="working">{"".join(parts)}</div>'


def _inputs(told: Working, depth: int) -> str:
    if not told.inputs:
        return ""
    return f'<ul class="inputs">{"".join(_input(one, depth) for one in told.inputs)}</ul>'


def _input(one: Given | Figure, depth: int) -> str:
    if isinstance(one, Given):
        return (f"<li><span>{text(one.label)}</span> <b>{text(one.text)}</b>"
                f'{f" <em>{text(one.source)}</em>" if one.source else ""}</li>')  # fmt: skip
    inner = working(one, depth + 1) if depth < DEEPEST and one.working.formula else ""
    head = f"<span>{text(one.label)}</span> <b>{text(one.text)}</b>"
    return f"<li><details><summary>{head}</summary>{inner}</details></li>" if inner else f"<li>{head}</li>"


def _trust(told: Working) -> str:
    """How far off the value may be, and what is taken for granted."""
    band = ""
    if told.error_band is not None:
        low, high = told.error_band
        band = f" The truth lies between {low * 100:+.3g} % and {high * 100:+.3g} % of it."
    assumes = "".join(f"<li>{text(line)}</li>" for line in told.assumes)
    listed = f'<ul class="assumes">{assumes}</ul>' if assumes else ""
    return f'<p class="note">{text(told.approximation.rstrip("."))}.{text(band)}</p>{listed}'


def _mistake(figure: Figure, wrong: Mistake) -> str:
    return (f'<p class="note warn">{icon("triangle-alert", 14)} {text(wrong.name)} would give '
            f"<b>{text(show(wrong.value, figure.unit))}</b>. {text(wrong.why)}</p>")  # fmt: skip
