"""Saves bends: shifts a straight run of a wire under or over its neighbouring run where there is room."""

from __future__ import annotations

from collections import defaultdict

from design_sandbox.render.columns import Columns
from design_sandbox.render.lanes import PORT_SEPARATION, STRAIGHT_ENOUGH, port_range
from design_sandbox.render.rows import Rows
from design_sandbox.render.shapes import Box, Region, ancestry

LONGEST_SHIFT = 44.0
SWEEPS = 3
STOPS_LIMIT = 4000  # beyond this a picture is too dense for single bends to matter
BORDER_CLEARANCE = 9.0
BOX_CLEARANCE = 16.0
STOP_CLEARANCE = 12.0

Spot = tuple[int, int]  # a wire and an index into its chain


def save_bends(
    rows: Rows, columns: Columns, tracks: dict[int, list[float]], boxes: list[Box], regions: list[Region]
) -> None:
    """Change `tracks` in place; boxes stay where they are, and the order within every row stays."""
    if len(rows.stops) <= STOPS_LIMIT:
        _Tidier(rows, columns, tracks, boxes, regions).run()
    for track in tracks.values():
        for index in range(1, len(track)):
            if abs(track[index] - track[index - 1]) < STRAIGHT_ENOUGH:
                track[index] = track[index - 1]


class _Tidier:
    def __init__(
        self,
        rows: Rows,
        columns: Columns,
        tracks: dict[int, list[float]],
        boxes: list[Box],
        regions: list[Region],
    ) -> None:
        self.rows, self.columns, self.tracks = rows, columns, tracks
        self.boxes, self.regions = boxes, regions
        self.middles = list(columns.middles)
        self.neighbours = self._row_neighbours()
        self.ports: dict[tuple[int, bool], list[Spot]] = defaultdict(list)
        for wire, chain in sorted(rows.chains.items()):
            self.ports[chain[0], True].append((wire, 0))
            self.ports[chain[-1], False].append((wire, len(chain) - 1))

    def _row_neighbours(self) -> dict[int, tuple[int | None, int | None]]:
        by_row: dict[int, list[int]] = defaultdict(list)
        for number, stop in enumerate(self.rows.stops):
            by_row[stop.row].append(number)
        neighbours: dict[int, tuple[int | None, int | None]] = {}
        for numbers in by_row.values():
            ordered = sorted(numbers, key=lambda number: self.middles[number])
            for place, number in enumerate(ordered):
                left = ordered[place - 1] if place else None
                neighbours[number] = (left, ordered[place + 1] if place + 1 < len(ordered) else None)
        return neighbours

    def run(self) -> None:
        for _ in range(SWEEPS):
            changed = False
            for wire in sorted(self.tracks):
                changed |= self._join_runs(wire)
            if not changed:
                break

    def _join_runs(self, wire: int) -> bool:
        """Join each run of equal x with the next one, by moving either, where that is allowed."""
        changed, start = False, 0
        track = self.tracks[wire]
        while start < len(track):
            end = self._end_of_run(track, start)
            if end == len(track):
                break
            far_end = self._end_of_run(track, end)
            here, there = track[start], track[end]
            if abs(here - there) <= LONGEST_SHIFT:
                if self._may_move(wire, end, far_end, here):
                    self._move(wire, end, far_end, here)
                    changed = True
                    continue
                if self._may_move(wire, start, end, there):
                    self._move(wire, start, end, there)
                    changed, start = True, 0
                    continue
            start = end
        return changed

    @staticmethod
    def _end_of_run(track: list[float], start: int) -> int:
        end = start + 1
        while end < len(track) and abs(track[end] - track[start]) < STRAIGHT_ENOUGH:
            end += 1
        return end

    def _move(self, wire: int, start: int, end: int, x: float) -> None:
        chain = self.rows.chains[wire]
        for index in range(start, end):
            self.tracks[wire][index] = x
            if self.rows.stops[chain[index]].box is None:
                self.middles[chain[index]] = x

    def _may_move(self, wire: int, start: int, end: int, x: float) -> bool:
        chain = self.rows.chains[wire]
        for index in range(start, end):
            if index in {0, len(chain) - 1}:
                if not self._port_is_free(wire, index, x):
                    return False
            elif not self._place_is_free(chain[index], x):
                return False
        return True

    def _port_is_free(self, wire: int, index: int, x: float) -> bool:
        stop = self.rows.chains[wire][index]
        left, right = port_range(stop, self.columns, self.boxes, at_top=index > 0)
        others = [spot for spot in self.ports[stop, index == 0] if spot != (wire, index)]
        apart = all(abs(self.tracks[other][place] - x) >= PORT_SEPARATION - 2 for other, place in others)
        return left <= x <= right and apart

    def _place_is_free(self, number: int, x: float) -> bool:
        stop = self.rows.stops[number]
        for neighbour, side in zip(self.neighbours[number], (-1, 1), strict=True):
            if neighbour is None:
                continue
            other = self.rows.stops[neighbour]
            clearance = BOX_CLEARANCE if other.box is not None else STOP_CLEARANCE
            needed = (stop.width + other.width) / 2 + clearance
            if side * (self.middles[neighbour] - x) < needed:
                return False
        return self._keeps_to_regions(number, x)

    def _keeps_to_regions(self, number: int, x: float) -> bool:
        stop = self.rows.stops[number]
        around = ancestry(self.regions, stop.region)
        half = stop.width / 2 + BORDER_CLEARANCE
        for region, (first, last) in self.rows.region_rows.items():
            left, right = self.columns.borders[region]
            if region in around and not left + half <= x <= right - half:
                return False
            if region not in around and first <= stop.row <= last and left - half < x < right + half:
                return False
        return True
