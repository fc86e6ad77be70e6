"""Every call from the pages into the drawing layer: pictures, and where things go on the canvas."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from design_sandbox.model.design import Design
from design_sandbox.render.drawing import DrawingError, ThemeName
from design_sandbox.review.result import Review
from design_sandbox.ui import engine
from design_sandbox.ui.engine import PageError

Result = TypeVar("Result")
CARD_WIDTHS_PX, CARD_HEIGHT_PX = (152.0, 224.0), 60.0
CARD_REST_PX, NAME_PX = 60.0, 12.6
CLASS_WIDTHS_PX = (190.0, 270.0)
CLASS_HEAD_PX, CLASS_ROW_PX, CLASS_GAP_PX, LETTER_PX = 46.0, 17.0, 12.0, 7.2
"""Sizes of cards on the canvas, where the canvas has not measured them; names are a little narrower there than in drawings."""
MARGIN_PX = 40
FORMATS = {
    "svg": ("SVG", "image/svg+xml"),
    "png": ("PNG", "image/png"),
    "pdf": ("PDF", "application/pdf"),
    "dot": ("DOT", "text/vnd.graphviz"),
    "yaml": ("YAML", "application/yaml"),
    "json": ("JSON", "application/json"),
}
"""File ending → name for people and media type."""


def svg_of(design: Design, review: Review | None) -> str:
    """The drawing as SVG that is light or dark as its page is. Raises PageError."""
    from design_sandbox.render.svg import to_page_svg

    return _drawn(lambda: to_page_svg(_drawing(design, review)))


def export(format_: str, design: Design, review: Review | None, theme: ThemeName) -> bytes:
    """The drawing or the design as a file of one of `FORMATS`. Raises PageError."""
    if format_ == "yaml":
        return engine.yaml_of(engine.document_of(design)).encode()
    if format_ == "json":
        return engine.json_of(design).encode()
    return _drawn(lambda: _picture(format_, design, review, theme))


def arranged(document: Mapping[str, Any], sizes: object = None) -> dict[str, list[int]]:
    """Top left corners for every component, in whole px; `sizes` are the cards' as the canvas measured them.

    Raises PageError when the drawing is too large to be arranged.
    """
    from design_sandbox.render.layout import auto_layout

    design = engine.design_of(document)
    cards = [(name, *(_measured(sizes, name) or size_of(design, name))) for name in design.components]
    links = [(f"link-{n}", link.source, link.target) for n, link in enumerate(design.connections)]
    groups = nested_groups(design)
    places, _ = _drawn(lambda: auto_layout(cards, links, groups))
    return {name: [round(x) + MARGIN_PX, round(y) + MARGIN_PX] for name, (x, y) in places.items()}


def nested_groups(design: Design) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Groups as (id, direct components, parent): each component in the smallest group that names it."""
    members = {name: set(group.contains) & set(design.components) for name, group in design.groups.items()}
    by_size = sorted(members, key=lambda name: (len(members[name]), name))
    home = {part: name for name in reversed(by_size) for part in sorted(members[name])}
    parents: dict[str, str | None] = {}
    for number, name in enumerate(by_size):
        larger = by_size[number + 1 :]
        named = next((one for one in larger if name in design.groups[one].contains), None)
        around = next((one for one in larger if members[name] and members[name] < members[one]), None)
        parents[name] = named or around
    return [
        (name, tuple(p for p in design.components if home.get(p) == name), parents[name]) for name in members
    ]


def _drawing(design: Design, review: Review | None) -> Any:
    from design_sandbox.render.from_design import drawing_of

    return drawing_of(design, review, engine.catalogue())


def _picture(format_: str, design: Design, review: Review | None, theme: ThemeName) -> bytes:
    drawing = _drawing(design, review)
    if format_ == "svg":
        from design_sandbox.render.svg import to_svg

        return to_svg(drawing, theme=theme).encode()
    if format_ == "dot":
        from design_sandbox.render.dot import to_dot

        return to_dot(drawing, theme).encode()
    from design_sandbox.render.export import to_pdf, to_png

    return to_pdf(drawing, theme=theme) if format_ == "pdf" else to_png(drawing, theme=theme)


def _drawn(make: Callable[[], Result]) -> Result:
    try:
        return make()
    except DrawingError as error:
        raise PageError(str(error)) from error
    except Exception as error:
        raise engine.unforeseen("The picture could not be drawn.", error) from error


def _measured(sizes: object, name: str) -> tuple[float, float] | None:
    """Width and height of a card as the canvas says; None where it says nothing usable."""
    size = sizes.get(name) if isinstance(sizes, Mapping) else None
    if isinstance(size, list) and len(size) == 2 and all(isinstance(side, (int, float)) for side in size):
        width, height = (float(side) for side in size)
        if math.isfinite(width) and math.isfinite(height):
            return width, height
    return None


def size_of(design: Design, name: str) -> tuple[float, float]:
    """Width and height of a card in px, about as the canvas would draw it."""
    from design_sandbox.render.text import text_width

    component = design.components[name]
    if design.design.kind == "system":
        low, high = CARD_WIDTHS_PX
        wanted = text_width(component.label or name, NAME_PX, bold=True) + CARD_REST_PX
        return min(high, max(low, wanted)), CARD_HEIGHT_PX
    boxes = [rows for rows in (component.attributes, component.operations) if rows]
    longest = max((len(row) for rows in boxes for row in rows), default=0)
    low, high = CLASS_WIDTHS_PX
    height = CLASS_HEAD_PX + sum(len(rows) * CLASS_ROW_PX + CLASS_GAP_PX for rows in boxes)
    return min(high, max(low, longest * LETTER_PX + 24)), height
