"""YAML and JSON texts in, as plain data that knows where each value was written; YAML out.

Scalars follow the core schema of YAML 1.2: `on`, `yes` and `1:30` are text, `1.0e8` is a number, `0o17` is
15, a date is text. Keys are text, none twice. Everything is bounded, and whatever is wrong is a
`DocumentError` in plain words.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml

from design_sandbox.model.problems import (
    DocumentError,
    Path,
    Position,
    Problem,
    described,
    problems_of_validation,
    quoted,
)

__all__ = [
    "JsonValue",
    "Limits",
    "Source",
    "dump_yaml",
    "load_all_text",
    "load_text",
    "problems_of_validation",
]

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a text may be; nodes are counted with every alias written out."""

    size_bytes: int = 1_000_000
    depth: int = 30
    aliases: int = 50
    nodes: int = 50_000
    number_digits: int = 400


@dataclass(frozen=True, slots=True)
class Source:
    """One document: plain `data` and the place of each of its values, found by their path in the data."""

    file: str
    data: Any
    root: _Item = field(repr=False, compare=False)

    def position(self, path: Path = ()) -> Position:
        """Where the value at `path` begins, or its nearest ancestor that exists."""
        item = self._nearest(path)
        return Position(self.file, item.line + 1, item.column + 1)

    def key_position(self, path: Path = ()) -> Position:
        """Where the key of the value at `path` begins; for list entries and the root, the value itself."""
        item = self._nearest(path)
        line, column = item.key or (item.line, item.column)
        return Position(self.file, line + 1, column + 1)

    def problem(self, path: Path, message: str, accepted: str = "", suggestion: str = "") -> Problem:
        """A problem with the value at `path`."""
        return Problem(self.position(path), message, path, accepted, suggestion)

    def _nearest(self, path: Path) -> _Item:
        item = self.root
        for element in path:
            content = item.node.content
            if isinstance(content, list):
                content = dict(enumerate(content))
            if not isinstance(content, dict) or element not in content:
                break
            item = content[element]
        return item


def load_text(text: str | bytes, file: str, *, limits: Limits | None = None) -> Source:
    """The one document of a YAML or JSON text; `file` names it in messages, and `.json` means strict JSON.

    Raises DocumentError, and nothing else, for any text or bytes.
    """
    return _load(text, _Reader(file, limits or Limits(), many=False))[0]


def load_all_text(text: str | bytes, file: str, *, limits: Limits | None = None) -> list[Source]:
    """Every document of a YAML text whose documents `---` separates; the limits hold for all together."""
    return _load(text, _Reader(file, limits or Limits(), many=True))


def _load(text: str | bytes, reader: _Reader) -> list[Source]:
    content = _decoded(text, reader)
    items = None
    if reader.file.lower().endswith(".json"):
        items = _Composer(reader).compose(_json_events(content, reader))
    elif content.lstrip()[:1] in ("{", "["):
        try:
            items = _Composer(reader).compose(_json_events(content, reader))
        except _NotJsonError:
            reader.problems.clear()
    if items is None:
        items = _Composer(reader).compose(_yaml_events(content, reader))
    if reader.problems:
        raise DocumentError(reader.problems)
    items = items or [_Item(_Node(None), 0, 0)]
    return [Source(reader.file, _plain(item.node), item) for item in items]


# Characters

