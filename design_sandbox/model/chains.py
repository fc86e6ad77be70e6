"""Designs as written: a chain `a -> b -> c` is one entry of the text and several connections of the design."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from design_sandbox.model.design import links_of
from design_sandbox.model.nodes import Item, Node
from design_sandbox.model.source import Source


def with_links(source: Source) -> Source:
    """The source of a design with its chains unfolded: each link stands where its chain is written.

    Without this, whatever is wrong with a connection would be told at the entry that happens to have its number.
    """
    entries = source.data.get("connections") if isinstance(source.data, dict) else None
    if not isinstance(entries, list) or not any(isinstance(entry, str) for entry in entries):
        return source
    written = source.root.node.content["connections"]
    links: list[Any] = []
    places: list[Item] = []
    for entry, item in zip(entries, written.node.content, strict=True):
        unfolded = links_of(entry)
        links += unfolded
        places += [item] * len(unfolded)
    content = {**source.root.node.content, "connections": replace(written, node=Node(places))}
    data = {**source.data, "connections": links}
    return replace(source, data=data, root=replace(source.root, node=Node(content)))
