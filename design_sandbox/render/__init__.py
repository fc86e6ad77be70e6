"""Drawings as SVG, PNG, PDF and DOT: Graphviz places, this package draws."""

from design_sandbox.render.dot_text import to_dot
from design_sandbox.render.drawing import Badge, Card, Drawing, DrawingError, Group, Link
from design_sandbox.render.export import to_pdf, to_png
from design_sandbox.render.icons import icon_names, icon_svg
from design_sandbox.render.layout import Layout, auto_layout, layout
from design_sandbox.render.svg import to_svg

__all__ = [
    "Badge",
    "Card",
    "Drawing",
    "DrawingError",
    "Group",
    "Layout",
    "Link",
    "auto_layout",
    "icon_names",
    "icon_svg",
    "layout",
    "to_dot",
    "to_pdf",
    "to_png",
    "to_svg",
]
