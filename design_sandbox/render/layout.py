"""Where everything of a drawing goes: cards, routed links, groups and the size of the whole."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from design_sandbox.render.arrange import arrange
from design_sandbox.render.drawing import (
    PARENT_ABOVE,
    Card,
    Drawing,
    DrawingError,
    Group,
    Link,
    check_bounds,
    check_drawing,
    check_references,
)
from design_sandbox.render.engine import DEADLINE_S, Engine
from design_sandbox.render.measures import (
    LOOP_WIDTH,
    CardLook,
    LabelLook,
    badge_width,
    group_label,
    group_label_width,
    measure_card,
    measure_label,
    stack_depth,
)
from design_sandbox.render.shapes import Arrangement, Box, Point, Rectangle, Region, Route, Wire
from design_sandbox.render.wasm_host import DeadlineError, EngineError


@dataclass(frozen=True)
class PlacedLink:
    """A link's corners from its source to its target, and the rectangle of its label."""

    points: tuple[Point, ...]
    label: Rectangle | None


@dataclass(frozen=True)
class Layout:
    """Pixels, y downwards, everything within 0…width and 0…height; keyed by the drawing's ids.

    `cards` are the front cards without stack and badge. A group without cards has no place.
    """

    width: float
    height: float
    cards: dict[str, Rectangle]
    links: dict[str, PlacedLink]
    groups: dict[str, Rectangle]
    group_labels: dict[str, Point]


def layout(drawing: Drawing, *, engine: Engine | None = None) -> Layout:
    """Place everything in the drawing.

    Raises DrawingError when it is too large, does not hang together, or cannot be laid out in time.
    """
    check_drawing(drawing)
    looks = [measure_card(card) for card in drawing.cards]
    labels = [measure_label(link) for link in drawing.links]
    number_of = {card.id: number for number, card in enumerate(drawing.cards)}
    loops = _loop_room(drawing, labels)
    boxes = [
        _box(card, look, loops.get(card.id, 0.0)) for card, look in zip(drawing.cards, looks, strict=True)
    ]
    through = [number for number, link in enumerate(drawing.links) if link.source != link.target]
    wires = [_wire(drawing.links[number], labels[number], number_of) for number in through]
    arrangement = _arrange_in_time(boxes, wires, _regions(drawing.groups, number_of), engine)
    cards = {
        card.id: Rectangle(box.x + stack_depth(card), box.y, look.width, look.height)
        for card, look, box in zip(drawing.cards, looks, arrangement.boxes, strict=True)
    }
    links = {
        drawing.links[number].id: _placed(drawing.links[number], labels[number], route)
        for number, route in zip(through, arrangement.routes, strict=True)
    }
    links |= _placed_loops(drawing, labels, cards)
    return _collect(drawing, arrangement, cards, links)


def auto_layout(
    cards: Sequence[tuple[str, float, float]],
    links: Sequence[tuple[str, str, str]],
    groups: Sequence[tuple[str, Sequence[str], str | None]] = (),
    *,
    engine: Engine | None = None,
) -> tuple[dict[str, Point], dict[str, tuple[Point, ...]]]:
    """Place cards given as (id, width, height), links as (id, source, target), groups as (id, cards, parent).

    Returns, in pixels, the top left corner of every card, and the corners of every link between two cards
    (a link from a card to itself has none). Raises DrawingError like `layout`.
    """
    check_bounds(cards=len(cards), links=len(links), groups=len(groups))
    ids = [card_id for card_id, _, _ in cards]
    contents = [(group_id, tuple(members), parent) for group_id, members, parent in groups]
    check_references(ids, [(source, target) for _, source, target in links], contents)
    number_of = {card_id: number for number, card_id in enumerate(ids)}
    boxes = [Box(min(max(width, 8.0), 2000.0), min(max(height, 8.0), 2000.0)) for _, width, height in cards]
    through = [link for link in links if link[1] != link[2]]
    wires = [Wire(number_of[source], number_of[target]) for _, source, target in through]
    plain = tuple(
        Group(group_id, "", contains=members, parent=parent) for group_id, members, parent in contents
    )
    arrangement = _arrange_in_time(boxes, wires, _regions(plain, number_of), engine)
    places = {card_id: (box.x, box.y) for card_id, box in zip(ids, arrangement.boxes, strict=True)}
    return places, {
        link_id: route.points for (link_id, _, _), route in zip(through, arrangement.routes, strict=True)
    }


