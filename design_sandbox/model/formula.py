"""Arithmetic over named quantities, as scenarios write it: `posts_per_day / 86400 * peak`, `size * 5 years`.

A small parser of its own; nothing is ever evaluated as code. Operators `+ - * /` (also `× ÷ −`), brackets,
`min`, `max` and `ceil`; numbers carry units written right after them (`30 d`, `100 MB/s`, `2 visit/link`).
Units are checked: a second is never added to a byte.

A rate divided by its own period is that rate per second: people write `100 M link/month / 30 d` and
`150 M post/day / 86400`, and mean 38.6 link/s and 1.74k post/s. By any other time, dividing it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, NoReturn, TypeAlias

from design_sandbox.model.problems import did_you_mean, listed, quoted
from design_sandbox.model.quantity import Quantity, QuantityError, parse_quantity
from design_sandbox.model.unit_reading import MULTIPLIERS, is_known_unit
from design_sandbox.model.units import SECOND, Unit

MAX_CHARACTERS = 500
MAX_DEPTH = 40
MAX_DEFINITIONS = 500


class FormulaError(QuantityError):
    """A formula that cannot be computed; `column` counts from 1 (0: the formula as a whole)."""

    def __init__(self, message: str, column: int = 0) -> None:
        self.message, self.column = message, column
        super().__init__(f"column {column}: {message}" if column else message)


class FormulasError(QuantityError):
    """Some definitions cannot be computed; `errors` maps each of their names to its FormulaError."""

    def __init__(self, errors: Mapping[str, FormulaError]) -> None:
        self.errors = dict(errors)
        super().__init__("\n".join(f"{name}: {error}" for name, error in self.errors.items()))


def evaluate(formula: str, names: Mapping[str, Quantity]) -> Quantity:
    """The quantity a formula gives; raises FormulaError with the column and plain words."""
    return _value(_Parser(formula, names).parse(), names)


def evaluate_all(
    definitions: Mapping[str, str | Quantity], given: Mapping[str, Quantity] | None = None
) -> dict[str, Quantity]:
    """Every definition computed, in any order of dependence; the result keeps the order of `definitions`.

    Raises FormulasError with an error for each definition that is wrong in itself and for each cycle; those
    that only depend on a wrong one are left out. FormulaError when there are too many definitions.
    """
    if len(definitions) > MAX_DEFINITIONS:
        raise FormulaError(f"found {len(definitions)} definitions; at most {MAX_DEFINITIONS} are accepted")
    values = dict(given or {})
    errors: dict[str, FormulaError] = {}
    trees: dict[str, _Node] = {}
    known = {name: Quantity(Fraction(1)) for name in (*values, *definitions)}
    for name, definition in definitions.items():
        if isinstance(definition, Quantity):
            values[name] = definition
            continue
        try:
            trees[name] = _Parser(definition, known).parse()
        except FormulaError as error:
            errors[name] = error
    _compute(trees, values, errors)
    if errors:
        raise FormulasError({name: errors[name] for name in definitions if name in errors})
    return {name: values[name] for name in definitions}


def _compute(
    trees: Mapping[str, _Node], values: dict[str, Quantity], errors: dict[str, FormulaError]
) -> None:
    """Compute trees whose names are all known; what is left at last is in a cycle or waits for an error."""
    waiting = {name: _names(tree) for name, tree in trees.items()}
    while ready := [name for name, needs in waiting.items() if needs <= values.keys()]:
        for name in ready:
            del waiting[name]
            try:
                values[name] = _value(trees[name], values)
            except FormulaError as error:
                errors[name] = error
    for name in sorted(waiting):
        cycle = _cycle_from(name, waiting)
        if cycle and cycle[0] == min(cycle):
            errors.setdefault(
                name, FormulaError(f"the definitions go round in a circle: {' → '.join(cycle)}")
            )


def _cycle_from(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    """A shortest way from a name back to itself, or nothing."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for name in sorted(needs.get(way[-1], ())):
            if name == start:
                return [*way, start]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def names_in(formula: str, known: Mapping[str, object]) -> list[str]:
    """The known names that a formula uses, sorted; raises FormulaError."""
    return sorted(_names(_Parser(formula, known).parse()))


def working(formula: str, names: Mapping[str, Quantity]) -> str:
    """The formula with the figures put in, and its result: `100 M link/month ÷ 30 d = 38.6 link/s`."""
    tree = _Parser(formula, names).parse()
    result = _value(tree, names)
    return f"{_printed(tree, names)} = {Quantity(result.value, result.unit)}"


