"""Where a walk on data stopped, in words, with the edits that would complete it, nearest first."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Entity, Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.routes import calls, consumers, shortest
from design_sandbox.walk.walk import Stop

MOST_ANSWERS = 4


def why_not(attempt: Attempt, step: Step, entity: Entity, owning: set[str]) -> Stop:
    """The stop of a step on an entity that `owning` parts may answer for."""
    if not owning:
        return _nobody_owns(attempt, step, entity)
    holders = [part for part in attempt.board.parts.values() if part.id in owning]
    fitting = [part for part in holders if step.verb and fit(part, step.verb, entity) != "impossible"]
    if not fitting:
        return _cannot(attempt, step, entity, holders[0])
    return _no_way(attempt, step, fitting)


def _nobody_owns(attempt: Attempt, step: Step, entity: Entity) -> Stop:
    board, what = attempt.board, attempt.setting.scenario.label_of(step.target)
    keepers = board.keeping(step.target)
    text = f"nothing in the drawing holds {what}"
    if keepers:
        text = f"{keepers[0].label} keeps {what}, but nothing durable owns it: a restart would lose it"
    able = [*board.with_ability("hold"), *(() if entity.durable else board.with_ability("copy"))]
    stores = [part for part in {part.id: part for part in able}.values() if (part.spec.durable or not entity.durable)
              and not part.can("pass_on") and step.verb and fit(part, step.verb, entity) == "good"]  # fmt: skip
    stores.sort(
        key=lambda part: not _reached(attempt, part.id)
    )  # what the request reaches anyway comes first
    answers = tuple((f"Let {part.label} hold {what}", holds_patch(part.id, [step.target])) for part in stores)
    kind = "durable store" if entity.durable else "store"
    return Stop(step_name(step), attempt.handler, text, f"a {kind} that holds {what}", answers[:MOST_ANSWERS])


def _reached(attempt: Attempt, store: str) -> bool:
    return shortest(attempt.board, [attempt.handler], lambda part: part.id == store, calls) is not None


def _cannot(attempt: Attempt, step: Step, entity: Entity, holder: Part) -> Stop:
    what, need = attempt.setting.scenario.label_of(step.target), _need(step, entity)
    text = f"{holder.label} holds {what}, but {holder.spec.label.lower()}s cannot {need}"
    return Stop(step_name(step), holder.id, text, f"a store that can {need}", _better_types(holder))


def _no_way(attempt: Attempt, step: Step, holders: list[Part]) -> Stop:
    handler = attempt.board.parts[attempt.handler]
    what, holder = attempt.setting.scenario.label_of(step.target), holders[0]
    answers = connect_answers(attempt, handler.id, {part.id for part in holders})
    silent = silent_channel(attempt) if step.eventually is not None else None
    if silent:
        text = (
            f"nobody takes the work out of {silent.label} and brings it to {holder.label}, which holds {what}"
        )
        return Stop(
            step_name(step), silent.id, text, f"a worker between {silent.label} and {holder.label}", answers
        )
    if handed := _handed_over(attempt, [part.id for part in holders]):
        sender, keeper = (attempt.board.parts[name] for name in handed)
        text = f"{sender.label} hands work over to {keeper.label} and waits for no answer, but this step needs {what} from there"
        return Stop(step_name(step), sender.id, text, f"a request from {sender.label} to {keeper.label}",
                    connect_answers(attempt, sender.id, {keeper.id}))  # fmt: skip
    text = f"{handler.label} has no way to {holder.label}, which holds {what}"
    return Stop(
        step_name(step), handler.id, text, f"a connection from {handler.label} to {holder.label}", answers
    )


def _handed_over(attempt: Attempt, holders: list[str]) -> tuple[str, str] | None:
    """An arrow that is drawn from the request's computes to a holder but cannot be called along: (from, to)."""
    board = attempt.board
    drawn = [(name, link.target) for name in attempt.computes() for link in board.out[name]
             if link.target in holders and link.kind == "async"]  # fmt: skip
    return drawn[0] if drawn else None


def silent_channel(attempt: Attempt) -> Part | None:
    """A channel that the request's computes hand work to and nobody consumes."""
    board = attempt.board
    told = (board.parts[link.target] for name in attempt.computes() for link in board.out[name])
    return next((part for part in told if part.can("hand_off") and not consumers(board, part.id)), None)


def step_name(step: Step) -> str:
    """What a hop or a stop calls its step."""
    return step.id or step.verb or "step"


def holds_patch(store: str, entities: list[str]) -> Patch:
    """The edit that lets a store hold these."""
    return tuple(
        {"op": "add_to", "component": store, "field": "holds", "value": entity} for entity in entities
    )


def connect_answers(attempt: Attempt, source: str, targets: set[str]) -> tuple[tuple[str, Patch], ...]:
    """Edits that connect a compute of the request with one of the targets, in canonical order."""
    board = attempt.board
    ordered = sorted(targets, key=lambda name: board.position[name])
    sources = dict.fromkeys([source, *attempt.computes()])
    return tuple((f"Connect {board.parts[a].label} to {board.parts[b].label}",
                  ({"op": "add_connection", "connection": {"from": a, "to": b}},))
                 for a in sources for b in ordered if board.parts[a].can("compute"))[:MOST_ANSWERS]  # fmt: skip


def _need(step: Step, entity: Entity) -> str:
    if step.verb == "claim":
        return "change an entry only if nobody did before (a conditional write)"
    by_shape = {"text": "search text", "place": "find what is near", "blob": "keep large objects"}
    by_verb = {"scan": "read ranges", "search": "search"}
    return by_shape.get(entity.shape, by_verb.get(step.verb or "", "look one entry up by key"))


def _better_types(part: Part) -> tuple[tuple[str, Patch], ...]:
    return tuple((f"Make {part.label} a {name.replace('_', '-')} store",
                  ({"op": "set", "component": part.id, "field": "type", "value": name},))
                 for name in ("relational", "key_value", "object_store", "search_index"))  # fmt: skip


def connect_patch(source: str, target: str, kind: str | None = None) -> Patch:
    """The edit that draws an arrow."""
    return (
        {
            "op": "add_connection",
            "connection": {"from": source, "to": target} | ({"kind": kind} if kind else {}),
        },
    )
