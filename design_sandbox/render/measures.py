"""How large cards and labels are, and which words they show: measured before anything is placed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from design_sandbox.render.drawing import ROWS_LIMIT, Card, Group, Link
from design_sandbox.render.text import clean, shorten, text_width, wrap

TITLE_SIZE = 13.0
TITLE_LEADING = 17.0
NOTE_SIZE = 11.0
NOTE_LEADING = 15.0
ROW_LEADING = 16.0
LABEL_SIZE = 11.0
GROUP_SIZE = 10.0
GROUP_LETTER_SPACING = 0.5
TEXT_LEFT = 50.0  # accent bar, icon tile and their margins
TEXT_RIGHT = 12.0
CARD_TOP = 10.0
CARD_WIDTHS = (152.0, 232.0)
CLASS_WIDTHS = (152.0, 300.0)
LOAD_HEIGHT = 18.0
STACK_OFFSET = 3.0
STACKED_CARDS = 2
BADGE_HEIGHT = 18.0
PILL_HEIGHT = 20.0
PILL_PADDING = 8.0
HOP_RADIUS = 8.0
LABEL_LIMIT = 168.0
LOOP_WIDTH = 24.0
LOOP_SEPARATION = 8.0
LOOPS_SHOWN = 4


@dataclass(frozen=True)
class CardLook:
    """The words of a card after wrapping, and its size without stack and badge."""

    title: tuple[str, ...]
    subtitle: str
    compartments: tuple[tuple[str, ...], ...]
    width: float
    height: float
    head_height: float
    is_cut: bool

    @property
    def has_compartments(self) -> bool:
        """Whether rows follow the head, as for a class."""
        return bool(self.compartments)


@dataclass(frozen=True)
class LabelLook:
    """The words on a link and the size of the pill around them; a width of 0 means no pill."""

    text: str
    width: float
    height: float
    is_cut: bool


def has_load(card: Card) -> bool:
    """Whether a card shows a utilisation bar."""
    return card.utilisation is not None or card.utilisation_unknown


def known_load(card: Card) -> float | None:
    """The utilisation as a fraction when it is known and makes sense."""
    if card.utilisation is None or card.utilisation_unknown:
        return None
    return card.utilisation if 0 <= card.utilisation < math.inf else None


def measure_card(card: Card) -> CardLook:
    """Wrap and shorten the words of a card and find its size."""
    compartments = tuple(_rows(rows) for rows in card.compartments if rows)
    narrowest, widest = CLASS_WIDTHS if compartments else CARD_WIDTHS
    room = widest - TEXT_LEFT - TEXT_RIGHT
    whole_title, whole_subtitle = clean(card.title), _subtitle(card)
    title = tuple(wrap(whole_title, room, TITLE_SIZE, lines=2, bold=True)) or ("",)
    subtitle = shorten(whole_subtitle, room, NOTE_SIZE)
    rows = tuple(tuple(shorten(row, widest - 28, NOTE_SIZE) for row in part) for part in compartments)
    inner = max(
        [text_width(line, TITLE_SIZE, bold=True) for line in title]
        + [text_width(subtitle, NOTE_SIZE)]
        + [text_width(row, NOTE_SIZE) - TEXT_LEFT + 16 for part in rows for row in part]
    )
    width = min(max(narrowest, TEXT_LEFT + inner + TEXT_RIGHT), widest)
    head = max(
        2 * CARD_TOP + 28, 2 * CARD_TOP + len(title) * TITLE_LEADING + (NOTE_LEADING if subtitle else 0)
    )
    height = (
        head + (LOAD_HEIGHT - 4 if has_load(card) else 0) + sum(len(part) * ROW_LEADING + 10 for part in rows)
    )
    is_cut = "".join(title).replace(" ", "") != whole_title.replace(" ", "") or subtitle != whole_subtitle
    return CardLook(title, subtitle, rows, float(round(width)), float(round(height)), head, is_cut)


def _subtitle(card: Card) -> str:
    stereotype = f"«{clean(card.stereotype)}»" if card.stereotype else ""
    return " · ".join(part for part in (stereotype, clean(card.subtitle)) if part)


def _rows(rows: tuple[str, ...]) -> tuple[str, ...]:
    shown = tuple(clean(row) for row in rows[:ROWS_LIMIT])
    return shown if len(rows) <= ROWS_LIMIT else (*shown[:-1], f"… and {len(rows) - ROWS_LIMIT + 1} more")


def stack_depth(card: Card) -> float:
    """How far the cards stacked behind this one stick out, to the right and downwards."""
    return STACKED_CARDS * STACK_OFFSET if card.replicas > 1 else 0.0


def badge_width(count: int) -> float:
    """Width of the badge with this count."""
    return 26.0 + text_width(badge_text(count), NOTE_SIZE, bold=True)


def badge_text(count: int) -> str:
    """The figure on a badge."""
    return str(count) if count < 100 else "99+"


def measure_label(link: Link) -> LabelLook:
    """Shorten the label of a link and find the size of its pill, with room for the hop's number."""
    whole = clean(link.label)
    text = shorten(whole, LABEL_LIMIT, LABEL_SIZE)
    words = text_width(text, LABEL_SIZE) * 1.03  # its first word may be bold
    number = 2 * HOP_RADIUS if link.order is not None else 0.0
    if not text and not number:
        return LabelLook("", 0.0, 0.0, False)
    if not text:
        return LabelLook("", number + 4, PILL_HEIGHT, False)
    width = words + 2 * PILL_PADDING + (number - 1 if number else 0)
    return LabelLook(text, float(round(width)), PILL_HEIGHT, text != whole)


def group_label(group: Group, width: float = 400.0) -> str:
    """The name of a group in capitals, as much of it as fits."""
    return shorten(clean(group.label).upper(), width - 24, GROUP_SIZE * 1.06, bold=True)


def group_label_width(text: str) -> float:
    """Width of a group's name."""
    return text_width(text, GROUP_SIZE, bold=True) + len(text) * GROUP_LETTER_SPACING
