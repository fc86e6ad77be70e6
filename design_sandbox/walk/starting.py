"""Where a use case of an object model starts: the class that the actor talks to first (SEMANTICS 27)."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Flow, Scenario, walk_steps
from design_sandbox.walk.claims import CARRIERS, HELPERS, is_class, matches, operation_name
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.messages import Model
from design_sandbox.walk.use_case import UseCase
from design_sandbox.walk.walk import Question, Stop


def misfit(scenario: Scenario, model: Model, flow_id: str, entry: str) -> int:
    """-1 for a class whose operations speak of this use case, 1 where they speak of others only, 0 where nothing says so."""
    names = [operation_name(text) for text in model.board.parts[entry].component.operations]
    spoken_of = {
        name for name, flow in scenario.flows.items() for said in names if _speaks(scenario, name, flow, said)
    }
    return -1 if flow_id in spoken_of else int(bool(spoken_of))


def _speaks(scenario: Scenario, name: str, flow: Flow, said: frozenset[str]) -> bool:
    decided = [scenario.entities[step.target] for step in walk_steps(flow.steps)
               if step.verb in ("decide", "call") and step.target in scenario.entities]  # fmt: skip
    phrases = [name, flow.title, *(text for entity in decided for text in entity.operations.include)]
    return matches(phrases, said, HELPERS)


def ask_where_it_starts(best: UseCase, tried: list[str]) -> None:
    """An entry that speaks of other use cases, beside one that speaks of this one, is asked about."""
    scenario, model, flow = best.scenario, best.model, best.flow_id
    meant = [name for name in tried if misfit(scenario, model, flow, name) < 0]
    if (
        best.stop
        or not meant
        or flow in model.claims[best.first].does
        or misfit(scenario, model, flow, best.first) < 1
    ):
        return
    start = model.label(best.first)
    patch: Patch = ({"op": "add_to", "component": best.first, "field": "does", "value": flow},)
    best.ask(f"starts:{flow}", f"Does “{best.flow.title or flow}” start at {start}? {model.label(meant[0])} speaks of it.",
             (best.first, meant[0]), (f"It starts at {start}", patch))  # fmt: skip


def entries(model: Model, actor: str) -> tuple[list[tuple[str, ...]], bool]:
    """Ways in: actor and entry class. Without the actor in the drawing, every class that no other one knows."""
    people = [name for name in sorted(model.board.parts, key=model.rank)
              if model.board.parts[name].can("initiate") and actor in model.claims[name].plays]  # fmt: skip
    ways: list[tuple[str, ...]] = [(person, entry) for person in people for entry in model.knows[person]]
    if people:
        reversed_ways: list[tuple[str, ...]] = [
            (person, entry)
            for person in people
            for entry in model.classes
            if _knows_actor(model, entry, person)
        ]
        return ways or reversed_ways, True
    known = {head for name in model.classes for head in (*model.knows[name], *model.parents[name])}
    roots: list[tuple[str, ...]] = [
        (name,)
        for name in model.classes
        if name not in known and (model.knows[name] or len(model.classes) == 1)
    ]
    return roots or [(name,) for name in model.classes], False


def _knows_actor(model: Model, entry: str, person: str) -> bool:
    """An association with an actor is often drawn from the class: it means the same."""
    return any(link.target == person and link.kind in CARRIERS for link in model.board.out[entry])


def _actor_patch(case: UseCase) -> Patch:
    actor = case.flow.actor
    fresh = next(
        n for n in (actor, *(f"{actor}-{i}" for i in range(2, 99))) if n not in case.model.board.parts
    )
    known = case.scenario.actors.get(actor)
    label = (
        known.label
        if known is not None and not isinstance(known, str) and known.label
        else actor.capitalize()
    )
    return (
        {
            "op": "add_component",
            "id": fresh,
            "near": case.first,
            "component": {"type": "actor_role", "label": label, "plays": [actor]},
        },
        {"op": "add_connection", "connection": {"from": fresh, "to": case.first, "kind": "associates"}},
    )


def guessed_entry(case: UseCase, *, alone: bool) -> list[Inferred]:
    """No actor is drawn at all: one class that nobody else knows is the entry, said aloud. Several raise a question,
    and so does an actor who is missing beside others that were drawn.
    """
    who, entry = case.flow.actor.replace("_", " "), case.label(case.first)
    if alone:
        return [
            Inferred(f"The {who} talks to {entry}", "no other class knows it", case.first, _actor_patch(case))
        ]
    case.questions.insert(0, Question(
        f"entry:{case.flow.actor}", f"Which class does the {who} talk to first?", (case.first,),
        ((f"Draw the {who} and connect it to {entry}", _actor_patch(case)),),
    ))  # fmt: skip
    return []


def no_entry(scenario: Scenario, model: Model, flow: Flow) -> Stop:
    """Why a use case starts nowhere, with edits that would let it start."""
    who = flow.actor.replace("_", " ")
    people = [
        name
        for name in model.board.parts
        if model.board.parts[name].can("initiate") and flow.actor in model.claims[name].plays
    ]
    if not any(is_class(part) for part in model.board.parts.values()):
        return Stop("enter", "", "there is no class yet", f"a class that the {who} can talk to")
    person = min(people, key=model.rank)
    answers = tuple(
        (f"Connect it to {model.label(name)}",
         ({"op": "add_connection", "connection": {"from": person, "to": name, "kind": "associates"}},))
        for name in model.classes[:3]
    )  # fmt: skip
    return Stop("enter", person, f"the {who} talks to no class", f"a class that the {who} talks to", answers)
