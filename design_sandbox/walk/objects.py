"""Object models walked: each use case as a chain of messages from the class that the actor talks to (SEMANTICS 27)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.load import load_numbers
from design_sandbox.model.scenario import Flow, Scenario, Step
from design_sandbox.walk.attempt import Setting
from design_sandbox.walk.board import Board, Ends
from design_sandbox.walk.claims import spoken
from design_sandbox.walk.flows import segments
from design_sandbox.walk.inferred import Inference, Inferred
from design_sandbox.walk.members import read_members
from design_sandbox.walk.messages import Model
from design_sandbox.walk.playing import infer_actors
from design_sandbox.walk.starting import ask_where_it_starts, entries, guessed_entry, misfit, no_entry
from design_sandbox.walk.steps import meet
from design_sandbox.walk.use_case import UseCase
from design_sandbox.walk.walk import Hop, Walk, WalkStatus
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
            return Walk(name, "fails", stop=no_entry(scenario, model, flow)), []
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
    ways, drawn = entries(model, flow.actor)
    tried: list[tuple[tuple[Any, ...], UseCase]] = []
    for entry in ways[:MOST_ENTRIES]:
        case = _try(UseCase(scenario, model, name, flow, entry), steps)
        said = spoken(model.label(case.first)) & spoken(f"{name} {flow.title}")
        does = name in model.claims[case.first].does
        tried.append(
            (
                (
                    -case.met,
                    not does,
                    len(case.questions),
                    misfit(scenario, model, name, case.first),
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
    ask_where_it_starts(best, [case.first for _, case in tried])
    if drawn:
        return best, []
    others = any(model.board.parts[name].can("initiate") for name in model.board.parts)
    return best, guessed_entry(best, alone=len(tried) == 1 and not others)


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