def _arrange_in_time(
    boxes: list[Box], wires: list[Wire], regions: list[Region], engine: Engine | None
) -> Arrangement:
    """Arrange carefully; when that takes too long, once more with less care; then refuse."""
    for careful in (True, False):
        started = time.monotonic()
        try:
            return arrange(boxes, wires, regions, engine=engine, deadline_s=DEADLINE_S, careful=careful)
        except DeadlineError:
            continue
        except EngineError as failure:
            if not careful or time.monotonic() - started > DEADLINE_S:
                raise DrawingError(f"This drawing could not be laid out ({failure}).") from None
    raise DrawingError(
        f"The {len(wires):,} connections cross too much to be laid out in {DEADLINE_S:.0f} seconds; "
        "draw fewer of them, or split the drawing."
    )


def _box(card: Card, look: CardLook, loop_room: float) -> Box:
    stack = stack_depth(card)
    badge = badge_width(card.badge.count) + 2 if card.badge else 14.0
    width = look.width + 2 * stack + loop_room  # as much at the left, so that front cards are in line
    return Box(width, look.height + stack, 16.0 + stack, stack + loop_room + badge, overhang=stack)


def _wire(link: Link, label: LabelLook, number_of: dict[str, int]) -> Wire:
    source, target = number_of[link.source], number_of[link.target]
    if link.kind in PARENT_ABOVE:
        source, target = target, source
    return Wire(source, target, label.width, label.height)


def _regions(groups: tuple[Group, ...], number_of: dict[str, int]) -> list[Region]:
    region_of = {group.id: number for number, group in enumerate(groups)}
    return [
        Region(
            tuple(number_of[card] for card in group.contains),
            region_of[group.parent] if group.parent is not None else None,
            group_label_width(group_label(group)),
        )
        for group in groups
    ]


def _loop_room(drawing: Drawing, labels: list[LabelLook]) -> dict[str, float]:
    """Extra width at the right of every card with a link to itself: the loop and the widest label there."""
    room: dict[str, float] = {}
    for link, label in zip(drawing.links, labels, strict=True):
        if link.source == link.target:
            room[link.source] = max(room.get(link.source, 0.0), LOOP_WIDTH + label.width + 8)
    return room


def _placed_loops(
    drawing: Drawing, labels: list[LabelLook], cards: dict[str, Rectangle]
) -> dict[str, PlacedLink]:
    """Links from a card to itself leave and return at its right; several of them share the loop's outline."""
    placed: dict[str, PlacedLink] = {}
    taken: dict[str, int] = {}
    depth = {card.id: stack_depth(card) for card in drawing.cards}
    for link, label in zip(drawing.links, labels, strict=True):
        if link.source != link.target:
            continue
        card, index = cards[link.source], taken.get(link.source, 0)
        taken[link.source] = index + 1
        edge, stack = card.right, depth[link.source]
        top, bottom, out = (
            card.y + card.height * 0.35,
            card.y + card.height * 0.75,
            edge + stack + LOOP_WIDTH - 6,
        )
        middle = (top + bottom) / 2
        pill = (
            Rectangle(out + 4, middle - label.height / 2, label.width, label.height) if label.width else None
        )
        shown = (
            pill if index == 0 else None
        )  # one label fits beside a card; the others' words are in the description
        placed[link.id] = PlacedLink(((edge, top), (out, top), (out, bottom), (edge + stack, bottom)), shown)
    return placed


def _placed(link: Link, label: LabelLook, route: Route) -> PlacedLink:
    points = tuple(reversed(route.points)) if link.kind in PARENT_ABOVE else route.points
    if route.label_at is None:
        return PlacedLink(points, None)
    x, y = route.label_at
    return PlacedLink(points, Rectangle(x - label.width / 2, y - label.height / 2, label.width, label.height))


def _collect(
    drawing: Drawing, arrangement: Arrangement, cards: dict[str, Rectangle], links: dict[str, PlacedLink]
) -> Layout:
    groups, names = {}, {}
    for group, area, name in zip(drawing.groups, arrangement.regions, arrangement.region_labels, strict=True):
        if area is not None and name is not None:
            groups[group.id], names[group.id] = area, name
    ordered = {link.id: links[link.id] for link in drawing.links}
    return Layout(arrangement.width, arrangement.height, cards, ordered, groups, names)


def moved(placed: PlacedLink, x: float, y: float) -> PlacedLink:
    """Return the link shifted by (x, y)."""
    label = placed.label
    return PlacedLink(
        tuple((point_x + x, point_y + y) for point_x, point_y in placed.points),
        replace(label, x=label.x + x, y=label.y + y) if label else None,
    )
