"""Work after the answer, and bytes that go past the handler (SEMANTICS 3, 9, 11)."""

from __future__ import annotations

from design_sandbox.model.scenario import Entity, Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.routes import Goal, Path, calls, cdn_origins, shortest, works_on
from design_sandbox.walk.ways_in import direct

ON_DATA = ("read", "write", "claim", "scan", "search")


def later(attempt: Attempt, step: Step, times: float, owning: set[str]) -> bool:
    """Meet a step after the answer, over a channel or change capture; False when no such way is drawn."""
    entity = attempt.setting.scenario.entities[step.target]
    goal = owning | {part.id for part in attempt.board.keeping(step.target) if part.can("hand_off")}
    path = through_channel(attempt, goal, step, entity)
    if not path:
        return False
    attempt.travel(path, step, mode="eventually", last_calls=times, after=True, deadline_s=deadline_of(step),
                   entity=step.target)  # fmt: skip
    attempt.uses.add((path[-1], step.target))
    attempt.facts.add("channel")
    return True


def deadline_of(step: Step) -> float | None:
    """Seconds within which a step must be done after the answer."""
    return float(step.eventually) if step.eventually is not None else None


def travel_to(attempt: Attempt, step: Step, path: Path) -> bool:
    """Add the hops of a way to somebody; whether it lies after the answer."""
    after = any(attempt.board.parts[name].can("hand_off") for name in path)
    attempt.travel(path, step, mode="eventually" if after else "must", after=after, deadline_s=deadline_of(step),
                   last_calls=attempt.setting.number(step.times))  # fmt: skip
    return after


def through_channel(attempt: Attempt, goal: set[str], step: Step, entity: Entity) -> Path | None:
    """A way from the request's computes (or the stores it wrote) over a channel to a keeper that fits."""
    verb = step.verb if step.verb in ON_DATA and step.verb is not None else "write"

    def keeps(part: Part) -> bool:
        return part.id in goal and (part.can("hand_off") or fit(part, verb, entity) != "impossible")

    return over_channel(attempt, keeps)


def over_channel(attempt: Attempt, goal: Goal) -> Path | None:
    """The first way over a channel from the request's computes, nearest first, then from the stores it wrote."""
    board = attempt.board
    for source in (*attempt.computes(), *written_stores(attempt)):
        channels = [link.target for link in board.out[source] if board.parts[link.target].can("hand_off")]
        path = shortest(board, channels, goal, works_on)
        if path:
            return (source, *path)
    return None


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
