"""Steps on data: reading, writing, claiming, scanning and searching what stores and copies keep (SEMANTICS 4, 12, 15, 20)."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Entity, Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.routes import Path, calls, cdn_origins, direct, shortest, works_on
from design_sandbox.walk.walk import Question, Stop

READING = ("read", "scan", "search")


def keep_step(attempt: Attempt, step: Step) -> bool:
    """Meet a step that reads or changes an entity; False when the walk stops here."""
    entity = attempt.setting.scenario.entities[step.target]
    times = attempt.setting.number(step.times)
    if step.by == "actor" and entity.shape == "blob" and _by_actor(attempt, step, times):
        return True
    if step.eventually is not None and _later(attempt, step, times):
        return True
    if step.verb in READING:
        return _read(attempt, step, entity, times)
    return _change(attempt, step, entity, times)


# Who may answer -------------------------------------------------------------------------------------------------------


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
    """One combined question when several stores say nothing about what they hold (SEMANTICS 7)."""
    stores = attempt.setting.open_owners.get(entity_id)
    if not stores or attempt.board.owners(entity_id):
        return
    shared = [e for e, s in attempt.setting.open_owners.items() if s == stores]
    labels = " and ".join(attempt.board.parts[store].label for store in stores if store in attempt.board.parts)
    called = ", ".join(attempt.setting.scenario.label_of(entity) for entity in shared)
    answers = tuple((f"{attempt.board.parts[store].label} holds {called}", _holds_patch(store, shared))
                    for store in stores if store in attempt.board.parts)  # fmt: skip
    attempt.ask(Question("which-store", f"Which of {labels} holds {called}?", tuple(stores), answers))


def _holds_patch(store: str, entities: list[str]) -> Patch:
    return tuple({"op": "add_to", "component": store, "field": "holds", "value": entity} for entity in entities)


# Reading --------------------------------------------------------------------------------------------------------------


def _read(attempt: Attempt, step: Step, entity: Entity, times: float) -> bool:
    owning = owners(attempt, step.target)
    copy_path = None if step.fresh else _path_to_copy(attempt, step, entity, owning)
    if copy_path:
        return _through_copy(attempt, step, entity, times, copy_path, owning)
    path = _path_to(attempt, step, entity, owning)
    if not path:
        return attempt.fail(_why_not(attempt, step, entity, owning))
    _ask_if_open(attempt, step.target)
    attempt.travel(path, step, last_calls=times, entity=step.target)
    attempt.uses.add((path[-1], step.target))
    return True


def _path_to(attempt: Attempt, step: Step, entity: Entity, goal: set[str]) -> Path | None:
    assert step.verb
    verb = step.verb
    return shortest(attempt.board, [attempt.handler],
                    lambda part: part.id in goal and fit(part, verb, entity) != "impossible", calls)  # fmt: skip


def _path_to_copy(attempt: Attempt, step: Step, entity: Entity, owning: set[str]) -> Path | None:
    copies = {part.id for part in attempt.board.keeping(step.target)} - owning
    return _path_to(attempt, step, entity, copies) if copies else None


def _through_copy(attempt: Attempt, step: Step, entity: Entity, times: float, path: Path, owning: set[str]) -> bool:
    """A copy is asked first; on a miss its caller, or the copy itself when connected, asks the owner."""
    copy = attempt.board.parts[path[-1]]
    complete = _kept_complete(attempt, copy, step.target)
    miss_path = _miss_path(attempt, step, entity, path, owning)
    if not miss_path and not complete:
        if entity.durable and not owning:
            return attempt.fail(_why_not(attempt, step, entity, owning))
        what = attempt.setting.scenario.label_of(step.target)
        attempt.ask(Question("miss", f"What answers when {copy.label} does not have {what}?", (copy.id,),
                             _connect_answers(attempt, path[-2] if len(path) > 1 else copy.id, owning)))  # fmt: skip
    attempt.travel(path, step, mode="best_effort" if miss_path else "must", last_calls=times, entity=step.target)
    attempt.uses.add((copy.id, step.target))
    attempt.copies_used += 1
    attempt.facts.add("copy")
    if miss_path and not complete:
        missing = 1.0 - float(copy.get("hit_ratio", 0.0) or 0.0)
        attempt.travel(miss_path, step, mode="miss", calls=missing, last_calls=times, entity=step.target, note="on miss")
        attempt.uses.add((miss_path[-1], step.target))
    return True


def _kept_complete(attempt: Attempt, copy: Part, entity_id: str) -> bool:
    """Whether a copy has everything: a replica fed by a replication arrow or by change capture."""
    return any(
        link.kind == "replication" and entity_id in attempt.board.parts[link.source].holds
        for link in attempt.board.into[copy.id]
    )


def _miss_path(attempt: Attempt, step: Step, entity: Entity, path: Path, owning: set[str]) -> Path | None:
    board = attempt.board
    through = next((link.target for link in board.out[path[-1]] if link.target in owning), None)
    if through:
        return (path[-1], through)
    verb = step.verb
    assert verb
    for caller in reversed(path[:-1]):
        found = shortest(board, [caller], lambda part: part.id in owning and fit(part, verb, entity) != "impossible",
                         calls)  # fmt: skip
        if found and path[-1] not in found:
            return found
    return None


# Writing and claiming -------------------------------------------------------------------------------------------------


def _change(attempt: Attempt, step: Step, entity: Entity, times: float) -> bool:
    owning = owners(attempt, step.target)
    path = _path_to(attempt, step, entity, owning)
    if not path:
        return attempt.fail(_why_not(attempt, step, entity, owning))
    _ask_if_open(attempt, step.target)
    attempt.travel(path, step, last_calls=times, entity=step.target)
    attempt.uses.add((path[-1], step.target))
    _refresh_copies(attempt, step, path)
    if step.expires is not None:
        _expiry(attempt, step, path[-1])
    return True


def _refresh_copies(attempt: Attempt, step: Step, path: Path) -> None:
    """Write-through or invalidation: the writer tells the copies it is connected to; a lock cache is asked first."""
    board = attempt.board
    for writer in reversed(path[:-1]):
        for link in board.out[writer]:
            part = board.parts[link.target]
            if step.target in part.copies and not part.can("pass_on") and link.kind in ("request", "persistent"):
                attempt.travel((writer, part.id), step, mode="best_effort", entity=step.target, note="keeps the copy fresh")
                attempt.uses.add((part.id, step.target))


def _expiry(attempt: Attempt, step: Step, owner: str) -> None:
    """A hold that expires needs expiry in the holder, a clock that sweeps, or a declared check on use (SEMANTICS 15)."""
    board = attempt.board
    keepers = [part for part in board.keeping(step.target)]
    if any(part.get("expires") or part.get("time_to_live") or part.spec.expires_entries for part in keepers):
        attempt.facts.add("expires")
        return
    sweep = shortest(board, [part.id for part in board.with_ability("clock")], lambda part: part.id == owner, _sweeps)
    if sweep:
        attempt.travel(sweep, step, mode="eventually", calls=0.0, after=True, note="sweeps what expired")
        attempt.facts.add("expires")
        return
    what = attempt.setting.scenario.label_of(step.target)
    answer = (f"{board.parts[owner].label} lets entries expire",
              ({"op": "set", "component": owner, "field": "expires", "value": True},))  # fmt: skip
    attempt.ask(Question("expiry", f"How does an unused hold on {what} end?", (owner,), (answer,)))


def _sweeps(board, name):  # type: ignore[no-untyped-def]
    part = board.parts[name]
    if part.can("clock"):
        yield from (link.target for link in board.out[name])
    else:
        yield from works_on(board, name)


# After the answer, and by the actor -----------------------------------------------------------------------------------


def _later(attempt: Attempt, step: Step, times: float) -> bool:
    """Work after the answer: prefers a way through a channel or change capture (SEMANTICS 3, 11)."""
    board = attempt.board
    entity = attempt.setting.scenario.entities[step.target]
    goal = owners(attempt, step.target) | {p.id for p in board.keeping(step.target) if p.can("hand_off")}
    path = through_channel(attempt, goal, step, entity)
    if not path:
        return False
    deadline = float(step.eventually) if step.eventually is not None else None
    attempt.travel(path, step, mode="eventually", last_calls=times, after=True, deadline_s=deadline, entity=step.target)
    attempt.uses.add((path[-1], step.target))
    attempt.facts.add("channel")
    return True


def through_channel(attempt: Attempt, goal: set[str], step: Step, entity: Entity) -> Path | None:
    """A way from the request's computes (or the stores it wrote) over a channel to a keeper that fits."""
    board = attempt.board
    verb = step.verb if step.verb in ("read", "write", "claim", "scan", "search") else "write"
    assert verb
    sources = [*attempt.computes(), *written_stores(attempt)]
    for source in sources:
        for link in board.out[source]:
            channel = board.parts[link.target]
            if not channel.can("hand_off"):
                continue
            path = shortest(board, [channel.id],
                            lambda part: part.id in goal and (part.can("hand_off") or fit(part, verb, entity) != "impossible"),
                            works_on)  # fmt: skip
            if path:
                return (source, *path)
    return None


