"""What was inferred, said aloud: each fact in words with its reason, and the edit that writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Board, Part, claim


@dataclass(frozen=True)
class Inferred:
    """One inferred fact: in words, why, on which part, and the edit that makes it the learner's own."""

    text: str
    reason: str
    component: str
    patch: Patch


@dataclass
class Inference:
    """The board with inferred claims, what was inferred, and which entities have several possible keepers."""

    board: Board
    facts: list[Inferred] = field(default_factory=list)
    open_owners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Entity → unlabelled stores that may hold it: one question asks for all of them."""
    open_caches: tuple[str, ...] = ()
    """Caches whose contents nothing tells."""


def say(
    result: Inference, part: Part, *, field_name: str, entities: list[str], scenario: Scenario, reason: str
) -> None:
    """Write claims on a part, and list them with their reason and the edit that makes them the learner's own."""
    changed = claim(part, **{field_name: entities})
    result.board = result.board.with_parts({part.id: changed})
    verb = {"holds": "holds", "copies": "keeps copies of", "plays": "stands for"}[field_name]
    called = ", ".join(_called(scenario, name) for name in entities)
    patch = tuple(
        {"op": "add_to", "component": part.id, "field": field_name, "value": entity} for entity in entities
    )
    result.facts.append(Inferred(f"{part.label} {verb} {called}", reason, part.id, patch))


def _called(scenario: Scenario, name: str) -> str:
    actor = scenario.actors.get(name)
    label = "" if actor is None or isinstance(actor, str) else actor.label
    return label or scenario.label_of(name)
