"""Values that know where they were written; two places may share one value through an alias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Node:
    """A value: a scalar, or a list or map of items; `size` counts its nodes, `height` its nested levels."""

    __slots__ = ("content", "height", "size")

    def __init__(self, content: Any, size: int = 1, height: int = 0) -> None:
        self.content, self.size, self.height = content, size, height


@dataclass(slots=True)
class Item:
    """A node as it stands in its list or map: two items may share a node through an alias."""

    node: Node
    line: int
    column: int
    key: tuple[int, int] | None = None


def plain_data(node: Node) -> Any:
    """Fresh plain data, nothing shared between aliases."""
    if isinstance(node.content, dict):
        return {key: plain_data(item.node) for key, item in node.content.items()}
    if isinstance(node.content, list):
        return [plain_data(item.node) for item in node.content]
    return node.content