_NEVER_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_YAML = re.compile("[\x85\u2028\u2029\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _NotJsonError(DocumentError):
    """The text is not JSON; it may still be YAML."""


@dataclass(slots=True)
class _Reader:
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


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def _decoded(text: str | bytes, reader: _Reader) -> str:
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
            place = _line_and_column(raw[: error.start].decode("utf-8"), error.start)
            reader.stop(
                *place, f"the byte 0x{raw[error.start]:02x} is not UTF-8", "text saved as UTF-8 is accepted"
            )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    bad = _NEVER_TEXT.search(text)
    if bad:
        message = f"found the control character U+{ord(bad[0]):04X}"
        reader.stop(*_line_and_column(text, bad.start()), message, "printable text is accepted")
    return text


# Events: the same small steps from YAML and from JSON


class _Event(NamedTuple):
    """`kind` is document, map, list, end, scalar or alias; `value` a scalar's value or an alias's name."""

    kind: str
    line: int
    column: int
    value: Any = None
    anchor: str | None = None


def _scalar(text: str, reader: _Reader, line: int, column: int) -> JsonValue:  # noqa: PLR0911 (one return a kind of scalar)
    """The value of an unquoted scalar by the core schema of YAML 1.2; numbers are finite and not too long."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if text.lower().lstrip("+-") in (".inf", ".nan"):
        reader.report(line, column, f"found {quoted(text)}", "a finite number is accepted, or text in quotes")
        return None
    number = _NUMBER.fullmatch(text)
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


_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_NUMBER = re.compile(
    r"(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)|(?P<whole>[-+]?[0-9]+)"
    r"|(?P<real>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)


class _PurePythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser, for machines where it has no compiled one."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def _parser_class() -> Callable[[str], Any]:
    return getattr(yaml.cyaml, "CParser", _PurePythonParser) if yaml.__with_libyaml__ else _PurePythonParser


def _yaml_events(text: str, reader: _Reader) -> Iterator[_Event]:
    unusual = _NOT_IN_YAML.search(text)
    if unusual:
        code = ord(unusual[0])
        accepted = f'ordinary text is accepted, or "\\u{code:04x}" in double quotes'
        place = _line_and_column(text, unusual.start())
        reader.stop(*place, f"found the invisible character U+{code:04X}", accepted)
    try:
        parser = _parser_class()(text)
        while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
            if step := _step(event, reader):
                yield step
    except yaml.MarkedYAMLError as error:
        reader.stop(*_words_for(error, text))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        if reader.problems:
            raise
        reader.stop(0, 0, "the text cannot be read as YAML or JSON")


_KINDS = {
    yaml.DocumentStartEvent: "document", yaml.MappingStartEvent: "map", yaml.SequenceStartEvent: "list",
    yaml.MappingEndEvent: "end", yaml.SequenceEndEvent: "end", yaml.AliasEvent: "alias",
    yaml.ScalarEvent: "scalar",
}  # fmt: skip
_CORE_TAGS: dict[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "null": type(None), "map": dict, "seq": list,
}  # fmt: skip


def _step(event: Any, reader: _Reader) -> _Event | None:
    kind = _KINDS.get(type(event))
    if not kind:
        return None
    line, column = event.start_mark.line, event.start_mark.column
    if kind == "alias":
        return _Event(kind, line, column, event.anchor)
    value: Any = {"map": {}, "list": []}.get(kind)
    tag = getattr(event, "tag", None)
    if kind == "scalar":
        plain = event.style in (None, "") and tag not in ("!", "tag:yaml.org,2002:str")
        value = _scalar(event.value, reader, line, column) if plain else event.value
        if plain and value == "<<":
            reader.report(line, column, "found the merge key '<<'", "keys written out are accepted")
        if isinstance(value, str) and not value.isascii() and _SURROGATE.search(value):
            reader.report(
                line, column, "found half of a character (a lone surrogate)", "whole characters are accepted"
            )
    if (
        tag
        and tag != "!"
        and not isinstance(value, _CORE_TAGS.get(tag.removeprefix("tag:yaml.org,2002:"), ()))
    ):
        reader.report(line, column, f"found the tag {quoted(tag)}", "values without tags are accepted")
    return _Event(kind, line, column, value, getattr(event, "anchor", None))


_JSON_TOKEN = re.compile(
    r"[ \t\n]*(?:(?P<mark>[{}\[\],:])|(?P<word>true|false|null)"
    r'|(?P<text>"[^"\\\n]*(?:\\.[^"\\\n]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9A-Za-z.])))"
)
_JSON_EXPECTED = {
    "value": "a value", "first value": "a value or ']'", "key": "a key in double quotes", "colon": "':'",
    "first key": "a key in double quotes or '}'", "more": "',' or the closing bracket", "end": "nothing more",
}  # fmt: skip


def _json_events(text: str, reader: _Reader) -> Iterator[_Event]:
    """The steps of a JSON text; raises _NotJsonError where it is no JSON."""
    state = _JsonState(reader)
    offset = line = line_start = 0
    yield _Event("document", 0, 0)
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
            raise _NotJsonError(reader.problems)
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

    def __init__(self, reader: _Reader) -> None:
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

    def advance(self, word: str, kind: str, place: tuple[int, int]) -> _Event | None:
        """Take the token in; its event, if it is not a mere separator."""
        if kind == "mark" and word in ("{", "["):
            self.brackets += word
            self.expected = "first key" if word == "{" else "first value"
            return _Event("map", *place, {}) if word == "{" else _Event("list", *place, [])
        if word in (",", ":") and kind == "mark":
            self.expected = "key" if word == "," and self.brackets[-1] == "{" else "value"
            return None
        if kind == "mark":
            self.brackets = self.brackets[:-1]
            self.expected = "more" if self.brackets else "end"
            return _Event("end", *place)
        is_key = self.expected in ("key", "first key")
        self.expected = "colon" if is_key else "more" if self.brackets else "end"
        value = _json_text(word, place, self.reader) if kind == "text" else _scalar(word, self.reader, *place)
        return _Event("scalar", *place, value)


def _json_text(literal: str, place: tuple[int, int], reader: _Reader) -> str:
    try:
        value = str(json.loads(literal, strict=False))
    except ValueError:
        reader.report(
            *place, f"found a wrong '\\' escape in {quoted(literal)}", '\\n, \\" and \\u0041 are accepted'
        )
        raise _NotJsonError(reader.problems) from None
    if _SURROGATE.search(value):
        reader.report(*place, "found half of a character (a lone surrogate)", "whole characters are accepted")
    return value


# Composing: events to nodes that know their place


class _Node:
    """A value: a scalar, or a list or map of items; `size` counts its nodes, `height` its nested levels."""

    __slots__ = ("content", "height", "size")

    def __init__(self, content: Any, size: int = 1, height: int = 0) -> None:
        self.content, self.size, self.height = content, size, height


@dataclass(slots=True)
class _Item:
    """A node as it stands in its list or map: two items may share a node through an alias."""

    node: _Node
    line: int
    column: int
    key: tuple[int, int] | None = None


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not come yet."""

    item: _Item
    anchor: str | None
    key: str | None = None
    key_place: tuple[int, int] | None = None


class _Composer:
    def __init__(self, reader: _Reader) -> None:
        self.reader, self.limits = reader, reader.limits
        self.documents: list[_Item] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, _Node] = {}
        self.nodes = self.references = 0

    def compose(self, events: Iterable[_Event]) -> list[_Item]:
        """The roots of all documents."""
        for event in events:
            if event.kind == "document":
                self._begin_document(event)
            elif event.kind == "alias":
                self._place(self._referred(event), event)
            elif event.kind == "end":
                closed = self.open.pop()
                self._close(closed, event)
            else:
                self._begin_value(event)
        return self.documents

    def _begin_document(self, event: _Event) -> None:
        if self.documents and not self.reader.many:
            self.reader.stop(
                event.line, event.column, "found a second document", "one document a file is accepted"
            )
        self.anchors = {}

    def _begin_value(self, event: _Event) -> None:
        self._count(1, event)
        if event.anchor:
            self._count_reference(event)
        node = _Node(event.value)
        if event.kind == "scalar":
            if event.anchor:
                self.anchors[event.anchor] = node
            self._place(node, event)
            return
        self._check_depth(len(self.open) + 1, event)
        self.open.append(_Open(_Item(node, event.line, event.column), event.anchor))

    def _close(self, closed: _Open, event: _Event) -> None:
        node = closed.item.node
        children = node.content.values() if isinstance(node.content, dict) else node.content
        node.size = 1 + sum(child.node.size for child in children)
        node.height = 1 + max((child.node.height for child in children), default=0)
        if closed.anchor:
            self.anchors[closed.anchor] = node
        self._place(node, _Event("", closed.item.line, closed.item.column))

    def _place(self, node: _Node, event: _Event) -> None:
        """Put a finished node where it belongs: document root, next list entry, key, or a key's value."""
        if not self.open:
            self.documents.append(_Item(node, event.line, event.column))
            return
        parent = self.open[-1]
        content = parent.item.node.content
        if isinstance(content, list):
            content.append(_Item(node, event.line, event.column))
        elif parent.key is None:
            parent.key, parent.key_place = self._key(node, event), (event.line, event.column)
        else:
            self._add_entry(parent, _Item(node, event.line, event.column, parent.key_place))

    def _key(self, node: _Node, event: _Event) -> str:
        if isinstance(node.content, str):
            return node.content
        self.reader.report(
            event.line,
            event.column,
            f"found {described(node.content)} as a key",
            "text is accepted: put it in quotes",
        )
        return f"\0{event.line}:{event.column}"

    def _add_entry(self, parent: _Open, item: _Item) -> None:
        assert parent.key is not None and parent.key_place is not None
        content = parent.item.node.content
        first = content.get(parent.key)
        if first:
            line, column = first.key
            message = (
                f"key {quoted(parent.key)} is written twice in this map, first at {line + 1}:{column + 1}"
            )
            self.reader.report(*parent.key_place, message, "each key once is accepted")
        else:
            content[parent.key] = item
        parent.key = parent.key_place = None

    def _referred(self, event: _Event) -> _Node:
        self._count_reference(event)
        node = self.anchors.get(event.value)
        if node is None:
            inside = any(opened.anchor == event.value for opened in self.open)
            message = (
                f"'*{event.value}' refers to itself"
                if inside
                else f"'*{event.value}' refers to nothing above"
            )
            self.reader.stop(
                event.line,
                event.column,
                message,
                f"a value marked '&{event.value}' before it is accepted, or quotes if it is text",
            )
        self._count(node.size, event)
        self._check_depth(len(self.open) + node.height, event)
        return node

    def _count(self, nodes: int, event: _Event) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            self.reader.stop(
                event.line,
                event.column,
                "the document holds too many values",
                f"at most {self.limits.nodes} are accepted",
            )

    def _count_reference(self, event: _Event) -> None:
        self.references += 1
        if self.references > self.limits.aliases:
            self.reader.stop(
                event.line,
                event.column,
                "found too many '&' marks and '*' references",
                f"at most {self.limits.aliases} are accepted",
            )

    def _check_depth(self, depth: int, event: _Event) -> None:
        if depth > self.limits.depth:
            self.reader.stop(
                event.line,
                event.column,
                "lists and maps are nested too deep",
                f"at most {self.limits.depth} levels are accepted",
            )


