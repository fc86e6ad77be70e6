"""Unquoted scalars by the core schema of YAML 1.2: `on`, `yes` and `1:30` are text, `0o17` is 15."""

from __future__ import annotations

import math
import re
from typing import TypeAlias

from design_sandbox.model.problems import quoted
from design_sandbox.model.reader import Reader

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""Plain data, as JSON can hold it."""

WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
"""Words that stand for a value; unquoted, every other word is text."""

NUMBER = re.compile(
    r"(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)|(?P<whole>[-+]?[0-9]+)"
    r"|(?P<real>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
"""Texts that are numbers: `based`, `whole` or `real`."""


def scalar_value(text: str, reader: Reader, line: int, column: int) -> JsonValue:  # noqa: PLR0911 (one return a kind of scalar)
    """The value of an unquoted scalar by the core schema of YAML 1.2; numbers are finite and not too long."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if text.lower().lstrip("+-") in (".inf", ".nan"):
        reader.report(line, column, f"found {quoted(text)}", "a finite number is accepted, or text in quotes")
        return None
    number = NUMBER.fullmatch(text)
    if not number:
        return text
    if len(text) > reader.limits.number_digits:
        reader.report(
            line, column, f"found a number of {len(text)} characters", "put it in quotes if it is text"
        )
        return None
    if number.lastgroup == "based":
        return int(text, 0)
    if number.lastgroup == "whole":
        return int(text)
    value = float(text)
    if math.isinf(value):
        reader.report(
            line, column, f"found {quoted(text)}, a number too large", "numbers up to 1e308 are accepted"
        )
    return value
