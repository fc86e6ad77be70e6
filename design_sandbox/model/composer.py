"""Events composed to nodes: keys once, aliases only to what stands above, everything within the limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from design_sandbox.model.nodes import Item, Node
from design_sandbox.model.problems import described, quoted
from design_sandbox.model.reader import Event, Reader


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not come yet."""

    item: Item
    anchor: str | None
    key: str | None = None
    key_place: tuple[int, int] | None = None


class Composer:
    """Builds the nodes of all documents of one text, event by event."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.limits = reader, reader.limits
        self.documents: list[Item] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.nodes = self.references = 0

    def compose(self, events: Iterable[Event]) -> list[Item]:
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

    def _begin_document(self, event: Event) -> None:
        if self.documents and not self.reader.many:
            self.reader.stop(
                event.line, event.column, "found a second document", "one document a file is accepted"
            )
        self.anchors = {}

    def _begin_value(self, event: Event) -> None:
        self._count(1, event)
        if event.anchor:
            self._count_reference(event)
        node = Node(event.value)
        if event.kind == "scalar":
            if event.anchor:
                self.anchors[event.anchor] = node
            self._place(node, event)
            return
        self._check_depth(len(self.open) + 1, event)
        self.open.append(_Open(Item(node, event.line, event.column), event.anchor))

    def _close(self, closed: _Open, event: Event) -> None:
        node = closed.item.node
        children = node.content.values() if isinstance(node.content, dict) else node.content
        node.size = 1 + sum(child.node.size for child in children)
        node.height = 1 + max((child.node.height for child in children), default=0)
        if closed.anchor:
            self.anchors[closed.anchor] = node
        self._place(node, Event("", closed.item.line, closed.item.column))

    def _place(self, node: Node, event: Event) -> None:
        """Put a finished node where it belongs: document root, next list entry, key, or a key's value."""
        if not self.open:
            self.documents.append(Item(node, event.line, event.column))
            return
        parent = self.open[-1]
        content = parent.item.node.content
        if isinstance(content, list):
            content.append(Item(node, event.line, event.column))
        elif parent.key is None:
            parent.key, parent.key_place = self._key(node, event), (event.line, event.column)
        else:
            self._add_entry(parent, Item(node, event.line, event.column, parent.key_place))

    def _key(self, node: Node, event: Event) -> str:
        if isinstance(node.content, str):
            return node.content
        self.reader.report(
            event.line,
            event.column,
            f"found {described(node.content)} as a key",
            "text is accepted: put it in quotes",
        )
        return f"\0{event.line}:{event.column}"

    def _add_entry(self, parent: _Open, item: Item) -> None:
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

    def _referred(self, event: Event) -> Node:
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

    def _count(self, nodes: int, event: Event) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            self.reader.stop(
                event.line,
                event.column,
                "the document holds too many values",
                f"at most {self.limits.nodes} are accepted",
            )

    def _count_reference(self, event: Event) -> None:
        self.references += 1
        if self.references > self.limits.aliases:
            self.reader.stop(
                event.line,
                event.column,
                "found too many '&' marks and '*' references",
                f"at most {self.limits.aliases} are accepted",
            )

    def _check_depth(self, depth: int, event: Event) -> None:
        if depth > self.limits.depth:
            self.reader.stop(
                event.line,
                event.column,
                "lists and maps are nested too deep",
                f"at most {self.limits.depth} levels are accepted",
            )
