"""Places boxes, wires and regions: Graphviz finds levels, order and columns; this finds lanes and heights.

Every label has a stop of its own in a row, and wires move sideways only between rows: therefore no label
can cover a box or another label, and no wire runs through either.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from design_sandbox.render.columns import place_columns
from design_sandbox.render.engine import Engine
from design_sandbox.render.lanes import pieces_between_rows, track_wires
from design_sandbox.render.levels import find_levels
from design_sandbox.render.rows import make_rows
from design_sandbox.render.shapes import Arrangement, Box, Point, Rectangle, Region, Route, Wire
from design_sandbox.render.tidy import save_bends

LANE_HEIGHT = 13.0
SMALLEST_GAP = 26.0  # between a box and whatever is above or below it, so that an arrowhead shows
SMALLEST_LABEL_GAP = 13.0
REGION_HEAD = 28.0  # the strip with a region's name
REGION_FOOT = 14.0


def arrange(
    boxes: list[Box],
    wires: list[Wire],
    regions: list[Region],
    *,
    engine: Engine | None = None,
    deadline_s: float,
    careful: bool = True,
) -> Arrangement:
    """Return where everything goes. No wire may start and end at the same box.

    Raises EngineError (or its DeadlineError) when Graphviz cannot place the boxes in time.
    """
    if not boxes:
        return Arrangement(0.0, 0.0, (), (), (None,) * len(regions), (None,) * len(regions))
    plan = _Plan(boxes, wires, regions)
    plan.find_columns(engine, deadline_s, careful=careful)
    plan.find_heights()
    return plan.result()


class _Plan:
    """One arrangement in the making."""

    def __init__(self, boxes: list[Box], wires: list[Wire], regions: list[Region]) -> None:
        self.boxes, self.wires, self.regions = boxes, wires, regions

    def find_columns(self, engine: Engine | None, deadline_s: float, *, careful: bool) -> None:
        """Find rows and every x."""
        levels = find_levels(self.boxes, self.wires, self.regions, engine=engine, deadline_s=deadline_s)
        self.rows = make_rows(self.boxes, self.wires, self.regions, levels)
        self.columns = place_columns(
            self.rows, self.regions, engine=engine, deadline_s=deadline_s, careful=careful
        )
        self.columns.shift_to_origin(self.rows)
        self.tracks = track_wires(self.rows, self.columns, self.boxes)
        save_bends(self.rows, self.columns, self.tracks, self.boxes, self.regions)

    def find_heights(self) -> None:
        """Find every y: rows are as tall as their tallest box, gaps as tall as their lanes and borders."""
        self.pieces = pieces_between_rows(self.rows, self.tracks)
        self.piece_of = {(piece.wire, row): piece for row, below in self.pieces.items() for piece in below}
        self.heads, self.feet = self._region_paddings()
        self.row_heights = self._row_heights()
        head_of_row: dict[int, float] = defaultdict(float)
        foot_of_row: dict[int, float] = defaultdict(float)
        for region, (first, last) in self.rows.region_rows.items():
            head_of_row[first] = max(head_of_row[first], self.heads[region])
            foot_of_row[last] = max(foot_of_row[last], self.feet[region])
        self.row_tops: list[float] = []
        self.lane_tops: list[float] = []
        y = head_of_row[0]
        for row in range(self.rows.row_count):
            self.row_tops.append(y)
            y += self.row_heights[row] + foot_of_row[row]
            lanes, room = self._lane_room(row)
            self.lane_tops.append(y + (room - (lanes - 1) * LANE_HEIGHT) / 2)
            if row + 1 < self.rows.row_count:
                y += room + head_of_row[row + 1]
        self.height = y

    def result(self) -> Arrangement:
        """Put the parts together."""
        placed = self.placed = self._placed_boxes()
        routes = tuple(self._route(number) for number in range(len(self.wires)))
        areas = tuple(self._region_area(number) for number in range(len(self.regions)))
        labels = tuple(
            _region_label(area, region, routes) for area, region in zip(areas, self.regions, strict=True)
        )
        stops = zip(self.columns.middles, self.rows.stops, strict=True)
        rights = [middle + stop.width / 2 for middle, stop in stops]
        width = max([*rights, *(box.right for box in placed), *(area.right for area in areas if area)])
        return Arrangement(width, self.height, placed, routes, areas, labels)

    def _region_paddings(self) -> tuple[dict[int, float], dict[int, float]]:
        """Room that each region needs above its first and below its last row, inner regions included."""
        heads: dict[int, float] = {}
        feet: dict[int, float] = {}
        spans = self.rows.region_rows
        for region in sorted(spans, key=lambda number: -self._depth(number)):
            first, last = spans[region]
            inner = [child for child in heads if self.regions[child].parent == region]
            above = [heads[child] for child in inner if spans[child][0] == first]
            below = [feet[child] for child in inner if spans[child][1] == last]
            heads[region] = REGION_HEAD + max(above, default=0.0)
            feet[region] = REGION_FOOT + max(below, default=0.0)
        return heads, feet

    def _depth(self, region: int) -> int:
        parent = self.regions[region].parent
        return 0 if parent is None else 1 + self._depth(parent)

    def _row_heights(self) -> list[float]:
        label_height = max((wire.label_height for wire in self.wires), default=0.0)
        rows = range(self.rows.row_count)
        fronts = [label_height if row in self.rows.label_rows else 0.0 for row in rows]
        below = [0.0 for _ in rows]
        for stop in self.rows.stops:
            if stop.box is not None:
                box = self.boxes[stop.box]
                fronts[stop.row] = max(fronts[stop.row], box.height - box.overhang)
                below[stop.row] = max(below[stop.row], box.overhang)
        self.front_heights = fronts
        return [front + overhang for front, overhang in zip(fronts, below, strict=True)]

    def _lane_room(self, row: int) -> tuple[int, float]:
        """How many lanes lie below a row, and the height they get."""
        lanes = [piece.lane + 1 for piece in self.pieces.get(row, []) if not piece.is_straight]
        beside_label = row in self.rows.label_rows or row + 1 in self.rows.label_rows
        smallest = SMALLEST_LABEL_GAP if beside_label else SMALLEST_GAP
        count = max(lanes, default=0)
        return count, max(smallest, (count + 1) * LANE_HEIGHT)

    def _placed_boxes(self) -> tuple[Rectangle, ...]:
        placed = []
        for number, box in enumerate(self.boxes):
            row = self.rows.stops[number].row
            y = self.row_tops[row] + (self.front_heights[row] - box.height + box.overhang) / 2
            placed.append(Rectangle(self.columns.middles[number] - box.width / 2, y, box.width, box.height))
        return tuple(placed)

    def _route(self, number: int) -> Route:
        chain, track = self.rows.chains[number], self.tracks[number]
        points: list[Point] = [(track[0], self.placed[chain[0]].bottom)]
        label_at = None
        for stop, x in zip(chain[:-1], track[:-1], strict=True):
            row = self.rows.stops[stop].row
            if self.rows.stops[stop].is_label:
                label_at = (x, self.row_tops[row] + self.row_heights[row] / 2)
            piece = self.piece_of[number, row]
            if not piece.is_straight:
                y = self.lane_tops[row] + piece.lane * LANE_HEIGHT
                points += [(piece.upper_x, y), (piece.lower_x, y)]
        points.append((track[-1], self.placed[chain[-1]].y))
        if number in self.rows.upwards:
            points.reverse()
        return Route(tuple(points), label_at)

    def _region_area(self, number: int) -> Rectangle | None:
        if number not in self.rows.region_rows:
            return None
        first, last = self.rows.region_rows[number]
        left, right = self.columns.borders[number]
        top = self.row_tops[first] - self.heads[number]
        bottom = self.row_tops[last] + self.row_heights[last] + self.feet[number]
        return Rectangle(left, top, right - left, bottom - top)


def _region_label(area: Rectangle | None, region: Region, routes: tuple[Route, ...]) -> Point | None:
    """The left end of a region's name: at the left, or the first place in the strip that no wire crosses."""
    if area is None:
        return None
    y = area.y + REGION_HEAD / 2 - 1
    crossing = sorted(
        x
        for route in routes
        for (x, start), (other_x, end) in pairwise(route.points)
        if x == other_x and min(start, end) < y < max(start, end) and area.x < x < area.right
    )
    last = area.right - 12 - region.label_width
    for left in (area.x + 12, last, *(x + 8 for x in crossing)):
        if left <= last and not any(left - 6 < x < left + region.label_width + 6 for x in crossing):
            return left, y
    return area.x + 12, y
