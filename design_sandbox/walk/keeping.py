"""Steps on data: reading, writing, claiming, scanning and searching what stores and copies keep (SEMANTICS 4, 7, 15, 20)."""

from __future__ import annotations

from design_sandbox.model.scenario import Entity, Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.behind import by_actor, later
from design_sandbox.walk.copies import Access, copies_to_ask, read_through
from design_sandbox.walk.leading import leaders
from design_sandbox.walk.naming import ask_for_name
from design_sandbox.walk.routes import CALLING, Path, shortest, started
from design_sandbox.walk.stops import holds_patch, why_not
from design_sandbox.walk.taking import taken_by_channel
from design_sandbox.walk.walk import Question

READING = ("read", "scan", "search")
REPEATS_BY_NATURE = ("blob",)
"""Shapes whose writes may be repeated without harm: an object stored twice under one name is stored once."""


def keep_step(attempt: Attempt, step: Step) -> bool:
    """Meet a step that reads or changes an entity; False when the walk stops here."""
    entity = attempt.setting.scenario.entities[step.target]
    times = attempt.setting.number(step.times)
    owning = owners(attempt, step.target)
    if step.by == "actor" and entity.shape == "blob" and by_actor(attempt, step, times, owning):
        return True
    if step.eventually is not None and later(attempt, step, times, owning):
        return True
    access = Access(attempt, step, entity, times, owning)
    return _read(access) if step.verb in READING else _change(access)


def owners(attempt: Attempt, entity_id: str) -> set[str]:
    """Parts that may be the authority for an entity: its holders; copies too when it need not be durable."""
    board, entity = attempt.board, attempt.setting.scenario.entities[entity_id]
    held = {part.id for part in board.owners(entity_id) if part.spec.durable or not entity.durable}
    if not held and not entity.durable:
        held = {part.id for part in board.keeping(entity_id)}
    if not held and entity_id in attempt.setting.open_owners:
        held = set(attempt.setting.open_owners[entity_id]) & set(board.parts)
    return held


def _ask_if_open(attempt: Attempt, entity_id: str) -> None:
    """One combined question when several stores say nothing about what they hold."""
    stores = [
        store for store in attempt.setting.open_owners.get(entity_id, ()) if store in attempt.board.parts
    ]
    if not stores or attempt.board.owners(entity_id):
        return
    shared = [entity for entity, open_to in attempt.setting.open_owners.items()
              if open_to == attempt.setting.open_owners[entity_id]]  # fmt: skip
    labels = " and ".join(attempt.board.parts[store].label for store in stores)
    called = ", ".join(attempt.setting.scenario.label_of(entity) for entity in shared)
    answers = tuple(
        (f"{attempt.board.parts[store].label} holds {called}", holds_patch(store, shared)) for store in stores
    )
    attempt.ask(Question("which-store", f"Which of {labels} holds {called}?", tuple(stores), answers))


def _read(access: Access) -> bool:
    attempt, step = access.attempt, access.step
    copies = copies_to_ask(access)
    copy_path = access.way([attempt.handler], {copy.id for copy in copies}) if copies else None
    if copy_path:
        return read_through(access, copy_path, copies)
    path = access.way([attempt.handler], access.owning) or access.at_log()
    if not path:
        return attempt.fail(why_not(attempt, step, access.entity, access.owning))
    _ask_if_open(attempt, step.target)
    attempt.travel(path, step, last_calls=access.times, entity=step.target)
    attempt.uses.add((path[-1], step.target))
    return True


