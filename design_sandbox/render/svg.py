"""A drawing as one self-contained SVG."""

from __future__ import annotations

import math

from design_sandbox.render.drawing import Drawing, Group, ThemeName
from design_sandbox.render.engine import Engine
from design_sandbox.render.icons import FALLBACK_ICON, icon_body, icon_names
from design_sandbox.render.ink import element, number, words
from design_sandbox.render.layout import Layout, layout
from design_sandbox.render.legend import ROW_HEIGHT, flow_entries, legend_entries, paint_legend
from design_sandbox.render.measures import (
    GROUP_LETTER_SPACING,
    GROUP_SIZE,
    group_label,
    group_label_width,
    measure_card,
    measure_label,
)
from design_sandbox.render.paint_cards import SEVERITY_ICONS, paint_card, symbol
from design_sandbox.render.paint_links import is_lit, paint_label, paint_line
from design_sandbox.render.shapes import Rectangle
from design_sandbox.render.text import FONT_FAMILY, clean, escape, shorten, text_width
from design_sandbox.render.theme import GROUP_RADIUS, THEMES, Theme, following

PADDING = 28.0
TITLE_SIZE = 20.0
SUBTITLE_SIZE = 12.0
FOOTER_SIZE = 10.0
SMALLEST_WIDTH = 420.0
WIDEST_TITLE = 900.0
DESCRIBED_LINKS = 60
GROUP_DASHES = {"region": None, "zone": "5 4", "trust": "9 4 2 4", "mesh": "2 4"}


def to_svg(
    drawing: Drawing, *, theme: ThemeName = "light", background: bool = True, engine: Engine | None = None
) -> str:
    """Return the drawing as SVG that needs no other file; one user unit is one CSS pixel.

    Raises DrawingError when the drawing is too large, does not hang together, or cannot be laid out in time.
    """
    return paint(drawing, layout(drawing, engine=engine), THEMES[theme], background=background)[0]


def to_page_svg(drawing: Drawing, *, engine: Engine | None = None) -> str:
    """The same for a page in a browser: light or dark as the page is, also when it changes."""
    svg = paint(drawing, layout(drawing, engine=engine), following(), background=True)[0]
    return svg.replace("<svg ", '<svg style="color-scheme: light dark" ', 1)


def paint(drawing: Drawing, placed: Layout, theme: Theme, *, background: bool) -> tuple[str, float, float]:
    """Return the SVG of a drawing that is already laid out, its width and its height."""
    title = shorten(clean(drawing.title), WIDEST_TITLE, TITLE_SIZE, bold=True)
    subtitle = shorten(clean(drawing.subtitle), WIDEST_TITLE, SUBTITLE_SIZE)
    inner = max(
        placed.width,
        SMALLEST_WIDTH,
        text_width(title, TITLE_SIZE, bold=True),
        text_width(subtitle, SUBTITLE_SIZE),
    )
    top = PADDING + (30 if title else 0) + (22 if subtitle else 0) + (14 if title or subtitle else 0)
    left = PADDING + (inner - placed.width) / 2
    legend = flow_entries(legend_entries(drawing, theme), inner) if drawing.legend else []
    footer = shorten(clean(drawing.footer), inner, FOOTER_SIZE)
    legend_top = top + placed.height + (30 if legend else 0)
    footer_top = legend_top + len(legend) * ROW_HEIGHT
    width = float(math.ceil(inner + 2 * PADDING))
    height = float(math.ceil(footer_top + (28 if footer else 0) + PADDING))
    parts = [_heading(drawing), _symbols(drawing)]
    if background:
        parts.append(element("rect", width=width, height=height, fill=theme.page))
    parts.append(words(title, PADDING, PADDING + 18, TITLE_SIZE, theme.text_strong, bold=True))
    parts.append(words(subtitle, PADDING, PADDING + (42 if title else 12), SUBTITLE_SIZE, theme.text_muted))
    parts.append(
        element("g", _picture(drawing, placed, theme), transform=f"translate({number(left)} {number(top)})")
    )
    if legend:
        parts.append(_rule(legend_top - 10, inner, theme) + paint_legend(legend, PADDING, legend_top, theme))
    parts.append(words(footer, PADDING, footer_top + 22, FOOTER_SIZE, theme.text_muted))
    return _document("".join(parts), width, height), width, height


def _document(content: str, width: float, height: float) -> str:
    svg = element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        font_family=FONT_FAMILY,
    )
    return svg + "\n"


