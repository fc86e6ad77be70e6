"""Ways into a system: by request, past every compute, and over connections that stay open; or why there is none."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from design_sandbox.model.scenario import Flow
from design_sandbox.walk.attempt import Setting
from design_sandbox.walk.board import Board, Ends, Link, Part
from design_sandbox.walk.routes import CALLING, Goal, Path, shortest, traced
from design_sandbox.walk.walk import Stop


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
            yield traced(came_from, link.target)
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
                ends[following] = traced(came_from, following)
            elif target.can("pass_on"):
                queue.append(following)
    return ends


def _connected(board: Board, name: str) -> Iterator[str]:
    yield from (link.target for link in board.out.get(name, ()) if link.kind == "persistent")
    yield from (link.source for link in board.into.get(name, ())
                if link.kind == "persistent" and not board.parts[link.source].can("initiate"))  # fmt: skip


def actor_parts(setting: Setting, actor: str) -> list[str]:
    """Parts that start this actor's requests; the built-in actor `clock` is every scheduler."""
    board = setting.board
    if actor == "clock":
        return [part.id for part in board.with_ability("clock")]
    return [part.id for part in board.with_ability("initiate") if actor in part.plays]


def _handed_away(board: Board, actors: list[str]) -> Ends | None:
    """The arrow from an actor's last machine or edge part, or the actor, into a channel: there the answer is lost."""
    seen, edge = set[str](), list(actors)
    while edge:
        name = edge.pop(0)
        seen.add(name)
        for link in board.out[name]:
            target = board.parts[link.target]
            if target.can("hand_off"):
                return name, link.target
            if target.can("pass_on") and not target.can("compute") and link.target not in seen:
                edge.append(link.target)
    return None


def no_way_in(setting: Setting, flow: Flow) -> Stop:
    """Why no compute takes the actor's request in."""
    board = setting.board
    actors = actor_parts(setting, flow.actor)
    computes = [part for part in board.with_ability("compute") if part.spec.handles_requests]
    edges = [
        part for part in board.with_ability("pass_on") if not part.can("copy") and not part.can("initiate")
    ]
    if not actors and flow.actor == "clock":
        return Stop("enter", "", "nothing in the drawing starts this work on a schedule", "a scheduler")
    if not actors:
        return Stop("enter", "", f"nobody in the drawing stands for the {flow.actor}", "a client or person")
    first = actors[0]
    if flow.actor != "clock" and (handed := _handed_away(board, actors)):
        machine, channel = (board.parts[name].label for name in handed)
        return Stop("enter", handed[0], f"{machine} only hands the request to {channel}, and nobody answers it",
                    f"a service that {machine} calls and that answers; what may happen later goes on through {channel}")  # fmt: skip
    answers = tuple(
        (f"Connect {board.parts[first].label} to {part.label}",
         ({"op": "add_connection", "connection": {"from": first, "to": part.id}},))
        for part in (*edges[:2], *computes[:2])
    )  # fmt: skip
    return Stop("enter", first, f"no service takes {board.parts[first].label}'s request in",
                "a way from the actor, through a load balancer if you like, to a service", answers)  # fmt: skip