def _change(access: Access) -> bool:
    attempt, step = access.attempt, access.step
    leading = leaders(access.board, access.owning)
    path = (
        access.way([attempt.handler], leading)
        or access.way([attempt.handler], access.owning)
        or _written_through(access)
        or access.at_log()
    )
    if not path:
        return taken_by_channel(access) or attempt.fail(why_not(attempt, step, access.entity, access.owning))
    _ask_if_open(attempt, step.target)
    ask_for_name(attempt, step, path)
    attempt.travel(path, step, last_calls=access.times, entity=step.target)
    attempt.uses |= {(name, step.target) for name in path if attempt.board.parts[name].has(step.target)}
    attempt.uses.add((path[-1], step.target))
    _refresh_copies(attempt, step, path)
    if step.together:
        attempt.together.setdefault(step.together, {})[path[-1]] = step.target
    if step.expires is not None:
        _expiry(attempt, step, path[-1])
    if step.repeatable:
        _repeats(attempt, step, access.entity, path)
    return True


def _written_through(access: Access) -> Path | None:
    """Through a cache that is drawn before its store: the caller writes the cache, the cache writes the owner."""
    board = access.board
    for copy in board.keeping(access.step.target):
        owner = next(
            (
                link.target
                for link in board.out[copy.id]
                if link.target in access.owning and link.kind in CALLING
            ),
            None,
        )
        if copy.id not in access.owning and owner is not None and access.fits(board.parts[owner]):
            way = access.way([access.attempt.handler], {copy.id})
            if way:
                return (*way, owner)
    return None


def _refresh_copies(attempt: Attempt, step: Step, path: Path) -> None:
    """Write-through or invalidation: the writer tells the copies it is connected to; a lock cache is asked first."""
    board = attempt.board
    for writer in reversed(path[:-1]):
        for link in board.out[writer]:
            part = board.parts[link.target]
            if (
                step.target in part.copies
                and part.id not in path
                and not part.can("pass_on")
                and link.kind in CALLING
            ):
                attempt.travel(
                    (writer, part.id),
                    step,
                    mode="best_effort",
                    entity=step.target,
                    note="keeps the copy fresh",
                )
                attempt.uses.add((part.id, step.target))


def _expiry(attempt: Attempt, step: Step, owner: str) -> None:
    """A hold that expires needs expiry in the holder, a clock that sweeps, or a declared check on use (SEMANTICS 15)."""
    board = attempt.board
    keepers = [board.parts[owner], *board.keeping(step.target)]
    if any(part.get("expires") or part.get("time_to_live") or part.spec.expires_entries for part in keepers):
        attempt.facts.add("expires")
        return
    sweep = shortest(
        board, [part.id for part in board.with_ability("clock")], lambda part: part.id == owner, started
    )
    if sweep:
        attempt.travel(sweep, step, mode="eventually", calls=0.0, after=True, note="sweeps what expired")
        attempt.facts.add("expires")
        return
    what, store = attempt.setting.scenario.label_of(step.target), board.parts[owner]
    answer = (
        f"{store.label} lets entries expire",
        ({"op": "set", "component": owner, "field": "expires", "value": True},),
    )
    attempt.ask(Question("expiry", f"How does an unused hold on {what} end?", (owner,),
                         () if store.spec.foreign(["expires"]) else (answer,)))  # fmt: skip


def _repeats(attempt: Attempt, step: Step, entity: Entity, path: Path) -> None:
    """A step that callers repeat needs a unique key or a conditional write, or a compute that is safe to repeat."""
    board, owner = attempt.board, attempt.board.parts[path[-1]]
    declared = any(board.parts[name].get("idempotent") for name in path)
    if (
        declared
        or entity.shape in REPEATS_BY_NATURE
        or owner.spec.shapes.get("conditional")
        or owner.spec.shapes.get("key") == "good"
    ):
        attempt.facts.add("repeatable")
        return
    what, writer = attempt.setting.scenario.label_of(step.target), board.parts[path[-2]]
    answer = (
        f"{writer.label} is safe to repeat",
        ({"op": "set", "component": writer.id, "field": "idempotent", "value": True},),
    )
    answers = () if writer.spec.foreign(["idempotent"]) else (answer,)
    attempt.ask(Question("repeat", f"A caller sends the same {what} twice because an answer was lost. What keeps {owner.label} "
                         "from storing it twice?", (owner.id,), answers))  # fmt: skip
