"""Reading through copies: a copy is asked first, what it lacks is asked behind it (SEMANTICS 4, 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from design_sandbox.model.scenario import Entity, Step, walk_steps
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.choosing import way_to_data
from design_sandbox.walk.fit import fit
from design_sandbox.walk.routes import CALLING, Path, calls, shortest, works_on
from design_sandbox.walk.stops import connect_answers, why_not
from design_sandbox.walk.walk import Question


@dataclass(frozen=True)
class Access:
    """One step on data: by whom, on what, how often, and who owns it."""

    attempt: Attempt
    step: Step
    entity: Entity
    times: float
    owning: set[str]

    @property
    def board(self) -> Board:
        """The board that is walked."""
        return self.attempt.board

    def way(self, starts: Iterable[str], goal: Iterable[str]) -> Path | None:
        """The way of calls to one of these parts, if its type can do what the step asks: from the handler the one that
        the drawing means, from elsewhere the shortest."""
        wanted, begin = set(goal), list(starts)

        def keeps(part: Part) -> bool:
            return part.id in wanted and self.fits(part)

        if begin == [self.attempt.handler]:
            return way_to_data(self.attempt, self.step.target, keeps)
        return shortest(self.board, begin, keeps, calls)

    def at_log(self) -> Path | None:
        """A way to an event log that keeps the entity itself: written by appending, read along an arrow either way."""
        logs = [part for part in self.board.keeping(self.step.target)
                if part.id in self.owning and part.can("hand_off") and self.fits(part)]  # fmt: skip
        ways = (self._way_to_log(log.id) for log in logs)
        return next((way for way in ways if way), None)

    def _way_to_log(self, log: str) -> Path | None:
        """From the handler to a compute that appends to a log, or for a read asks it or takes events out of it."""
        board, changing = self.board, self.step.verb in ("write", "claim")
        ends = {link.source for link in board.into[log] if changing or link.kind in CALLING}
        ends |= set() if changing else {link.target for link in board.out[log]}
        callers = {end for end in ends if board.parts[end].can("compute")}
        way = shortest(board, [self.attempt.handler], lambda part: part.id in callers, calls)
        return (*way, log) if way else None

    def fits(self, part: Part) -> bool:
        """Whether the part's type can do what the step asks."""
        return self.step.verb is not None and fit(part, self.step.verb, self.entity) != "impossible"

    def is_complete(self, part: Part) -> bool:
        """Whether a copy has everything its owner has."""
        return is_complete(self.board, part, self.step.target)


def copies_to_ask(access: Access) -> list[Part]:
    """Copies that may answer this read, in canonical order.

    A fresh read, and a read by whoever has just written, takes no copy that lags behind its owner.
    """
    board, entity_id = access.board, access.step.target
    copies = [part for part in board.keeping(entity_id) if part.id not in access.owning]
    if access.step.fresh:
        return [part for part in copies if part.get("consistency") == "strong"]
    bound = access.entity.read_your_writes and _writes_it_too(access.attempt, entity_id)
    if bound and access.way([access.attempt.handler], access.owning):
        return [
            part for part in copies if not lags(board, part, entity_id) or part.get("consistency") == "strong"
        ]
    return copies


def _writes_it_too(attempt: Attempt, entity_id: str) -> bool:
    """Whether the actor of this flow also writes the entity, in this flow or another."""
    flows = attempt.setting.scenario.flows.values()
    return any(step.target == entity_id and step.verb in ("write", "claim")
               for flow in flows if flow.actor == attempt.flow.actor for step in walk_steps(flow.steps))  # fmt: skip


def lags(board: Board, copy: Part, entity_id: str) -> bool:
    """Whether a copy follows its owner behind its back: over replication, change capture or a channel."""
    return any(
        link.kind in ("replication", "async")
        and (entity_id in board.parts[link.source].holds or board.parts[link.source].can("hand_off"))
        for link in board.into[copy.id]
    )


