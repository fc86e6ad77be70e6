"""Object models walked: each use case as a chain of messages from the class that the actor talks to (SEMANTICS 27)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch
from design_sandbox.model.load import load_numbers
from design_sandbox.model.scenario import Flow, Scenario, Step, walk_steps
from design_sandbox.walk.attempt import Setting
from design_sandbox.walk.board import Board, Ends
from design_sandbox.walk.claims import CARRIERS, HELPERS, is_class, matches, operation_name, spoken
from design_sandbox.walk.flows import segments
from design_sandbox.walk.inferred import Inference, Inferred
from design_sandbox.walk.members import read_members
from design_sandbox.walk.messages import Model
from design_sandbox.walk.playing import infer_actors
from design_sandbox.walk.steps import meet
from design_sandbox.walk.use_case import UseCase
from design_sandbox.walk.walk import Hop, Question, Stop, Walk, WalkStatus
from design_sandbox.walk.walker import Walked, _asked, _decisions, _left_out

MOST_ENTRIES = 24
"""Entry classes that are tried for one use case."""


@dataclass(frozen=True)
class WalkedModel(Walked):
    """An object model seen through its scenario."""

    model: Model | None = None

    def without(
        self, parts: Iterable[str] = (), services: Iterable[str] = (), flows: Iterable[str] | None = None,
        cut: Collection[Ends] = (),
    ) -> dict[str, Walk]:  # fmt: skip
        """The use cases walked again with these classes and relations lost; claims inferred before stay."""
        assert self.model is not None
        board = self.board.without(parts, cut)
        model = Model(
            board, {name: claims for name, claims in self.model.claims.items() if name in board.parts}
        )
        wanted = set(flows) if flows is not None else set(self.walks)
        return {name: _walk(self.scenario, model, name, [])[0] for name in self.walks if name in wanted}


def model_of(walked: Walked) -> Model | None:
    """The classes with their claims, when an object model was walked."""
    return walked.model if isinstance(walked, WalkedModel) else None


def walk_model(scenario: Scenario, design: Design, catalogue: Catalogue) -> WalkedModel:
    """Walk every use case in scope through the classes. A design of systems parts only has no class: nothing arrives."""
    people = Inference(Board.of(design, catalogue))
    infer_actors(people, scenario)
    reading = read_members(people.board, scenario)
    model = Model(_resolved(people.board, reading.claims), reading.claims)
    facts = [*people.facts, *reading.facts]
    walks: dict[str, Walk] = {}
    for name in _asked(scenario, design):
        walks[name], entry = _walk(scenario, model, name, [fact.text for fact in facts])
        facts.extend(entry)
        if _left_out(scenario, design, name, walks[name]):
            walks[name] = Walk(name, "out_of_scope")
    numbers = load_numbers(scenario)
    setting = Setting(scenario, model.board, numbers, {}, (), decisions=_decisions(scenario, design))
    return WalkedModel(scenario, design, model.board, setting, walks, tuple(facts), numbers, model=model)


def _resolved(board: Board, claims: dict[str, Any]) -> Board:
    """The board with resolved claims where other layers look for them: kept facts as `holds`, worked-out ones as `copies`."""
    return board.with_parts({
        name: replace(part, holds=claims[name].owns, copies=claims[name].derives, plays=claims[name].plays)
        for name, part in board.parts.items()
    })  # fmt: skip


# One use case -----------------------------------------------------------------------------------------------------------


def _walk(scenario: Scenario, model: Model, name: str, said: list[str]) -> tuple[Walk, list[Inferred]]:
    flow = scenario.flows[name]
    best: UseCase | None = None
    facts: list[Inferred] = []
    for segment in segments(flow):
        case, told = _best(scenario, model, name, flow, segment)
        told += case.inferred if case is not None else []
        facts.extend(fact for fact in told if fact.text not in said)
        model.learn(fact.patch for fact in told)
        if case is None:
            return Walk(name, "fails", stop=_no_entry(scenario, model, flow)), []
        best = case if best is None else _joined(best, case)
        if best.stop:
            break
    assert best is not None
    return _told(best), facts


def _told(case: UseCase) -> Walk:
    status: WalkStatus = "fails" if case.stop else ("asks" if case.questions else "served")
    return Walk(case.flow_id, status, case.first, case.entry, tuple(case.hops), tuple(case.strategies), tuple(case.questions),
                case.stop, frozenset(case.uses), (), frozenset(case.facts))  # fmt: skip


def _joined(first: UseCase, second: UseCase) -> UseCase:
    """One use case of two requests; the first's entry is shown."""
    first.hops += [hop for hop in second.hops if hop not in first.hops]
    for question in second.questions:
        first.ask(question.code, question.text, question.elements, *question.answers)
    first.uses |= second.uses
    first.facts |= second.facts
    first.met += second.met
    first.stop = second.stop
    return first


