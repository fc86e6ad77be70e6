"""New names: a generator of ids that a writer asks is part of the write, and so is what the generator asks itself."""

from __future__ import annotations

from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board
from design_sandbox.walk.routes import CALLING, Path
from design_sandbox.walk.walk import Hop

GENERATOR = "id_generator"
RANGE = 1000.0
"""Names a generator takes from its store at once, where its batch does not say otherwise."""


def ask_for_name(attempt: Attempt, step: Step, path: Path) -> None:
    """Let the writers on a path ask the generator that is drawn beside them; it refills a range now and then."""
    board = attempt.board
    for writer in path[:-1]:
        for generator in _called(board, writer):
            if board.parts[generator].component.type != GENERATOR:
                continue
            attempt.travel((writer, generator), step, note="asks for a new name")
            taken = float(board.parts[generator].said.get("batch") or RANGE)
            for store in _called(board, generator):
                if board.parts[store].can("hold"):
                    attempt.travel(
                        (generator, store),
                        step,
                        mode="best_effort",
                        last_calls=1 / taken,
                        note="takes a range of names",
                    )


def is_for_name(board: Board, hop: Hop) -> bool:
    """Whether a call only gets a new name: it says who makes the names, nothing about who is called too often."""
    return GENERATOR in (board.parts[hop.source].component.type, board.parts[hop.target].component.type)


def keeps_names_only(board: Board, store: str) -> bool:
    """Whether a store serves id generators alone: it is nobody's home for data."""
    callers = [board.parts[link.source].component.type for link in board.into[store]]
    return bool(callers) and set(callers) == {GENERATOR}


def _called(board: Board, name: str) -> list[str]:
    return [link.target for link in board.out[name] if link.kind in CALLING]
