"""Fourth step of the arrangement: where wires touch boxes, and which lane each sideways piece takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from design_sandbox.render.columns import Columns
from design_sandbox.render.rows import Rows
from design_sandbox.render.shapes import Box

PORT_SEPARATION = 18.0
LANE_CLEARANCE = 10.0  # pixels kept between the ends of two sideways pieces that share a lane
STRAIGHT_ENOUGH = 0.5
SWAP_SWEEPS = 40


@dataclass
class Piece:
    """The part of a wire between two rows: down at `upper_x`, sideways on a lane, down at `lower_x`."""

    wire: int
    upper_x: float
    lower_x: float
    lane: int = 0

    @property
    def is_straight(self) -> bool:
        """Whether the wire does not move sideways here."""
        return abs(self.upper_x - self.lower_x) < STRAIGHT_ENOUGH

    @property
    def span(self) -> tuple[float, float]:
        """Left and right end of the sideways piece."""
        return min(self.upper_x, self.lower_x), max(self.upper_x, self.lower_x)


def track_wires(rows: Rows, columns: Columns, boxes: list[Box]) -> dict[int, list[float]]:
    """Return, for each wire, its x at every stop of its chain, with ports spread along the boxes."""
    tracks = {number: [columns.middles[stop] for stop in chain] for number, chain in rows.chains.items()}
    ends: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    for number, chain in rows.chains.items():
        ends[chain[0], True].append((number, 0))
        ends[chain[-1], False].append((number, len(chain) - 1))
    for (stop, downwards), wires in sorted(ends.items()):
        left, right = port_range(stop, columns, boxes, at_top=not downwards)
        wanted = []
        for number, index in wires:
            chain, step = rows.chains[number], 1 if downwards else -1
            neighbour = chain[index + step]
            wish = columns.middles[neighbour]
            if rows.stops[neighbour].box is not None:
                wish = _shared_middle(
                    (left, right), port_range(neighbour, columns, boxes, at_top=downwards), wish
                )
            far = columns.middles[chain[-1 if downwards else 0]]
            wanted.append((wish, far, number, index))
        wanted.sort()
        places = spread([wish for wish, *_ in wanted], left, right, PORT_SEPARATION)
        for (_, _, number, index), place in zip(wanted, places, strict=True):
            tracks[number][index] = place
    return tracks


def port_range(stop: int, columns: Columns, boxes: list[Box], *, at_top: bool) -> tuple[float, float]:
    """Between which x a wire may touch a box at its top, or at its bottom."""
    box, middle = boxes[stop], columns.middles[stop]
    right = box.right_inset + (box.badge_room if at_top else 0.0)
    return middle - box.width / 2 + box.left_inset, middle + box.width / 2 - right


def _shared_middle(here: tuple[float, float], there: tuple[float, float], otherwise: float) -> float:
    """Where a wire may run straight between two boxes in neighbouring rows, if anywhere."""
    left, right = max(here[0], there[0]), min(here[1], there[1])
    return (left + right) / 2 if left <= right else otherwise


def spread(wishes: list[float], left: float, right: float, separation: float) -> list[float]:
    """Return places as near as possible (least squares) to the sorted wishes, `separation` apart, in bounds.

    The separation shrinks when the bounds leave too little room. (Pool adjacent violators.)
    """
    count = len(wishes)
    if count > 1:
        separation = min(separation, (right - left) / (count - 1))
    blocks: list[tuple[float, int]] = []  # mean of the shifted wishes, how many
    for index, wish in enumerate(wishes):
        blocks.append((wish - index * separation, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, first_count), (second, second_count) = blocks[-2:]
            total = first_count + second_count
            blocks[-2:] = [((first * first_count + second * second_count) / total, total)]
    shifted = [mean for mean, block_count in blocks for _ in range(block_count)]
    highest = right - (count - 1) * separation
    return [min(max(value, left), highest) + index * separation for index, value in enumerate(shifted)]


def pieces_between_rows(rows: Rows, tracks: dict[int, list[float]]) -> dict[int, list[Piece]]:
    """Return the pieces of wires below each row, with a lane for each piece that moves sideways."""
    below: dict[int, list[Piece]] = defaultdict(list)
    for number, chain in sorted(rows.chains.items()):
        for (upper, upper_x), (_, lower_x) in pairwise(zip(chain, tracks[number], strict=True)):
            below[rows.stops[upper].row].append(Piece(number, upper_x, lower_x))
    for pieces in below.values():
        _choose_lanes([piece for piece in pieces if not piece.is_straight])
    return below


def _choose_lanes(pieces: list[Piece]) -> None:
    """Order the sideways pieces from top to bottom with few crossings, then let distant ones share a lane."""
    rightwards = [piece for piece in pieces if piece.lower_x > piece.upper_x]
    leftwards = [piece for piece in pieces if piece.lower_x < piece.upper_x]
    order = sorted(rightwards, key=lambda p: -p.upper_x) + sorted(leftwards, key=lambda p: p.upper_x)
    for _ in range(min(len(order), SWAP_SWEEPS)):
        swapped = False
        for index, (upper, lower) in enumerate(pairwise(order)):
            if order[index] is upper and _conflicts(lower, upper) < _conflicts(upper, lower):
                order[index], order[index + 1] = lower, upper
                swapped = True
        if not swapped:
            break
    lanes: list[list[Piece]] = []
    for piece in order:
        lane = len(lanes)
        while lane and not any(_share_span(piece, other) for other in lanes[lane - 1]):
            lane -= 1
        piece.lane = lane
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(piece)


def _share_span(one: Piece, other: Piece) -> bool:
    (left, right), (other_left, other_right) = one.span, other.span
    return left < other_right + LANE_CLEARANCE and other_left < right + LANE_CLEARANCE


def _conflicts(upper: Piece, lower: Piece) -> int:
    """Count crossings when `upper` is on the higher lane; running on top of each other counts as ten."""
    count = 0
    left, right = upper.span
    if left < lower.upper_x < right:  # the lower one comes down through the upper one's lane
        count += 1
    left, right = lower.span
    if left < upper.lower_x < right:  # the upper one goes on down through the lower one's lane
        count += 1
    if abs(upper.lower_x - lower.upper_x) < LANE_CLEARANCE / 2:
        count += 10
    return count
