"""A drawing as walks see it: what decides the way of a request, and nothing of how much or how fast.

Walks are walked on the outline, so that they depend on nothing else and can be remembered by it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from design_sandbox.model.catalogue import Ability
from design_sandbox.model.design import Component, Group
from design_sandbox.walk.board import Board, Part

DECIDING = ("batch", "checks_identity", "compensates", "consistency", "expires", "hit_ratio", "idempotent", "identity",
            "keeps_sessions", "keyed", "outbox", "time_to_live")  # fmt: skip
"""Properties that decide a walk, its hops or its questions wherever they are set."""
INSTANCES = "replicas"
"""Decides a walk only at channels, and where a connection stays open: which instance holds it?"""
STARTING: tuple[Ability, ...] = ("initiate", "clock", "provide")
"""Abilities of parts that a walk looks for by name, touched by an arrow or not."""


@dataclass(frozen=True)
class Outline:
    """The board that is walked, and what it looks like. Equal looks give equal walks."""

    board: Board
    touched: Hashable
    """Looks of everything that a request could travel or ask for."""
    whole: Hashable
    """Looks of the rest: loose parts, which no arrow touches, and everybody's place. Only offers name them."""
    loose: frozenset[str]


def outline_of(board: Board) -> Outline:
    """The outline of a board whose claims are resolved."""
    ends = {name for link in board.links for name in (link.source, link.target)}
    lasting = {name for link in board.links if link.kind == "persistent"
               for name in (link.source, link.target)}  # fmt: skip
    parts = {name: _outlined(part, lasting=name in lasting) for name, part in board.parts.items()}
    groups = {name: Group(kind=group.kind, contains=group.contains) for name, group in board.groups.items()}
    loose = frozenset(name for name, part in parts.items() if name not in ends and _is_silent(part))
    looks = {name: _look(part) for name, part in parts.items()}
    arranged = tuple(
        (name, group.kind, tuple(member for member in group.contains if member not in loose))
        for name, group in groups.items()
    )
    touched = tuple(look for name, look in looks.items() if name not in loose), board.links, arranged
    unplaced = tuple(look if name in loose else name for name, look in looks.items())
    return Outline(Board(parts, board.links, groups, board.parts), touched, unplaced, loose)


def _outlined(part: Part, *, lasting: bool) -> Part:
    component = part.component
    said = {name: value for name, value in part.said.items()
            if name in DECIDING or (name == INSTANCES and (lasting or part.can("hand_off")))}  # fmt: skip
    seen = _named(component.type, component.label, component.does)
    if said:
        seen = seen.model_copy(update=said)
    return Part(part.id, part.spec, seen, part.holds, part.copies, part.plays)


@lru_cache(maxsize=4096)
def _named(kind: str, label: str, does: tuple[str, ...]) -> Component:
    return Component.model_construct(type=kind, label=label, does=does)


def _is_silent(part: Part) -> bool:
    claims = part.holds or part.copies or part.plays
    return not (claims or part.provides or any(part.can(ability) for ability in STARTING))


def _look(part: Part) -> Hashable:
    component = part.component
    said = tuple(sorted((name, repr(value)) for name, value in part.said.items()))
    return (part.id, id(part.spec), component.type, component.label, component.does,
            part.holds, part.copies, part.plays, said)  # fmt: skip
