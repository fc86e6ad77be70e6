"""Work after the answer, and bytes that go past the handler (SEMANTICS 3, 9, 11)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from design_sandbox.model.scenario import Entity, Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.meaning import misfit
from design_sandbox.walk.routes import (
    CALLING,
    Goal,
    Path,
    calls,
    cdn_origins,
    shortest,
    tells,
    ways_from,
    works_on,
)
from design_sandbox.walk.ways_in import direct

ON_DATA = ("read", "write", "claim", "scan", "search")


def later(attempt: Attempt, step: Step, times: float, owning: set[str]) -> bool:
    """Meet a step after the answer, over a channel or change capture; False when no such way is drawn."""
    entity = attempt.setting.scenario.entities[step.target]
    goal = owning | {part.id for part in attempt.board.keeping(step.target) if part.can("hand_off")}
    path = through_channel(attempt, goal, step, entity)
    if not path:
        return False
    travel_behind(attempt, path, step, last_calls=times, deadline_s=deadline_of(step), entity=step.target)
    attempt.uses.add((path[-1], step.target))
    attempt.facts.add("channel")
    return True


def deadline_of(step: Step) -> float | None:
    """Seconds within which a step must be done after the answer."""
    return float(step.eventually) if step.eventually is not None else None


def travel_to(attempt: Attempt, step: Step, path: Path) -> bool:
    """Add the hops of a way to somebody; whether it lies after the answer."""
    after = is_later(attempt.board, path)
    times, deadline_s = attempt.setting.number(step.times), deadline_of(step)
    if after:
        travel_behind(attempt, path, step, last_calls=times, deadline_s=deadline_s)
    else:
        attempt.travel(path, step, deadline_s=deadline_s, last_calls=times)
    return after


def travel_behind(
    attempt: Attempt, path: Path, step: Step, *, last_calls: float, deadline_s: float | None, entity: str = ""
) -> None:
    """Add the hops of a way over a channel.

    Services that are called to hand the work on are called before the answer, which outlives their loss.
    """
    called = _called_first(attempt.board, path)
    attempt.travel(path[: called + 1], step, mode="best_effort")
    attempt.travel(path[called:], step, mode="eventually", last_calls=last_calls, after=True, deadline_s=deadline_s,
                   entity=entity)  # fmt: skip


def _called_first(board: Board, path: Path) -> int:
    """Calls at the start of a way before something takes the work and lets the caller go on."""
    for place, (source, target) in enumerate(pairwise(path)):
        waits = any(link.target == target and link.kind in CALLING for link in board.out[source])
        if not waits or board.parts[source].can("hold") or board.parts[target].can("hand_off"):
            return place
    return 0


def is_later(board: Board, path: Path) -> bool:
    """Whether what goes this way is done after the answer: a channel takes it over, or an arrow hands it off."""
    return any(board.parts[name].can("hand_off") for name in path) or any(
        board.hands_over(source, target) for source, target in pairwise(path)
    )


def through_channel(attempt: Attempt, goal: set[str], step: Step, entity: Entity) -> Path | None:
    """A way from the request's computes (or the stores it wrote) over a channel to a keeper that fits."""
    verb = step.verb if step.verb in ON_DATA and step.verb is not None else "write"

    def keeps(part: Part) -> bool:
        return part.id in goal and (part.can("hand_off") or fit(part, verb, entity) != "impossible")

    return over_channel(attempt, keeps)


def over_channel(attempt: Attempt, goal: Goal) -> Path | None:
    """The first way over a channel from whoever may publish for this request."""
    board = attempt.board
    for way in ways_to_publish(attempt):
        channels = [link.target for link in board.out[way[-1]] if board.parts[link.target].can("hand_off")]
        path = shortest(board, channels, goal, works_on)
        if path:
            return (*way, *path)
    return None


def ways_to_publish(attempt: Attempt) -> Iterator[Path]:
    """Ways to what may hand on the work of this request, most likely first.

    Its computes, nearest first; the stores it wrote (change capture); then services that its handler could call for
    nothing but that: a fan-out service before its queue, those made for this flow first.
    """
    called = attempt.computes()
    yield from ((name,) for name in (*called, *written_stores(attempt)))
    others = [way for way in ways_from(attempt.board, attempt.handler, tells) if way[-1] not in called]
    parts, setting = attempt.board.parts, attempt.setting
    yield from sorted(others, key=lambda way: (misfit(setting, attempt.flow_id, parts[way[-1]]), len(way)))


def written_stores(attempt: Attempt) -> list[str]:
    """Stores that the flow has written before the answer: change capture may start there."""
    return [hop.target for hop in attempt.hops
            if hop.verb in ("write", "claim") and not hop.after_answer and attempt.board.parts[hop.target].can("hold")]  # fmt: skip


def by_actor(attempt: Attempt, step: Step, times: float, owning: set[str]) -> bool:
    """Signed uploads and downloads: the bytes go from the actor past the handler; False when not drawn so."""
    board = attempt.board
    reading = step.verb not in ("write", "claim")
    if reading and _from_cdn(attempt, step, times, owning):
        return True
    path = direct(
        board, attempt.actors, lambda part: part.id in owning and bool(part.spec.shapes.get("blob"))
    )
    if not path:
        return False
    attempt.travel(path, step, last_calls=times, entity=step.target, note="straight to the store")
    attempt.uses.add((path[-1], step.target))
    attempt.facts.add("direct_read" if reading else "signed")
    grant = None if reading else shortest(board, [attempt.handler], lambda part: part.id == path[-1], calls)
    if grant:
        attempt.travel(grant, step, calls=0.0, note="grants the upload")
        attempt.facts.add("grant")
    return True


def _from_cdn(attempt: Attempt, step: Step, times: float, owning: set[str]) -> bool:
    """From the nearest CDN that something fills with the entity."""
    board = attempt.board
    fills = {part.id: fill for part in board.with_ability("copy") if part.can("pass_on")
             if (fill := _fill_of_cdn(attempt, part, owning))}  # fmt: skip
    to_cdn = direct(board, attempt.actors, lambda part: part.id in fills) if fills else None
    if not to_cdn:
        return False
    cdn, fill = board.parts[to_cdn[-1]], fills[to_cdn[-1]]
    attempt.travel(to_cdn, step, last_calls=times, entity=step.target)
    missing = 1.0 - float(cdn.get("hit_ratio", 0.9))
    attempt.travel(
        fill, step, mode="miss", calls=missing, last_calls=times, entity=step.target, note="on miss"
    )
    attempt.uses |= {(cdn.id, step.target), (fill[-1], step.target)}
    attempt.facts |= {"cdn", "direct_read"}
    attempt.copies_used += 1
    return True


def _fill_of_cdn(attempt: Attempt, cdn: Part, owning: set[str]) -> Path | None:
    """From a CDN to what keeps the original: at either end of an arrow, or behind an origin service."""
    near = next(((cdn.id, origin) for origin in cdn_origins(attempt.board, cdn.id) if origin in owning), None)
    return near or shortest(attempt.board, [cdn.id], lambda part: part.id in owning, calls)