def _plain(node: _Node) -> Any:
    """Fresh plain data, nothing shared between aliases."""
    if isinstance(node.content, dict):
        return {key: _plain(item.node) for key, item in node.content.items()}
    if isinstance(node.content, list):
        return [_plain(item.node) for item in node.content]
    return node.content


# The scanner's jargon in plain words

_WRITE_PAIRS = "'key: value' lines at one indentation are accepted"
_USE_QUOTES = "put the text in quotes"
_NO_ESCAPE = "\\\\ for a backslash is accepted, or single quotes"
_SYNTAX = (
    (
        "unexpected end of stream",
        "a quote that is opened here is never closed",
        "a closing quote is accepted",
    ),
    ("unexpected document", "a quote that is opened here is never closed", "a closing quote is accepted"),
    (
        "mapping values are not",
        "found ': ' where no key can stand",
        f"{_WRITE_PAIRS}; for text, {_USE_QUOTES}",
    ),
    (
        "sequence entries are not",
        "found '- ' where no list can begin",
        "entries on lines of their own are accepted",
    ),
    ("mapping keys are not", "found '? ' where no key can stand", _USE_QUOTES),
    ("could not find expected ':'", "this line has no ':' after its key", _WRITE_PAIRS),
    ("unknown escape character", "found a '\\' escape that does not exist", _NO_ESCAPE),
    ("escape", "found an incomplete '\\' escape", _NO_ESCAPE),
    ("hex", "found an incomplete '\\' escape", _NO_ESCAPE),
    ("alphabetic or numeric", "found '&' or '*' before something that is no name", _USE_QUOTES),
    ("tag", "found '!', which begins a tag", f"values without tags are accepted; {_USE_QUOTES}"),
    ("cannot start any token", "found {here}, which cannot begin a text", _USE_QUOTES),
    ("',' or '}'", "found {here} inside the '{{' of line {opened}", "',' or '}' is accepted"),
    ("',' or ']'", "found {here} inside the '[' of line {opened}", "',' or ']' is accepted"),
    ("document start", "found {here} after the end of the document", "one map or list is accepted"),
    ("directive", "found a '%' line that is not known", f"{_WRITE_PAIRS}; for text, {_USE_QUOTES}"),
    ("incompatible", "found another version of YAML", "YAML 1.2 without a '%YAML' line is accepted"),
    ("node content", "found {here} where a value is expected", "a text, number, list or map is accepted"),
    (
        "block scalar",
        "found {here} after '|' or '>'",
        f"a new line is accepted there; for text, {_USE_QUOTES}",
    ),
    ("expected", "found {here}, which does not fit what begins on line {opened}", _WRITE_PAIRS),
)


