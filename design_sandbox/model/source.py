"""YAML and JSON texts in, as plain data that knows where each value was written.

Scalars follow the core schema of YAML 1.2: `on`, `yes` and `1:30` are text, `1.0e8` is a number, `0o17` is
15, a date is text. Keys are text, none twice. Everything is bounded, and whatever is wrong is a
`DocumentError` in plain words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from design_sandbox.model.composer import Composer
from design_sandbox.model.nodes import Item, Node, plain_data
from design_sandbox.model.problems import DocumentError, Path, Position, Problem
from design_sandbox.model.reader import Limits, Reader, decoded
from design_sandbox.model.yaml_reading import yaml_events


@dataclass(frozen=True, slots=True)
class Source:
    """One document: plain `data` and the place of each of its values, found by their path in the data."""

    file: str
    data: Any
    root: Item = field(repr=False, compare=False)

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

    def _nearest(self, path: Path) -> Item:
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
    return _load(text, Reader(file, limits or Limits(), many=False))[0]


def load_all_text(text: str | bytes, file: str, *, limits: Limits | None = None) -> list[Source]:
    """Every document of a YAML text whose documents `---` separates; the limits hold for all together."""
    return _load(text, Reader(file, limits or Limits(), many=True))


def _load(text: str | bytes, reader: Reader) -> list[Source]:
    content = decoded(text, reader)
    items = None
    if reader.file.lower().endswith(".json") or content.lstrip()[:1] in ("{", "["):
        items = _json_items(content, reader)
    if items is None:
        items = Composer(reader).compose(yaml_events(content, reader))
    if reader.problems:
        raise DocumentError(reader.problems)
    items = items or [Item(Node(None), 0, 0)]
    return [Source(reader.file, plain_data(item.node), item) for item in items]


def _json_items(content: str, reader: Reader) -> list[Item] | None:
    """The document of a JSON text; None when it may still be YAML, which its name does not rule out."""
    from design_sandbox.model.json_reading import NotJsonError, json_events  # most documents are YAML

    try:
        return Composer(reader).compose(json_events(content, reader))
    except NotJsonError:
        if reader.file.lower().endswith(".json"):
            raise
        reader.problems.clear()
        return None
