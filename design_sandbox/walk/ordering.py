"""A canonical order of named nodes: by what they are and how they are wired, never by their names.

Colour refinement (Weisfeiler and Leman) splits nodes by their looks and neighbours until nothing changes. Nodes that
are still tied are nearly always interchangeable; one of them is set apart and the refinement goes on, so that later
ties follow the first choice instead of mixing two choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Edge = tuple[str, str, str]
"""(from, to, kind)."""
Neighbours = dict[str, list[tuple[str, str]]]
"""Node → (direction and kind, other node)."""


def canonical_order(looks: Mapping[str, str], edges: Iterable[Edge]) -> list[str]:
    """The nodes in an order that renaming and reordering cannot change, up to interchangeable nodes."""
    neighbours = _neighbours(looks, edges)
    ranks = _refined(_dense(looks), neighbours)
    while (tied := _first_tie(ranks)) is not None:
        ranks = _refined(_split(ranks, tied, neighbours), neighbours)
    return sorted(ranks, key=lambda name: ranks[name])


def _neighbours(looks: Mapping[str, str], edges: Iterable[Edge]) -> Neighbours:
    found: Neighbours = {name: [] for name in looks}
    for source, target, kind in edges:
        if source in found and target in found:
            found[source].append((f">{kind}", target))
            found[target].append((f"<{kind}", source))
    return found


def _refined(ranks: dict[str, int], neighbours: Neighbours) -> dict[str, int]:
    """Ranks split by the ranks of neighbours until no class splits any more."""
    classes = len(set(ranks.values()))
    while classes < len(ranks):
        ranks = _dense({
            name: (rank, tuple(sorted((way, ranks[other]) for way, other in neighbours[name])))
            for name, rank in ranks.items()
        })  # fmt: skip
        before, classes = classes, len(set(ranks.values()))
        if classes == before:
            break
    return ranks


def _first_tie(ranks: dict[str, int]) -> list[str] | None:
    """The members of the first class with more than one, in the order of their names."""
    members: dict[int, list[str]] = {}
    for name, rank in ranks.items():
        members.setdefault(rank, []).append(name)
    tied = [rank for rank, names in members.items() if len(names) > 1]
    return sorted(members[min(tied)]) if tied else None


def _split(ranks: dict[str, int], tied: list[str], neighbours: Neighbours) -> dict[str, int]:
    """Set one tied node apart; all of them at once when they have the very same neighbours."""
    alike = len({tuple(sorted(neighbours[name])) for name in tied}) == 1
    apart = {name: index for index, name in enumerate(tied)} if alike else {tied[0]: -1}
    return _dense({name: (rank, apart.get(name, 0)) for name, rank in ranks.items()})


def _dense(keys: Mapping[str, Any]) -> dict[str, int]:
    """Keys replaced by their place among the distinct keys."""
    places = {key: index for index, key in enumerate(sorted(set(keys.values())))}
    return {name: places[key] for name, key in keys.items()}
