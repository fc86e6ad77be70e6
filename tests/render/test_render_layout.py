"""The layout: nothing covers anything, lines are square, and what cannot be drawn is refused in words."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_drawings import class_drawing, hostile_drawing, random_drawing, small_drawing

from design_sandbox.render.drawing import Badge, Card, Drawing, DrawingError, Group, Link
from design_sandbox.render.layout import Layout, auto_layout, layout
from design_sandbox.render.shapes import Point, Rectangle
from design_sandbox.render.svg import to_svg

TOLERANCE = 0.6  # pixels


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Small drawings with any wiring, loops and parallel links included, and nested groups."""
    count = draw(st.integers(1, 9))
    cards = tuple(
        Card(
            f"c{number}",
            draw(st.sampled_from(["API", "Timeline service", "A very long name of some component here"])),
            replicas=draw(st.integers(1, 2)),
            utilisation=draw(st.sampled_from([None, 0.5])),
            badge=draw(st.sampled_from([None, Badge("high", 3)])),
        )
        for number in range(count)
    )
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    links = tuple(
        Link(f"l{number}", f"c{a}", f"c{b}", label=draw(st.sampled_from(["", "9k/s", "1.2k requests/s"])))
        for number, (a, b) in enumerate(draw(st.lists(ends, max_size=14)))
    )
    homes = draw(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=count, max_size=count))
    groups = tuple(
        Group(
            f"g{group}",
            f"Group {group}",
            contains=tuple(f"c{number}" for number, home in enumerate(homes) if home == group),
            parent="g0" if group == 1 else None,
        )
        for group in range(3)
    )
    return Drawing("Any", "", cards, links, groups)


