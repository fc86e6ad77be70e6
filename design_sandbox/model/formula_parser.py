"""Formulas parsed to trees; whatever is wrong is told with its column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from design_sandbox.model.formula_tokens import Token, tokens_of
from design_sandbox.model.formula_tree import FUNCTIONS, STRENGTH, Call, FormulaError, Name, Number, Tree
from design_sandbox.model.problems import did_you_mean, listed, quoted
from design_sandbox.model.quantity import Quantity, QuantityError, parse_quantity
from design_sandbox.model.unit_reading import is_known_unit

MAX_CHARACTERS = 500
MAX_DEPTH = 40


def parsed(formula: str, names: Mapping[str, object]) -> Tree:
    """The tree of a formula over these names; raises FormulaError."""
    return _Parser(formula, names).parse()


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, formula: str, names: Mapping[str, object]) -> None:
        if len(formula) > MAX_CHARACTERS:
            raise FormulaError(
                f"the formula has {len(formula)} characters; at most {MAX_CHARACTERS} are accepted"
            )
        self.names, self.tokens = names, tokens_of(formula, names)
        self.index = self.depth = 0

    def parse(self) -> Tree:
        tree = self._sum(0)
        token = self.tokens[self.index]
        if token.kind != "end":
            self._expected("an operator (+ - * /)", token)
        return tree

    def _take(self, *texts: str) -> Token | None:
        token = self.tokens[self.index]
        if token.kind != "mark" or token.text not in texts:
            return None
        self.index += 1
        return token

    def _expected(self, what: str, token: Token) -> NoReturn:
        found = quoted(token.text) if token.kind != "end" else "the end of the formula"
        raise FormulaError(f"found {found} where {what} is expected", token.column)

    def _sum(self, strength: int) -> Tree:
        """An expression of operators that bind stronger than `strength`."""
        left = self._sign()
        while (token := self.tokens[self.index]).kind == "mark" and STRENGTH.get(token.text, 0) > strength:
            self.index += 1
            left = Call(token.text, (left, self._sum(STRENGTH[token.text])), token.column)
        return left

    def _sign(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(f"nested deeper than {MAX_DEPTH} levels", self.tokens[self.index].column)
        sign = self._take("-")
        tree = Call("sign", (self._sign(),), sign.column) if sign else self._primary()
        self.depth -= 1
        return tree

    def _primary(self) -> Tree:
        if self._take("("):
            return self._closed(self._sum(0))
        token = self.tokens[self.index]
        if token.kind not in ("number", "name"):
            self._expected("a figure or name", token)
        self.index += 1
        if token.kind == "number":
            return Number(_quantity(token), token.column)
        if token.text in FUNCTIONS and self._take("("):
            return self._call(token)
        return self._name(token)

    def _closed(self, tree: Tree) -> Tree:
        if not self._take(")"):
            self._expected("')'", self.tokens[self.index])
        return tree

    def _call(self, function: Token) -> Tree:
        parts = [self._sum(0)]
        while self._take(","):
            parts.append(self._sum(0))
        if (len(parts) == 1) != (function.text == "ceil"):
            raise FormulaError(f"{function.text} takes {FUNCTIONS[function.text]}", function.column)
        return self._closed(Call(function.text, tuple(parts), function.column))

    def _name(self, token: Token) -> Tree:
        if token.text in self.names:
            return Name(token.text, token.column)
        if is_known_unit(token.text):
            return Number(parse_quantity(f"1 {token.text}"), token.column)
        guess = did_you_mean(token.text, self.names)
        known = f"; known: {listed(sorted(self.names))}" if self.names else ""
        question = f"; did you mean '{guess}'?" if guess else known
        raise FormulaError(f"unknown name {quoted(token.text)}{question}", token.column)


def _quantity(token: Token) -> Quantity:
    try:
        return parse_quantity(token.text)
    except QuantityError as error:
        raise FormulaError(str(error), token.column) from None
