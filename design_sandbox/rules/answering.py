"""How each predicate of a check is answered by a drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import networkx as nx

from design_sandbox.rules.conditions import (
    Answer,
    Bounds,
    Count,
    Depth,
    EveryPath,
    FanOut,
    FromTo,
    InCycle,
    Kinds,
    Metric,
    SameZone,
    State,
)
from design_sandbox.rules.looking import working_graph
from design_sandbox.rules.metrics import Reading, readings
from design_sandbox.rules.rule import Context
from design_sandbox.rules.selectors import SelectorError


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Values once each, in order."""
    return tuple(dict.fromkeys(values))


# Paths ----------------------------------------------------------------------------------------------------------------


def _graph(context: Context, kinds: Kinds) -> nx.DiGraph[str]:
    if not kinds:
        return working_graph(context)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(context.board.parts)
    graph.add_edges_from((link.source, link.target) for link in context.board.links if link.kind in kinds)
    return graph


def _ends(context: Context, ends: FromTo) -> tuple[list[str], list[str]]:
    return [part.id for part in ends.source.pick(context)], [part.id for part in ends.target.pick(context)]


def _reached(graph: nx.DiGraph[str], start: str, targets: list[str]) -> list[str]:
    if start not in graph:
        return []
    onward = nx.descendants(graph, start)
    return [target for target in targets if target in onward]


def _way(context: Context, graph: nx.DiGraph[str], start: str, end: str) -> str:
    return " → ".join(context.label(name) for name in nx.shortest_path(graph, start, end))


def _reachable(context: Context, ends: FromTo) -> Answer:
    starts, targets = _ends(context, ends)
    graph = _graph(context, ends.kinds)
    if not starts:
        return Answer("nothing")
    lost = [start for start in starts if not _reached(graph, start, targets)]
    because = tuple(f"No way leads on from {context.label(start)}." for start in lost)
    return Answer("no", tuple(lost), because) if lost else Answer("yes", tuple(starts))


def _no_path(context: Context, ends: FromTo) -> Answer:
    starts, targets = _ends(context, ends)
    if not starts or not targets:
        return Answer("nothing")
    return _free_of_ways(context, _graph(context, ends.kinds), starts, targets)


def _every_path(context: Context, ends: EveryPath) -> Answer:
    starts, targets = _ends(context, ends)
    graph = _graph(context, ends.kinds)
    if not any(_reached(graph, start, targets) for start in starts):
        return Answer("nothing")
    through = {part.id for part in ends.through.pick(context)} - set(starts)
    without = graph.subgraph(name for name in graph if name not in through)
    return _free_of_ways(context, without, starts, [name for name in targets if name not in through])


def _free_of_ways(context: Context, graph: nx.DiGraph[str], starts: list[str], targets: list[str]) -> Answer:
    ways = [(start, end) for start in starts for end in _reached(graph, start, targets)]
    if not ways:
        return Answer("yes", tuple(starts))
    return Answer("no", unique(nx.shortest_path(graph, *ways[0])), (f"{_way(context, graph, *ways[0])}.",))


# Counting -------------------------------------------------------------------------------------------------------------


def _count(context: Context, count: Count) -> Answer:
    found = tuple(part.id for part in count.of.pick(context))
    if not found and (count.at_least is None or count.at_least <= 0):
        return Answer("nothing")
    return Answer("yes" if count.hold(len(found)) else "no", found, (f"{len(found)} found.",))


def _depth(context: Context, depth: Depth) -> Answer:
    graph = _graph(context, depth.kinds)
    return _each(
        context, depth, [part.id for part in depth.source.pick(context)], lambda name: _longest(graph, name)
    )


def _longest(graph: nx.DiGraph[str], start: str) -> float:
    """Arrows on the longest way from a part; parts that form a circle are passed once, all of them."""
    around = nx.condensation(graph.subgraph({start, *nx.descendants(graph, start)}))
    inside = {node: len(data["members"]) - 1 for node, data in around.nodes(data=True)}
    longest: dict[int, int] = {}
    for node in reversed(list(nx.topological_sort(around))):
        longest[node] = inside[node] + max(
            (1 + longest[after] for after in around.successors(node)), default=0
        )
    return float(longest[around.graph["mapping"][start]])


def _fan_out(context: Context, fan: FanOut) -> Answer:
    graph = _graph(context, fan.kinds)
    targets = {part.id for part in fan.to.pick(context)} if fan.to else set(graph)
    return _each(
        context,
        fan,
        [part.id for part in fan.of.pick(context)],
        lambda name: float(len(set(graph.successors(name)) & targets)),
    )


def _each(
    context: Context, bounds: Bounds, names: list[str], value_of: Callable[[str], float | None]
) -> Answer:
    """Every named part within the bounds; a figure that is not known is a question."""
    values = {name: value_of(name) for name in names}
    if not values:
        return Answer("nothing")
    outside = {name: value for name, value in values.items() if value is not None and not bounds.hold(value)}
    if outside:
        return Answer(
            "no",
            tuple(outside),
            tuple(f"{context.label(name)}: {value:g}." for name, value in outside.items()),
        )
    open_ = [name for name, value in values.items() if value is None]
    return (
        Answer("unknown", tuple(open_), tuple(f"{context.label(name)}: not said." for name in open_))
        if open_
        else Answer("yes", tuple(names))
    )


def _in_cycle(context: Context, cycle: InCycle) -> Answer:
    names = [part.id for part in cycle.of.pick(context)]
    if not names:
        return Answer("nothing")
    groups = [
        group for group in nx.strongly_connected_components(_graph(context, cycle.kinds)) if len(group) > 1
    ]
    circling = tuple(name for name in names if any(name in group for group in groups))
    because = (f"In a circle: {', '.join(map(context.label, circling))}.",) if circling else ()
    return Answer("yes" if circling else "no", circling or tuple(names), because)


def _same_zone(context: Context, same: SameZone) -> Answer:
    names = [part.id for part in same.of.pick(context)]
    if not names:
        return Answer("nothing")
    places = {name: context.board.places[name].get(same.kind) for name in names}
    outside = tuple(name for name, place in places.items() if place is None)
    if outside:
        return Answer("unknown", outside, (f"{context.label(outside[0])} stands in no {same.kind}.",))
    return Answer("yes" if len(set(places.values())) == 1 else "no", tuple(names))


def _metric(context: Context, metric: Metric) -> Answer:
    """Every figure that is meant within the bounds; one that is not known is a question that says why."""
    if metric.flow is not None and metric.flow not in context.scenario.flows:
        accepted = ", ".join(context.scenario.flows)
        raise SelectorError(f"there is no flow {metric.flow!r}; accepted: {accepted}")
    found = readings(context, metric)
    outside = [one for one in found if one.value is not None and not metric.hold(one.value)]
    if outside:
        return _told("no", outside)
    if open_ := [one for one in found if one.value is None]:
        return replace(_told("unknown", open_), question=f"{open_[0].label}: {open_[0].text}")
    return _told("yes", found) if found else Answer("nothing")


def _told(state: State, found: list[Reading]) -> Answer:
    elements = unique(name for one in found for name in one.elements)
    return Answer(state, elements, tuple(f"{one.label}: {one.text.rstrip('.')}." for one in found))


ANSWERS: dict[str, Callable[[Context, Any], Answer]] = {
    "reachable": _reachable, "every_path": _every_path, "no_path": _no_path, "count": _count, "depth": _depth,
    "fan_out": _fan_out, "in_cycle": _in_cycle, "same_zone": _same_zone, "metric": _metric,
}  # fmt: skip
"""Predicate → how it is answered."""
