"""Does anything still lead from one end of a network to the other? Exact, with nodes or connections that fail.

Two-terminal reliability is #P-hard (Valiant 1979); networks of layers, grids and sparse graphs of 80 parts stay small
as decision diagrams, and what does not is refused in plain words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from design_sandbox.theory.decision_diagram import FALSE, MOST_NODES, TRUE, Diagrams, Plan

Edge = tuple[str, str]


def network_plan(
    edges: Mapping[str, Edge] | Iterable[Edge],
    source: str,
    target: str,
    *,
    fails: Iterable[str],
    directed: bool = True,
    most_nodes: int = MOST_NODES,
) -> Plan:
    """The diagram of "target can be reached from source".

    `edges`: connections, by name where they may fail. `fails`: names of the nodes and connections that may fail;
    everything else always works.
    """
    named = dict(edges) if isinstance(edges, Mapping) else {f"{a}→{b}": (a, b) for a, b in edges}
    may_fail = frozenset(fails)
    into = _into(named, directed)
    nodes = _nearest_first(into, source, target)
    order = _asked(nodes, into, may_fail)
    diagrams = Diagrams(order, most_nodes)
    reach = _reached(diagrams, nodes, into, source, may_fail)
    return diagrams.plan(reach.get(target, FALSE))


def _into(named: Mapping[str, Edge], directed: bool) -> dict[str, list[tuple[str, str]]]:
    """Node → (connection, node before it)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, (a, b) in named.items():
        found.setdefault(a, [])
        found.setdefault(b, []).append((name, a))
        if not directed:
            found[a].append((name, b))
    return found


def _nearest_first(into: Mapping[str, list[tuple[str, str]]], source: str, target: str) -> list[str]:
    """Nodes on some way from the source to the target, nearest to the source first."""
    out: dict[str, list[str]] = {}
    for node, before in into.items():
        for _, other in before:
            out.setdefault(other, []).append(node)
    ahead = _breadth_first(source, lambda node: out.get(node, []))
    behind = _breadth_first(target, lambda node: [other for _, other in into.get(node, [])])
    useful = [node for node in ahead if node in behind]
    return _callers_first(useful, into) or useful


def _breadth_first(start: str, step: Callable[[str], list[str]]) -> list[str]:
    """Nodes in the order in which steps from the start find them."""
    found, queue = {start: None}, deque([start])
    while queue:
        for other in step(queue.popleft()):
            if other not in found:
                found[other] = None
                queue.append(other)
    return list(found)


def _callers_first(nodes: list[str], into: Mapping[str, list[tuple[str, str]]]) -> list[str] | None:
    """The nodes so that each stands behind those that lead to it; None when connections run in a circle."""
    known = set(nodes)
    missing = {node: sum(before in known for _, before in into[node]) for node in nodes}
    out: dict[str, list[str]] = {node: [] for node in nodes}
    for node in nodes:
        for _, before in into[node]:
            if before in known:
                out[before].append(node)
    ready, sorted_nodes = deque(node for node in nodes if not missing[node]), list[str]()
    while ready:
        node = ready.popleft()
        sorted_nodes.append(node)
        for other in out[node]:
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    return sorted_nodes if len(sorted_nodes) == len(nodes) else None


def _asked(
    nodes: list[str], into: Mapping[str, list[tuple[str, str]]], may_fail: frozenset[str]
) -> list[str]:
    """Parts in the order in which a front moves from the source to the target passes them."""
    known, order = set(nodes), []
    for node in nodes:
        order += [name for name, before in into[node] if before in known and name in may_fail]
        if node in may_fail:
            order.append(node)
    return list(dict.fromkeys(order))


def _reached(
    diagrams: Diagrams, nodes: list[str], into: Mapping[str, list[tuple[str, str]]], source: str, may_fail: frozenset[str]
) -> dict[str, int]:  # fmt: skip
    """Node → when it is reached: grown from the source until nothing changes (one round without circles)."""
    up = {node: diagrams.part(node) if node in may_fail else TRUE for node in nodes}
    reach = dict.fromkeys(nodes, FALSE)
    if source in reach:
        reach[source] = up[source]
    followers: dict[str, list[str]] = {node: [] for node in nodes}
    for node in nodes:
        for _, before in into[node]:
            if before in followers:
                followers[before].append(node)
    waiting = deque(nodes)
    queued = set(nodes)
    while waiting:
        node = waiting.popleft()
        queued.discard(node)
        if node == source:
            continue
        ways = [diagrams.both(reach[before], diagrams.part(name) if name in may_fail else TRUE)
                for name, before in into[node] if before in reach]  # fmt: skip
        now = diagrams.both(up[node], diagrams.any(ways))
        if now != reach[node]:
            reach[node] = now
            for other in followers[node]:
                if other not in queued:
                    queued.add(other)
                    waiting.append(other)
    return reach
