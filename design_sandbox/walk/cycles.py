"""Circles of parts that wait for each other."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.walk.board import Board
from design_sandbox.walk.routes import Step, shortest


def sync_cycles(board: Board) -> list[tuple[str, ...]]:
    """Circles of computes that wait for each other: the shortest one of each knot, from its first part on.

    Hand-offs, and pushes back over an open connection, are no calls that anybody waits for.
    """

    def step(on: Board, name: str) -> Iterator[str]:
        for link in on.out[name]:
            target = on.parts[link.target]
            if link.kind == "request" and (
                target.can("compute") or (target.can("pass_on") and not target.can("copy"))
            ):
                yield link.target

    found: list[tuple[str, ...]] = []
    covered: set[str] = set()
    for part in board.with_ability("compute"):
        ring = _ring(board, part.id, step) if part.id not in covered else None
        if ring:
            found.append(ring)
            covered |= set(ring)
    return found


def _ring(board: Board, name: str, step: Step) -> tuple[str, ...] | None:
    """The shortest way from a part back to itself, the part named once."""
    way = shortest(board, step(board, name), lambda part: part.id == name, step)
    return (name, *way[:-1]) if way else None
