"""Workers that are given work and could read what it needs, but have no arrow to what they should fill."""

from __future__ import annotations

from typing import NamedTuple

from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.rule import Context
from design_sandbox.walk.board import Part
from design_sandbox.walk.routes import calls, consumers, shortest


class Unwritten(NamedTuple):
    """The arrow that is missing: from a worker to what keeps derived data."""

    channel: str
    worker: str
    keeper: str
    entity: str


def unwritten(context: Context) -> dict[str, Unwritten]:
    """Worker → the arrow it lacks, for workers that no journey reaches; found once for all rules of a review."""
    found: dict[str, Unwritten] = context.once("workers that write nothing", lambda: _unwritten(context))
    return found


def lacking(context: Context, source: str, target: str) -> Unwritten | None:
    """The missing arrow for which this drawn one, before or behind such a worker, carries nothing."""
    board, idle = context.board, unwritten(context)
    if target in context.board.parts and board.parts[target].can("hand_off"):
        return next((idle[name] for name in consumers(board, target) if name in idle), None)
    return idle.get(target) or idle.get(source)


def _unwritten(context: Context) -> dict[str, Unwritten]:
    board, found = context.board, dict[str, Unwritten]()
    for channel in board.with_ability("hand_off"):
        for name in consumers(board, channel.id):
            if name in context.used_parts or not board.parts[name].can("compute") or not board.out[name]:
                continue
            lacks = next((one for entity in context.scenario.entities
                          if (one := _would_fill(context, channel.id, name, entity))), None)  # fmt: skip
            if lacks:
                found.setdefault(name, lacks)
    return found


def _would_fill(context: Context, channel: str, worker: str, name: str) -> Unwritten | None:
    """Whether one more arrow made the channel and its worker the pipeline of a derived entity that journeys read."""
    board, entity = context.board, context.scenario.entities[name]
    walk = context.walked.walks.get(entity.refreshed_by or "")
    if walk is None or not walk.served or not entity.derived_from:
        return None
    if not any(link.source in walk.parts for link in board.into[channel]):
        return None
    if not _only_reads(context, worker, entity.derived_from) or not _has_sources(context, worker, name):
        return None
    used = {
        part for other in context.walked.walks.values() for part, kept in other.uses_holds if kept == name
    }
    keepers = [part.id for part in board.keeping(name) if part.id in used and not _passes(part)]
    return Unwritten(channel, worker, keepers[0], name) if keepers else None


def _passes(part: Part) -> bool:
    return part.can("pass_on") or part.can("hand_off")


def _only_reads(context: Context, worker: str, sources: tuple[str, ...]) -> bool:
    """Whether all that it calls keeps what it works from: it writes nowhere else instead."""
    targets = [context.part(link.target) for link in context.board.out[worker]]
    return all(any(part.has(source) for source in sources) for part in targets)


def _has_sources(context: Context, worker: str, name: str) -> bool:
    """Whether each source is sent with the work, or the worker can read it."""
    entity = context.scenario.entities[name]
    steps = walk_steps(context.scenario.flows[entity.refreshed_by or ""].steps)
    sent = {step.target for step in steps if step.verb in ("write", "claim")}
    return all(source in sent or _reaches(context, worker, source) for source in entity.derived_from)


def _reaches(context: Context, worker: str, source: str) -> bool:
    return shortest(context.board, [worker], lambda part: part.has(source), calls) is not None
