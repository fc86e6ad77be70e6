"""Messages between classes: who can be reached from whom, along which relations (SEMANTICS 27).

A message travels along composes, aggregates, associates and depends, tail to head. `inherits` and `implements` carry
nothing but lend members both ways: a class may use what its parents have, and a message to an abstraction arrives at
what keeps its promise. Having gone up to a parent, a message does not come down to a sibling: the object stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from design_sandbox.model.edits import Patch
from design_sandbox.walk.board import Board
from design_sandbox.walk.claims import (
    ABSTRACTIONS,
    CARRIERS,
    CONTAINING,
    LENDING,
    Claims,
    is_class,
    is_values,
)

REFINEMENT_ROUNDS = 3


@dataclass(frozen=True)
class Move:
    """One relation taken; `against` its arrow when a message to an abstraction arrives at its implementation."""

    source: str
    target: str
    against: bool = False
    back: bool = False
    """From a part to its whole, along a back reference that is not drawn."""


Way = tuple[Move, ...]
Ranks = dict[str, int]


class Model:
    """Classes with their claims and relations, in an order that depends on what they are, never on their ids."""

    def __init__(self, board: Board, claims: dict[str, Claims]) -> None:
        self.board, self.claims = board, claims
        self.order = _order(board, claims)
        self.classes = sorted((n for n, p in board.parts.items() if is_class(p)), key=self.rank)
        self.enumerations = sorted((n for n, p in board.parts.items() if is_values(p)), key=self.rank)

    def learn(self, said: Iterable[Patch]) -> None:
        """Take what a use case let one conclude as a claim from now on."""
        for patch in said:
            for edit in patch:
                if edit["op"] == "add_to":
                    known, kind = self.claims[edit["component"]], edit["field"]
                    self.claims[edit["component"]] = replace(
                        known, **{kind: known.of(kind) | {edit["value"]}}
                    )

    def rank(self, name: str) -> tuple[int, str]:
        """Place in the canonical order; the id only tells interchangeable parts apart."""
        return self.order[name], name

    @cached_property
    def knows(self) -> dict[str, tuple[str, ...]]:
        """Class or actor → classes it can send a message to."""
        return self._heads(CARRIERS, is_class_only=True)

    @cached_property
    def values(self) -> dict[str, tuple[str, ...]]:
        """Class → enumerations it uses."""
        return {name: tuple(head for head in heads if head in self.enumerations)
                for name, heads in self._heads(CARRIERS, is_class_only=False).items()}  # fmt: skip

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Class → what it inherits from or implements."""
        return self._heads(LENDING, is_class_only=True)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Class → what inherits from it or implements it."""
        found: dict[str, list[str]] = {name: [] for name in self.board.parts}
        for child in sorted(self.board.parts, key=self.rank):
            for parent in self.parents[child]:
                found[parent].append(child)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def wholes(self) -> dict[str, tuple[str, ...]]:
        """Part → what consists of it or has it: a back reference is common, and seldom drawn."""
        found: dict[str, set[str]] = {name: set() for name in self.board.parts}
        for link in self.board.links:
            if (
                link.kind in CONTAINING
                and link.source != link.target
                and is_class(self.board.parts[link.source])
            ):
                found[link.target].add(link.source)
        return {name: tuple(sorted(heads, key=self.rank)) for name, heads in found.items()}

    def _heads(self, kinds: tuple[str, ...], *, is_class_only: bool) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in self.board.parts:
            heads = {link.target for link in self.board.out[name] if link.kind in kinds and link.target != name
                     and (not is_class_only or is_class(self.board.parts[link.target]))}  # fmt: skip
            found[name] = tuple(sorted(heads, key=self.rank))
        return found

    def label(self, name: str) -> str:
        """What the screen calls a part."""
        return self.board.parts[name].label

    def is_abstraction(self, name: str) -> bool:
        """Whether nothing is ever just this: an interface or abstract class."""
        return self.board.parts[name].component.type in ABSTRACTIONS

    def is_interface(self, name: str) -> bool:
        """Whether it promises operations and keeps no facts."""
        return self.board.parts[name].component.type == "interface"

    def claiming(self, kind: str, name: str) -> list[str]:
        """Classes that claim this, in canonical order; an interface keeps no facts."""
        return [
            c
            for c in self.classes
            if name in self.claims[c].of(kind) and not (kind == "owns" and self.is_interface(c))
        ]

    def below(self, name: str) -> list[str]:
        """Everything that inherits from or implements it, directly or not; no cycle is followed twice."""
        return self._closure(name, self.children)

    def above(self, name: str) -> list[str]:
        """Everything that it inherits from or implements."""
        return self._closure(name, self.parents)

    def _closure(self, name: str, step: dict[str, tuple[str, ...]]) -> list[str]:
        found: dict[str, None] = {}
        todo = [name]
        while todo:
            for other in step[todo.pop(0)]:
                if other not in found and other != name:
                    found[other] = None
                    todo.append(other)
        return list(found)

    def families(self, names: Iterable[str], *, by_promise: bool = False) -> list[list[str]]:
        """The names grouped by kinship: a class, what it inherits from and its siblings count as one.

        Implementing the same interface makes kin only `by_promise`: for what is decided, not for what is kept.
        """
        groups: list[list[str]] = []
        for name in names:
            kin = {name, *self.above(name), *self.below(name)}
            kin |= {below for parent in self.above(name) if by_promise or not self.is_interface(parent)
                    for below in self.below(parent)}  # fmt: skip
            home = next((group for group in groups if kin & set(group)), None)
            if home is None:
                groups.append([name])
            else:
                home.append(name)
        return groups

    def way(
        self, sources: Iterable[str], goal: Callable[[str], bool], *, past: frozenset[str] = frozenset(), to_wholes: bool = False,
    ) -> tuple[str, Way] | None:  # fmt: skip
        """The shortest way from any of the sources (earlier ones first) to a class that fulfils `goal`.

        Among goals equally near, an abstraction is better than what implements it: callers should know the promise.
        No way leads on from `past` (what is not made yet). With `to_wholes` a part may also address what consists of it.
        """
        layer: list[tuple[str, bool]] = [(name, False) for name in dict.fromkeys(sources)]
        came: dict[tuple[str, bool], tuple[tuple[str, bool], Move] | None] = dict.fromkeys(layer)
        while layer:
            reached = [state for state in layer if goal(state[0])]
            if reached:
                best = min(enumerate(reached), key=lambda e: (not self.is_abstraction(e[1][0]), e[0]))[1]
                return best[0], _traced(came, best)
            following: list[tuple[str, bool]] = []
            for state in layer:
                for move, after in self._moves(*state, to_wholes=to_wholes) if state[0] not in past else ():
                    if after not in came:
                        came[after] = (state, move)
                        following.append(after)
            layer = following
        return None

    def _moves(self, name: str, climbed: bool, *, to_wholes: bool) -> list[tuple[Move, State]]:
        found: list[tuple[Move, State]] = [(Move(name, head), (head, False)) for head in self.knows[name]]
        if not climbed:
            found += [(Move(name, child, against=True), (child, False)) for child in self.children[name]]
        found += [(Move(name, parent), (parent, True)) for parent in self.parents[name]]
        if to_wholes:
            found += [
                (Move(name, whole, against=True, back=True), (whole, False)) for whole in self.wholes[name]
            ]
        return found


State = tuple[str, bool]


def _traced(came: dict[State, tuple[State, Move] | None], end: State) -> Way:
    moves: list[Move] = []
    before = came[end]
    while before is not None:
        moves.append(before[1])
        before = came[before[0]]
    return tuple(reversed(moves))


def _order(board: Board, claims: dict[str, Claims]) -> Ranks:
    """Ranks by looks, then refined by neighbours a few times; equal ranks are interchangeable."""
    ranks = _dense({name: _looks(board, claims, name) for name in board.parts})
    for _ in range(REFINEMENT_ROUNDS):
        known = ranks
        ranks = _dense({
            name: (
                known[name],
                tuple(sorted((link.kind, known[link.target]) for link in board.out[name])),
                tuple(sorted((link.kind, known[link.source]) for link in board.into[name])),
            )
            for name in board.parts
        })  # fmt: skip
    return ranks


def _looks(board: Board, claims: dict[str, Claims], name: str) -> tuple[Any, ...]:
    component = board.parts[name].component
    told = tuple(tuple(sorted(claims[name].of(kind))) for kind in Claims.__dataclass_fields__)
    return (
        component.type,
        component.label,
        told,
        tuple(sorted(component.attributes)),
        tuple(sorted(component.operations)),
    )


def _dense(keys: dict[str, tuple[Any, ...]]) -> Ranks:
    order = {key: index for index, key in enumerate(sorted(set(keys.values())))}
    return {name: order[key] for name, key in keys.items()}
