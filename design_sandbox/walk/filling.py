"""How derived data gets to where it is read: a drawn pipeline from the flow that refreshes it, or computing on a miss.

One rule serves timelines, search indexes, read replicas, renditions and availability boards (SEMANTICS 5).
"""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.model.scenario import Entity, Step, walk_steps
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.behind import ways_to_publish, written_stores
from design_sandbox.walk.board import Board
from design_sandbox.walk.keeping import owners
from design_sandbox.walk.routes import Goal, Path, calls, shortest, works_on


@dataclass(frozen=True)
class Pipeline:
    """A drawn way that keeps a derived entity filled."""

    entity: str
    path: Path
    """From the refreshing flow's compute (or store, with change capture) to the keeper."""
    reads: tuple[tuple[Path, str], ...]
    """(way, source) from the last compute to the keepers of sources it is not sent."""
    after_answer: bool


def find_pipeline(attempt: Attempt, entity_id: str, keeper: str | None = None) -> Pipeline | None:
    """The pipeline by which this flow's request fills the entity, there or anywhere; behind a channel rather than inside the answer."""
    keepers = [part.id for part in attempt.board.keeping(entity_id)
               if keeper in (None, part.id) and not part.can("pass_on") and not part.can("hand_off")]  # fmt: skip
    finders = (_captured, _behind_channel, _scheduled, _inside_answer)
    return next(
        (found for name in keepers for find in finders if (found := find(attempt, entity_id, name))), None
    )


def _captured(attempt: Attempt, entity_id: str, keeper: str) -> Pipeline | None:
    """Straight from a store the flow wrote: replication or change capture into the keeper."""
    for store in written_stores(attempt):
        for link in attempt.board.out[store]:
            if link.target == keeper and link.kind in ("replication", "async"):
                return Pipeline(entity_id, (store, keeper), (), True)
    return None


def _behind_channel(attempt: Attempt, entity_id: str, keeper: str) -> Pipeline | None:
    """The shortest way over a channel from the request's own computes and stores; else over a service that it could call."""
    board = attempt.board
    own = {*attempt.computes(), *written_stores(attempt)}
    best: Pipeline | None = None
    for way in ways_to_publish(attempt):
        if best is not None and way[-1] not in own:
            break
        for link in board.out[way[-1]]:
            if not board.parts[link.target].can("hand_off"):
                continue
            found = _last_stretch(attempt, entity_id, keeper, (*way, link.target))
            if found and (best is None or len(found.path) < len(best.path)):
                best = found
    return best


def _last_stretch(attempt: Attempt, entity_id: str, keeper: str, start: Path) -> Pipeline | None:
    """From a channel to the keeper, by a last compute that has (or is sent) every source."""
    board = attempt.board
    feeders = [link.source for link in board.into[keeper]]
    if start[-1] in feeders and _sources_sent(attempt, entity_id):
        return Pipeline(entity_id, (*start, keeper), (), True)
    best: Pipeline | None = None
    for feeder in feeders:
        stretch = shortest(board, [start[-1]], _is(feeder), works_on) if _computes(board, feeder) else None
        if not stretch or (best is not None and len(start) + len(stretch) >= len(best.path)):
            continue
        between = reversed((*start[1:], *stretch[1:-1]))  # who publishes only looks up what it publishes
        senders = tuple(name for name in between if _computes(board, name))
        reads = source_reads(attempt, entity_id, feeder, senders=senders)
        if reads is not None:
            best = Pipeline(entity_id, (*start[:-1], *stretch, keeper), reads, True)
    return best


def _computes(board: Board, name: str) -> bool:
    return board.parts[name].can("compute")


def _scheduled(attempt: Attempt, entity_id: str, keeper: str) -> Pipeline | None:
    """A clock that starts a worker which reads every source and writes the keeper."""
    board = attempt.board
    for clock in board.with_ability("clock"):
        for feeder in (link.source for link in board.into[keeper]):
            if not board.parts[feeder].can("compute"):
                continue
            reads = source_reads(attempt, entity_id, feeder, sent=False)
            starts = [link.target for link in board.out[clock.id]]
            stretch = shortest(board, starts, _is(feeder), works_on)
            if reads is not None and stretch:
                return Pipeline(entity_id, (clock.id, *stretch, keeper), reads, True)
    return None


