"""Which of several owners decides: one that only follows another by replication takes its changes, and gives none back."""

from __future__ import annotations

from collections.abc import Collection

from design_sandbox.walk.board import Board


def leaders(board: Board, owners: Collection[str]) -> set[str]:
    """The owners that follow none of the others one way; owners that follow each other lead together."""
    ahead = {name: _fed_by(board, name, owners) for name in owners}
    return {name for name in owners if not ahead[name] - {name} - _led(ahead, name)}


def in_step(board: Board, owners: Collection[str]) -> bool:
    """Whether replication joins all of these owners, whichever way its arrows point."""
    if not owners:
        return True
    reached, edge = set[str](), [next(iter(owners))]
    while edge:
        name = edge.pop()
        reached.add(name)
        near = {link.target for link in board.out[name] if link.kind == "replication"}
        near |= {link.source for link in board.into[name] if link.kind == "replication"}
        edge += [other for other in near if other in owners and other not in reached]
    return reached == set(owners)


def _fed_by(board: Board, name: str, owners: Collection[str]) -> set[str]:
    """Owners whose changes find their way here over replication."""
    found, edge = set[str](), [name]
    while edge:
        into = {link.source for link in board.into[edge.pop()] if link.kind == "replication"}
        fresh = {source for source in into if source in owners} - found
        found |= fresh
        edge += fresh
    return found


def _led(ahead: dict[str, set[str]], name: str) -> set[str]:
    """Owners that this one feeds in its turn."""
    return {other for other, sources in ahead.items() if name in sources}
