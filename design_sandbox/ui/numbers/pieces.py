"""Rows of bars: the waterfall of a request, the cuts of an availability, the lines of a bill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from design_sandbox.ui.html import text


@dataclass(frozen=True)
class Span:
    """A bar that begins somewhere: a hop of a waterfall."""

    label: str
    note: str
    start: float
    length: float
    value: str
    """Printed beside the bar; HTML that is already escaped."""
    tone: str = ""
    """"" calm, `tight`, `over`, `total`."""


def spans(rows: Sequence[Span], *, target: float | None = None, target_label: str = "") -> str:
    """Bars on one axis that begins at zero, with a dashed line at the target."""
    end = max([row.start + row.length for row in rows] + ([target] if target else []), default=0.0)
    if end <= 0:
        return ""
    line = _target(target / end, target_label) if target else ""
    return f'<ul class="spans">{line}{"".join(_span(row, end) for row in rows)}</ul>'


def _target(share: float, label: str) -> str:
    return f'<li class="target" aria-label="{text(label)}"><b style="--at:{min(share, 1.0):.4f}"></b></li>'


def _span(row: Span, end: float) -> str:
    place = f"--from:{row.start / end:.4f};--to:{min((row.start + row.length) / end, 1.0):.4f}"
    note = f" <em>{text(row.note)}</em>" if row.note else ""
    return (f'<li class="{row.tone}"><span class="who">{text(row.label)}{note}</span>'
            f'<span class="track" style="{place}"><i></i></span><span class="much">{row.value}</span></li>')  # fmt: skip


def ranked(rows: Iterable[tuple[str, str, float, str, str]]) -> str:
    """Rows of (label, note, amount, value as HTML, tone), each with a bar as long as its share of the largest."""
    listed = [Span(label, note, 0.0, amount, value, tone) for label, note, amount, value, tone in rows]
    longest = max((row.length for row in listed), default=0.0)
    return f'<ul class="spans">{"".join(_span(row, longest or 1.0) for row in listed)}</ul>'