def _words_for(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str, str]:
    """Line, column, message and what is accepted, for an error of PyYAML's or libyaml's scanner or parser."""
    said = f"{error.problem or ''} {error.context or ''}"
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 0, 0, "the text cannot be read as YAML or JSON", ""
    line, column = mark.line, mark.column
    lines = text.split("\n")
    row = lines[line] if line < len(lines) else ""
    tab = row[: len(row) - len(row.lstrip(" \t"))].find("\t")
    if tab >= 0:
        return line, tab, "found a tab in the indentation", "spaces are accepted"
    opened = error.context_mark.line if error.context_mark else 0
    if error.context_mark and ("simple key" in said or "quoted scalar" in said) and "escape" not in said:
        line, column = opened, error.context_mark.column
    here = quoted(row[column:].split(" ")[0]) if row[column:].strip() else "the end of the file"
    for needle, message, accepted in _SYNTAX:
        if needle in said:
            return line, column, message.format(here=here, opened=opened + 1), accepted
    return line, column, f"found {here}, which cannot be read here", _WRITE_PAIRS


# Writing

_WIDTH = 100
_LONGEST_SIMPLE_KEY = 400  # YAML allows 1024 characters before the ':'
_PLAIN_START = re.compile(r"[^\W_]|[_/$.<=~^(€£]")
_NEVER_PLAIN = re.compile(": |:$| #|[\x00-\x1f\x7f-\xa0\ufeff\u2028\u2029\ufffe\uffff]|^\\s|\\s$|^\\.\\.\\.")
_NEVER_LITERAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff]|^\\s|\n +\n|\n\\s*\n$"
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_YAML_1_1 = yaml.resolver.Resolver()


