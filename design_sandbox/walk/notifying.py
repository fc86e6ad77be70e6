"""Telling somebody: back over an open connection, or over a push provider (SEMANTICS 8)."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.behind import deadline_of, is_later, over_channel, travel_to
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.instances import (
    broadcasts,
    can_be_known,
    finds_its_way,
    is_alone,
    location_of,
    lost_among,
    which_instance,
    who_tells,
)
from design_sandbox.walk.routes import Goal, Path, calls, shortest, works_on
from design_sandbox.walk.routes import Step as Walking
from design_sandbox.walk.stops import step_name
from design_sandbox.walk.walk import Stop
from design_sandbox.walk.ways_in import open_connections


def notify_step(attempt: Attempt, step: Step) -> bool:
    """Reach an actor: backwards over the connection that a compute holds open, or over a push provider."""
    if step.via is not None:
        return _wake(attempt, step, step.via)
    actors = [part.id for part in attempt.board.with_ability("initiate") if step.target in part.plays]
    others = [name for name in actors if name != attempt.entry[0]]
    ends = open_connections(attempt.board, others) or open_connections(attempt.board, actors)
    ways = list(_ways_to(attempt, step, set(ends)))
    for way in ways:
        location = location_of(attempt, step, way)
        if location or is_alone(attempt, way[-1]) or finds_its_way(attempt, way):
            return _push_back(attempt, step, way, ends[way[-1]], location)
    if not attempt.flow.persistent and _by_provider(attempt, step, "push"):
        return True  # a push wakes somebody; a journey over open connections is not served by it
    if not ways:
        return attempt.fail(_nobody_listens(attempt, step, bool(ends)))
    if attempt.board.parts[ways[0][-1]].said.get("replicas") is not None and can_be_known(attempt, step):
        return attempt.fail(lost_among(attempt, step, ways[0][-1]))
    attempt.ask(which_instance(attempt, ways[0][-1]))
    return _push_back(attempt, step, ways[0], ends[ways[0][-1]], None)


def _wake(attempt: Attempt, step: Step, service: str) -> bool:
    """Over a provider; in a failure walk, what may be lost is left out where the provider is out of reach."""
    if _by_provider(attempt, step, service):
        return True
    if step.may_lose and attempt.setting.routed:
        attempt.facts.add(f"skipped:{service}")
        return True
    return attempt.fail(_no_provider(attempt, step, service))


def _ways_to(attempt: Attempt, step: Step, ends: set[str]) -> Iterator[Path]:
    """Ways to each part that holds the connection, most fitting first: behind a channel when nobody waits, else calls."""
    entering = attempt.setting.entering
    for end in sorted(ends, key=lambda name: (name not in entering, attempt.board.position[name])):

        def goal(part: Part, end: str = end) -> bool:
            return part.id == end

        quick = shortest(attempt.board, attempt.computes(), goal, calls)
        behind = over_channel(attempt, goal)
        found: tuple[Path | None, ...] = (quick, behind)
        if step.eventually is not None or (quick and len(quick) > 1):
            found = (behind, quick)
        if quick and len(quick) == 1 and not is_alone(attempt, end):
            told = _tells if step.eventually is not None else _calls_and_back
            found = (behind, _relayed(attempt, goal, told), _round(attempt, end, goal, told), quick)
        yield from (way for way in found if way)


def _relayed(attempt: Attempt, goal: Goal, told: Walking) -> Path | None:
    """From another compute to the gateway: of several instances, the one that took the message is rarely the one."""
    others = [name for name in attempt.computes() if not goal(attempt.board.parts[name])]
    return shortest(attempt.board, others, goal, told)


def _round(attempt: Attempt, end: str, goal: Goal, told: Walking) -> Path | None:
    """From one instance of the gateway to another: instances that call each other, or a service between them."""
    way = shortest(attempt.board, told(attempt.board, end), goal, told)
    return (end, *way) if way else None


def _calls_and_back(board: Board, name: str) -> Iterator[str]:
    """Calls, and what another compute's open connection lets this one say."""
    yield from calls(board, name)
    if board.parts[name].can("compute"):
        yield from (link.source for link in board.into[name]
                    if link.kind == "persistent" and board.parts[link.source].can("compute"))  # fmt: skip


def _tells(board: Board, name: str) -> Iterator[str]:
    """The same, and arrows that hand off to another compute: what may happen later need not be waited for."""
    yield from _calls_and_back(board, name)
    if board.parts[name].can("compute"):
        yield from (link.target for link in board.out[name]
                    if link.kind == "async" and board.parts[link.target].can("compute"))  # fmt: skip


def _push_back(
    attempt: Attempt, step: Step, way: Path, connection: Path, location: tuple[Path, str] | None
) -> bool:
    if location:
        found, entity = location
        first, asker = found[0], found[-2]
        behind = first in way and is_later(attempt.board, way[: way.index(first) + 1])
        attempt.travel(found, step, mode="eventually" if behind else "must", after=behind, entity=entity,
                       deadline_s=deadline_of(step) if behind else None, note="asks which instance")  # fmt: skip
        attempt.uses.add((found[-1], entity))
        attempt.facts.add("routed")
        if len(way) == 1 and (asker != way[-1] or not is_alone(attempt, asker)):
            attempt.ask(who_tells(attempt, asker, way[-1]))
    times = attempt.setting.number(step.times)
    after = is_later(attempt.board, way)
    attempt.travel(way, step, mode="eventually" if after else "must", after=after, deadline_s=deadline_of(step),
                   calls=min(1.0, times), last_calls=_copies_sent(attempt, way))  # fmt: skip
    attempt.push_back(connection, step, calls=times, after=after, deadline_s=deadline_of(step))
    attempt.facts.add("push_back")
    return True


def _copies_sent(attempt: Attempt, way: Path) -> float:
    """Messages that arrive at the last part for each one sent: a broadcast reaches every instance."""
    last, before = attempt.board.parts[way[-1]], attempt.board.parts[way[-2]] if len(way) > 1 else None
    return float(last.said.get("replicas") or 1) if before is not None and broadcasts(before) else 1.0


def _nobody_listens(attempt: Attempt, step: Step, connected: bool) -> Stop:
    text = "nobody holds a connection open to the recipient"
    if connected:
        text = f"nothing leads from {attempt.board.parts[attempt.handler].label} to the part that holds the connection"
    return Stop(step_name(step), attempt.handler, text,
                "a persistent connection to the recipient and a way to the part that holds it")  # fmt: skip


def _by_provider(attempt: Attempt, step: Step, service: str) -> bool:
    """Over a provider that reaches people who are not connected; False when none is reached."""
    board = attempt.board

    def goal(part: Part) -> bool:
        return service in part.provides

    path = over_channel(attempt, goal) or shortest(board, attempt.computes(), goal, works_on)
    if not path:
        return False
    travel_to(attempt, step, path)
    back = next((link for link in board.out[path[-1]] if board.parts[link.target].can("initiate")), None)
    if back:
        attempt.travel((back.source, back.target), step, mode="eventually", after=True)
    attempt.facts.add("pushed")
    return True


def _no_provider(attempt: Attempt, step: Step, service: str) -> Stop:
    return Stop(step_name(step), attempt.handler, f"no {service} provider is reached",
                f"a {service} provider that the handler or a worker calls")  # fmt: skip
