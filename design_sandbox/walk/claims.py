"""What the classes of an object model answer for, and the words that name it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from design_sandbox.model.scenario import Scenario, walk_steps
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.words import words

CARRIERS = ("composes", "aggregates", "associates", "depends")
"""Relations that a message travels along, from tail to head."""
CONTAINING = ("composes", "aggregates")
LENDING = ("inherits", "implements")
"""Relations that lend members in both directions and carry nothing."""
ABSTRACTIONS = ("interface", "abstract_class")
HELPERS = words(
    "calculate compute get decide choose find select determine evaluate for next best of the quote check can do try in if on "
    "available free nearest closest first show display count"
)
"""Words around what an operation is about: they change nothing of its meaning here."""


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
    takes: frozenset[str] = frozenset()
    """Facts that it changes so that two may compete for it: all its changes but those that only give back."""

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


@lru_cache(maxsize=4096)
def spoken(text: str) -> frozenset[str]:
    """Words of a name, however it is written: `entry_time`, `entryTime`, `Entry time`."""
    return words(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text))


def called(scenario: Scenario, name: str) -> list[frozenset[str]]:
    """The ways of naming an entity or decision, each as a set of words."""
    entity = scenario.entities.get(name)
    texts = [name, *((entity.label, *entity.synonyms) if entity else ())]
    return [said for said in map(spoken, texts) if said]


def decisions(scenario: Scenario) -> list[str]:
    """Decisions that the scenario's flows ask for."""
    return list(dict.fromkeys(step.target for flow in scenario.flows.values() for step in walk_steps(flow.steps)
                              if step.verb in ("decide", "call")))  # fmt: skip


def of_shape(scenario: Scenario, *shapes: str) -> list[str]:
    """Entities of these shapes, in the scenario's order."""
    return [name for name, entity in scenario.entities.items() if entity.shape in shapes]


def operation_name(text: str) -> frozenset[str]:
    """Words of an operation's name: `+ find_seat(guest): Seat`, `Seat findSeat(Guest g)` or just `find seat`."""
    head = re.split(r"\(|:|->", text, maxsplit=1)[0]
    tokens = re.findall(r"\w+", head)
    return spoken(tokens[-1] if "(" in text and tokens else head)


def matches(phrases: Iterable[str], said: frozenset[str], around: frozenset[str]) -> bool:
    """Whether words are one of these phrases, give or take words around it that change nothing."""
    return any(name <= said and said - name <= around for name in map(spoken, phrases) if name)