# The tree


@dataclass(frozen=True, slots=True)
class _Number:
    quantity: Quantity
    column: int


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    column: int


@dataclass(frozen=True, slots=True)
class _Call:
    """An operator between two parts, a sign before one, or a function of some."""

    operator: str
    parts: tuple[_Node, ...]
    column: int


_Node: TypeAlias = _Number | _Name | _Call

_FUNCTIONS = {"min": "two or more figures", "max": "two or more figures", "ceil": "one figure"}
_STRENGTH = {"+": 1, "-": 1, "*": 3, "/": 3}  # odd: the right side of one binds by one more
_SYMBOLS = {"×": "*", "÷": "/", "−": "-", "·": "*"}
_PRINTED = {"+": "+", "-": "−", "*": "×", "/": "÷"}


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


_UNIT_WORD = r"(?:[A-Za-zµ][A-Za-z0-9_µ]*|[%$])"
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\$?(?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<mark>[-+*/(),×÷−·]))"
)
_UNIT_AFTER_NUMBER = re.compile(rf"\s*({_UNIT_WORD})")
_UNIT_AFTER_MULTIPLIER = re.compile(rf"\s+({_UNIT_WORD})")
_PER = re.compile(rf"/((?:[kM]\s+)?{_UNIT_WORD})")


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, formula: str, names: Mapping[str, object]) -> None:
        if len(formula) > MAX_CHARACTERS:
            raise FormulaError(
                f"the formula has {len(formula)} characters; at most {MAX_CHARACTERS} are accepted"
            )
        self.formula, self.names = formula, names
        self.tokens = self._tokens()
        self.index = self.depth = 0

    def parse(self) -> _Node:
        tree = self._sum(0)
        token = self.tokens[self.index]
        if token.kind != "end":
            self._expected("an operator (+ - * /)", token)
        return tree

    def _tokens(self) -> list[_Token]:
        tokens: list[_Token] = []
        offset, text = 0, self.formula.rstrip()
        while offset < len(text):
            match = _TOKEN.match(text, offset)
            if not match:
                start = offset + len(text[offset:]) - len(text[offset:].lstrip())
                raise FormulaError(f"found {quoted(text[start])}; {_ACCEPTED}", start + 1)
            kind = match.lastgroup or ""
            start, offset = match.start(kind), match.end()
            if kind == "number":
                offset = self._end_of_unit(text, offset)
            word = text[start:offset]
            tokens.append(_Token(kind, _SYMBOLS.get(word, word), start + 1))
        return [*tokens, _Token("end", "", len(text) + 1)]

    def _end_of_unit(self, text: str, offset: int) -> int:
        """The end of the unit written after a number; `/word` belongs to it unless the word is a name."""
        unit = _UNIT_AFTER_NUMBER.match(text, offset)
        if unit and (unit[1] not in self.names or is_known_unit(unit[1])):
            offset = unit.end()
            thing = _UNIT_AFTER_MULTIPLIER.match(text, offset) if unit[1] in MULTIPLIERS else None
            offset = thing.end() if thing else offset
        while (
            (per := _PER.match(text, offset))
            and per[1] not in self.names
            and text[per.end() :][:1] not in ("(", ".")
        ):
            offset = per.end()
        return offset

    def _take(self, *texts: str) -> _Token | None:
        token = self.tokens[self.index]
        if token.kind != "mark" or token.text not in texts:
            return None
        self.index += 1
        return token

    def _expected(self, what: str, token: _Token) -> NoReturn:
        found = quoted(token.text) if token.kind != "end" else "the end of the formula"
        raise FormulaError(f"found {found} where {what} is expected", token.column)

    def _sum(self, strength: int) -> _Node:
        """An expression of operators that bind stronger than `strength`."""
        left = self._sign()
        while (token := self.tokens[self.index]).kind == "mark" and _STRENGTH.get(token.text, 0) > strength:
            self.index += 1
            left = _Call(token.text, (left, self._sum(_STRENGTH[token.text])), token.column)
        return left

    def _sign(self) -> _Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(f"nested deeper than {MAX_DEPTH} levels", self.tokens[self.index].column)
        sign = self._take("-")
        tree = _Call("sign", (self._sign(),), sign.column) if sign else self._primary()
        self.depth -= 1
        return tree

    def _primary(self) -> _Node:
        if self._take("("):
            return self._closed(self._sum(0))
        token = self.tokens[self.index]
        if token.kind not in ("number", "name"):
            self._expected("a figure or name", token)
        self.index += 1
        if token.kind == "number":
            return _Number(_quantity(token), token.column)
        if token.text in _FUNCTIONS and self._take("("):
            return self._call(token)
        return self._name(token)

    def _closed(self, tree: _Node) -> _Node:
        if not self._take(")"):
            self._expected("')'", self.tokens[self.index])
        return tree

    def _call(self, function: _Token) -> _Node:
        parts = [self._sum(0)]
        while self._take(","):
            parts.append(self._sum(0))
        if (len(parts) == 1) != (function.text == "ceil"):
            raise FormulaError(f"{function.text} takes {_FUNCTIONS[function.text]}", function.column)
        return self._closed(_Call(function.text, tuple(parts), function.column))

    def _name(self, token: _Token) -> _Node:
        if token.text in self.names:
            return _Name(token.text, token.column)
        if is_known_unit(token.text):
            return _Number(parse_quantity(f"1 {token.text}"), token.column)
        guess = did_you_mean(token.text, self.names)
        known = f"; known: {listed(sorted(self.names))}" if self.names else ""
        question = f"; did you mean '{guess}'?" if guess else known
        raise FormulaError(f"unknown name {quoted(token.text)}{question}", token.column)


