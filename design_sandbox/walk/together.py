"""Steps that happen together: one owner, an outbox, or a saga that undoes what was done (SEMANTICS 15).

A saga is a part that says it compensates. Assumed of it: it notes each step before it takes it, and undoes steps in the
way it took them. Shown by the drawing must be that it

- writes every owner itself, or through what it calls, so that nothing is written before it knows;
- has a way, by calls or over channels, to each owner that may have been written when a later step fails;
- is given the work again after a crash: a durable channel hands it over and keeps it until it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.routes import consumers, shortest, works_on
from design_sandbox.walk.stops import connect_patch
from design_sandbox.walk.walk import Question

Answers = tuple[tuple[str, Patch], ...]
NOTED = Step(id="notes_steps", connect="notes_steps")
"""The step that hops to and from a saga's own channel are told under."""


@dataclass(frozen=True)
class _Lack:
    """Why a part that compensates is no saga for these steps, and edits that would make it one."""

    text: str
    answers: Answers = ()


def ask_what_undoes(attempt: Attempt) -> None:
    """Ask about each crash between two owners, unless one of them has an outbox or a saga undoes the steps."""
    parts = attempt.board.parts
    for written in attempt.together.values():
        owners = list(written)
        if len(owners) < 2 or any(parts[name].get("outbox") for name in owners):
            continue
        lacks = []
        for saga in _sagas(attempt, owners):
            lack = _lack(attempt, saga, owners)
            if lack is None:
                _note_steps(attempt, saga)
                break
            lacks.append(lack)
        else:
            attempt.ask(_crash(attempt, written, owners, lacks))


def _sagas(attempt: Attempt, owners: list[str]) -> Iterator[Part]:
    """Parts on the walk that compensate and have a later owner behind them, in canonical order."""
    for part in attempt.board.parts.values():
        if part.get("compensates") and _behind(attempt, part.id) & set(owners[1:]):
            yield part


def _behind(attempt: Attempt, name: str) -> set[str]:
    """What the walk reaches from a part on, the part itself included."""
    found, new = set[str](), {name}
    while new:
        found |= new
        new = {hop.target for hop in attempt.hops if hop.source in new} - found
    return found


def _lack(attempt: Attempt, saga: Part, owners: list[str]) -> _Lack | None:
    """What is missing for a saga; None when the steps can be undone, crash or not."""
    board = attempt.board
    undone = next((name for name in owners[:-1] if not _reaches(board, saga.id, name)), None)
    if undone is not None:
        label = board.parts[undone].label
        return _Lack(f"{saga.label} undoes steps, but has no way to {label}.",
                     ((f"Connect {saga.label} to {label}", connect_patch(saga.id, undone)),))  # fmt: skip
    unknown = next((name for name in owners if name not in _behind(attempt, saga.id)), None)
    if unknown is not None:
        label = board.parts[unknown].label
        return _Lack(
            f"{saga.label} undoes steps, but {label} is not written by way of it: it may never hear of that."
        )
    if not _given_again(attempt, saga):
        return _Lack(f"{saga.label} undoes steps, but forgets them in a crash: no durable queue gives it the work again.",
                     ((f"Put a queue before {saga.label} that gives it the work again", _queue(board, saga)),))  # fmt: skip
    return None


def _reaches(board: Board, saga: str, owner: str) -> bool:
    return shortest(board, [saga], lambda part: part.id == owner, works_on) is not None


def _given_again(attempt: Attempt, saga: Part) -> bool:
    """Whether a durable channel that the request passes, or that the part itself fills, has it as its consumer."""
    passed = {hop.target for hop in attempt.hops if saga.id in _behind(attempt, hop.target)}
    return any(
        channel in passed or attempt.board.linked(saga.id, channel)
        for channel in _channels(attempt.board, saga)
    )


def _channels(board: Board, saga: Part) -> list[str]:
    """Durable channels from which a part takes work along an arrow."""
    return [part.id for part in board.with_ability("hand_off")
            if part.spec.durable and board.linked(part.id, saga.id) and saga.id in consumers(board, part.id)]  # fmt: skip


def _note_steps(attempt: Attempt, saga: Part) -> None:
    """The saga's own channel takes part: assumed is one message a request, put there first and taken back once."""
    board = attempt.board
    on_walk = {hop.target for hop in attempt.hops}
    channels = _channels(board, saga)
    if any(channel in on_walk for channel in channels):
        return
    own = next(channel for channel in channels if board.linked(saga.id, channel))
    before = next(place for place, hop in enumerate(attempt.hops) if hop.source == saga.id)
    attempt.travel((saga.id, own), NOTED, note="notes the steps")
    attempt.hops.insert(before, attempt.hops.pop())
    attempt.travel(
        (own, saga.id), NOTED, mode="eventually", after=True, note="gives the work again after a crash"
    )


def _crash(attempt: Attempt, written: dict[str, str], owners: list[str], lacks: list[_Lack]) -> Question:
    """The crash point by name, what a saga that is drawn lacks, and what would put it right."""
    parts, scenario = attempt.board.parts, attempt.setting.scenario
    first, second = parts[owners[0]], parts[owners[1]]
    text = (f"A crash after writing {scenario.label_of(written[first.id])} to {first.label} and before writing "
            f"{scenario.label_of(written[second.id])} to {second.label}: what puts that right?")  # fmt: skip
    outbox: Patch = ({"op": "set", "component": first.id, "field": "outbox", "value": True},)
    answers: Answers = () if first.spec.foreign(["outbox"]) else ((f"Give {first.label} an outbox", outbox),)
    if lacks:
        text, answers = f"{text} {lacks[0].text}", (*answers, *lacks[0].answers)
    else:
        answers = (*answers, *_undoing(attempt, owners))
    return Question("together", text, (first.id, second.id), answers)


def _undoing(attempt: Attempt, owners: list[str]) -> Answers:
    """Let the compute that writes all owners undo the steps, with a queue that gives it the work again."""
    board = attempt.board
    writers = [board.parts[name] for name in attempt.computes() if set(owners) <= _behind(attempt, name)]
    able = next((part for part in reversed(writers) if not part.spec.foreign(["compensates"])), None)
    if able is None:
        return ()
    undo: Patch = ({"op": "set", "component": able.id, "field": "compensates", "value": True},)
    queue = () if _given_again(attempt, able) else _queue(board, able)
    return ((f"Let {able.label} undo the steps when a later one fails", (*undo, *queue)),)


def _queue(board: Board, saga: Part) -> Patch:
    """A queue of the part's own, which it fills and empties."""
    names = ("steps", *(f"steps-{number}" for number in range(2, len(board.parts) + 3)))
    fresh = next(name for name in names if name not in board.parts)
    return (
        {
            "op": "add_component",
            "id": fresh,
            "near": saga.id,
            "component": {"type": "queue", "label": "Steps"},
        },
        *connect_patch(saga.id, fresh, "async"),
        *connect_patch(fresh, saga.id, "async"),
    )
