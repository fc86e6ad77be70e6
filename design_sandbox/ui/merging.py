"""A drawing that Python changed, put back among what only the canvas knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from design_sandbox.ui.canvas.protocol import DesignJson

DESIGN_SECTIONS = frozenset(
    ("design", "components", "connections", "groups", "walkthroughs", "decisions", "waivers", "layout")
)


def merged(before: Mapping[str, Any], changed: Mapping[str, Any]) -> DesignJson:
    """`changed`, with the sections that only the canvas knows and the positions of what is still there."""
    document = {name: part for name, part in before.items() if name not in DESIGN_SECTIONS} | dict(changed)
    positions = {**_positions(before), **_positions(changed)}
    known = {*document.get("components", {}), *document.get("groups", {})}
    document["layout"] = {"positions": {name: place for name, place in positions.items() if name in known}}
    return document


def _positions(document: Mapping[str, Any]) -> dict[str, Any]:
    layout = document.get("layout")
    positions = layout.get("positions") if isinstance(layout, Mapping) else None
    return dict(positions) if isinstance(positions, Mapping) else {}
