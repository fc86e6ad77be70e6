"""A formula as a tree of figures, names and operators, and as text again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from design_sandbox.model.quantity import Quantity, QuantityError

FUNCTIONS = {"min": "two or more figures", "max": "two or more figures", "ceil": "one figure"}
"""What each function takes."""

STRENGTH = {"+": 1, "-": 1, "*": 3, "/": 3}  # odd: the right side of one binds by one more
"""How strongly each operator binds."""

_PRINTED = {"+": "+", "-": "−", "*": "×", "/": "÷"}


class FormulaError(QuantityError):
    """A formula that cannot be computed; `column` counts from 1 (0: the formula as a whole)."""

    def __init__(self, message: str, column: int = 0) -> None:
        self.message, self.column = message, column
        super().__init__(f"column {column}: {message}" if column else message)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with its unit, as written."""

    quantity: Quantity
    column: int


@dataclass(frozen=True, slots=True)
class Name:
    """A named quantity."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    """An operator between two parts, a sign before one, or a function of some."""

    operator: str
    parts: tuple[Tree, ...]
    column: int


Tree: TypeAlias = Number | Name | Call
"""`column` counts from 1: where a part of the formula begins, or its operator stands."""


def names_of(tree: Tree) -> set[str]:
    """The names that a tree uses."""
    if isinstance(tree, Name):
        return {tree.name}
    return {name for part in tree.parts for name in names_of(part)} if isinstance(tree, Call) else set()


def printed(tree: Tree, names: Mapping[str, Quantity], strength: int = 0) -> str:
    """The tree with figures for names, in brackets where it binds weaker than what stands around it."""
    if not isinstance(tree, Call):
        figure = tree.quantity if isinstance(tree, Number) else names[tree.name]
        return f"({figure})" if figure.value < 0 and strength else str(figure)
    if tree.operator in FUNCTIONS:
        return f"{tree.operator}({', '.join(printed(part, names) for part in tree.parts)})"
    if tree.operator == "sign":
        text = f"−{printed(tree.parts[0], names, 4)}"
        return f"({text})" if strength else text
    own = STRENGTH[tree.operator]
    left, right = printed(tree.parts[0], names, own), printed(tree.parts[1], names, own + 1)
    text = f"{left} {_PRINTED[tree.operator]} {right}"
    return f"({text})" if own < strength else text
