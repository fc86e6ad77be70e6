"""Small SVG pieces: the only place where attributes and texts become markup, each of them escaped."""

from __future__ import annotations

import math

from design_sandbox.render.shapes import Point
from design_sandbox.render.text import escape


def number(value: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """Return `<name …>content</name>`: content is markup, attributes are escaped, `_` becomes `-`."""
    written = []
    for key, value in attributes.items():
        if value is not None:
            text = value if isinstance(value, str) else number(value)
            written.append(f' {key.rstrip("_").replace("_", "-")}="{escape(text)}"')
    opening = f"<{name}{''.join(written)}"
    return f"{opening}>{content}</{name}>" if content else f"{opening}/>"


def words(
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    anchor: str | None = None,
    spacing: float | None = None,
) -> str:
    """One line of text with its baseline at (x, y)."""
    return (
        element(
            "text",
            escape(text),
            x=x,
            y=y,
            font_size=size,
            fill=colour,
            font_weight="700" if bold else None,
            text_anchor=anchor,
            letter_spacing=spacing,
        )
        if text
        else ""
    )


def rounded_line(points: tuple[Point, ...], radius: float) -> str:
    """Path data along the points with every corner rounded."""
    commands = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        cut = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        entry, leave = toward(corner, before, cut), toward(corner, after, cut)
        commands.append(f"L{number(entry[0])} {number(entry[1])}")
        commands.append(f"Q{number(corner[0])} {number(corner[1])} {number(leave[0])} {number(leave[1])}")
    commands.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(commands)


def toward(start: Point, end: Point, distance: float) -> Point:
    """The point `distance` away from `start` in the direction of `end`."""
    length = math.dist(start, end)
    if length == 0:
        return start
    share = distance / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def polygon(points: list[Point], *, fill: str, stroke: str | None = None, width: float | None = None) -> str:
    """A closed shape."""
    written = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return element(
        "polygon",
        points=written,
        fill=fill,
        stroke=stroke,
        stroke_width=width,
        stroke_linejoin="round" if stroke else None,
    )


def icon(symbol: str, x: float, y: float, size: float, colour: str) -> str:
    """An icon that the picture defines as a symbol."""
    return element("use", href=f"#{symbol}", x=x, y=y, width=size, height=size, color=colour, stroke=colour)
