"""Charts: shapes as an SVG picture in the colours of the theme, words as text of the page over it.

A picture may load no font, so its words would look foreign. No script; the same bytes for the same input.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from design_sandbox.ui.html import picture, text
from design_sandbox.ui.styles import tokens

WIDTH, HEIGHT = 560, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 14, 30
MOST_LABEL = 40
MARK_ROWS = 4
WORD_WIDTH = 6.8
"""Of one letter, on average: enough to keep words apart."""


@dataclass(frozen=True)
class Mark:
    """A vertical line with a word: a percentile, a target, "you are here"."""

    at: float
    label: str
    tone: str = "text"
    """`text`, `served`, `severity-high` or `accent`."""


@dataclass(frozen=True)
class Line:
    """One curve: its points as (x, y), its name and tone."""

    label: str
    points: tuple[tuple[float, float], ...]
    tone: str = "load-ok"


def histogram(bins: Sequence[tuple[float, float, float]], marks: Sequence[Mark], *, alt: str, ticks: Sequence[tuple[float, str]]) -> str:  # fmt: skip
    """Bars of (from, to, share) over a linear axis, with marks."""
    if not bins:
        return ""
    low, high = bins[0][0], max(bins[-1][1], *(mark.at for mark in marks), bins[0][0] + 1e-12)
    top = max(share / max(end - start, 1e-12) for start, end, share in bins) or 1.0
    paint = _Paint(low, high, top)
    bars = "".join(
        f'<rect x="{paint.x(start):.1f}" y="{paint.y(share / max(end - start, 1e-12)):.1f}" '
        f'width="{max(paint.x(end) - paint.x(start) - 0.6, 0.6):.1f}" '
        f'height="{HEIGHT - BOTTOM - paint.y(share / max(end - start, 1e-12)):.1f}" fill="{paint.colour("load-ok")}"/>'
        for start, end, share in bins
    )
    return paint.frame(bars + paint.marks(marks), ticks, (), alt)


def curves(lines: Sequence[Line], marks: Sequence[Mark], *, alt: str, limit: float | None,
           ticks: Sequence[tuple[float, str]], levels: Sequence[tuple[float, str]]) -> str:  # fmt: skip
    """Curves over a common axis, with a horizontal limit and vertical marks."""
    every = [point for line in lines for point in line.points]
    if not every:
        return ""
    low, high = min(x for x, _ in every), max(x for x, _ in every)
    top = max([at for at, _ in levels] or [y for _, y in every])
    paint = _Paint(low, high, top)
    drawn = "".join(paint.curve(line) for line in lines)
    bound = paint.level(limit) if limit is not None else ""
    return paint.frame(bound + drawn + paint.marks(marks), ticks, levels, alt)


class _Paint:
    """Coordinates and colours of one chart."""

    def __init__(self, low: float, high: float, top: float) -> None:
        self.low, self.high, self.top = low, max(high, low + 1e-12), top or 1.0
        self.words: list[str] = []

    def colour(self, name: str) -> str:
        light, dark = tokens()[f"--{name}"]
        return f"light-dark({light}, {dark})"

    def x(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - min(max(value / self.top, 0.0), 1.0) * (HEIGHT - TOP - BOTTOM)

    def word(
        self, x: float, y: float, words: str, *, tone: str = "text-muted", anchor: str = "middle"
    ) -> None:
        """Put words at a point: `start` after it, `end` before it, `middle` around it."""
        self.words.append(
            f'<span class="{anchor}" style="left:{100 * x / WIDTH:.2f}%;top:{100 * y / HEIGHT:.2f}%;'
            f'color:var(--{tone})">{text(words[:MOST_LABEL])}</span>'
        )

    def marks(self, marks: Sequence[Mark]) -> str:
        """Vertical lines; a word that would cover another one steps down a line."""
        drawn, rows = "", [-1e9] * MARK_ROWS
        for mark in sorted(marks, key=lambda one: one.at):
            x, wide = self.x(mark.at), WORD_WIDTH * len(mark.label[:MOST_LABEL])
            before = x + wide > WIDTH
            begins = x - 4 - wide if before else x + 4
            row = next((index for index, end in enumerate(rows) if end < begins), MARK_ROWS - 1)
            rows[row] = begins + wide
            drawn += (f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}" '
                      f'stroke="{self.colour(mark.tone)}" stroke-width="1.5" stroke-dasharray="4 3"/>')  # fmt: skip
            self.word(x - 4 if before else x + 4, TOP + 2 + 14 * row, mark.label, tone=mark.tone,
                      anchor="end" if before else "start")  # fmt: skip
        return drawn

    def curve(self, line: Line) -> str:
        within = [(self.x(x), self.y(y)) for x, y in line.points]
        path = " ".join(f"{'M' if not index else 'L'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(within))
        return f'<path d="{path}" fill="none" stroke="{self.colour(line.tone)}" stroke-width="2"/>'

    def level(self, at: float) -> str:
        y = self.y(at)
        return (f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
                f'stroke="{self.colour("severity-high")}" stroke-dasharray="2 3"/>')  # fmt: skip

    def frame(
        self, inner: str, ticks: Sequence[tuple[float, str]], levels: Sequence[tuple[float, str]], alt: str
    ) -> str:
        """The chart as HTML: the picture, and its words over it."""
        base = HEIGHT - BOTTOM
        axis = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}" stroke="{self.colour("line-strong")}"/>'
        for at, words in ticks:
            self.word(self.x(at), HEIGHT - 14, words)
        for at, words in levels:
            self.word(LEFT - 6, self.y(at), words, anchor="end")
        grid = "".join(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(at):.1f}" y2="{self.y(at):.1f}" stroke="{self.colour("line")}"/>'
            for at, _ in levels
        )
        svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" style="color-scheme: light dark">'
               f"{grid}{inner}{axis}</svg>")  # fmt: skip
        return f'<div class="chart">{picture(svg, alt)}{"".join(self.words)}</div>'


def steps_between(low: float, high: float, count: int = 5) -> list[float]:
    """Round values between two bounds for an axis: 0, 50, 100, 150."""
    span = high - low
    if span <= 0:
        return [low]
    power = 10.0 ** math.floor(math.log10(span / count))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= span / count * 0.999)
    first = math.ceil(low / step - 1e-9) * step
    return [first + index * step for index in range(int((high - first) / step + 1e-9) + 1)]
