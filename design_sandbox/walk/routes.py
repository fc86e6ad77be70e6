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
            return _traced(came_from, name)
        for following in step(board, name):
            if following not in came_from:
                came_from[following] = name
                queue.append(following)
    return None


def _traced(came_from: dict[str, str | None], name: str) -> Path:
    path = [name]
    while (before := came_from[path[-1]]) is not None:
        path.append(before)
    return tuple(reversed(path))


def entries(board: Board, actors: Iterable[str]) -> list[Path]:
    """Ways in: from an actor through edge parts to each *first* compute behind them, shortest first.

    One service may have several ways in, each by another first part: kiosks and boards before one server.
    """
    known = list(actors)
    ways = (way for actor in known for link in _begins(board, actor) for way in _ways_in(board, known, link))
    return sorted(dict.fromkeys(ways), key=len)


def _begins(board: Board, name: str) -> list[Link]:
    """Arrows that a request may take from here. A machine that only shows what it is told is read against its arrow."""
    part, begins = board.parts.get(name), board.out.get(name, [])
    if part is None or begins or not (part.can("initiate") and part.can("pass_on")):
        return begins
    told = [link for link in board.into[name] if board.parts[link.source].can("compute")]
    return [Link(link.number, name, link.source, "request") for link in told]


def _ways_in(board: Board, actors: list[str], first: Link) -> Iterator[Path]:
    """The shortest way to each first compute behind one arrow of an actor."""
    came_from: dict[str, str | None] = dict.fromkeys(actors)
    queue: deque[Link] = deque([first])
    while queue:
        link = queue.popleft()
        target = board.parts[link.target]
        if link.target in came_from or not _lets_in(board.parts[link.source], link, target):
            continue
        came_from[link.target] = link.source
        if target.can("compute"):
            yield _traced(came_from, link.target)
        elif target.can("pass_on") or target.can("hand_off"):
            queue.extend(_begins(board, link.target))


def _lets_in(part: Part, link: Link, target: Part) -> bool:
    if part.can("clock") or part.can("hand_off"):  # a schedule may start its work through a queue
        return target.can("compute") or target.can("hand_off")
    return link.kind in CALLING and (
        target.can("pass_on") or (target.can("compute") and target.spec.handles_requests)
    )


def direct(board: Board, actors: Iterable[str], goal: Goal) -> Path | None:
    """A way from an actor to a part that passes no compute: signed uploads, and blobs kept by a CDN.

    A CDN may be the goal but is never passed on the way: it keeps answers and takes no uploads.
    """

    def step(on: Board, name: str) -> Iterator[str]:
        part = on.parts[name]
        if part.can("initiate") or part.can("pass_on"):
            for link in on.out[name]:
                target = on.parts[link.target]
                passes = target.can("pass_on") and not target.can("copy")
                if link.kind in CALLING and (passes or goal(target)):
                    yield link.target

    return shortest(board, actors, goal, step)


def cdn_origins(board: Board, cdn: str) -> list[str]:
    """Who fills a CDN: parts it points at, and stores that point at it."""
    ahead = [link.target for link in board.out[cdn]]
    return [*ahead, *(link.source for link in board.into[cdn] if board.parts[link.source].can("hold"))]


def open_connections(board: Board, actors: Iterable[str]) -> dict[str, Path]:
    """Computes that an actor reaches over persistent arrows only, with the way there.

    Both ends of an open connection may speak, so it counts from whichever end it was drawn.
    """
    came_from: dict[str, str | None] = dict.fromkeys(actors)
    queue: deque[str] = deque(came_from)
    ends: dict[str, Path] = {}
    while queue:
        name = queue.popleft()
        for following in _connected(board, name):
            target = board.parts[following]
            if following in came_from:
                continue
            came_from[following] = name
            if target.can("compute"):
                ends[following] = _traced(came_from, following)
            elif target.can("pass_on"):
                queue.append(following)
    return ends


def _connected(board: Board, name: str) -> Iterator[str]:
    yield from (link.target for link in board.out.get(name, ()) if link.kind == "persistent")
    yield from (link.source for link in board.into.get(name, ())
                if link.kind == "persistent" and not board.parts[link.source].can("initiate"))  # fmt: skip


def sync_cycles(board: Board) -> list[tuple[str, ...]]:
    """Circles of computes that wait for each other: the shortest one of each knot, from its first part on.

    Hand-offs, and pushes back over an open connection, are no calls that anybody waits for.
    """

    def step(on: Board, name: str) -> Iterator[str]:
        for link in on.out[name]:
            target = on.parts[link.target]
            if link.kind == "request" and (
                target.can("compute") or (target.can("pass_on") and not target.can("copy"))
            ):
                yield link.target

    found: list[tuple[str, ...]] = []
    covered: set[str] = set()
    for part in board.with_ability("compute"):
        ring = _ring(board, part.id, step) if part.id not in covered else None
        if ring:
            found.append(ring)
            covered |= set(ring)
    return found


def _ring(board: Board, name: str, step: Step) -> tuple[str, ...] | None:
    """The shortest way from a part back to itself, the part named once."""
    way = shortest(board, step(board, name), lambda part: part.id == name, step)
    return (name, *way[:-1]) if way else None


def dominators(board: Board, start: str) -> dict[str, str]:
    """Each part that any arrows lead to from the start → the last part that every such way passes before it.

    The iterative algorithm of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001.
    """
    order = _postorder(board, start)
    rank = {name: index for index, name in enumerate(order)}
    found = {start: start}
    changed = True
    while changed:
        changed = False
        for name in reversed(order[:-1]):
            before = [link.source for link in board.into[name] if link.source in found]
            nearest = before[0]
            for other in before[1:]:
                nearest = _meeting(found, rank, nearest, other)
            if found.get(name) != nearest:
                found[name], changed = nearest, True
    return found


def _postorder(board: Board, start: str) -> list[str]:
    """Parts within reach, each after those first found behind it; the start is last."""
    order: list[str] = []
    seen = {start}
    stack = [(start, iter(board.out[start]))]
    while stack:
        name, links = stack[-1]
        following = next((link.target for link in links if link.target not in seen), None)
        if following is None:
            order.append(name)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(board.out[following])))
    return order


def _meeting(found: dict[str, str], rank: dict[str, int], one: str, other: str) -> str:
    while one != other:
        while rank[one] < rank[other]:
            one = found[one]
        while rank[other] < rank[one]:
            other = found[other]
    return one
