"""The question what fills a keeper of derived data, with edits that would answer it (SEMANTICS 5)."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board
from design_sandbox.walk.keeping import owners
from design_sandbox.walk.routes import is_unfed, waiting_channels
from design_sandbox.walk.walk import Question


def ask_what_fills(attempt: Attempt, entity_id: str, keeper: str) -> Question:
    """The interviewer's question, with edits that would answer it."""
    scenario, board = attempt.setting.scenario, attempt.board
    part = board.parts[keeper]
    what = scenario.label_of(entity_id)
    answers = [
        *_answer_by_feeding(board, keeper),
        *_answer_by_miss(attempt, entity_id, keeper),
        *_answer_by_pipeline(attempt, entity_id, keeper),
    ]
    unfed = _unfed(board, keeper)
    idle = f" Nothing gives {board.parts[unfed[0]].label} any work." if unfed else ""
    return Question("what-fills", f"What fills {part.label} with {what}?{idle}", (keeper,), tuple(answers))


def _unfed(board: Board, keeper: str) -> list[str]:
    """Workers that write here and are never given anything."""
    return [link.source for link in board.into[keeper] if is_unfed(board, link.source)]


def _answer_by_feeding(board: Board, keeper: str) -> list[tuple[str, Patch]]:
    """For a worker without work: the channel that nobody empties leads to it."""
    return [
        (f"Connect {board.parts[channel].label} to {board.parts[worker].label}",
         ({"op": "add_connection", "connection": {"from": channel, "to": worker, "kind": "async"}},))
        for worker in _unfed(board, keeper)[:1] for channel in waiting_channels(board)[:2] if board.into[channel]
    ]  # fmt: skip


def _answer_by_miss(attempt: Attempt, entity_id: str, keeper: str) -> list[tuple[str, Patch]]:
    board, entity = attempt.board, attempt.setting.scenario.entities[entity_id]
    readers = [hop.source for hop in attempt.hops if hop.target == keeper]
    if not readers:
        return []
    targets = dict.fromkeys(
        keeper for source in entity.derived_from for keeper in sorted(owners(attempt, source))
    )
    patch = tuple({"op": "add_connection", "connection": {"from": readers[0], "to": target}}
                  for target in targets if not board.linked(readers[0], target))  # fmt: skip
    labels = " and ".join(board.parts[target].label for target in targets)
    return (
        [(f"Connect {board.parts[readers[0]].label} to {labels}, to compute on a miss", patch)]
        if patch
        else []
    )


def _answer_by_pipeline(attempt: Attempt, entity_id: str, keeper: str) -> list[tuple[str, Patch]]:
    scenario: Scenario = attempt.setting.scenario
    refreshed_by = scenario.entities[entity_id].refreshed_by
    board: Board = attempt.board
    answers: list[tuple[str, Patch]] = []
    for part in board.with_ability("compute"):
        if refreshed_by and (refreshed_by in part.component.does or part.id != attempt.handler):
            if board.linked(part.id, keeper):
                continue
            connect = ({"op": "add_connection", "connection": {"from": part.id, "to": keeper}},)
            answers.append((f"Connect {part.label} to {board.parts[keeper].label}", connect))
    return answers[:3]
