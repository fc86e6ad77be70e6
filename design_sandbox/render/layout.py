"""Where everything of a drawing goes: cards, routed links, groups and the size of the whole."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

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
    LOOP_SEPARATION,
    LOOP_WIDTH,
    LOOPS_SHOWN,
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
    badge = badge_width(card.badge.count) - 14 if card.badge else 0.0
    width = look.width + 2 * stack + loop_room  # as much at the left, so that front cards are in line
    return Box(width, look.height + stack, 16.0 + stack, 16.0 + stack + loop_room, badge, stack)


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
    """Extra width at the right of every card with links to itself: nested loops, then the first one's label."""
    room: dict[str, float] = {}
    for card_id, numbers in _loops(drawing).items():
        label = labels[numbers[0]]
        room[card_id] = LOOP_WIDTH + LOOP_SEPARATION * (len(numbers) - 1) + label.width + 8
    return room


def _loops(drawing: Drawing) -> dict[str, list[int]]:
    """The numbers of every card's links to itself, one with a label first."""
    loops: dict[str, list[int]] = {}
    for number, link in enumerate(drawing.links):
        if link.source == link.target:
            loops.setdefault(link.source, []).append(number)
    for numbers in loops.values():
        numbers.sort(key=lambda number: (not drawing.links[number].label, number))
        del numbers[LOOPS_SHOWN:]
    return loops


def _placed_loops(
    drawing: Drawing, labels: list[LabelLook], cards: dict[str, Rectangle]
) -> dict[str, PlacedLink]:
    """Links from a card to itself leave and return at its right, the first one outermost with its label.

    Those beyond LOOPS_SHOWN share the outermost line; the labels of the others are in the description only.
    """
    placed: dict[str, PlacedLink] = {}
    loops, card_of = _loops(drawing), {card.id: card for card in drawing.cards}
    for link in drawing.links:
        if link.source != link.target:
            continue
        numbers, card = loops[link.source], cards[link.source]
        depth = next((place for place, n in enumerate(numbers) if drawing.links[n] is link), 0)
        edge, stack = card.right, stack_depth(card_of[link.source])
        share = 0.3 * (len(numbers) - depth) / len(numbers)
        top, bottom = card.y + card.height * (0.55 - share), card.y + card.height * (0.55 + share)
        out = edge + stack + LOOP_WIDTH - 6 + LOOP_SEPARATION * (len(numbers) - 1 - depth)
        look = labels[numbers[0]]
        place = Rectangle(out + 4, (top + bottom - look.height) / 2, look.width, look.height)
        label = place if drawing.links[numbers[0]] is link and look.width else None
        placed[link.id] = PlacedLink(((edge, top), (out, top), (out, bottom), (edge + stack, bottom)), label)
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
