"""What each class owns, creates, decides and guards: as written, or read off its name and members — aloud.

A learner writes `occupied: bool` or `calculate_fee()`, not claims over the scenario's ids. Whatever is read off such words
is listed with its reason and the edit that writes it down. Only words count, never ids, so that renaming changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from design_sandbox.model.scenario import Scenario, walk_steps
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.inference import Inferred, words

CARRIERS = ("composes", "aggregates", "associates", "depends")
"""Relations that a message travels along, from tail to head."""
CONTAINING = ("composes", "aggregates")
LENDING = ("inherits", "implements")
"""Relations that lend members in both directions and carry nothing."""
ABSTRACTIONS = ("interface", "abstract_class")
CREATING = words("create issue make open start new print add build register generate produce")
HELPERS = words(
    "calculate compute get decide choose find select determine evaluate for next best of the quote check can do try in if on "
    "available free nearest closest first parking show display count"
)
"""Words around what an operation is about: they change nothing of its meaning here."""
COUNTING = words(
    "count show display get number of compute calculate available free update the how many total print"
)
ATTRIBUTE = re.compile(r"^\s*[+\-#~]?\s*(?P<derived>/?)\s*(?P<name>[^:(]+?)\s*(?::\s*(?P<type>.+))?$")
COLLECTION = re.compile(r"(?i)\b(?:list|set|map|dict|array|queue|deque|collection|bitset|bitmap)\b|\[\s*\]")
OPERATION = re.compile(r"^\s*[+\-#~]?\s*(?:[\w<>\[\], ]+\s+)?(?P<name>\w+)\s*(?:\(|:|->|$)")


@dataclass(frozen=True)
class Claims:
    """What one class answers for: ids of the scenario's facts, things and decisions."""

    owns: frozenset[str] = frozenset()
    derives: frozenset[str] = frozenset()
    creates: frozenset[str] = frozenset()
    does: frozenset[str] = frozenset()
    guards: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    varies: frozenset[str] = frozenset()
    switches_on: frozenset[str] = frozenset()
    plays: frozenset[str] = frozenset()
    """Things that the class stands for (an actor: whom it stands for)."""
    checks: frozenset[str] = frozenset()
    """Facts that an operation of it only looks at (`is_free`)."""

    def of(self, name: str) -> frozenset[str]:
        """The claims of one kind."""
        found: frozenset[str] = getattr(self, name)
        return found

    @property
    def responsibilities(self) -> frozenset[tuple[str, str]]:
        """What it keeps, works out, makes and decides."""
        return frozenset(
            (kind, name) for kind in ("owns", "derives", "creates", "does") for name in self.of(kind)
        )


@dataclass
class Reading:
    """Claims as far as they are known, and what was inferred on the way."""

    scenario: Scenario
    board: Board
    claims: dict[str, Claims]
    facts: list[Inferred] = field(default_factory=list)

    def classes(self) -> list[Part]:
        """Everything that takes messages: classes, abstract classes, interfaces."""
        return [part for part in self.board.parts.values() if is_class(part)]

    def claiming(self, kind: str, name: str) -> list[str]:
        """Parts that claim this."""
        return [part for part, claims in self.claims.items() if name in claims.of(kind)]

    def say(self, part: str, kind: str, name: str, reason: str, *, quietly: bool = False) -> None:
        """Add an inferred claim, aloud unless it is only a reading of an operation's words."""
        known = self.claims[part]
        if name in known.of(kind):
            return
        self.claims[part] = replace(known, **{kind: known.of(kind) | {name}})
        if quietly:
            return
        text = f"{self.board.parts[part].label} {SAID[kind]} {self.scenario.label_of(name)}"
        self.facts.append(
            Inferred(text, reason, part, ({"op": "add_to", "component": part, "field": kind, "value": name},))
        )


SAID = {"owns": "keeps", "derives": "works out", "creates": "creates", "does": "decides", "guards": "guards",
        "changes": "changes", "varies": "lets vary", "plays": "stands for"}  # fmt: skip


def is_class(part: Part) -> bool:
    """Whether a part of an object model takes messages (actors and enumerations do not)."""
    return part.spec.kind == "object_model" and part.can("compute")


def is_values(part: Part) -> bool:
    """Whether a part is an enumeration."""
    return part.spec.kind == "object_model" and part.can("hold") and not part.can("compute")


def spoken(text: str) -> frozenset[str]:
    """Words of a name, however it is written: `entry_time`, `entryTime`, `Entry time`."""
    return words(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text))