def _best(
    scenario: Scenario, model: Model, name: str, flow: Flow, steps: tuple[Step, ...]
) -> tuple[UseCase | None, list[Inferred]]:
    """The best entry class for these steps: most met, then fewest questions and messages, then words, then looks."""
    entries, drawn = _entries(model, flow.actor)
    tried: list[tuple[tuple[Any, ...], UseCase]] = []
    for entry in entries[:MOST_ENTRIES]:
        case = _try(UseCase(scenario, model, name, flow, entry), steps)
        said = spoken(model.label(case.first)) & spoken(f"{name} {flow.title}")
        does = name in model.claims[case.first].does
        tried.append(
            (
                (
                    -case.met,
                    not does,
                    len(case.questions),
                    _misfit(scenario, model, name, case.first),
                    -len(said),
                    len(case.hops),
                    model.rank(case.first),
                ),
                case,
            )
        )
    if not tried:
        return None, []
    best = min(tried, key=lambda entry: entry[0])[1]
    _ask_where_it_starts(best, [case.first for _, case in tried])
    if drawn:
        return best, []
    others = any(model.board.parts[name].can("initiate") for name in model.board.parts)
    return best, _guessed_entry(best, alone=len(tried) == 1 and not others)


def _misfit(scenario: Scenario, model: Model, flow_id: str, entry: str) -> int:
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


def _ask_where_it_starts(best: UseCase, entries: list[str]) -> None:
    """An entry that speaks of other use cases, beside one that speaks of this one, is asked about."""
    scenario, model, flow = best.scenario, best.model, best.flow_id
    meant = [name for name in entries if _misfit(scenario, model, flow, name) < 0]
    if (
        best.stop
        or not meant
        or flow in model.claims[best.first].does
        or _misfit(scenario, model, flow, best.first) < 1
    ):
        return
    start = model.label(best.first)
    patch: Patch = ({"op": "add_to", "component": best.first, "field": "does", "value": flow},)
    best.ask(f"starts:{flow}", f"Does “{best.flow.title or flow}” start at {start}? {model.label(meant[0])} speaks of it.",
             (best.first, meant[0]), (f"It starts at {start}", patch))  # fmt: skip


def _entries(model: Model, actor: str) -> tuple[list[tuple[str, ...]], bool]:
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


def _try(case: UseCase, steps: tuple[Step, ...]) -> UseCase:
    enter = Step(id="enter", connect="enter")
    case.reached = [case.first]
    if len(case.entry) > 1:
        person, entry = case.entry
        against = entry not in case.model.knows[person]
        case.hops.append(Hop(person, entry, "must", 1.0, "enter", against_arrow=against))
    if case.model.is_abstraction(case.first):
        case.arrive(case.first, enter, case.flow_id)
        case.uses.clear()
        case.facts.clear()
    for step in steps:
        if case.stop is None and meet(case, step):
            case.met += 1
    return case


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


def _guessed_entry(case: UseCase, *, alone: bool) -> list[Inferred]:
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


def _no_entry(scenario: Scenario, model: Model, flow: Flow) -> Stop:
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
