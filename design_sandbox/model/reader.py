"""What all stages of reading a text share: its limits, the problems found so far, its characters and its events."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

from design_sandbox.model.problems import DocumentError, Position, Problem

NEVER_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no document may hold, not even in quotes."""

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: an escape can write it, but no file can hold it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a text may be; nodes are counted with every alias written out."""

    size_bytes: int = 1_000_000
    depth: int = 30
    aliases: int = 50
    nodes: int = 50_000
    number_digits: int = 400


@dataclass(slots=True)
class Reader:
    """What the stages of reading share: the file's name, the limits and the problems found so far."""

    file: str
    limits: Limits
    many: bool
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: int, message: str, accepted: str = "") -> None:
        """Note a problem (line and column from 0) and read on."""
        self.problems.append(Problem(Position(self.file, line + 1, column + 1), message, (), accepted))

    def stop(self, line: int, column: int, message: str, accepted: str = "") -> NoReturn:
        """Refuse the text for this and all problems found before."""
        self.report(line, column, message, accepted)
        raise DocumentError(self.problems)


class Event(NamedTuple):
    """`kind` is document, map, list, end, scalar or alias; `value` a scalar's value or an alias's name."""

    kind: str
    line: int
    column: int
    value: Any = None
    anchor: str | None = None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 0."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def decoded(text: str | bytes, reader: Reader) -> str:
    """The text with `\\n` line ends and only characters that a document may hold."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(raw) > reader.limits.size_bytes:
        reader.stop(
            0, 0, f"the file has {len(raw)} bytes", f"at most {reader.limits.size_bytes} are accepted"
        )
    if isinstance(text, bytes):
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            reader.stop(0, 0, "the file is saved as UTF-16", "text saved as UTF-8 is accepted")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            place = line_and_column(raw[: error.start].decode("utf-8"), error.start)
            reader.stop(
                *place, f"the byte 0x{raw[error.start]:02x} is not UTF-8", "text saved as UTF-8 is accepted"
            )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    bad = NEVER_TEXT.search(text)
    if bad:
        message = f"found the control character U+{ord(bad[0]):04X}"
        reader.stop(*line_and_column(text, bad.start()), message, "printable text is accepted")
    return text