def read_members(board: Board, scenario: Scenario) -> Reading:
    """All claims of an object model, written ones first; each further step only fills what is still open."""
    reading = Reading(scenario, board, {name: _written(part) for name, part in board.parts.items()})
    _stand_for_things(reading)
    for part in reading.classes():
        for text in part.component.attributes:
            _attribute(reading, part, text)
        for text in part.component.operations:
            _operation(reading, part, text)
    _named_deciders(reading)
    _included_decisions(reading)
    _homeless_facts(reading)
    _homeless_creations(reading)
    _axes(reading)
    return reading


def _written(part: Part) -> Claims:
    said = part.component
    return Claims(
        frozenset(said.owns) | frozenset(said.holds), frozenset(said.derives) | frozenset(said.copies), frozenset(said.creates),
        frozenset(said.does), frozenset(said.guards), frozenset(said.changes), frozenset(said.varies),
        frozenset(said.switches_on), frozenset(part.plays),
    )  # fmt: skip


def called(scenario: Scenario, name: str) -> list[frozenset[str]]:
    """The ways of naming an entity or decision, each as a set of words."""
    entity = scenario.entities.get(name)
    texts = [name, *((entity.label, *entity.synonyms) if entity else ())]
    return [said for said in map(spoken, texts) if said]


def decisions(scenario: Scenario) -> list[str]:
    """Decisions that the scenario's flows ask for."""
    return list(dict.fromkeys(step.target for flow in scenario.flows.values() for step in walk_steps(flow.steps)
                              if step.verb in ("decide", "call")))  # fmt: skip


# Names ----------------------------------------------------------------------------------------------------------------


def _stand_for_things(reading: Reading) -> None:
    """A class stands for the thing that its label names: exactly, or by its last word (`ParkingTicket`)."""
    for thing in _of_shape(reading.scenario, "thing"):
        if reading.claiming("plays", thing):
            continue
        names = called(reading.scenario, thing)
        exact = [part for part in reading.classes() if spoken(part.label) in names]
        close = [part for part in reading.classes() if _head(part.label) and any(
            name <= spoken(part.label) and _head(part.label) <= name for name in names)]  # fmt: skip
        for part in _topmost(reading.board, exact or close):
            reading.say(part.id, "plays", thing, "its name says so", quietly=True)