def written_stores(attempt: Attempt) -> list[str]:
    """Stores that the flow has written before the answer: change capture may start there."""
    return [hop.target for hop in attempt.hops
            if hop.verb in ("write", "claim") and not hop.after_answer and attempt.board.parts[hop.target].can("hold")]  # fmt: skip


def _by_actor(attempt: Attempt, step: Step, times: float) -> bool:
    """Signed uploads and downloads: the bytes go from the actor past the handler (SEMANTICS 9)."""
    board = attempt.board
    keepers = owners(attempt, step.target)
    actors = list(attempt.actors)
    if step.verb in READING and _from_cdn(attempt, step, times, keepers):
        return True
    path = direct(board, actors, lambda part: part.id in keepers and bool(part.spec.shapes.get("blob")))
    if not path:
        return False
    attempt.travel(path, step, last_calls=times, entity=step.target, note="straight to the store")
    attempt.uses.add((path[-1], step.target))
    attempt.facts.add("signed" if step.verb == "write" else "direct_read")
    grant = shortest(board, [attempt.handler], lambda part: part.id == path[-1], calls) if step.verb == "write" else None
    if grant:
        attempt.travel(grant, step, mode="must", calls=0.0, note="grants the upload")
        attempt.facts.add("grant")
    return True


def _from_cdn(attempt: Attempt, step: Step, times: float, keepers: set[str]) -> bool:
    board = attempt.board
    cdns = {part.id for part in board.with_ability("copy") if part.can("pass_on")}
    to_cdn = direct(board, attempt.actors, lambda part: part.id in cdns) if cdns else None
    if not to_cdn:
        return False
    cdn = board.parts[to_cdn[-1]]
    fill = next(((cdn.id, origin) for origin in cdn_origins(board, cdn.id) if origin in keepers), None)
    fill = fill or shortest(board, [cdn.id], lambda part: part.id in keepers, calls)
    if not fill:
        return False
    attempt.travel(to_cdn, step, last_calls=times, entity=step.target)
    missing = 1.0 - float(cdn.get("hit_ratio", 0.9))
    attempt.travel(fill, step, mode="miss", calls=missing, last_calls=times, entity=step.target, note="on miss")
    attempt.uses |= {(cdn.id, step.target), (fill[-1], step.target)}
    attempt.facts |= {"cdn", "direct_read"}
    attempt.copies_used += 1
    return True


