"""The legend: one compact block that explains only what the picture shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from design_sandbox.render.drawing import Badge, Drawing, Link, LinkKind, Role, Severity
from design_sandbox.render.ink import element, words
from design_sandbox.render.layout import PlacedLink
from design_sandbox.render.measures import BADGE_HEIGHT, NOTE_SIZE, badge_width, has_load, known_load
from design_sandbox.render.paint_cards import FULL_LOAD, TIGHT_LOAD, hatched, load_bar, paint_badge
from design_sandbox.render.paint_links import paint_hop, paint_line
from design_sandbox.render.shapes import Rectangle
from design_sandbox.render.text import text_width
from design_sandbox.render.theme import Theme

ROW_HEIGHT = 22.0
ENTRY_GAP = 20.0
SAMPLE_GAP = 7.0

ROLE_WORDS: dict[Role, str] = {
    "actor": "People and devices",
    "edge": "Edge",
    "compute": "Compute",
    "store": "Store",
    "cache": "Cache",
    "channel": "Channel",
    "external": "Third party",
    "operate": "Operations",
}
LINK_WORDS: dict[LinkKind, str] = {
    "request": "Request, waits for the answer",
    "persistent": "Open connection",
    "async": "Message, nobody waits",
    "replication": "Copy, store to store",
    "inherits": "Inherits",
    "implements": "Implements",
    "composes": "Is made of",
    "aggregates": "Has",
    "associates": "Knows",
    "depends": "Depends on",
}
SEVERITY_WORDS: dict[Severity, str] = {
    "high": "High severity",
    "medium": "Medium severity",
    "low": "Low severity",
    "question": "Question",
}


@dataclass(frozen=True)
class Entry:
    """A sample of the given width, painted at (left, middle), and what it means."""

    width: float
    meaning: str
    paint: Callable[[float, float], str]


def legend_entries(drawing: Drawing, theme: Theme) -> list[Entry]:
    """Return an entry for everything that is drawn, in a fixed order."""
    classes = any(card.compartments or card.stereotype for card in drawing.cards)
    roles = set() if classes else {card.role for card in drawing.cards}  # roles say nothing about classes
    entries = [_role(role, theme) for role in ROLE_WORDS if role in roles]
    kinds = {link.kind for link in drawing.links}
    entries += [_link(kind, theme) for kind in LINK_WORDS if kind in kinds]
    hops = {link.after_answer for link in drawing.links if link.order is not None}
    entries += [_hop(after, theme) for after in (False, True) if after in hops]
    entries += _loads(drawing, theme)
    if any(card.replicas > 1 for card in drawing.cards):
        entries.append(Entry(18.0, "Several replicas", lambda x, y: _replicas(x, y, theme)))
    badges = {card.badge.severity for card in drawing.cards if card.badge}
    entries += [_severity(severity, theme) for severity in SEVERITY_WORDS if severity in badges]
    return entries


def _role(role: Role, theme: Theme) -> Entry:
    colour = theme.roles[role].ink
    return Entry(
        10.0,
        ROLE_WORDS[role],
        lambda x, y: element("rect", x=x, y=y - 5, width=10.0, height=10.0, rx=2.5, fill=colour),
    )


def _link(kind: LinkKind, theme: Theme) -> Entry:
    sample = Link("", "", "", kind=kind)
    return Entry(
        34.0,
        LINK_WORDS[kind],
        lambda x, y: paint_line(sample, PlacedLink(((x, y), (x + 34, y)), None), theme, theme.page),
    )


def _hop(after_answer: bool, theme: Theme) -> Entry:
    meaning = "Hop after the answer" if after_answer else "Hop before the answer"
    return Entry(
        16.0, meaning, lambda x, y: paint_hop(1, (x + 8, y), theme, theme.accent, hollow=after_answer)
    )


def _loads(drawing: Drawing, theme: Theme) -> list[Entry]:
    loads = [known_load(card) for card in drawing.cards if has_load(card)]
    known = [load for load in loads if load is not None]

    def bar(share: float, colour: str) -> Callable[[float, float], str]:
        return lambda x, y: load_bar(Rectangle(x, y - 2, 28, 4), share, colour, theme.load_track)

    shown = [
        (share, colour, meaning)
        for share, colour, meaning, present in (
            (0.5, theme.load_ok, "", any(load <= TIGHT_LOAD for load in known)),
            (0.85, theme.load_tight, "above 75 %", any(TIGHT_LOAD < load <= FULL_LOAD for load in known)),
            (1.0, theme.load_over, "above 100 %", any(load > FULL_LOAD for load in known)),
        )
        if present
    ]
    entries = [
        Entry(28.0, meaning if place else f"Utilisation {meaning}".strip(), bar(share, colour))
        for place, (share, colour, meaning) in enumerate(shown)
    ]
    if None in loads:
        line = theme.severities["question"].line
        entries.append(
            Entry(
                28.0,
                "Utilisation unknown",
                lambda x, y: hatched(Rectangle(x, y - 2, 28, 4), line, theme.load_track),
            )
        )
    return entries


def _replicas(x: float, y: float, theme: Theme) -> str:
    return "".join(
        element(
            "rect",
            x=x + shift,
            y=y - 6 + shift,
            width=12.0,
            height=8.0,
            rx=2.0,
            fill=theme.card,
            stroke=theme.line_strong,
        )
        for shift in (4.0, 2.0, 0.0)
    )


def _severity(severity: Severity, theme: Theme) -> Entry:
    badge = Badge(severity, 1)
    return Entry(
        badge_width(1),
        SEVERITY_WORDS[severity],
        lambda x, y: paint_badge(badge, x, y - BADGE_HEIGHT / 2, theme),
    )


def flow_entries(entries: list[Entry], width: float) -> list[list[Entry]]:
    """Break entries into rows of at most `width` pixels."""
    rows: list[list[Entry]] = []
    used = width + 1
    for entry in entries:
        needed = entry.width + SAMPLE_GAP + text_width(entry.meaning, NOTE_SIZE) + ENTRY_GAP
        if used + needed - ENTRY_GAP > width or not rows:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += needed
    return rows


def paint_legend(rows: list[list[Entry]], x: float, y: float, theme: Theme) -> str:
    """Paint the rows with their top left corner at (x, y)."""
    parts = []
    for index, row in enumerate(rows):
        left, middle = x, y + ROW_HEIGHT * (index + 0.5)
        for entry in row:
            parts.append(entry.paint(left, middle))
            left += entry.width + SAMPLE_GAP
            parts.append(words(entry.meaning, left, middle + 4, NOTE_SIZE, theme.text_muted))
            left += text_width(entry.meaning, NOTE_SIZE) + ENTRY_GAP
    return "".join(parts)
