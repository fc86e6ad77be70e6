"""The icons (Lucide, drawn with lines in a 24 × 24 box)."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

FALLBACK_ICON = "component"


@cache
def _bodies() -> dict[str, str]:
    text = resources.files("design_sandbox.render").joinpath("icons.json").read_text("utf-8")
    return dict(json.loads(text))


def icon_names() -> tuple[str, ...]:
    """Every icon name, sorted."""
    return tuple(sorted(_bodies()))


def icon_body(name: str) -> str:
    """The shapes of an icon, without colour; an unknown name gives the fallback icon's shapes."""
    return _bodies().get(name) or _bodies()[FALLBACK_ICON]


def icon_svg(name: str) -> str:
    """An SVG of the icon in the colour of the text around it; an unknown name gives the fallback icon."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f"{icon_body(name)}</svg>"
    )