# Where it stopped -----------------------------------------------------------------------------------------------------


def _why_not(attempt: Attempt, step: Step, entity: Entity, owning: set[str]) -> Stop:
    """The stop in words, with edits that would complete the walk, nearest first."""
    board, scenario = attempt.board, attempt.setting.scenario
    what, handler = scenario.label_of(step.target), board.parts[attempt.handler]
    name = step.id or step.verb or "step"
    if not owning:
        copies = [part for part in board.keeping(step.target)]
        if copies:
            text = f"{copies[0].label} keeps {what}, but nothing durable owns it: a restart would lose it"
        else:
            text = f"nothing in the drawing holds {what}"
        stores = [part for part in board.with_ability("hold")
                  if part.spec.durable and step.verb and fit(part, step.verb, entity) == "good"]  # fmt: skip
        answers = tuple((f"Let {part.label} hold {what}", _holds_patch(part.id, [step.target])) for part in stores[:4])
        return Stop(name, handler.id, text, f"a durable store that holds {what}", answers)
    holders = [board.parts[part] for part in owning]
    holders.sort(key=lambda part: board.position[part.id])
    fitting = [part for part in holders if step.verb and fit(part, step.verb, entity) != "impossible"]
    if not fitting:
        text = f"{holders[0].label} holds {what}, but {holders[0].spec.label.lower()}s cannot {_need(step, entity)}"
        return Stop(name, holders[0].id, text, f"a store that can {_need(step, entity)}", _better_types(holders[0], step))
    text = f"{handler.label} has no way to {fitting[0].label}, which holds {what}"
    return Stop(name, handler.id, text, f"a connection from {handler.label} to {fitting[0].label}",
                _connect_answers(attempt, handler.id, {part.id for part in fitting}))  # fmt: skip


def _need(step: Step, entity: Entity) -> str:
    if step.verb == "claim":
        return "change an entry only if nobody did before (a conditional write)"
    return {"text": "search text", "place": "find what is near", "blob": "keep large objects"}.get(
        entity.shape, {"scan": "read ranges", "search": "search"}.get(step.verb or "", "look one entry up by key"))


def _better_types(part: Part, step: Step) -> tuple[tuple[str, Patch], ...]:
    return tuple((f"Make {part.label} a {name.replace('_', '-')} store",
                  ({"op": "set", "component": part.id, "field": "type", "value": name},))
                 for name in ("relational", "key_value", "object_store", "search_index"))  # fmt: skip


def _connect_answers(attempt: Attempt, source: str, targets: set[str]) -> tuple[tuple[str, Patch], ...]:
    board = attempt.board
    ordered = sorted(targets, key=lambda name: board.position[name])
    sources = dict.fromkeys([source, *attempt.computes()])
    return tuple((f"Connect {board.parts[a].label} to {board.parts[b].label}",
                  ({"op": "add_connection", "connection": {"from": a, "to": b}},))
                 for a in sources for b in ordered if board.parts[a].can("compute"))[:4]  # fmt: skip
