"""Third step of the arrangement: the order within each row and every stop's x, by Graphviz."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import networkx
from graphviz import Digraph

from design_sandbox.render.engine import Engine, run_dot
from design_sandbox.render.rows import Rows
from design_sandbox.render.shapes import Region

POINTS_PER_INCH = 72.0
WIRE_SEPARATION = 14  # pixels between two wires that run side by side
BOX_MARGIN = 13.0  # added on both sides of a box, so that boxes stand 40 pixels apart
LABEL_MARGIN = 2.0
REGION_MARGIN = 14
RUSHED_STOPS = 6000


@dataclass
class Columns:
    """The x of every stop's middle, and of the left and right border of every region that has boxes."""

    middles: list[float]
    borders: dict[int, tuple[float, float]]

    def shift_to_origin(self, rows: Rows) -> None:
        """Move everything so that the leftmost thing begins at 0."""
        lefts = [middle - stop.width / 2 for middle, stop in zip(self.middles, rows.stops, strict=True)]
        shift = min([*lefts, *(left for left, _ in self.borders.values())])
        self.middles = [middle - shift for middle in self.middles]
        self.borders = {
            region: (left - shift, right - shift) for region, (left, right) in self.borders.items()
        }


def place_columns(
    rows: Rows,
    regions: list[Region],
    *,
    engine: Engine | None,
    deadline_s: float,
    careful: bool = True,
) -> Columns:
    """Ask Graphviz for the order and the x of all stops; less `careful` is faster and crosses more."""
    source = _columns_dot(rows, regions, careful=careful)
    answer = json.loads(run_dot(source, engine=engine, deadline_s=deadline_s))
    middles = [0.0] * len(rows.stops)
    borders = {}
    for entry in answer.get("objects", []):
        name = entry["name"]
        if name.startswith("n"):
            middles[int(name[1:])] = float(entry["pos"].split(",")[0])
        elif name.startswith("cluster_"):
            left, _, right, _ = entry["bb"].split(",")
            borders[int(name.removeprefix("cluster_"))] = (float(left), float(right))
    return Columns(middles, borders)


def _columns_dot(rows: Rows, regions: list[Region], *, careful: bool) -> str:
    limits = _limits(len(rows.stops) if careful else RUSHED_STOPS)
    graph = Digraph(
        graph_attr={
            "newrank": "true",
            "splines": "",
            "nodesep": _inches(WIRE_SEPARATION),
            "ranksep": "0.2",
            **limits,
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": "", "height": "0.1"},
        edge_attr={"arrowhead": "none"},
    )
    _add_stops(graph, rows, regions)
    for number in sorted(rows.chains):
        chain = rows.chains[number]
        for upper, lower in pairwise(chain):
            graph.edge(f"n{upper}", f"n{lower}", weight=_weight(rows, upper, lower))
    for upper, lower in rows.stacked:
        graph.edge(f"n{upper}", f"n{lower}", weight="2", style="invis")
    if _component_count(rows) > 1:
        _pin_rows(graph, rows)
    return str(graph.source)


def _limits(stop_count: int) -> dict[str, str]:
    """How long Graphviz may improve its answer: without limits its time grows with the stops squared."""
    if stop_count <= 1500:
        return {}
    if stop_count <= 3000:
        return {"nslimit": "0.8"}
    return (
        {"nslimit": "0.25", "mclimit": "0.3"}
        if stop_count < RUSHED_STOPS
        else {"nslimit": "0.02", "mclimit": "0.01"}
    )


def _add_stops(graph: Digraph, rows: Rows, regions: list[Region]) -> None:
    inside: dict[int | None, list[int]] = defaultdict(list)
    for number, stop in enumerate(rows.stops):
        inside[stop.region].append(number)
    children: dict[int | None, list[int]] = defaultdict(list)
    for region in rows.region_rows:
        children[regions[region].parent].append(region)

    def fill(graph: Digraph, region: int | None) -> None:
        for number in inside[region]:
            stop = rows.stops[number]
            side = BOX_MARGIN if stop.box is not None else LABEL_MARGIN if stop.is_label else 0.0
            graph.node(f"n{number}", width=_inches(stop.width + 2 * side))
        for child in children[region]:
            with graph.subgraph(
                name=f"cluster_{child}", graph_attr={"margin": str(REGION_MARGIN)}
            ) as cluster:
                fill(cluster, child)

    fill(graph, None)


def _weight(rows: Rows, upper: int, lower: int) -> str:
    """Long wires are kept straighter than short ones, as Graphviz itself does."""
    passing = sum(rows.stops[end].box is None for end in (upper, lower))
    return ("1", "2", "8")[passing]


def _component_count(rows: Rows) -> int:
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(rows.stops)))
    for chain in rows.chains.values():
        networkx.add_path(graph, chain)
    return networkx.number_connected_components(graph)


def _pin_rows(graph: Digraph, rows: Rows) -> None:
    """Hold separate components on common rows by a spine of points, one per row."""
    spine = [f"spine{row}" for row in range(rows.row_count)]
    for name in spine:
        graph.node(name, width="0.01", style="invis")
    for upper, lower in pairwise(spine):
        graph.edge(upper, lower, weight="1", style="invis")
    for row, name in enumerate(spine):
        with graph.subgraph(graph_attr={"rank": "same"}) as level:
            level.node(name)
            for number, stop in enumerate(rows.stops):
                if stop.row == row:
                    level.node(f"n{number}")


def _inches(pixels: float) -> str:
    return f"{pixels / POINTS_PER_INCH:.4f}"
