"""Connections that stay open from an actor to the part that answers (SEMANTICS 8)."""

from __future__ import annotations

from itertools import pairwise

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board
from design_sandbox.walk.stops import connect_patch, step_name
from design_sandbox.walk.walk import Stop
from design_sandbox.walk.ways_in import open_connections


def connect_step(attempt: Attempt, step: Step) -> bool:
    """Open a connection that stays open from the actor to the handler."""
    ends = open_connections(attempt.board, attempt.actors)
    if attempt.handler in ends:
        attempt.facts.add("persistent")
        return True
    return attempt.fail(closes(attempt, step_name(step)))


def closes(attempt: Attempt, step: str) -> Stop:
    """The stop of a request that must arrive over an open connection and does not."""
    board = attempt.board
    patch = tuple(
        operation for source, target in pairwise(attempt.entry)
        for operation in (*_disconnect(board, source, target), *connect_patch(source, target, "persistent"))
    )  # fmt: skip
    return Stop(step, attempt.handler, f"the way to {attempt.board.parts[attempt.handler].label} closes after each request",
                "persistent connections from the actor to the part that keeps them open",
                (("Make the way in persistent", patch),))  # fmt: skip


def _disconnect(board: Board, source: str, target: str) -> Patch:
    """The edit that removes the arrow between two parts, whichever way it is drawn."""
    ends = (source, target) if board.linked(source, target) else (target, source)
    return ({"op": "remove_connection", "from": ends[0], "to": ends[1]},)