def dump_yaml(data: JsonValue, *, header_comment: str = "") -> str:
    """Data as YAML that reads back equal: order kept, Unicode kept, small lists and maps on one line.

    Texts that a YAML 1.1 or 1.2 reader would take for something else are quoted. Raises ValueError for what
    is not plain JSON-like data, is not finite, or is nested deeper than can be read again.
    """
    comment = _ESCAPED.sub(" ", _NEVER_TEXT.sub(" ", "\n".join(header_comment.splitlines())))
    comment = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    lines = _block(data, 0) if isinstance(data, (dict, list)) and data else [_scalar_text(data, flow=False)]
    return comment + "\n".join(lines) + "\n"


def _block(value: Any, depth: int) -> list[str]:
    """The lines of a map or list with entries, unindented; `depth` counts the levels around it."""
    if depth >= Limits().depth:
        raise ValueError(f"data nested deeper than {Limits().depth} levels cannot be written")
    if isinstance(value, list):
        return [line for entry in value for line in _entry_lines("-", entry, depth)]
    lines: list[str] = []
    for key, entry in value.items():
        if not isinstance(key, str):
            raise ValueError(f"keys are text; found {described(key)}")
        text = _scalar_text(key, flow=False)
        if len(text) > _LONGEST_SIMPLE_KEY:
            lines += [f"? {text}", *_entry_lines(":", entry, depth)]
        else:
            lines += _entry_lines(f"{text}:", entry, depth)
    return lines


