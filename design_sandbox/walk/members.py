"""What each class owns, creates, decides and guards: as written, or read off its name and members — aloud.

A learner writes `occupied: bool` or `calculate_fee()`, not claims over the scenario's ids. Whatever is read off such words
is listed with its reason and the edit that writes it down. Only words count, never ids, so that renaming changes nothing.
"""

from __future__ import annotations

import re

from design_sandbox.model.scenario import Scenario, walk_steps
from design_sandbox.walk import unsaid
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.claims import (
    HELPERS,
    Claims,
    Reading,
    called,
    decisions,
    is_class,
    matches,
    of_shape,
    operation_name,
    spoken,
)
from design_sandbox.walk.delegating import pass_on
from design_sandbox.walk.words import words

CREATING = words("create issue make open start new print add build register generate produce")
COUNTING = words(
    "count show display get number of compute calculate available free update the how many total print"
)
COLLECTION = re.compile(r"(?i)\b(?:list|set|map|dict|array|queue|deque|collection|bitset|bitmap)\b|\[\s*\]")


def read_members(board: Board, scenario: Scenario) -> Reading:
    """All claims of an object model, written ones first; each further step only fills what is still open."""
    reading = Reading(scenario, board, {name: _written(part) for name, part in board.parts.items()})
    unsaid.stand_for_things(reading)
    for part in reading.classes():
        for text in part.component.attributes:
            _attribute(reading, part, text)
        for text in part.component.operations:
            _operation(reading, part, text)
    pass_on(reading)
    unsaid.named_deciders(reading)
    unsaid.included_decisions(reading)
    unsaid.homeless_facts(reading)
    unsaid.homeless_creations(reading)
    unsaid.axes(reading)
    return reading


def _written(part: Part) -> Claims:
    said = part.component
    return Claims(
        frozenset(said.owns) | frozenset(said.holds), frozenset(said.derives) | frozenset(said.copies), frozenset(said.creates),
        frozenset(said.does), frozenset(said.guards), frozenset(said.changes), frozenset(said.varies),
        frozenset(said.switches_on), frozenset(part.plays), takes=frozenset(said.changes),
    )  # fmt: skip


def _attribute(reading: Reading, part: Part, text: str) -> None:
    bare = text.strip().lstrip("+-#~ ")
    name, _, kind = bare.partition(":")
    kind = kind or name  # `List<Seat> seats` has its type in front
    if _is_reference(reading.board, kind):
        return
    several = bool(COLLECTION.search(kind))
    for fact in of_shape(reading.scenario, "fact"):
        if _is_about(reading, part, spoken(name), fact, several=several):
            claim, other = ("derives", "owns") if bare.startswith("/") else ("owns", "derives")
            if fact not in reading.claims[part.id].of(other):
                reading.say(part.id, claim, fact, f"its attribute “{text.strip()}”")
            return


def _is_reference(board: Board, kind: str) -> bool:
    """An attribute whose type is another class, or a collection of it, refers to it and owns nothing."""
    mentioned = {name.lower() for name in re.findall(r"\w+", kind)}
    return any(
        "".join(re.findall(r"\w+", part.label)).lower() in mentioned
        for part in board.parts.values()
        if is_class(part)
    )


def _is_about(reading: Reading, part: Part, said: frozenset[str], fact: str, *, several: bool) -> bool:
    """Whether an attribute's words name a fact.

    Words about another class's thing are left in doubt (`vehicle_type` of a spot), unless the class keeps a collection
    of such facts (`occupied_spots: set[int]` of a lot).
    """
    thing = reading.scenario.entities[fact].of
    if reading.claims[part.id].plays & _told_otherwise(reading.scenario, fact):
        return False
    if thing:
        own = spoken(thing)
        if thing in reading.claims[part.id].plays:
            said = said | own
        elif own <= said and not several:
            return False
    return any(name <= said for name in called(reading.scenario, fact))


def _told_otherwise(scenario: Scenario, fact: str) -> frozenset[str]:
    """Things whose creation says the same as this fact (`Payment` for “is paid”): what they keep is their own."""
    found: set[str] = set()
    for flow in scenario.flows.values():
        for step in flow.steps:
            ways = [
                {(inner.verb, inner.target) for inner in walk_steps(steps)} for steps in step.any_of.values()
            ]
            if any(target == fact for way in ways for _, target in way):
                found |= {target for way in ways for verb, target in way if verb == "create"}
    return frozenset(found)


def _operation(reading: Reading, part: Part, text: str) -> None:
    said, reason = operation_name(text), f"its operation “{text.strip()}”"
    for decision in decisions(reading.scenario):
        if any(name <= said and said - name <= HELPERS for name in called(reading.scenario, decision)):
            reading.say(part.id, "does", decision, reason)
    for thing in of_shape(reading.scenario, "thing"):
        if said & CREATING and any(name <= said for name in called(reading.scenario, thing)):
            reading.say(part.id, "creates", thing, reason)
    for fact in of_shape(reading.scenario, "fact"):
        entity = reading.scenario.entities[fact]
        around = _around(reading, part, entity.of)
        if matches(entity.operations.guards, said, around):
            reading.say(part.id, "guards", fact, reason)
        elif matches(entity.operations.changes, said, around):
            reading.say(part.id, "changes", fact, reason, quietly=True)
            reading.say(part.id, "takes", fact, reason, quietly=True)
        elif matches(entity.operations.gives_back, said, around):
            reading.say(part.id, "changes", fact, reason, quietly=True)
        elif matches(entity.operations.checks, said, around):
            reading.say(part.id, "checks", fact, reason, quietly=True)
        elif entity.derived_from and matches([fact, *entity.synonyms], said, COUNTING):
            reading.say(part.id, "derives", fact, reason)


def _around(reading: Reading, part: Part, thing: str | None) -> frozenset[str]:
    """Words beside an operation's own: the thing it is about; in the thing's own class whatever is handed to it."""
    own = reading.claims[part.id].plays
    things = of_shape(reading.scenario, "thing") if thing in own else [thing] if thing else []
    return HELPERS.union(*map(spoken, things))
