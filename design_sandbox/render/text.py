"""Text for pictures: cleaned, measured with the bundled font, wrapped, shortened and escaped."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from html import escape as html_escape
from pathlib import Path

from design_sandbox.render.drawing import TEXT_LIMIT

FONT_FAMILY = "Arimo, Arial, Liberation Sans, Helvetica, sans-serif"
FONT_FOLDER = Path(__file__).parent / "fonts"
ELLIPSIS = "…"
_OTHER_WIDTH_EM = 0.66  # letters of scripts that the bundled font lacks and that are not wide
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Return text on one line without control and direction characters, at most TEXT_LIMIT characters long.

    Combining marks that the bundled font cannot put on its own letters are dropped, and so is every
    further mark on a letter: a tower of them would paint over the neighbours.
    """
    text = " ".join(unicodedata.normalize("NFC", _UNWANTED.sub("", text[:TEXT_LIMIT])).split())
    known = _advances(False)
    kept: list[str] = []
    letter, marks = "", 0
    for character in text:
        if not unicodedata.combining(character):
            letter, marks = character, 0
        else:
            marks += 1
            if marks > (1 if letter in known else 2) or (letter in known and character not in known):
                continue
        if ord(character) < 0xE0000:
            kept.append(character)
    return "".join(kept)


def escape(text: str) -> str:
    """Return text that is safe inside an XML element or a quoted attribute."""
    return html_escape(text, quote=True)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of cleaned text; wide East Asian characters count as one em."""
    advances = _advances(bold)
    return size * sum(_advance(character, advances) for character in text)


def is_covered(text: str) -> bool:
    """Whether the bundled font has every character of the text."""
    advances = _advances(False)
    return all(character in advances for character in text)


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or as much of it as fits in `width` pixels with an ellipsis."""
    if text_width(text, size, bold=bold) <= width:
        return text
    advances = _advances(bold)
    room = width / size - _advance(ELLIPSIS, advances)
    kept = 0
    for character in text:
        room -= _advance(character, advances)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def wrap(text: str, width: float, size: float, *, lines: int, bold: bool = False) -> list[str]:
    """Return the text on at most `lines` lines, broken between words if possible, the last one shortened."""
    wrapped: list[str] = []
    rest = text
    while rest and len(wrapped) < lines - 1 and text_width(rest, size, bold=bold) > width:
        fitting = shorten(rest, width, size, bold=bold).removesuffix(ELLIPSIS)
        cut = len(fitting)
        if cut < len(rest) and not rest[cut].isspace() and " " in fitting:
            cut = fitting.rindex(" ")
        cut = max(cut, 1)
        wrapped.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*wrapped, shorten(rest, width, size, bold=bold)] if rest else wrapped


def _advance(character: str, advances: dict[str, float]) -> float:
    known = advances.get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else _OTHER_WIDTH_EM


@cache
def _font_bytes(bold: bool) -> bytes:
    name = "Arimo-Bold.ttf" if bold else "Arimo-Regular.ttf"
    return (FONT_FOLDER / name).read_bytes()


@cache
def _advances(bold: bool) -> dict[str, float]:
    """Advance width in em of the font's characters of the basic plane (tables cmap, hhea and hmtx)."""
    font = _font_bytes(bold)
    tables = {}
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        tables[tag] = offset
    units_per_em = struct.unpack_from(">H", font, tables[b"head"] + 18)[0]
    metric_count = struct.unpack_from(">H", font, tables[b"hhea"] + 34)[0]
    advances = {}
    for code, glyph in _glyphs(font, tables[b"cmap"]).items():
        metric = tables[b"hmtx"] + 4 * min(glyph, metric_count - 1)
        advances[chr(code)] = struct.unpack_from(">H", font, metric)[0] / units_per_em
    return advances


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """Read the segments of the font's Unicode character map (format 4)."""
    start = cmap
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)[2]
        if struct.unpack_from(">H", font, offset)[0] == 4:
            start = offset
    doubled = struct.unpack_from(">H", font, start + 6)[0]
    ends, starts = start + 14, start + 16 + doubled
    deltas, ranges = starts + doubled, starts + 2 * doubled
    glyphs = {}
    for segment in range(0, doubled, 2):
        last, first, delta, shift = (
            struct.unpack_from(">H", font, table + segment)[0] for table in (ends, starts, deltas, ranges)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if shift:
                glyph = struct.unpack_from(">H", font, ranges + segment + shift + 2 * (code - first))[0]
            if glyph:
                glyphs[code] = (glyph + delta) & 0xFFFF
    return glyphs