def _inside_answer(attempt: Attempt, entity_id: str, keeper: str) -> Pipeline | None:
    board = attempt.board
    for feeder in attempt.computes():
        if board.linked(feeder, keeper):
            reads = source_reads(attempt, entity_id, feeder)
            if reads is not None:
                return Pipeline(entity_id, (feeder, keeper), reads, False)
    for feeder in (link.source for link in board.into[keeper]):
        way = shortest(board, [attempt.handler], _is(feeder), calls)
        reads = (
            source_reads(attempt, entity_id, feeder) if way and board.parts[feeder].can("compute") else None
        )
        if way and reads is not None:
            return Pipeline(entity_id, (*way, keeper), reads, False)
    return None


def _is(*names: str) -> Goal:
    wanted = frozenset(names)
    return lambda part: part.id in wanted


def _written(attempt: Attempt) -> set[str]:
    return {step.target for step in walk_steps(attempt.flow.steps) if step.verb in ("write", "claim")}


def _sources_sent(attempt: Attempt, entity_id: str) -> bool:
    return set(attempt.setting.scenario.entities[entity_id].derived_from) <= _written(attempt)


def source_reads(
    attempt: Attempt, entity_id: str, feeder: str, *, sent: bool = True, senders: Path = ()
) -> tuple[tuple[Path, str], ...] | None:
    """(way, source) from a compute to the keepers of every source it is not sent; None when one is out of reach.

    Sources that the refreshing flow has just written travel in the message when `sent`; they are read as well where
    an arrow for that is drawn. What a sender of the message can read (nearest first) travels in it too.
    """
    given = _written(attempt) if sent else set()
    reads: list[tuple[Path, str]] = []
    for source in attempt.setting.scenario.entities[entity_id].derived_from:
        keepers = _is(*owners(attempt, source))
        way = shortest(attempt.board, [feeder], keepers, calls)
        if not way and source not in given:
            ways = (shortest(attempt.board, [sender], keepers, calls) for sender in senders)
            way = next(filter(None, ways), None)
        if way and (source not in given or (len(way) == 2 and not _wrote_itself(attempt, way))):
            reads.append((way, source))
        elif not way and source not in given and not _takes_in(attempt.board, keepers, feeder):
            return None
    return tuple(reads)


def _takes_in(board: Board, keepers: Goal, feeder: str) -> bool:
    """Whether a compute is given every event of a log that keeps the source: it builds its view from them."""
    logs = [part.id for part in board.with_ability("hand_off") if keepers(part)]
    return shortest(board, logs, _is(feeder), works_on) is not None


def _wrote_itself(attempt: Attempt, way: Path) -> bool:
    """Whether the compute has this at hand because it has just written it there."""
    return any((hop.source, hop.target) == way and hop.verb in ("write", "claim") for hop in attempt.hops)


# On a miss ------------------------------------------------------------------------------------------------------------


def computed_on_miss(attempt: Attempt, entity_id: str, keeper: str) -> list[tuple[Path, str, float]]:
    """Ways by which the reader can compute the entity itself: (path, source entity, calls each); empty if it can't."""
    entity = attempt.setting.scenario.entities[entity_id]
    readers = [hop.source for hop in attempt.hops if hop.target == keeper and hop.entity == entity_id]
    times = _times_without(attempt, entity)
    for reader in (*readers, attempt.handler):
        ways = []
        for source in entity.derived_from:
            keepers = owners(attempt, source) - {keeper}
            way = shortest(attempt.board, [reader], _is(*keepers), calls)
            if way:
                ways.append((way, source, times.get(source, 1.0)))
        if len(ways) == len(entity.derived_from) > 0:
            return ways
    return []


def _times_without(attempt: Attempt, entity: Entity) -> dict[str, float]:
    """Reads per source when the entity is computed on demand, as another strategy of the flow tells them."""
    for step in attempt.flow.steps:
        for alternative in step.any_of.values():
            targets = {inner.target for inner in alternative}
            if targets <= set(entity.derived_from):
                return {inner.target: attempt.setting.number(inner.times) for inner in alternative}
    return {}


def pipeline_step(entity_id: str) -> Step:
    """The step that a pipeline's hops are told under."""
    return Step(id=_fill_id(entity_id), write=entity_id)


def source_step(entity_id: str, source: str) -> Step:
    """The step under which a source is read to fill a derived entity: a read, though a write follows it."""
    return Step(id=_fill_id(entity_id), read=source)


def _fill_id(entity_id: str) -> str:
    return f"fill_{entity_id}"[:64]
