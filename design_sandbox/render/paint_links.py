"""Links as SVG: lines with rounded corners, heads of every kind, label pills with the hop's number."""

from __future__ import annotations

import math

from design_sandbox.render.drawing import Link, LinkKind
from design_sandbox.render.ink import element, number, polygon, rounded_line, toward, words
from design_sandbox.render.layout import PlacedLink
from design_sandbox.render.measures import HOP_RADIUS, LABEL_SIZE, PILL_PADDING, LabelLook
from design_sandbox.render.shapes import Point, Rectangle
from design_sandbox.render.text import clean, escape, text_width
from design_sandbox.render.theme import LANE_RADIUS, Theme

DASHES: dict[LinkKind, str] = {"async": "6 4", "replication": "1.5 4", "implements": "6 4", "depends": "6 4"}
HEAD_LENGTH = 9.0
HOLLOW_LENGTH = 13.0
DIAMOND_LENGTH = 17.0


def link_colour(link: Link, theme: Theme) -> str:
    """Severity before walk before rest."""
    if link.severity:
        return theme.severities[link.severity].ink
    return theme.accent if is_lit(link) else theme.edge


def is_lit(link: Link) -> bool:
    """Whether a link belongs to what the picture wants to show."""
    return link.emphasised or link.order is not None


def link_width(link: Link) -> float:
    """Hops before the answer and findings are thick."""
    return 2.2 if (is_lit(link) and not link.after_answer) or link.severity in {"high", "medium"} else 1.4


def paint_line(link: Link, placed: PlacedLink, theme: Theme, ground: str) -> str:
    """The line of a link with its two ends; hollow heads are filled with `ground`."""
    colour, width = link_colour(link, theme), link_width(link)
    points = list(placed.points)
    heads = _target_end(link.kind, points, colour, width, ground) + _source_end(
        link.kind, points, colour, width, ground
    )
    line = element(
        "path",
        d=rounded_line(tuple(points), LANE_RADIUS),
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_dasharray=DASHES.get(link.kind),
        stroke_linecap="round" if link.kind == "replication" else None,
    )
    return line + heads


def _target_end(kind: LinkKind, points: list[Point], colour: str, width: float, ground: str) -> str:
    """Draw the head at the target and shorten the line to where the head begins."""
    tip, before = points[-1], points[-2]
    if kind in {"inherits", "implements"}:
        base = toward(tip, before, HOLLOW_LENGTH)
        points[-1] = base
        return polygon([tip, *_sides(base, tip, 7.0)], fill=ground, stroke=colour, width=width)
    if kind in {"associates", "depends", "composes", "aggregates"}:
        left, right = _sides(toward(tip, before, HEAD_LENGTH), tip, 4.5)
        barbs = f"M{_pair(left)}L{_pair(tip)}L{_pair(right)}"
        return element(
            "path",
            d=barbs,
            fill="none",
            stroke=colour,
            stroke_width=width,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
    size = HEAD_LENGTH + (width - 1.4) * 2.5
    points[-1] = toward(tip, before, size - 1.5)
    return polygon([tip, *_sides(toward(tip, before, size), tip, size * 0.42)], fill=colour)


def _source_end(kind: LinkKind, points: list[Point], colour: str, width: float, ground: str) -> str:
    start, after = points[0], points[1]
    if kind in {"composes", "aggregates"}:
        middle, end = toward(start, after, DIAMOND_LENGTH / 2), toward(start, after, DIAMOND_LENGTH)
        left, right = _sides(middle, start, 5.0)
        points[0] = end
        return polygon(
            [start, left, end, right],
            fill=colour if kind == "composes" else ground,
            stroke=colour,
            width=width,
        )
    if kind == "persistent":
        size = HEAD_LENGTH
        points[0] = toward(start, after, size - 1.5)
        return polygon([start, *_sides(toward(start, after, size), start, size * 0.42)], fill=colour)
    return ""


def _sides(base: Point, tip: Point, half: float) -> tuple[Point, Point]:
    """The two points beside `base`, square to the direction of the tip."""
    length = math.dist(base, tip) or 1.0
    across_x, across_y = -(tip[1] - base[1]) / length * half, (tip[0] - base[0]) / length * half
    return (base[0] + across_x, base[1] + across_y), (base[0] - across_x, base[1] - across_y)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def paint_label(link: Link, look: LabelLook, place: Rectangle, theme: Theme) -> str:
    """The pill with a link's words; the whole text is its tooltip when it had to be cut."""
    colour = link_colour(link, theme)
    border = (
        theme.severities[link.severity].line
        if link.severity
        else theme.accent
        if is_lit(link)
        else theme.line_strong
    )
    parts = [element("title", escape(clean(link.label)))] if look.is_cut else []
    parts.append(
        element(
            "rect",
            x=place.x,
            y=place.y,
            width=place.width,
            height=place.height,
            rx=place.height / 2,
            fill=theme.card,
            stroke=border,
            stroke_opacity=None if not is_lit(link) else "0.45",
        )
    )
    middle, left = place.y + place.height / 2, place.x + PILL_PADDING
    if link.order is not None:
        parts.append(
            paint_hop(link.order, (place.x + 2 + HOP_RADIUS, middle), theme, colour, hollow=link.after_answer)
        )
        left = place.x + 2 + 2 * HOP_RADIUS + 5
    parts.append(_label_words(link, look.text, left, middle + 4, theme))
    return element("g", "".join(parts))


def _label_words(link: Link, text: str, left: float, baseline: float, theme: Theme) -> str:
    """The calls per request (×3) stand out from the rate that follows them."""
    colour = theme.severities[link.severity].ink if link.severity else theme.text
    first, space, rest = text.partition(" ")
    if not (is_lit(link) and first.startswith("×") and rest):
        return words(text, left, baseline, LABEL_SIZE, colour)
    rest_left = left + text_width(first + space, LABEL_SIZE, bold=True)
    return words(first, left, baseline, LABEL_SIZE, link_colour(link, theme), bold=True) + words(
        rest, rest_left, baseline, LABEL_SIZE, colour
    )


def paint_hop(order: int, at: Point, theme: Theme, colour: str, *, hollow: bool) -> str:
    """The number of a hop: solid before the answer, hollow after it."""
    x, y = at
    ring = element(
        "circle",
        cx=x,
        cy=y,
        r=HOP_RADIUS - (0.75 if hollow else 0),
        fill=theme.card if hollow else colour,
        stroke=colour if hollow else None,
        stroke_width=1.5 if hollow else None,
    )
    figure = str(order) if 0 <= order < 1000 else "…"
    size = 10.0 if len(figure) < 3 else 8.0
    return ring + words(
        figure,
        x,
        y + size * 0.36,
        size,
        colour if hollow else theme.text_on_accent,
        bold=True,
        anchor="middle",
    )
