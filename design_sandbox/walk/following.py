"""Copies that follow their owner through change capture: store, channel, worker, copy (SEMANTICS 11, 12)."""

from __future__ import annotations

from collections import defaultdict

from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt, Setting
from design_sandbox.walk.board import Board
from design_sandbox.walk.routes import Path, captures, shortest, works_on

READING = ("read", "scan", "search")
CHANGING = ("write", "claim")


def follow_changes(setting: Setting, attempts: dict[str, Attempt]) -> None:
    """Let each write travel on to the copies that some flow reads, where change capture leads there."""
    served = [attempt for attempt in attempts.values() if attempt.stop is None]
    read = {(hop.target, hop.entity) for attempt in served for hop in attempt.hops if hop.verb in READING}
    for attempt in served:
        for (owner, entity), calls in sorted(written_times(attempt).items()):
            for keeper in setting.board.keeping(entity):
                if entity in keeper.copies and (keeper.id, entity) in read:
                    _carry(attempt, entity, _feed(setting.board, owner, keeper.id), calls)


def written_times(attempt: Attempt) -> dict[tuple[str, str], float]:
    """(part, entity) → writes there for each request; the misses among them count with their share already."""
    times: dict[tuple[str, str], float] = defaultdict(float)
    for hop in attempt.hops:
        if hop.verb in CHANGING and hop.entity:
            times[hop.target, hop.entity] += hop.calls
    return times


def _carry(attempt: Attempt, entity: str, way: Path | None, calls: float) -> None:
    if way:
        step = Step(id=f"copy_{entity}"[:64], write=entity)
        attempt.travel(way, step, mode="eventually", calls=calls, after=True, entity=entity)
        attempt.uses.add((way[-1], entity))


def _feed(board: Board, owner: str, keeper: str) -> Path | None:
    """From a store over a channel that captures its changes to the keeper of a copy."""
    channels = [link.target for link in captures(board, owner) if board.parts[link.target].can("hand_off")]
    way = shortest(board, channels, lambda part: part.id == keeper, works_on)
    return (owner, *way) if way else None
