"""Operations that only pass a call on: the same words in a class and in another one that it can reach (SEMANTICS 30).

`ParkingLot.releaseSpot()` beside `Spot.release()` is a façade, not a second place where spots are released. Only what is
read off operations is taken so; what a learner writes down as a claim stands.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from design_sandbox.walk.board import Board
from design_sandbox.walk.claims import ABSTRACTIONS, CARRIERS, LENDING, Reading
from design_sandbox.walk.messages import Model

PASSED_ON = ("guards", "does", "checks")
"""Claims of which the last one on the way answers."""


def pass_on(reading: Reading) -> None:
    """Take back what was read off operations of classes that reach another one with the same claim."""
    for kind in PASSED_ON:
        for name in sorted({target for claims in reading.claims.values() for target in claims.of(kind)}):
            claiming = reading.claiming(kind, name)
            passing = [
                part for part in claiming if not _stands(reading, part, kind, name)
                and reached(reading.board, part) & (set(claiming) - _family(reading.board, part))
            ]  # fmt: skip
            for part in passing if len(passing) < len(claiming) else ():
                _take_back(reading, part, kind, name)


def _stands(reading: Reading, part: str, kind: str, name: str) -> bool:
    """Written claims stand, and so does what a promise says or keeps: its callers mean it."""
    drawn = reading.board.parts[part]
    kept = any(link.kind in LENDING for link in reading.board.out[part])
    written = kind != "checks" and name in getattr(drawn.component, kind)
    return written or kept or drawn.component.type in ABSTRACTIONS


def last_asked(board: Board, names: list[str]) -> list[str]:
    """Those that pass the call on to no other one of them; all, where each may."""
    return [name for name in names if not reached(board, name) & (set(names) - {name})] or names


def reached(board: Board, start: str) -> set[str]:
    """Classes that a message of this one may come to, itself left out."""
    found: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        heads = {link.target for link in board.out[name] if link.kind in (*CARRIERS, *LENDING)}
        heads |= {link.source for link in board.into[name] if link.kind in LENDING}
        todo += heads - found
        found |= heads
    return found - {start}


def _family(board: Board, part: str) -> set[str]:
    kin = {link.target for link in board.out[part] if link.kind in LENDING}
    return {part, *kin, *(link.source for link in board.into[part] if link.kind in LENDING)}


def _take_back(reading: Reading, part: str, kind: str, name: str) -> None:
    known = reading.claims[part]
    reading.claims[part] = replace(known, **{kind: known.of(kind) - {name}})
    edit = {"op": "add_to", "component": part, "field": kind, "value": name}
    reading.facts[:] = [fact for fact in reading.facts if fact.patch != (edit,)]


def acting_alone(model: Model, kind: str, fact: str, homes: Collection[str]) -> list[str]:
    """Classes that change a fact themselves: they say so as a claim, or know no other of `homes` who does it for them."""
    claiming = model.claiming(kind, fact)
    alone = [
        name for name in claiming
        if fact in model.board.parts[name].component.changes
        or model.way([name], (set(homes) - {name}).__contains__) is None
    ]  # fmt: skip
    return alone or [name for name in claiming if name in homes]
