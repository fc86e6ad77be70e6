"""The words of a formula: figures with the units written after them, names and marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from design_sandbox.model.formula_tree import FormulaError
from design_sandbox.model.problems import quoted
from design_sandbox.model.unit_reading import MULTIPLIERS, is_known_unit

_ACCEPTED = "names, figures with units, + - * / ( ) and min, max, ceil are accepted"
_SYMBOLS = {"×": "*", "÷": "/", "−": "-", "·": "*"}
_UNIT_WORD = r"(?:[A-Za-zµ][A-Za-z0-9_µ]*|[%$])"
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\$?(?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<mark>[-+*/(),×÷−·]))"
)
_UNIT_AFTER_NUMBER = re.compile(rf"\s*({_UNIT_WORD})")
_UNIT_AFTER_MULTIPLIER = re.compile(rf"\s+({_UNIT_WORD})")
_PER = re.compile(rf"/((?:[kM]\s+)?{_UNIT_WORD})")


class Token(NamedTuple):
    """`kind` is number, name, mark or end; marks are written `+ - * / ( ) ,` whatever was typed."""

    kind: str
    text: str
    column: int


def tokens_of(formula: str, names: Mapping[str, object]) -> list[Token]:
    """The tokens of a formula, an end at last; which words are units depends on the names there are."""
    tokens: list[Token] = []
    offset, text = 0, formula.rstrip()
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if not match:
            start = offset + len(text[offset:]) - len(text[offset:].lstrip())
            raise FormulaError(f"found {quoted(text[start])}; {_ACCEPTED}", start + 1)
        kind = match.lastgroup or ""
        start, offset = match.start(kind), match.end()
        if kind == "number":
            offset = _end_of_unit(text, offset, names)
        word = text[start:offset]
        tokens.append(Token(kind, _SYMBOLS.get(word, word), start + 1))
    return [*tokens, Token("end", "", len(text) + 1)]


def _end_of_unit(text: str, offset: int, names: Mapping[str, object]) -> int:
    """The end of the unit written after a number; `/word` belongs to it unless the word is a name."""
    unit = _UNIT_AFTER_NUMBER.match(text, offset)
    if unit and (unit[1] not in names or is_known_unit(unit[1])):
        offset = unit.end()
        thing = _UNIT_AFTER_MULTIPLIER.match(text, offset) if unit[1] in MULTIPLIERS else None
        offset = thing.end() if thing else offset
    while (
        (per := _PER.match(text, offset)) and per[1] not in names and text[per.end() :][:1] not in ("(", ".")
    ):
        offset = per.end()
    return offset
