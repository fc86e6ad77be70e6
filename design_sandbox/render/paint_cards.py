"""Cards as SVG: accent bar, icon tile, words, utilisation, stack, badge, and the rows of a class."""

from __future__ import annotations

import math

from design_sandbox.render.drawing import Badge, Card, Severity
from design_sandbox.render.ink import element, icon, number, words
from design_sandbox.render.measures import (
    BADGE_HEIGHT,
    CARD_TOP,
    NOTE_LEADING,
    NOTE_SIZE,
    ROW_LEADING,
    STACK_OFFSET,
    STACKED_CARDS,
    TEXT_LEFT,
    TITLE_LEADING,
    TITLE_SIZE,
    CardLook,
    badge_text,
    badge_width,
    has_load,
    known_load,
)
from design_sandbox.render.shapes import Rectangle
from design_sandbox.render.text import clean, escape
from design_sandbox.render.theme import CARD_RADIUS, Theme

TIGHT_LOAD = 0.75
FULL_LOAD = 1.0
ACCENT_WIDTH = 5.0
TILE_SIZE = 28.0
TILE_LEFT = 13.0
BAR_HEIGHT = 4.0
SEVERITY_ICONS: dict[Severity, str] = {
    "high": "circle-alert",
    "medium": "triangle-alert",
    "low": "info",
    "question": "circle-help",
}


def symbol(name: str) -> str:
    """The id of an icon's symbol inside a picture."""
    return f"icon-{name}"


def paint_card(card: Card, look: CardLook, place: Rectangle, theme: Theme, icon_name: str) -> str:
    """Return a card at its place."""
    tone = theme.roles[card.role]
    parts = [_whole_words(card, look)] if look.is_cut else []
    parts += _stack(card, place, theme)
    parts.append(_sheet(place, theme, shadow=card.replicas <= 1))
    parts.append(_accent_bar(place, tone.ink))
    tile_top = place.y + (
        CARD_TOP if look.has_compartments or has_load(card) else (look.head_height - TILE_SIZE) / 2
    )
    parts.append(
        element(
            "rect",
            x=place.x + TILE_LEFT,
            y=tile_top,
            width=TILE_SIZE,
            height=TILE_SIZE,
            rx=6.0,
            fill=tone.soft,
        )
    )
    parts.append(icon(symbol(icon_name), place.x + TILE_LEFT + 5, tile_top + 5, TILE_SIZE - 10, tone.ink))
    parts += _head(look, place, theme)
    if has_load(card):
        parts += _load(card, place, theme)
    parts += _rows(look, place, theme)
    if card.badge:
        parts.append(
            paint_badge(card.badge, place.right + 8 - badge_width(card.badge.count), place.y - 8, theme)
        )
    return element("g", "".join(parts))


def _whole_words(card: Card, look: CardLook) -> str:
    return element(
        "title", escape(" · ".join(part for part in (clean(card.title), clean(card.subtitle)) if part))
    )


def _sheet(place: Rectangle, theme: Theme, *, shadow: bool) -> str:
    under = element(
        "rect",
        x=place.x,
        y=place.y + 1.5,
        width=place.width,
        height=place.height,
        rx=CARD_RADIUS,
        fill=theme.shadow,
        fill_opacity=f"{theme.shadow_opacity}",
    )
    sheet = element(
        "rect",
        x=place.x + 0.5,
        y=place.y + 0.5,
        width=place.width - 1,
        height=place.height - 1,
        rx=CARD_RADIUS - 0.5,
        fill=theme.card,
        stroke=theme.line_strong,
    )
    return (under if shadow else "") + sheet


def _stack(card: Card, place: Rectangle, theme: Theme) -> list[str]:
    """The cards behind this one: it has more than one replica."""
    if card.replicas <= 1:
        return []
    behind = []
    for depth in range(STACKED_CARDS, 0, -1):
        shift = depth * STACK_OFFSET
        behind.append(
            _sheet(
                Rectangle(place.x + shift, place.y + shift, place.width, place.height),
                theme,
                shadow=depth == STACKED_CARDS,
            )
        )
    return behind


def _accent_bar(place: Rectangle, colour: str) -> str:
    x, top, bottom, radius = place.x, place.y, place.bottom, CARD_RADIUS
    inner, arc = ACCENT_WIDTH, f"A{number(radius)} {number(radius)} 0 0 0 "
    bend = radius - math.sqrt(radius**2 - (radius - inner) ** 2)
    outline = (
        f"M{number(x + inner)} {number(top + bend)}{arc}{number(x)} {number(top + radius)}"
        f"V{number(bottom - radius)}{arc}{number(x + inner)} {number(bottom - bend)}Z"
    )
    return element("path", d=outline, fill=colour)


