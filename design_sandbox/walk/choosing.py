"""Through whom a request gets at data, where several services lead there (SEMANTICS 1, 4)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.meaning import misfit, misfit_to_data
from design_sandbox.walk.routes import CALLING, Goal, Path, calls, shortest, ways_from


def way_to_data(attempt: Attempt, entity_id: str, goal: Goal) -> Path | None:
    """The way of calls from the handler to a keeper that the drawing means for this.

    What the learner declares decides: a walkthrough, then `does`. Then the fewest further calls, the words of the label
    of whoever gets at the data (a ticket service for tickets), and the fewest hops.
    """
    board = attempt.board
    nearest = shortest(board, [attempt.handler], goal, calls)
    if nearest is None or len(nearest) == 1:
        return nearest
    keeper = nearest[-1]  # words choose who gets at it, never another store
    callers = {link.source for link in board.into[keeper] if link.kind in CALLING}
    others = (
        way for way in ways_from(board, attempt.handler, calls) if way[-1] in callers and keeper not in way
    )
    ways = [nearest, *((*way, keeper) for way in others)]
    if len(ways) == 1:
        return nearest
    best = min(ways, key=lambda way: _key(attempt, entity_id, way))
    return _spoken_for(attempt, entity_id, best, ways) or best


def _spoken_for(attempt: Attempt, entity_id: str, best: Path, ways: list[Path]) -> Path | None:
    """Rather than once more over an arrow of this request: as short a way by a service whose label names the data."""
    travelled = {(hop.source, hop.target) for hop in attempt.hops}
    if (best[-2], best[-1]) not in travelled or _declared(attempt, best):
        return None
    speaking = [way for way in (best, *ways) if len(way) <= len(best)
                and misfit_to_data(attempt.setting, entity_id, _caller(attempt, way)) < 0]  # fmt: skip
    return min(speaking, key=lambda way: _key(attempt, entity_id, way), default=None)


def _caller(attempt: Attempt, way: Path) -> Part:
    """Who gets at the data: the last compute before its keeper."""
    parts = attempt.board.parts
    return next(parts[name] for name in reversed(way[:-1]) if parts[name].can("compute"))


def _declared(attempt: Attempt, way: Path) -> bool:
    """Whether the learner says that the flow goes this way: by a walkthrough, or by `does`."""
    return _is_traced(attempt, way) or attempt.flow_id in _caller(attempt, way).component.does


def _is_traced(attempt: Attempt, way: Path) -> bool:
    return set(way) <= attempt.setting.traced.get(attempt.flow_id, frozenset())


def _key(attempt: Attempt, entity_id: str, way: Path) -> tuple[Any, ...]:
    board, setting = attempt.board, attempt.setting
    known = {(hop.source, hop.target) for hop in attempt.hops if not hop.after_answer}
    further = sum(
        not (hop in known and board.parts[hop[1]].joins) for hop in pairwise(way)
    )  # a service that is called anyway does this too
    caller = _caller(attempt, way)
    return (
        -len(way) if _is_traced(attempt, way) else 0,
        attempt.flow_id not in caller.component.does,
        further,
        misfit_to_data(setting, entity_id, caller),
        misfit(setting, attempt.flow_id, caller),
        len(way),
        [board.position[name] for name in way],
    )