def _head(label: str) -> frozenset[str]:
    """The last word of a name: what the thing is, after how it is."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", label).replace("_", " ").split()
    return spoken(split[-1]) if split else frozenset()


def _topmost(board: Board, parts: list[Part]) -> list[Part]:
    """Those that do not inherit from another one of them."""
    names = {part.id for part in parts}
    return [part for part in parts if not any(link.kind in LENDING and link.target in names and link.target != part.id
                                              for link in board.out[part.id])]  # fmt: skip


def _of_shape(scenario: Scenario, *shapes: str) -> list[str]:
    return [name for name, entity in scenario.entities.items() if entity.shape in shapes]


# Members --------------------------------------------------------------------------------------------------------------


def _attribute(reading: Reading, part: Part, text: str) -> None:
    found = ATTRIBUTE.match(text)
    if not found or _is_reference(reading.board, found["type"] or ""):
        return
    several = bool(COLLECTION.search(found["type"] or ""))
    for fact in _of_shape(reading.scenario, "fact"):
        if _is_about(reading, part, spoken(found["name"]), fact, several=several):
            kind = "derives" if found["derived"] else "owns"
            if not reading.claims[part.id].of("owns" if kind == "derives" else "derives") & {fact}:
                reading.say(part.id, kind, fact, f"its attribute “{text.strip()}”")
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
    if thing:
        own = spoken(thing)
        if thing in reading.claims[part.id].plays:
            said = said | own
        elif own <= said and not several:
            return False
    return any(name <= said for name in called(reading.scenario, fact))


def _operation(reading: Reading, part: Part, text: str) -> None:
    found = OPERATION.match(text)
    if not found:
        return
    said, reason = spoken(found["name"]), f"its operation “{text.strip()}”"
    for decision in decisions(reading.scenario):
        if any(name <= said and said - name <= HELPERS for name in called(reading.scenario, decision)):
            reading.say(part.id, "does", decision, reason)
    for thing in _of_shape(reading.scenario, "thing"):
        if said & CREATING and any(name <= said for name in called(reading.scenario, thing)):
            reading.say(part.id, "creates", thing, reason)
    for fact in _of_shape(reading.scenario, "fact"):
        entity = reading.scenario.entities[fact]
        around = HELPERS | (spoken(entity.of) if entity.of else frozenset())
        if _matches(entity.operations.guards, said, around):
            reading.say(part.id, "guards", fact, reason)
        elif _matches(entity.operations.changes, said, around):
            reading.say(part.id, "changes", fact, reason, quietly=True)
        elif _matches(entity.operations.checks, said, around):
            reading.say(part.id, "checks", fact, reason, quietly=True)
        elif entity.derived_from and _matches([fact, *entity.synonyms], said, COUNTING):
            reading.say(part.id, "derives", fact, reason)


def _matches(phrases: Iterable[str], said: frozenset[str], around: frozenset[str]) -> bool:
    return any(name <= said and said - name <= around for name in map(spoken, phrases) if name)


# What is still open ---------------------------------------------------------------------------------------------------


def _named_deciders(reading: Reading) -> None:
    """A decision that nobody claims belongs to the one class whose name speaks of it (`FeeStrategy`)."""
    for decision in decisions(reading.scenario):
        if reading.claiming("does", decision):
            continue
        named = [part for part in reading.classes() if not reading.claims[part.id].plays
                 and any(name <= spoken(part.label) for name in called(reading.scenario, decision))]  # fmt: skip
        named = _topmost(reading.board, named)
        promises = [part for part in named if part.component.type in ABSTRACTIONS]
        if len(promises or named) == 1:
            reading.say((promises or named)[0].id, "does", decision, "its name says so, and nobody else does")


def _included_decisions(reading: Reading) -> None:
    """A decision that nobody claims is part of an operation that must contain it (`park(vehicle)` chooses the spot).

    Of several such operations, each of which passes the call on, it is the one beside the thing that is decided about.
    """
    for decision in decisions(reading.scenario):
        entity = reading.scenario.entities.get(decision)
        if entity is None or reading.claiming("does", decision):
            continue
        including = [part for part in reading.classes() if entity.of not in reading.claims[part.id].plays and any(
            _matches(entity.operations.include, spoken(found["name"]), HELPERS)
            for text in part.component.operations if (found := OPERATION.match(text)))]  # fmt: skip
        things = set(reading.claiming("plays", entity.of or ""))
        beside = [part for part in including if any(link.target in things and link.kind in CARRIERS
                                                    for link in reading.board.out[part.id])]  # fmt: skip
        chosen = beside if len(beside) == 1 else including
        if len(chosen) == 1:
            reading.say(
                chosen[0].id, "does", decision, "its operations include it, and nobody else claims it"
            )


def _homeless_facts(reading: Reading) -> None:
    """A fact that nobody keeps belongs to the class that stands for its thing."""
    for fact in _of_shape(reading.scenario, "fact"):
        entity = reading.scenario.entities[fact]
        if (
            not entity.of
            or entity.optional
            or reading.claiming("owns", fact)
            or reading.claiming("derives", fact)
        ):
            continue
        homes = [name for name in reading.claiming("plays", entity.of)
                 if is_class(reading.board.parts[name]) and reading.board.parts[name].component.type != "interface"]  # fmt: skip
        if len(homes) == 1:
            kind = "derives" if entity.derived_from else "owns"
            reading.say(
                homes[0],
                kind,
                fact,
                f"it stands for {reading.scenario.label_of(entity.of)}, and nobody else says so",
            )


def _homeless_creations(reading: Reading) -> None:
    """What contains a thing creates it, else the only class that knows it."""
    asked = {
        step.target
        for flow in reading.scenario.flows.values()
        for step in walk_steps(flow.steps)
        if step.verb == "create"
    }
    for thing in _of_shape(reading.scenario, "thing"):
        if thing not in asked or reading.claiming("creates", thing):
            continue
        made = set(reading.claiming("plays", thing))
        for kinds in (("composes",), ("aggregates",), ("associates", "depends")):
            makers = {link.source for link in reading.board.links if link.kind in kinds and link.target in made
                      and is_class(reading.board.parts[link.source])} - made  # fmt: skip
            if len(makers) == 1:
                reading.say(makers.pop(), "creates", thing, "it is the one that contains or knows it")
            if makers:
                break


def _axes(reading: Reading) -> None:
    """Abstractions and enumerations vary by what they decide or are named after."""
    for axis in dict.fromkeys(t.adds_variant for t in reading.scenario.twists.values() if t.adds_variant):
        if reading.claiming("varies", axis):
            continue
        for part in list(_varying(reading, axis)):
            reading.say(part.id, "varies", axis, "other kinds of it can stand beside the ones drawn")


def _varying(reading: Reading, axis: str) -> Iterator[Part]:
    entity = reading.scenario.entities.get(axis)
    for part in reading.board.parts.values():
        claims = reading.claims[part.id]
        named = is_values(part) and any(name <= spoken(part.label) for name in called(reading.scenario, axis))
        about = axis in claims.does or bool(entity and entity.shape == "fact" and entity.of in claims.plays)
        if named or (about and part.component.type in ABSTRACTIONS):
            yield part
