"""Writes that a durable channel takes before their owner has them (SEMANTICS 3, 11)."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.walk.board import Board, Link
from design_sandbox.walk.copies import Access
from design_sandbox.walk.routes import Path, shortest, works_on
from design_sandbox.walk.stops import connect_answers
from design_sandbox.walk.walk import Question

ENOUGH_COPIES = 2
"""Copies of a channel that survive the loss of one machine."""


def taken_by_channel(access: Access) -> bool:
    """Meet a write over a durable channel: asked about, unless the arrow says what it carries; False if none is drawn.

    Whoever must be the only one to get something cannot be answered by a channel; whoever must read their own write is
    asked how.
    """
    attempt, step, board = access.attempt, access.step, access.board
    if step.verb != "write":
        return False
    way = shortest(
        board, [attempt.handler], lambda part: part.id in access.owning and access.fits(part), works_on
    )
    taken = _first_channel(board, way or ())
    if way is None or taken is None:
        return False
    attempt.travel(way[: taken + 1], step)
    attempt.travel(
        way[taken:], step, mode="eventually", last_calls=access.times, after=True, entity=step.target
    )
    attempt.uses.add((way[-1], step.target))
    _ask_if_unsaid(access, way, taken)
    if access.entity.read_your_writes:
        _ask_how_own_writes_are_seen(access, way)
    return True


def _ask_how_own_writes_are_seen(access: Access, way: Path) -> None:
    """The owner has the write some time after the answer; its writer must see it at once."""
    attempt, owner = access.attempt, access.board.parts[way[-1]]
    what = attempt.setting.scenario.label_of(access.step.target)
    text = (
        f"{owner.label} has {what} some time after the answer. How does whoever wrote them see them at once?"
    )
    attempt.ask(Question("own-write", text, (way[-1],), connect_answers(attempt, attempt.handler, {way[-1]})))


def _first_channel(board: Board, way: Path) -> int | None:
    """Where on the way a durable channel takes the write, before any store has seen it."""
    for place, name in enumerate(way[:-1]):
        part = board.parts[name]
        if part.can("hand_off"):
            return place if part.can("hold") and part.spec.durable else None  # a queue keeps no record
        if not (part.can("compute") or part.can("pass_on")):
            return None
    return None


def _ask_if_unsaid(access: Access, way: Path, taken: int) -> None:
    """Does the channel take this write at all, and does it survive until the owner has it?"""
    board, what = access.board, access.attempt.setting.scenario.label_of(access.step.target)
    channel, owner = board.parts[way[taken]], board.parts[way[-1]]
    into = next(link for link in board.out[way[taken - 1]] if link.target == channel.id)
    if access.step.target not in into.carries:
        answer = (f"{channel.label} carries {what}", _carrying(into, access.step.target))
        text = f"Nobody writes {what} to {owner.label} before the answer. Does {channel.label} take them, and a worker write them later?"
        access.attempt.ask(Question("taken", text, (channel.id, owner.id), (answer,)))
    elif int(channel.said.get("replicas") or 1) < ENOUGH_COPIES:
        patch: Patch = ({"op": "set", "component": channel.id, "field": "replicas", "value": 3},)
        text = f"The answer is given when {channel.label} has {what}. What if {channel.label} is lost before {owner.label} has them?"
        access.attempt.ask(
            Question("taken", text, (channel.id,), ((f"Keep three copies of {channel.label}", patch),))
        )


def _carrying(link: Link, entity: str) -> Patch:
    arrow = {"from": link.source, "to": link.target}
    carries = sorted(link.carries | {entity})
    return (
        {"op": "remove_connection", **arrow},
        {"op": "add_connection", "connection": {**arrow, "kind": "async", "carries": carries}},
    )