def _entry_lines(head: str, value: JsonValue, depth: int) -> list[str]:
    """A key or dash with its value, on one line where that is short."""
    one_line = _one_line(value, _WIDTH - 2 * depth - len(head) - 1)
    if one_line is not None:
        return [f"{head} {one_line}"]
    if isinstance(value, str):
        chomped = "" if value.endswith("\n") else "-"
        return [f"{head} |{chomped}", *_indented(value.removesuffix("\n").split("\n"))]
    lines = _block(value, depth + 1)
    if head == "-" and isinstance(value, dict):
        return [f"- {lines[0]}", *_indented(lines[1:])]
    return [head, *(lines if isinstance(value, list) and head not in ("-", ":") else _indented(lines))]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _one_line(value: JsonValue, width: int) -> str | None:
    """Scalars, and small lists of words and maps of scalars that fit; None for what needs more lines."""
    if isinstance(value, str) and "\n" in value and not _NEVER_LITERAL.search(value):
        return None
    if not isinstance(value, (dict, list)) or not value:
        return _scalar_text(value, flow=False)
    if sum(1 for _ in value) * 3 > width:
        return None
    text = _flow_list(value) if isinstance(value, list) else _flow_map(value)
    return text if text and len(text) <= width else None


def _flow_list(value: list[JsonValue]) -> str | None:
    words = [_flow_scalar(entry) for entry in value]
    if any(word is None or " " in word for word in words):
        return None
    return f"[{', '.join(word for word in words if word is not None)}]"


def _flow_map(value: dict[str, JsonValue]) -> str | None:
    pairs = []
    for key, entry in value.items():
        text = _flow_list(entry) if isinstance(entry, list) and entry else _flow_scalar(entry)
        name = _flow_scalar(key) if isinstance(key, str) else None
        if text is None or name is None or len(name) > _LONGEST_SIMPLE_KEY:
            return None
        pairs.append(f"{name}: {text}")
    return f"{{{', '.join(pairs)}}}"


def _flow_scalar(value: JsonValue) -> str | None:
    if (isinstance(value, (dict, list)) and value) or (isinstance(value, str) and "\n" in value):
        return None
    return _scalar_text(value, flow=True)


def _scalar_text(value: JsonValue, *, flow: bool) -> str:
    """A scalar, or an empty list or map, on one line."""
    if isinstance(value, str):
        return value if _is_plain(value, flow=flow) else _quoted_text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) < 10 ** Limits().number_digits:
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        text = repr(value)
        return text if "." in text or "e" not in text else text.replace("e", ".0e")
    if isinstance(value, (dict, list)) and not value:
        return "{}" if isinstance(value, dict) else "[]"
    raise ValueError(f"{described(value)} of type {type(value).__name__} cannot be written")


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes: every reader of YAML 1.1 and 1.2 takes it for this text."""
    if not _PLAIN_START.match(text) or _NEVER_PLAIN.search(text) or _SURROGATE.search(text):
        return False
    if flow and any(character in ",[]{}:?" for character in text):
        return False
    if text in _WORDS or _NUMBER.fullmatch(text) or text.lower() in ("y", "n", ".inf", ".nan"):
        return False
    tag = _YAML_1_1.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML is untyped here
    return bool(tag == "tag:yaml.org,2002:str")


def _quoted_text(text: str) -> str:
    if _SURROGATE.search(text):
        raise ValueError("text with half of a character (a lone surrogate) cannot be written")
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
