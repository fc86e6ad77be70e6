"""JSON texts as events: strict, and with the place of everything that is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from design_sandbox.model.problems import DocumentError, quoted
from design_sandbox.model.reader import SURROGATE, Event, Reader
from design_sandbox.model.scalars import scalar_value

_JSON_TOKEN = re.compile(
    r"[ \t\n]*(?:(?P<mark>[{}\[\],:])|(?P<word>true|false|null)"
    r'|(?P<text>"[^"\\\n]*(?:\\.[^"\\\n]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9A-Za-z.])))"
)
_JSON_EXPECTED = {
    "value": "a value", "first value": "a value or ']'", "key": "a key in double quotes", "colon": "':'",
    "first key": "a key in double quotes or '}'", "more": "',' or the closing bracket", "end": "nothing more",
}  # fmt: skip


class NotJsonError(DocumentError):
    """The text is not JSON; it may still be YAML."""


def json_events(text: str, reader: Reader) -> Iterator[Event]:
    """The steps of a JSON text; raises NotJsonError where it is no JSON."""
    state = _JsonState(reader)
    offset = line = line_start = 0
    yield Event("document", 0, 0)
    while True:
        match = _JSON_TOKEN.match(text, offset)
        start = match.start(match.lastgroup or 0) if match else _next_character(text, offset)
        line += text.count("\n", offset, start)
        line_start = max(line_start, text.rfind("\n", offset, start) + 1)
        place = line, start - line_start
        if start == len(text) and state.expected == "end":
            return
        if not match or not state.fits(match[match.lastgroup or 0], match.lastgroup or ""):
            found = (
                quoted(re.split("[ \t\n]", text[start:], maxsplit=1)[0])
                if text[start:]
                else "the end of the file"
            )
            reader.report(*place, f"found {found}", f"{_JSON_EXPECTED[state.expected]} is accepted here")
            raise NotJsonError(reader.problems)
        event = state.advance(match[match.lastgroup or 0], match.lastgroup or "", place)
        if event:
            yield event
        offset = match.end()


def _next_character(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in " \t\n":
        offset += 1
    return offset


class _JsonState:
    """Where a JSON text stands between two tokens: the brackets open and what may follow."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.brackets = ""
        self.expected = "value"

    def fits(self, word: str, kind: str) -> bool:
        """Whether the token may stand here."""
        if kind != "mark":
            return self.expected in ("value", "first value") or (
                kind == "text" and self.expected in ("key", "first key")
            )
        if word in ("}", "]"):
            opening, empty = ("{", "first key") if word == "}" else ("[", "first value")
            return self.brackets.endswith(opening) and self.expected in ("more", empty)
        if word in (",", ":"):
            return bool(self.brackets) and self.expected == ("more" if word == "," else "colon")
        return self.expected in ("value", "first value")

    def advance(self, word: str, kind: str, place: tuple[int, int]) -> Event | None:
        """Take the token in; its event, if it is not a mere separator."""
        if kind == "mark" and word in ("{", "["):
            self.brackets += word
            self.expected = "first key" if word == "{" else "first value"
            return Event("map", *place, {}) if word == "{" else Event("list", *place, [])
        if word in (",", ":") and kind == "mark":
            self.expected = "key" if word == "," and self.brackets[-1] == "{" else "value"
            return None
        if kind == "mark":
            self.brackets = self.brackets[:-1]
            self.expected = "more" if self.brackets else "end"
            return Event("end", *place)
        is_key = self.expected in ("key", "first key")
        self.expected = "colon" if is_key else "more" if self.brackets else "end"
        value = (
            _json_text(word, place, self.reader)
            if kind == "text"
            else scalar_value(word, self.reader, *place)
        )
        return Event("scalar", *place, value)


def _json_text(literal: str, place: tuple[int, int], reader: Reader) -> str:
    try:
        value = str(json.loads(literal, strict=False))
    except ValueError:
        reader.report(
            *place, f"found a wrong '\\' escape in {quoted(literal)}", '\\n, \\" and \\u0041 are accepted'
        )
        raise NotJsonError(reader.problems) from None
    if SURROGATE.search(value):
        reader.report(*place, "found half of a character (a lone surrogate)", "whole characters are accepted")
    return value
