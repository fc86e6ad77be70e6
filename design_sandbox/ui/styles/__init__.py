"""The stylesheet of the native pages, made from the same tokens as the canvas."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

COLOUR = re.compile(r"^(#|rgb)")


@cache
def tokens() -> dict[str, tuple[str, str]]:
    """Every token by name: its value on light and on dark surfaces, which may be the same."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", _text("tokens.css")):
        target = dark if 'data-theme="dark"' in selector and ":root" not in selector else light
        target.update(re.findall(r"(--[\w-]+):\s*([^;]+);", body))
    return {name: (value, dark.get(name, value)) for name, value in light.items()}


@cache
def stylesheet() -> str:
    """CSS for the pages. Colours follow the page's colour scheme by themselves, without another run."""
    lines = [f"{name}: {_value(*values)};" for name, values in tokens().items()]
    return f".stApp {{ {' '.join(lines)} }}\n{_text('pages.css')}"


@cache
def library_stylesheet() -> str:
    """What the library needs on top: its cards."""
    return _text("library.css")


@cache
def numbers_stylesheet() -> str:
    """What the page of numbers needs on top."""
    return _text("numbers.css")


@cache
def bench_stylesheet() -> str:
    """What the workbench needs on top: one screen without page scroll."""
    return _text("bench.css")


def _value(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})" if light != dark and COLOUR.match(light) else light


def _text(name: str) -> str:
    path = resources.files("design_sandbox.ui.styles").joinpath(name)
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
