"""The load ladder as a table, and utilisation against load as curves."""

from __future__ import annotations

import math

from design_sandbox.analysis.ladder import Ladder, Rung, Step
from design_sandbox.ui.html import icon, text
from design_sandbox.ui.numbers import charts
from design_sandbox.ui.numbers.figure_view import value, working

TONES = ("severity-high", "severity-medium", "accent", "role-cache")
CURVES = len(TONES)
TIGHT = 0.75
TOP_SHOWN = 1.2
"""Curves end at 120 %: what lies above is only "too much"."""
TICKS = (1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000)


def panel(found: Ladder) -> str:
    """Which part is full at how many times today's load."""
    if not found.rungs:
        return '<h3>Load ladder</h3><p class="note">No request reaches a part yet.</p>'
    head = "".join(f'<th scope="col">{multiple:g}×</th>' for multiple in found.multiples)
    rows = "".join(_row(rung) for rung in found.rungs if rung.kind != "idle")
    return (f'<h3>Load ladder <small>use of each part, or how many it needs to stay quick</small></h3>{_first(found)}'
            f'<div class="table ladder"><table><thead><tr><th scope="col">Part</th>{head}<th scope="col">Breaks at</th>'
            f"</tr></thead><tbody>{rows}</tbody></table></div>{_curves(found)}")  # fmt: skip


def _first(found: Ladder) -> str:
    first = found.first
    if first is None:
        return '<p class="note">Nothing of a fixed size carries load.</p>'
    tone = (
        "bad" if (first.breaks_at.value or 0) < 1 else "good" if (first.breaks_at.value or 0) >= 2 else "warn"
    )
    return (f'<p class="note {tone}">{icon("gauge", 15)} First to break: <b>{text(first.label)}</b> at '
            f"{text(first.breaks_at.text)} of today’s peak ({text(first.dimension)}).</p>")  # fmt: skip


def _row(rung: Rung) -> str:
    cells = "".join(_cell(rung, step) for step in rung.steps)
    remark = f" <em>{text(rung.remark)}</em>" if rung.remark and rung.kind != "breaks" else ""
    return (f'<tr><th scope="row"><details><summary>{text(rung.label)}</summary>{working(rung.breaks_at)}</details>{remark}'
            f"</th>{cells}<td>{value(rung.breaks_at)}</td></tr>")  # fmt: skip


def _cell(rung: Rung, step: Step) -> str:
    tone = "hot" if step.broken else "asks" if rung.kind == "asks" else ""
    if not tone and step.utilisation is not None:
        tone = "warm" if step.utilisation > TIGHT else "calm"
    needs = f"needs {step.needs:,}" if step.broken and step.needs else step.text
    return f'<td class="{tone}">{text(needs)}</td>'


def _curves(found: Ladder) -> str:
    """The first parts to break: how full they are as the load grows, with "you are here"."""
    breaking = [
        rung for rung in found.rungs if rung.kind == "breaks" and rung.steps and rung.steps[0].utilisation
    ]
    if not breaking:
        return ""
    shown = breaking[:CURVES]
    furthest = max(TOP_SHOWN * (rung.breaks_at.value or 1.0) / found.limit for rung in shown)
    lines = [_line(rung, tone, furthest) for rung, tone in zip(shown, TONES, strict=False)]
    ticks = [(math.log10(at), f"{at:g}×") for at in TICKS if 1 <= at <= furthest]
    levels = [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"), (TOP_SHOWN, "")]
    names = ", ".join(line.label for line in lines)
    chart = charts.curves(lines, [charts.Mark(0.0, "you are here", "text-strong")], limit=found.limit, ticks=ticks,
                          levels=levels, alt=f"Use against load for {names}")  # fmt: skip
    keys = "".join(f'<li style="--key:var(--{line.tone})">{text(line.label)}</li>' for line in lines)
    return f'<h4>Use against load</h4><div class="half">{chart}<ul class="keys">{keys}</ul></div>'


def _line(rung: Rung, tone: str, furthest: float) -> charts.Line:
    """One part's use up to where it leaves the chart."""
    used = (rung.steps[0].utilisation or 0.0) / rung.steps[0].multiple
    last = min(furthest, TOP_SHOWN / used)
    multiples = [last ** (step / 40) for step in range(41)] if last > 1 else [1.0]
    return charts.Line(
        rung.label, tuple((math.log10(at), min(used * at, TOP_SHOWN)) for at in multiples), tone
    )