def _segments(points: tuple[Point, ...]) -> list[Rectangle]:
    """The straight pieces of a line as thin rectangles."""
    return [
        Rectangle(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
        for a, b in pairwise(points)
    ]


def _smaller(area: Rectangle) -> Rectangle:
    return Rectangle(
        area.x + TOLERANCE, area.y + TOLERANCE, area.width - 2 * TOLERANCE, area.height - 2 * TOLERANCE
    )


def _touches(line: Rectangle, area: Rectangle) -> bool:
    inner = _smaller(area)
    return (
        line.x < inner.right
        and inner.x < line.right + 1e-9
        and line.y < inner.bottom
        and inner.y < line.bottom + 1e-9
    )


def _assert_nothing_covers_anything(placed: Layout) -> None:
    labels = {link_id: link.label for link_id, link in placed.links.items() if link.label}
    for area, other in combinations([*placed.cards.values(), *labels.values()], 2):
        assert not _smaller(area).overlaps(_smaller(other))
    for link_id, link in placed.links.items():
        for line in _segments(link.points):
            assert line.width < 0.01 or line.height < 0.01, "a line is not square"
            for card in placed.cards.values():
                assert not _touches(line, card), "a line runs through a card"
            for label_id, label in labels.items():
                assert label_id == link_id or not _touches(line, label), "a line runs through a label"
    for area in [*placed.cards.values(), *labels.values(), *placed.groups.values()]:
        assert area.x >= -TOLERANCE and area.right <= placed.width + TOLERANCE
        assert area.y >= -TOLERANCE and area.bottom <= placed.height + TOLERANCE


def _assert_lines_keep_apart(drawing: Drawing, placed: Layout) -> None:
    """No two lines lie on top of each other: they may only cross. (Many links to one card itself share a loop.)"""
    through = {link.id for link in drawing.links if link.source != link.target}
    lines = [(link_id, line) for link_id in through for line in _segments(placed.links[link_id].points)]
    for (link_id, line), (other_id, other) in combinations(lines, 2):
        if link_id == other_id or (line.width > line.height) != (other.width > other.height):
            continue
        shared_x = min(line.right, other.right) - max(line.x, other.x)
        shared_y = min(line.bottom, other.bottom) - max(line.y, other.y)
        assert min(shared_x, shared_y) < -2 or max(shared_x, shared_y) < 2, (link_id, other_id)


def _assert_groups_hold_their_cards(drawing: Drawing, placed: Layout) -> None:
    parents = {group.id: group.parent for group in drawing.groups}
    home = {card: group.id for group in drawing.groups for card in group.contains}
    for card_id, card in placed.cards.items():
        around, here = set(), home.get(card_id)
        while here is not None:
            around.add(here)
            here = parents[here]
        for group_id, area in placed.groups.items():
            inside = (
                area.x <= card.x
                and card.right <= area.right
                and area.y <= card.y
                and card.bottom <= area.bottom
            )
            assert inside if group_id in around else not area.overlaps(card)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(drawings())
def test_any_drawing_is_laid_out_without_overlaps(drawing: Drawing) -> None:
    """Cards, labels and lines keep clear of each other, and groups hold their own cards only."""
    placed = layout(drawing, engine="embedded")
    _assert_nothing_covers_anything(placed)
    _assert_lines_keep_apart(drawing, placed)
    _assert_groups_hold_their_cards(drawing, placed)


@pytest.mark.parametrize(
    "drawing", [small_drawing(), class_drawing(), hostile_drawing(), random_drawing(40, 60)]
)
def test_known_drawings_are_laid_out_without_overlaps(drawing: Drawing) -> None:
    """The same for drawings with every ornament and for one of forty parts."""
    placed = layout(drawing, engine="embedded")
    _assert_nothing_covers_anything(placed)
    _assert_lines_keep_apart(drawing, placed)
    _assert_groups_hold_their_cards(drawing, placed)


def test_links_lead_from_source_to_target() -> None:
    """A line begins on its source's border and ends on its target's, whichever of the two is above."""
    for drawing in (small_drawing(), class_drawing()):
        placed = layout(drawing)
        for link in drawing.links:
            if link.source == link.target:
                continue
            points = placed.links[link.id].points
            for (x, y), card in (
                (points[0], placed.cards[link.source]),
                (points[-1], placed.cards[link.target]),
            ):
                assert card.x <= x <= card.right
                assert min(abs(y - card.y), abs(y - card.bottom)) <= 7  # 6 pixels of stacked cards


def test_parents_of_classes_stand_above() -> None:
    """Inheritance points upwards, as in every class diagram."""
    placed = layout(class_drawing())
    assert placed.cards["vehicle"].bottom < placed.cards["car"].y
    assert placed.cards["fee"].bottom < placed.cards["hourly"].y


def test_parts_without_links_fill_a_grid() -> None:
    """Fifteen parts without any connection do not stand in one endless row."""
    placed = layout(Drawing(cards=tuple(Card(f"c{n}", f"Part {n}") for n in range(15))))
    assert len({card.y for card in placed.cards.values()}) >= 3
    assert placed.width < 6 * 200


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (Drawing(cards=tuple(Card(str(n), "x") for n in range(10_000))), "10,000 parts; at most 300"),
        (
            Drawing(cards=(Card("a", "A"),), links=tuple(Link(str(n), "a", "a") for n in range(601))),
            "601 connections",
        ),
        (Drawing(cards=(Card("a", "A"), Card("a", "B"))), "Two parts have the id “a”"),
        (Drawing(cards=(Card("a", "A"),), links=(Link("1", "a", "b"),)), "no part with the id “b”"),
        (Drawing(groups=(Group("g", "G", parent="h"),)), "lies in “h”, which does not exist"),
        (Drawing(groups=(Group("g", "G", parent="h"), Group("h", "H", parent="g"))), "lies within itself"),
        (
            Drawing(
                cards=(Card("a", "A"),),
                groups=(Group("g", "", contains=("a",)), Group("h", "", contains=("a",))),
            ),
            "in two groups",
        ),
        (
            Drawing(cards=(Card("a", "A"), Card("b", "B")), links=(Link("1", "a", "b"), Link("1", "b", "a"))),
            "Two connections have the id “1”",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(drawing: Drawing, words: str) -> None:
    """The message says what was found and what is accepted."""
    with pytest.raises(DrawingError, match=words):
        to_svg(drawing)


def test_auto_layout_places_cards_and_routes_links() -> None:
    """The canvas gets top left corners that do not overlap, and corners of every link between two cards."""
    cards = [("a", 152.0, 60.0), ("b", 152.0, 60.0), ("c", 200.0, 90.0)]
    places, routes = auto_layout(
        cards, [("1", "a", "b"), ("2", "a", "c"), ("3", "c", "c")], [("g", ["b"], None)]
    )
    assert set(places) == {"a", "b", "c"}
    assert set(routes) == {"1", "2"}
    areas = [Rectangle(*places[card_id], width, height) for card_id, width, height in cards]
    assert not any(area.overlaps(other) for area, other in combinations(areas, 2))
    assert routes["1"][0][1] == places["a"][1] + 60
    assert routes["1"][-1][1] == places["b"][1]


def test_auto_layout_refuses_too_much() -> None:
    """The same limits hold for the canvas."""
    with pytest.raises(DrawingError, match="at most 300"):
        auto_layout([(str(n), 10.0, 10.0) for n in range(301)], [])
