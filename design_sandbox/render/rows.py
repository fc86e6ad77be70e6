"""Second step of the arrangement: rows, and what each wire passes on its way down."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from design_sandbox.render.levels import Levels
from design_sandbox.render.shapes import Box, Region, Wire, ancestry, region_of_boxes


@dataclass
class Stop:
    """A place in a row: a box, the label of a wire, or just room for a wire that passes by."""

    row: int
    width: float
    region: int | None
    box: int | None = None
    is_label: bool = False


@dataclass
class Rows:
    """All stops, and each wire's chain of stops from the upper box to the lower one.

    `stacked` are pairs of boxes without wires that stand one above the other.
    """

    row_count: int
    stops: list[Stop]
    label_rows: set[int]
    stacked: list[tuple[int, int]]
    chains: dict[int, list[int]] = field(default_factory=dict)
    upwards: set[int] = field(default_factory=set)
    region_rows: dict[int, tuple[int, int]] = field(default_factory=dict)


def make_rows(boxes: list[Box], wires: list[Wire], regions: list[Region], levels: Levels) -> Rows:
    """Turn levels into rows (of boxes, or of labels between two levels) and wires into chains of stops."""
    ranks = levels.ranks
    gap_of_label = _choose_label_gaps(wires, ranks)
    row_of_rank, label_row_of_gap, row_count = _number_rows(ranks, set(gap_of_label.values()))
    home = region_of_boxes(regions, len(boxes))
    stops = [
        Stop(row_of_rank[ranks[number]], box.width, home[number], box=number)
        for number, box in enumerate(boxes)
    ]
    rows = Rows(row_count, stops, set(label_row_of_gap.values()), levels.stacked)
    rows.region_rows = _region_rows(regions, home, stops[: len(boxes)])
    for number, wire in enumerate(wires):
        label_row = label_row_of_gap[gap_of_label[number]] if number in gap_of_label else None
        _add_chain(rows, number, wire, label_row=label_row, regions=regions, home=home)
    return rows


def _choose_label_gaps(wires: list[Wire], ranks: list[int]) -> dict[int, int]:
    """Give each label the least crowded gap that its wire crosses, near the source where equal."""
    crowd: dict[int, float] = defaultdict(float)
    chosen: dict[int, int] = {}
    by_freedom = sorted(
        (abs(ranks[wire.source] - ranks[wire.target]), number)
        for number, wire in enumerate(wires)
        if wire.label_width
    )
    for _, number in by_freedom:
        wire = wires[number]
        start, end = ranks[wire.source], ranks[wire.target]
        gaps = list(range(start, end)) if start < end else list(range(start - 1, end - 1, -1))
        gap = min(gaps, key=lambda gap: (crowd[gap] // 400, gaps.index(gap)))
        crowd[gap] += wire.label_width
        chosen[number] = gap
    return chosen


def _number_rows(ranks: list[int], label_gaps: set[int]) -> tuple[dict[int, int], dict[int, int], int]:
    row_of_rank, label_row_of_gap, row = {}, {}, 0
    for rank in range(max(ranks, default=-1) + 1):
        row_of_rank[rank] = row
        row += 1
        if rank in label_gaps:
            label_row_of_gap[rank] = row
            row += 1
    return row_of_rank, label_row_of_gap, row


def _region_rows(
    regions: list[Region], home: list[int | None], stops: list[Stop]
) -> dict[int, tuple[int, int]]:
    """First and last row of every region that has boxes, inner regions included."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, stop in enumerate(stops):
        for region in ancestry(regions, home[number]):
            found[region].append(stop.row)
    return {region: (min(values), max(values)) for region, values in sorted(found.items())}


def _add_chain(
    rows: Rows,
    number: int,
    wire: Wire,
    *,
    label_row: int | None,
    regions: list[Region],
    home: list[int | None],
) -> None:
    upper, lower = wire.source, wire.target
    if rows.stops[upper].row > rows.stops[lower].row:
        upper, lower = lower, upper
        rows.upwards.add(number)
    first, last = rows.stops[upper].row, rows.stops[lower].row
    chain = [upper]
    for row in range(first + 1, last):
        leaving, entering = (_covering(row, home[end], rows, regions) for end in (upper, lower))
        region = _passes_through(leaving, entering, regions, early=row < (first + last) / 2)
        is_label = row == label_row
        rows.stops.append(Stop(row, wire.label_width if is_label else 2.0, region, is_label=is_label))
        chain.append(len(rows.stops) - 1)
    rows.chains[number] = [*chain, lower]


def _covering(row: int, region: int | None, rows: Rows, regions: list[Region]) -> int | None:
    """The innermost region around `region`, or itself, that lies on both sides of the row."""
    for around in ancestry(regions, region):
        first, last = rows.region_rows[around]
        if first < row < last:
            return around
    return None


def _passes_through(
    leaving: int | None, entering: int | None, regions: list[Region], *, early: bool
) -> int | None:
    """The region a wire crosses a row in: the upper end's as long, the lower end's as early as possible."""
    if leaving is None or entering is None:
        return leaving if entering is None else entering
    if leaving in ancestry(regions, entering):
        return entering
    if entering in ancestry(regions, leaving):
        return leaving
    return leaving if early else entering