def _head(look: CardLook, place: Rectangle, theme: Theme) -> list[str]:
    lines = len(look.title) * TITLE_LEADING + (NOTE_LEADING if look.subtitle else 0)
    baseline = place.y + (look.head_height - lines) / 2 + TITLE_SIZE
    parts = []
    for line in look.title:
        parts.append(words(line, place.x + TEXT_LEFT, baseline, TITLE_SIZE, theme.text_strong, bold=True))
        baseline += TITLE_LEADING
    parts.append(words(look.subtitle, place.x + TEXT_LEFT, baseline - 1, NOTE_SIZE, theme.text_muted))
    return parts


def load_colour(utilisation: float, theme: Theme) -> str:
    """Grey, amber above 75 %, red above 100 %."""
    if utilisation > FULL_LOAD:
        return theme.load_over
    return theme.load_tight if utilisation > TIGHT_LOAD else theme.load_ok


def load_text(utilisation: float) -> str:
    """The figure beside a utilisation bar."""
    percent = utilisation * 100
    if percent > 9999:
        return "> 9999 %"
    return f"{percent:.0f} %" if percent >= 1 or percent <= 0 else "< 1 %"


def _load(card: Card, place: Rectangle, theme: Theme) -> list[str]:
    top, left, right = place.bottom - 14, place.x + TILE_LEFT, place.right - TILE_LEFT
    utilisation = known_load(card)
    figure = "?" if utilisation is None else load_text(utilisation)
    wide = len(figure) > 5
    bar = Rectangle(left, top, right - left - (58 if wide else 42), BAR_HEIGHT)
    if utilisation is None:
        tone = theme.severities["question"]
        return [
            hatched(bar, tone.line, theme.load_track),
            words(figure, right, top + 6, NOTE_SIZE, tone.ink, bold=True, anchor="end"),
        ]
    colour = load_colour(utilisation, theme)
    figure_colour = theme.text_muted if utilisation <= TIGHT_LOAD else colour
    return [
        load_bar(bar, utilisation, colour, theme.load_track),
        words(figure, right, top + 6, NOTE_SIZE, figure_colour, bold=True, anchor="end"),
    ]


def load_bar(bar: Rectangle, utilisation: float, colour: str, track: str) -> str:
    """A utilisation bar; more than 100 % fills it."""
    filled = bar.width * min(utilisation, 1.0)
    radius = bar.height / 2
    ground = element("rect", x=bar.x, y=bar.y, width=bar.width, height=bar.height, rx=radius, fill=track)
    if filled < 1:
        return ground
    return ground + element(
        "rect", x=bar.x, y=bar.y, width=max(filled, bar.height), height=bar.height, rx=radius, fill=colour
    )


def hatched(bar: Rectangle, colour: str, track: str) -> str:
    """A bar whose filling is not known."""
    strokes, x = [], bar.x + 2
    while x + 7 <= bar.right:
        strokes.append(
            f"M{number(x)} {number(bar.bottom)}l3 {number(-bar.height)}h3l-3 {number(bar.height)}z"
        )
        x += 8
    ground = element(
        "rect", x=bar.x, y=bar.y, width=bar.width, height=bar.height, rx=bar.height / 2, fill=track
    )
    return ground + element("path", d="".join(strokes), fill=colour)


def _rows(look: CardLook, place: Rectangle, theme: Theme) -> list[str]:
    parts, y = [], place.y + look.head_height
    for rows in look.compartments:
        line = f"M{number(place.x + ACCENT_WIDTH)} {number(y)}H{number(place.right - 1)}"
        parts.append(element("path", d=line, stroke=theme.line, fill="none"))
        for index, row in enumerate(rows):
            baseline = y + 5 + index * ROW_LEADING + 11.5
            parts.append(words(row, place.x + TILE_LEFT + 1, baseline, NOTE_SIZE, theme.text))
        y += len(rows) * ROW_LEADING + 10
    return parts


def paint_badge(badge: Badge, x: float, y: float, theme: Theme) -> str:
    """A pill with the severity's own shape and the number of findings."""
    colour, width = theme.severities[badge.severity].ink, badge_width(badge.count)
    pill = element(
        "rect",
        x=x,
        y=y,
        width=width,
        height=BADGE_HEIGHT,
        rx=BADGE_HEIGHT / 2,
        fill=colour,
        stroke=theme.page,
        stroke_width=1.5,
    )
    shape = icon(symbol(SEVERITY_ICONS[badge.severity]), x + 5, y + 3, 12, theme.text_on_accent)
    figure = words(
        badge_text(badge.count),
        x + width - 7,
        y + 13,
        NOTE_SIZE,
        theme.text_on_accent,
        bold=True,
        anchor="end",
    )
    return pill + shape + figure