_ACCEPTED = "names, figures with units, + - * / ( ) and min, max, ceil are accepted"


def _quantity(token: _Token) -> Quantity:
    try:
        return parse_quantity(token.text)
    except QuantityError as error:
        raise FormulaError(str(error), token.column) from None


def _names(tree: _Node) -> set[str]:
    if isinstance(tree, _Name):
        return {tree.name}
    return {name for part in tree.parts for name in _names(part)} if isinstance(tree, _Call) else set()


# Computing


def _value(tree: _Node, names: Mapping[str, Quantity]) -> Quantity:
    if isinstance(tree, _Number):
        return tree.quantity
    if isinstance(tree, _Name):
        return names[tree.name]
    parts = [_value(part, names) for part in tree.parts]
    try:
        return _OPERATIONS[tree.operator](*parts)
    except QuantityError as error:
        raise FormulaError(str(error), tree.column) from None


def _divided(left: Quantity, right: Quantity) -> Quantity:
    """Left by right; a rate by its own period is the rate itself, by another time it is an error."""
    is_time = right.unit == Unit(((SECOND, 1),))
    is_seconds = not right.unit.powers and right.value == left.period_s and right.value >= 3600
    if left.unit.power(SECOND) != -1 or not (is_time or is_seconds):
        return left / right
    if right.value != left.period_s:
        raise QuantityError(
            f"{left} is a rate already; divided by {right} it has no meaning: leave the division out"
        )
    return Quantity(left.value, left.unit, period_s=Fraction(1))


def _rounded_up(figure: Quantity) -> Quantity:
    if figure.unit.measures:
        raise QuantityError(f"ceil takes a count; found {figure} ({figure.unit.described})")
    return Quantity(Fraction(-(-figure.value.numerator // figure.value.denominator)), figure.unit)


def _least(first: Quantity, *others: Quantity) -> Quantity:
    for other in others:
        first = other if other < first else first
    return first


def _largest(first: Quantity, *others: Quantity) -> Quantity:
    for other in others:
        first = other if other > first else first
    return first


_OPERATIONS: dict[str, Callable[..., Quantity]] = {
    "+": lambda left, right: left + right, "-": lambda left, right: left - right,
    "*": lambda left, right: left * right, "/": _divided, "sign": lambda figure: -figure,
    "min": _least, "max": _largest, "ceil": _rounded_up,
}  # fmt: skip


def _printed(tree: _Node, names: Mapping[str, Quantity], strength: int = 0) -> str:
    """The tree with figures for names, in brackets where it binds weaker than what stands around it."""
    if not isinstance(tree, _Call):
        figure = tree.quantity if isinstance(tree, _Number) else names[tree.name]
        return f"({figure})" if figure.value < 0 and strength else str(figure)
    if tree.operator in _FUNCTIONS:
        return f"{tree.operator}({', '.join(_printed(part, names) for part in tree.parts)})"
    if tree.operator == "sign":
        text = f"−{_printed(tree.parts[0], names, 4)}"
        return f"({text})" if strength else text
    own = _STRENGTH[tree.operator]
    left, right = _printed(tree.parts[0], names, own), _printed(tree.parts[1], names, own + 1)
    text = f"{left} {_PRINTED[tree.operator]} {right}"
    return f"({text})" if own < strength else text
