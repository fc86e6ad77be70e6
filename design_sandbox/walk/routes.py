"""Ways through a board: which arrows a call, a message or a push may take, and the shortest such way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from design_sandbox.model.catalogue import Ability
from design_sandbox.walk.board import Board, Link, Part

Path = tuple[str, ...]
Goal = Callable[[Part], bool]
Step = Callable[[Board, str], Iterable[str]]
"""From a part, the parts one step further."""

CALLING = ("request", "persistent")
ANSWERING: tuple[Ability, ...] = ("pass_on", "compute", "hold", "copy", "provide")
CONSUMING: tuple[Ability, ...] = ("compute", "hand_off", "provide", "hold", "copy")


def calls(board: Board, name: str) -> tuple[str, ...]:
    """Parts that a compute (or something it goes through) may call and wait for."""
    return _known(board, "calls", name, _calls)


def works_on(board: Board, name: str) -> tuple[str, ...]:
    """Parts that work after the answer may reach: through channels, change capture, and calls of their consumers."""
    return _known(board, "works_on", name, _works_on)


def _known(
    board: Board, kind: str, name: str, find: Callable[[Board, str], Iterator[str]]
) -> tuple[str, ...]:
    """What `find` yields, found once per board."""
    key = (kind, name)
    if key not in board.memo:
        board.memo[key] = tuple(find(board, name))
    return board.memo[key]


def _calls(board: Board, name: str) -> Iterator[str]:
    part = board.parts[name]
    if part.can("compute") or (part.can("pass_on") and not part.can("initiate")):
        for link in board.out[name]:
            target = board.parts[link.target]
            if link.kind in CALLING and not target.can("hand_off") and _can_any(target, ANSWERING):
                yield link.target


def _can_any(part: Part, abilities: tuple[Ability, ...]) -> bool:
    return any(part.can(ability) for ability in abilities)


def _works_on(board: Board, name: str) -> Iterator[str]:
    part = board.parts[name]
    if part.can("hand_off"):
        yield from consumers(board, name)
    elif part.can("compute"):
        for link in board.out[name]:
            target = board.parts[link.target]
            if target.can("hand_off") or _can_any(target, ANSWERING):
                yield link.target
    elif part.can("pass_on") and not part.can("initiate"):
        yield from calls(board, name)
    elif part.can("hold"):
        yield from (link.target for link in captures(board, name))


def started(board: Board, name: str) -> tuple[str, ...]:
    """Parts that a schedule starts, and what they work on from there."""
    if board.parts[name].can("clock"):
        return tuple(link.target for link in board.out[name])
    return works_on(board, name)


def captures(board: Board, store: str) -> list[Link]:
    """Change capture: arrows on which a store feeds a channel, a replica or a copy."""
    return [
        link for link in board.out[store]
        if board.parts[link.target].can("hand_off")
        or (link.kind in ("replication", "async") and _keeps(board.parts[link.target]))
        or (link.kind in ("replication", "async") and board.parts[link.target].can("compute"))
    ]  # fmt: skip


def _keeps(part: Part) -> bool:
    return part.can("hold") or part.can("copy")


def consumers(board: Board, channel: str) -> list[str]:
    """Who takes work off a channel: along the arrow, or a worker that points at it when nobody else does."""
    ahead = [
        link.target for link in board.out[channel]
        if _can_any(board.parts[link.target], CONSUMING)
    ]  # fmt: skip
    return ahead or pulling_workers(board, channel)


def pulling_workers(board: Board, channel: str) -> list[str]:
    """Workers drawn as `worker -> queue` on a channel that has no consumer along its arrows."""
    if any(board.parts[link.target].can("compute") for link in board.out[channel]):
        return []
    return [
        link.source for link in board.into[channel]
        if board.parts[link.source].can("compute") and not board.parts[link.source].spec.handles_requests
    ]  # fmt: skip


def is_unfed(board: Board, name: str) -> bool:
    """Whether a worker can never start: it takes no requests, nothing leads to it, and it points at no channel."""
    part = board.parts[name]
    return (
        part.can("compute")
        and not part.spec.handles_requests
        and not part.can("clock")
        and not board.into[name]
        and not any(board.parts[link.target].can("hand_off") for link in board.out[name])
    )


def waiting_channels(board: Board) -> list[str]:
    """Channels whose work no compute takes, those that are written to first."""
    free = [
        part.id for part in board.with_ability("hand_off")
        if not any(board.parts[name].can("compute") for name in consumers(board, part.id))
    ]  # fmt: skip
    return sorted(free, key=lambda name: not board.into[name])


def shortest(board: Board, starts: Iterable[str], goal: Goal, step: Step) -> Path | None:
    """The shortest way from any start to a part that meets the goal, the start itself included; None if there is none.

    Equal ways are told apart by the board's canonical order.
    """
    came_from: dict[str, str | None] = {}
    queue: deque[str] = deque()
    for start in starts:
        if start in board.parts and start not in came_from:
            came_from[start] = None
            queue.append(start)
    while queue:
        name = queue.popleft()
        if goal(board.parts[name]):
            return traced(came_from, name)
        for following in step(board, name):
            if following not in came_from:
                came_from[following] = name
                queue.append(following)
    return None


def ways_from(board: Board, start: str, step: Step) -> list[Path]:
    """The shortest way from a compute to each other compute, nearest first; found once per board."""
    key = (step, start)
    if key not in board.ways:
        board.ways[key] = _ways_from(board, start, step)
    return board.ways[key]


def _ways_from(board: Board, start: str, step: Step) -> list[Path]:
    came_from: dict[str, str | None] = {start: None}
    queue = deque([start] if board.parts[start].can("compute") else [])
    ways = []
    while queue:
        name = queue.popleft()
        for following in step(board, name):
            if following not in came_from:
                came_from[following] = name
                queue.append(following)
                if board.parts[following].can("compute"):
                    ways.append(traced(came_from, following))
    return ways


def tells(board: Board, name: str) -> Iterator[str]:
    """Computes that this part calls or sends a message to, and what passes such calls on."""
    for link in board.out[name]:
        target = board.parts[link.target]
        passes = target.can("pass_on") and not target.can("initiate") and link.kind in CALLING
        if target.can("compute") or passes:
            yield link.target


def traced(came_from: dict[str, str | None], name: str) -> Path:
    """The way back from a part to the start of a search, in the order it is walked."""
    path = [name]
    while (before := came_from[path[-1]]) is not None:
        path.append(before)
    return tuple(reversed(path))


def cdn_origins(board: Board, cdn: str) -> list[str]:
    """Who fills a CDN: parts it points at, and stores that point at it."""
    ahead = [link.target for link in board.out[cdn]]
    return [*ahead, *(link.source for link in board.into[cdn] if board.parts[link.source].can("hold"))]
