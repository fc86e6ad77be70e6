"""Copies that are filled for everybody ahead of reading: they miss only what was evicted or never written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.copies import misses
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.walk import Walk

HITS_WHEN_KEPT_FOR_ALL = 0.99
"""Hits of a cache that a pipeline fills for every reader, where the learner sets none: assumed, and said aloud."""
FACT = "kept_for_all"


def kept_for_all(keeper: str, entity: str) -> str:
    """The fact of a walk that a keeper is filled with an entity for all readers."""
    return f"{FACT}:{keeper}:{entity}"


def ready_made(walks: Iterable[Walk]) -> frozenset[tuple[str, str]]:
    """(keeper, entity) of everything that walks read ready-made for everybody."""
    facts = {fact for walk in walks if walk.served for fact in walk.facts if fact.startswith(f"{FACT}:")}
    return frozenset((keeper, entity) for _, keeper, entity in (fact.split(":", 2) for fact in facts))


def missing_share(part: Part) -> float:
    """Share of reads that a copy filled for everybody cannot answer: as set, else nearly none."""
    return misses(part) if "hit_ratio" in part.said else 1.0 - HITS_WHEN_KEPT_FOR_ALL


def with_assumed_hits(board: Board, keepers: Iterable[str]) -> Board:
    """The board on which these copies have the hits that are assumed, where nobody has set any."""
    changed = {}
    for name in keepers:
        part = board.parts[name]
        if "hit_ratio" not in part.said and "hit_ratio" in part.spec.defaults:
            component = part.component.model_copy(update={"hit_ratio": HITS_WHEN_KEPT_FOR_ALL})
            changed[name] = Part(name, part.spec, component, part.holds, part.copies, part.plays)
    return board.with_parts(changed) if changed else board


def told(scenario: Scenario, board: Board, walks: Mapping[str, Walk]) -> list[Inferred]:
    """What is assumed of copies that are filled for everybody, each with the edit that writes it down."""
    found = []
    for name, entity in sorted(
        ready_made(walks.values()), key=lambda kept: (board.position[kept[0]], kept[1])
    ):
        part = board.parts[name]
        if "hit_ratio" in part.said or "hit_ratio" not in part.spec.defaults:
            continue
        found.append(Inferred(
            f"{part.label} has {scenario.label_of(entity)} for {HITS_WHEN_KEPT_FOR_ALL:.0%} of reads",
            "what fills it writes every change, so it misses only what was evicted or never written", name,
            ({"op": "set", "component": name, "field": "hit_ratio", "value": HITS_WHEN_KEPT_FOR_ALL},),
        ))  # fmt: skip
    return found
