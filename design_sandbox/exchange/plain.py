"""User text made harmless for the place it is printed at, and figures in the words of every report."""

from __future__ import annotations

import re
import unicodedata

_DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HOSTILE_CHARACTERS = frozenset(_DIRECTION_MARKS + "\ufffe\uffff")  # the last two XML forbids
_HOSTILE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]|~$#^{}])")
_MENTION_OR_LINK = re.compile(r"@(?=\w)|:(?=//)|(?<=www)\.", re.IGNORECASE)


def one_line(text: str) -> str:
    """Text on one line: line feeds become spaces; control and direction characters become escapes.

    Nothing that is left can move a terminal's cursor, change its colour or turn the reading direction.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, " ".join(text.split())))


def _visible(character: str) -> str:
    hostile = character in _HOSTILE_CHARACTERS or unicodedata.category(character) in _HOSTILE_CATEGORIES
    return character.encode("unicode_escape").decode() if hostile else character


def html(text: str) -> str:
    """Text on one line that HTML inside Markdown shows as written, without mentions or links."""
    return _without_mentions(_without_tags(one_line(text)))


def markdown(text: str) -> str:
    """Text on one line that Markdown shows as written: no markup, HTML, link, table cell or mention."""
    return _without_mentions(_MARKDOWN_MARKS.sub(r"\\\1", _without_tags(one_line(text))))


def _without_tags(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _without_mentions(text: str) -> str:
    """A zero-width space keeps GitHub from turning `@name` and `http://…` into notifications and links."""
    return _MENTION_OR_LINK.sub(lambda found: found.group() + "&#8203;", text)


def xml_text(text: str) -> str:
    """Text that XML 1.0 can carry: what it forbids becomes escapes. Quoting is left to the XML writer."""
    return "".join(c if c in "\n\t" else _visible(c) for c in text if c != "\r")


def points(value: float) -> str:
    """Points with at most one decimal: `12`, `3.5`."""
    rounded = round(value, 1)
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.1f}"


def counted(number: int, word: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


_STEPS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def rate(per_s: float) -> str:
    """A rate with at most three significant digits: `2.3 k/s`, `0.04/s`."""
    for step, letter in _STEPS:
        if abs(per_s) >= step * 0.9995:
            return f"{per_s / step:.3g} {letter}/s"
    return f"{per_s:.3g}/s"


def calls(per_request: float) -> str:
    """Calls per request: `×1`, `×200`, `×0.1`."""
    return f"×{per_request:,.0f}" if per_request >= 1000 else f"×{per_request:.3g}"
