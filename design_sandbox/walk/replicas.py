"""Stores that follow other stores: what replicates to them is theirs as a copy, never as the authority (SEMANTICS 4, 7, 12)."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.inferred import Inference, say
from design_sandbox.walk.routes import shortest


def follows(board: Board, part: Part) -> bool:
    """Whether a part can only be a copy: its type holds nothing, or a store replicates to it and it does not do so back."""
    if not part.can("hold"):
        return True
    return any(not _replicates_on(board, part.id, leader) for leader in _leaders(board, part))


def _leaders(board: Board, part: Part) -> Iterator[str]:
    """Stores that replicate to a part."""
    for link in board.into[part.id]:
        if link.kind == "replication" and board.parts[link.source].can("hold"):
            yield link.source


def _replicates_on(board: Board, start: str, end: str) -> bool:
    """Whether replication arrows lead from one store to the other."""
    return shortest(board, [start], lambda part: part.id == end, _replicates_to) is not None


def _replicates_to(board: Board, name: str) -> Iterator[str]:
    return (link.target for link in board.out[name] if link.kind == "replication")


def infer_replicas(result: Inference, scenario: Scenario) -> None:
    """A silent store at the end of a replication arrow copies what the other end keeps; replicas of replicas too."""
    while (found := _next_replica(result.board)) is not None:
        target, kept, leader = found
        say(
            result,
            target,
            field_name="copies",
            entities=kept,
            scenario=scenario,
            reason=f"{leader.label} replicates to it",
        )


def _next_replica(board: Board) -> tuple[Part, list[str], Part] | None:
    """A silent follower, what its leader keeps, and the leader."""
    for link in board.links:
        source, target = board.parts[link.source], board.parts[link.target]
        silent = not target.holds and not target.copies
        keeps = source.can("hold") or (source.can("copy") and source.spec.durable)
        if link.kind == "replication" and silent and keeps and (target.can("hold") or target.can("copy")):
            kept = sorted(source.holds | source.copies)
            if kept and source.id != target.id:
                return target, kept, source
    return None
