"""First step of the arrangement: who stands above whom."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass

from graphviz import Digraph

from design_sandbox.render.engine import Engine, run_dot
from design_sandbox.render.shapes import Box, Region, Wire, region_of_boxes

WIDEST_LEVEL = 16  # boxes; a wider level is folded into two or more


@dataclass(frozen=True)
class Levels:
    """Each box's level from the top, and pairs of boxes without wires that stand one above the other."""

    ranks: list[int]
    stacked: list[tuple[int, int]]


def find_levels(
    boxes: list[Box], wires: list[Wire], regions: list[Region], *, engine: Engine | None, deadline_s: float
) -> Levels:
    """Rank boxes by Graphviz so that wires are short and lead down; boxes without wires fill a grid."""
    linked = {end for wire in wires for end in (wire.source, wire.target)}
    ranks = [0] * len(boxes)
    if linked:
        source = _levels_dot(wires, regions, linked)
        answer = json.loads(run_dot(source, engine=engine, deadline_s=deadline_s))
        for entry in answer["objects"]:
            if entry["name"].startswith("n"):
                ranks[int(entry["name"][1:])] = int(entry["rank"])
    _fold_wide_levels(ranks, linked)
    stacked = _fill_grid(ranks, linked, region_of_boxes(regions, len(boxes)))
    return Levels(_without_gaps(ranks), stacked)


def _levels_dot(wires: list[Wire], regions: list[Region], linked: set[int]) -> str:
    """Only the ranking phase of dot; a box with a choice of levels goes near the top of its region."""
    graph = Digraph(graph_attr={"phase": "1", "newrank": "true", "nslimit1": "50"})
    for number in sorted(linked):
        graph.node(f"n{number}")
    for wire in wires:
        graph.edge(f"n{wire.source}", f"n{wire.target}", weight="4")
    for number, region in enumerate(regions):
        members = [member for member in region.members if member in linked]
        for member in members if len(members) > 1 else []:
            graph.edge(f"region{number}", f"n{member}", weight="1", minlen="0")
    return str(graph.source)


def _fold_wide_levels(ranks: list[int], linked: set[int]) -> None:
    """Deal the boxes of a very wide level out to several levels in turn, so that the picture fits a page."""
    members: dict[int, list[int]] = defaultdict(list)
    for number in sorted(linked):
        members[ranks[number]].append(number)
    added = 0
    for rank in sorted(members):
        folds = math.ceil(len(members[rank]) / WIDEST_LEVEL)
        for place, number in enumerate(members[rank]):
            ranks[number] = rank + added + place % folds
        added += folds - 1


def _fill_grid(ranks: list[int], linked: set[int], home: list[int | None]) -> list[tuple[int, int]]:
    """Stack the boxes without wires in columns as tall as their region's other boxes."""
    loose: dict[int | None, list[int]] = defaultdict(list)
    for number in range(len(ranks)):
        if number not in linked:
            loose[home[number]].append(number)
    stacked = []
    for region, numbers in loose.items():
        beside = [ranks[number] for number in linked if region is None or home[number] == region]
        first = min(beside, default=0)
        tall = max(beside) - first + 1 if beside else max(1, math.ceil(math.sqrt(len(numbers) / 1.6)))
        columns = math.ceil(len(numbers) / tall)
        for place, number in enumerate(numbers):
            ranks[number] = first + place // columns
        stacked += list(zip(numbers, numbers[columns:], strict=False))
    return stacked


def _without_gaps(ranks: list[int]) -> list[int]:
    level = {rank: index for index, rank in enumerate(sorted(set(ranks)))}
    return [level[rank] for rank in ranks]
