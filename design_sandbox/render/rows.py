"""First step of the arrangement: who stands above whom, and what each wire passes on its way down."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass, field

from graphviz import Digraph

from design_sandbox.render.engine import Engine, run_dot
from design_sandbox.render.shapes import Box, Region, Wire


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
    """All stops, and each wire's chain of stops from the upper box to the lower one."""

    row_count: int
    stops: list[Stop]
    chains: dict[int, list[int]]
    upwards: set[int]
    label_rows: set[int]
    region_rows: dict[int, tuple[int, int]] = field(default_factory=dict)


def region_of_boxes(regions: list[Region], count: int) -> list[int | None]:
    """Return the innermost region of each box."""
    home: list[int | None] = [None] * count
    for number, region in enumerate(regions):
        for member in region.members:
            home[member] = number
    return home


def ancestry(regions: list[Region], number: int | None) -> list[int]:
    """Return the region and all regions around it, innermost first."""
    chain = []
    while number is not None:
        chain.append(number)
        number = regions[number].parent
    return chain


def rank_boxes(
    boxes: list[Box], wires: list[Wire], regions: list[Region], *, engine: Engine | None, deadline_s: float
) -> list[int]:
    """Return each box's level from the top, by Graphviz; boxes without wires fill a grid."""
    linked = sorted({end for wire in wires for end in (wire.source, wire.target)})
    ranks = [0] * len(boxes)
    if linked:
        graph = Digraph(graph_attr={"phase": "1", "newrank": "true", "nslimit1": "50"})
        for number in linked:
            graph.node(f"n{number}")
        for wire in wires:
            graph.edge(f"n{wire.source}", f"n{wire.target}", weight="4")
        _pull_regions_together(graph, regions, set(linked))
        answer = json.loads(run_dot(graph.source, engine=engine, deadline_s=deadline_s))
        for entry in answer["objects"]:
            if entry["name"].startswith("n"):
                ranks[int(entry["name"][1:])] = int(entry["rank"])
    _fill_grid(ranks, set(linked), region_of_boxes(regions, len(boxes)))
    return _without_gaps(ranks)


def _pull_regions_together(graph: Digraph, regions: list[Region], linked: set[int]) -> None:
    """Where a box may stand on several levels, take the one nearest to the top of its region."""
    for number, region in enumerate(regions):
        members = [member for member in region.members if member in linked]
        for member in members if len(members) > 1 else []:
            graph.edge(f"region{number}", f"n{member}", weight="1", minlen="0")


def _fill_grid(ranks: list[int], linked: set[int], home: list[int | None]) -> None:
    """Stack the boxes without wires in columns as tall as their region's other boxes."""
    loose: dict[int | None, list[int]] = defaultdict(list)
    for number in range(len(ranks)):
        if number not in linked:
            loose[home[number]].append(number)
    for region, numbers in loose.items():
        beside = [ranks[number] for number in linked if region is None or home[number] == region]
        first = min(beside, default=0)
        tall = (
            max(beside, default=0) - first + 1 if beside else max(1, math.ceil(math.sqrt(len(numbers) / 1.6)))
        )
        columns = math.ceil(len(numbers) / tall)
        for place, number in enumerate(numbers):
            ranks[number] = first + place // columns


def _without_gaps(ranks: list[int]) -> list[int]:
    level = {rank: index for index, rank in enumerate(sorted(set(ranks)))}
    return [level[rank] for rank in ranks]


def make_rows(boxes: list[Box], wires: list[Wire], regions: list[Region], ranks: list[int]) -> Rows:
    """Turn levels into rows (of boxes, or of labels between two levels) and wires into chains of stops."""
    gap_of_label = _choose_label_gaps(wires, ranks)
    row_of_rank, label_row_of_gap, row_count = _number_rows(ranks, set(gap_of_label.values()))
    home = region_of_boxes(regions, len(boxes))
    stops = [
        Stop(row_of_rank[ranks[number]], box.width, home[number], box=number)
        for number, box in enumerate(boxes)
    ]
    rows = Rows(row_count, stops, {}, set(), set(label_row_of_gap.values()))
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
    """The region in which a wire crosses a row: the upper end's as long, the lower end's as soon as it can."""
    if leaving is None or entering is None:
        return leaving if entering is None else entering
    if leaving in ancestry(regions, entering):
        return entering
    if entering in ancestry(regions, leaving):
        return leaving
    return leaving if early else entering
