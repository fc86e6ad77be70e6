"""How rates travel through a graph of calls, and which part is full first.

Source: flow balance of open networks (Jackson 1957), λ = g + Pᵀλ; on a graph without cycles it is solved by one
pass in topological order. Exact for averages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

Edge = tuple[str, str, float]
"""(from, to, calls of `to` for each call of `from`)."""


def require_rate(value: float, name: str) -> float:
    """The value itself; ValueError unless it is a finite number of zero or more."""
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} is {value:g}; a finite number of zero or more is accepted")
    return value


def require_share(value: float, name: str) -> float:
    """The value itself; ValueError unless it lies between 0 and 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is {value:g}; a share from 0 to 1 is accepted")
    return value


def require_positive(value: float, name: str) -> float:
    """The value itself; ValueError unless it is finite and greater than zero."""
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value:g}; a finite number greater than zero is accepted")
    return value


def propagate(sources: Mapping[str, float], edges: Iterable[Edge]) -> dict[str, float]:
    """Calls a second that arrive at every node, from the rates that enter at `sources`.

    Multipliers below 1 are misses and branches, above 1 fan-out. Exact. Raises ValueError for a cycle, which it
    names, and for rates or multipliers that are negative or not finite.
    """
    calls: dict[str, list[tuple[str, float]]] = defaultdict(list)
    nodes = dict.fromkeys(sources)
    for source, target, multiplier in edges:
        calls[source].append((target, require_rate(multiplier, f"the multiplier {source} → {target}")))
        nodes |= {source: None, target: None}
    found = {node: require_rate(sources.get(node, 0.0), f"the rate at {node}") for node in nodes}
    for node in _topological(list(nodes), calls):
        for target, multiplier in calls[node]:
            found[target] += found[node] * multiplier
    return found


def _topological(nodes: list[str], calls: Mapping[str, list[tuple[str, float]]]) -> list[str]:
    """Callers before the called. Raises ValueError with a cycle's nodes when there is one."""
    waiting = dict.fromkeys(nodes, 0)
    for targets in calls.values():
        for target, _ in targets:
            waiting[target] += 1
    ready = [node for node in nodes if not waiting[node]]
    for node in ready:
        for target, _ in calls.get(node, ()):
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    if len(ready) < len(nodes):
        raise ValueError(f"the calls go in a circle: {' → '.join(_cycle(waiting, calls))}")
    return ready


def _cycle(waiting: Mapping[str, int], calls: Mapping[str, list[tuple[str, float]]]) -> list[str]:
    """One cycle among the nodes that still wait, its first node repeated at the end."""
    callers = {
        target: source for source, targets in calls.items() for target, _ in targets if waiting[source]
    }
    node, seen = next(name for name, left in waiting.items() if left), list[str]()
    while node not in seen:
        seen.append(node)
        node = callers[node]
    circle = seen[seen.index(node) :][::-1]
    start = circle.index(min(circle))
    return [*circle[start:], *circle[:start], circle[start]]


def breaking_order(
    rates: Mapping[str, float], capacities: Mapping[str, float], limit: float = 1.0
) -> list[tuple[str, float]]:
    """(node, multiple of today's load at which it reaches `limit` of its capacity), the first to break first.

    Linear without retries: the multiple is limit × capacity ÷ rate. Nodes without load or capacity never break and
    are left out. Ties go by name.
    """
    found = [
        (limit * require_positive(capacities[node], f"the capacity of {node}") / rate, node)
        for node, rate in rates.items()
        if node in capacities and require_rate(rate, f"the rate at {node}") > 0
    ]
    return [(node, multiple) for multiple, node in sorted(found)]


def worst_attempts(retries: Iterable[int]) -> int:
    """Calls that reach the last of several layers for one request when all fail: layers multiply.

    Source: Site Reliability Engineering, chapter 22: three layers with three retries each send 64 calls.
    """
    product = 1
    for count in retries:
        product *= 1 + int(require_rate(count, "the number of retries"))
    return product