def _rule(y: float, width: float, theme: Theme) -> str:
    line = f"M{number(PADDING)} {number(y)}H{number(PADDING + width)}"
    return element("path", d=line, stroke=theme.line, fill="none")


def _heading(drawing: Drawing) -> str:
    """What a screen reader says: the title, what there is, and which connections."""
    title = clean(drawing.title) or "Drawing"
    names = {card.id: clean(card.title) for card in drawing.cards}
    lines = [
        f"{names[link.source]} to {names[link.target]}" + (f" ({clean(link.label)})" if link.label else "")
        for link in drawing.links[:DESCRIBED_LINKS]
    ]
    count = f"{len(drawing.cards)} parts and {len(drawing.links)} connections."
    said = f"{count} {'; '.join(lines)}".strip()
    return element("title", escape(title)) + element("desc", escape(said))


def _symbols(drawing: Drawing) -> str:
    """Every icon that the picture uses, once."""
    wanted = {_icon_name(card.icon) for card in drawing.cards}
    wanted |= {SEVERITY_ICONS[card.badge.severity] for card in drawing.cards if card.badge}
    drawn = "".join(
        element(
            "symbol",
            icon_body(name),
            id=symbol(name),
            viewBox="0 0 24 24",
            fill="none",
            stroke_width=2.0,
            stroke_linecap="round",
            stroke_linejoin="round",
        )
        for name in sorted(wanted)
    )
    return element("defs", drawn) if drawn else ""


def _icon_name(name: str) -> str:
    return name if name in icon_names() else FALLBACK_ICON


def _picture(drawing: Drawing, placed: Layout, theme: Theme) -> str:
    """Groups, then links, then cards, then labels: what must be read lies on top."""
    depth = _depths(drawing.groups)
    groups = [
        group for group in sorted(drawing.groups, key=lambda g: depth[g.id]) if group.id in placed.groups
    ]
    parts = [_group_area(group, placed.groups[group.id], depth[group.id], theme) for group in groups]
    links = sorted(drawing.links, key=lambda link: (is_lit(link), link.severity is not None))
    parts += [paint_line(link, placed.links[link.id], theme, theme.card) for link in links]
    parts += [_group_name(group, placed, theme) for group in groups]
    for card in drawing.cards:
        parts.append(
            paint_card(card, measure_card(card), placed.cards[card.id], theme, _icon_name(card.icon))
        )
    for link in links:
        place = placed.links[link.id].label
        if place is not None:
            parts.append(paint_label(link, measure_label(link), place, theme))
    return "".join(parts)


def _depths(groups: tuple[Group, ...]) -> dict[str, int]:
    parents = {group.id: group.parent for group in groups}
    depths = {}
    for group in groups:
        depth, parent = 0, group.parent
        while parent is not None:
            depth, parent = depth + 1, parents[parent]
        depths[group.id] = depth
    return depths


def _group_area(group: Group, place: Rectangle, depth: int, theme: Theme) -> str:
    tone = theme.severities[group.severity] if group.severity else None
    fill = tone.soft if tone else theme.inner_group if depth % 2 else theme.group
    return element(
        "rect",
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        rx=GROUP_RADIUS,
        fill=fill,
        fill_opacity="0.55" if tone else None,
        stroke=tone.line if tone else theme.line_strong if depth else theme.line,
        stroke_dasharray="6 4" if tone else GROUP_DASHES[group.kind],
    )


def _group_name(group: Group, placed: Layout, theme: Theme) -> str:
    x, y = placed.group_labels[group.id]
    text = group_label(group, placed.groups[group.id].width)
    colour = theme.severities[group.severity].ink if group.severity else theme.text_muted
    crossed = any(
        start[0] == end[0]
        and x - 4 < start[0] < x + group_label_width(text) + 4
        and min(start[1], end[1]) < y < max(start[1], end[1])
        for link in placed.links.values()
        for start, end in zip(link.points, link.points[1:], strict=False)
    )
    fill = theme.severities[group.severity].soft if group.severity else theme.group
    ground = element(
        "rect", x=x - 4, y=y - 8, width=group_label_width(text) + 8, height=15.0, rx=4.0, fill=fill
    )
    return (ground if crossed and text else "") + words(
        text, x, y + 3.5, GROUP_SIZE, colour, bold=True, spacing=GROUP_LETTER_SPACING
    )
