"""What neither claims nor members say, and names and relations let one conclude: each conclusion is said aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from design_sandbox.model.scenario import walk_steps
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.claims import (
    ABSTRACTIONS,
    CARRIERS,
    HELPERS,
    LENDING,
    Reading,
    called,
    decisions,
    is_class,
    is_values,
    matches,
    of_shape,
    operation_name,
    spoken,
)  # fmt: skip
from design_sandbox.walk.delegating import last_asked


def stand_for_things(reading: Reading) -> None:
    """A class stands for the thing that its label names: exactly, or by its last word (`ParkingTicket`)."""
    for thing in of_shape(reading.scenario, "thing"):
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


def named_deciders(reading: Reading) -> None:
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


def included_decisions(reading: Reading) -> None:
    """A decision that nobody claims is part of an operation that must contain it (`park(vehicle)` chooses the spot).

    Of several such operations it is the one beside the thing that is decided about, else the last one that is asked.
    """
    for decision in decisions(reading.scenario):
        entity = reading.scenario.entities.get(decision)
        if entity is None or reading.claiming("does", decision):
            continue
        including = [part for part in reading.classes() if entity.of not in reading.claims[part.id].plays and any(
            matches(entity.operations.include, operation_name(text), HELPERS | spoken(entity.of or "")) for text in part.component.operations)]  # fmt: skip
        things = set(reading.claiming("plays", entity.of or ""))
        beside = [part for part in including if any(link.target in things and link.kind in CARRIERS
                                                    for link in reading.board.out[part.id])]  # fmt: skip
        asked = last_asked(reading.board, [part.id for part in including])
        chosen = beside if len(beside) == 1 else [part for part in including if part.id in asked]
        if len(chosen) == 1:
            reading.say(
                chosen[0].id, "does", decision, "its operations include it, and nobody else claims it"
            )


def homeless_facts(reading: Reading) -> None:
    """A fact that nobody keeps belongs to the class that stands for its thing."""
    for fact in of_shape(reading.scenario, "fact"):
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


def homeless_creations(reading: Reading) -> None:
    """What contains a thing creates it, else the only class that knows it."""
    asked = {
        step.target
        for flow in reading.scenario.flows.values()
        for step in walk_steps(flow.steps)
        if step.verb == "create"
    }
    for thing in of_shape(reading.scenario, "thing"):
        if thing not in asked or reading.claiming("creates", thing):
            continue
        made = set(reading.claiming("plays", thing))
        for kinds in (("composes",), ("aggregates",), ("associates", "depends")):
            makers = {link.source for link in reading.board.links if link.kind in kinds and link.target in made
                      and is_class(reading.board.parts[link.source])} - made  # fmt: skip
            if len(makers) == 1:
                reading.say(min(makers), "creates", thing, "it is the one that contains or knows it")
            if makers:
                break


def axes(reading: Reading) -> None:
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