def read_through(access: Access, path: Path, copies: list[Part]) -> bool:
    """Ask the copy at the end of the path; what it lacks, its caller or the copy itself asks behind it."""
    attempt, step, board = access.attempt, access.step, access.board
    if access.entity.durable and not access.owning:
        return attempt.fail(why_not(attempt, step, access.entity, access.owning))
    first, behind = board.parts[path[-1]], _behind(access, path, copies)
    if not behind and not access.is_complete(first):
        _ask_what_answers(access, path)
    fork = path.index(behind[0][0]) if behind and behind[0][0] in path[:-1] else 0
    attempt.travel(path[: fork + 1], step)
    attempt.travel(
        path[fork:],
        step,
        mode="best_effort" if behind else "must",
        last_calls=access.times,
        entity=step.target,
    )
    _use(attempt, first, step)
    missing = misses(first)
    for way in behind:
        if missing <= 0:
            break
        attempt.travel(
            way, step, mode="miss", calls=missing, last_calls=access.times, entity=step.target, note="on miss"
        )
        _use(attempt, board.parts[way[-1]], step)
        missing *= misses(board.parts[way[-1]])
    return True


def misses(copy: Part) -> float:
    """Share of reads that a copy cannot answer."""
    return max(0.0, 1.0 - float(copy.get("hit_ratio", 0.0) or 0.0))


def is_complete(board: Board, copy: Part, entity_id: str) -> bool:
    """Whether a copy has everything its owner has: it follows an owner by replication or change capture."""
    if any(
        link.kind == "replication" and board.parts[link.source].has(entity_id) for link in board.into[copy.id]
    ):
        return True
    if misses(copy) > 0:
        return False
    fed_by = [part.id for part in board.owners(entity_id)]
    behind = [target for owner in fed_by for target in works_on(board, owner)]
    return shortest(board, behind, lambda part: part.id == copy.id, works_on) is not None


def _use(attempt: Attempt, part: Part, step: Step) -> None:
    attempt.uses.add((part.id, step.target))
    if step.target not in part.holds:
        attempt.copies_used += 1
        attempt.facts.add("copy")


def _behind(access: Access, path: Path, copies: list[Part]) -> list[Path]:
    """Ways taken in turn while the entity is missing: nearer copies, then a complete one or the owner."""
    board, asked = access.board, {path[-1]}
    if access.is_complete(board.parts[path[-1]]):
        return []
    ways: list[Path] = []
    for copy in copies:
        way = _next_to(board, path, copy.id) if copy.id not in asked else None
        if way and access.fits(copy) and not access.is_complete(copy):
            ways.append(way)
            asked.add(copy.id)
    complete = {copy.id for copy in copies if copy.id not in asked and access.is_complete(copy)}
    last = _last_way(access, path, complete) or _last_way(access, path, access.owning)
    return [*ways, last] if last else []


def _next_to(board: Board, path: Path, target: str) -> Path | None:
    """One call from the copy's caller, or from the copy itself."""
    return next(((source, target) for source in (path[-2:-1] + path[-1:]) for link in board.out[source]
                 if link.target == target and link.kind in CALLING), None)  # fmt: skip


def _last_way(access: Access, path: Path, goal: set[str]) -> Path | None:
    board, copy = access.board, path[-1]
    through = next(
        (link.target for link in board.out[copy] if link.target in goal and link.kind in CALLING), None
    )
    if through:
        return (copy, through)
    ways = (access.way([caller], goal) for caller in reversed(path[:-1]))
    return next((way for way in ways if way and copy not in way), None)


def _ask_what_answers(access: Access, path: Path) -> None:
    attempt, copy = access.attempt, access.board.parts[path[-1]]
    what = attempt.setting.scenario.label_of(access.step.target)
    caller = path[-2] if len(path) > 1 else copy.id
    attempt.ask(Question("miss", f"What answers when {copy.label} does not have {what}?", (copy.id,),
                         connect_answers(attempt, caller, access.owning)))  # fmt: skip
