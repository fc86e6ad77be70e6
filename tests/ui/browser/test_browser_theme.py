"""Light and dark in a real browser."""

from __future__ import annotations

import pytest
from bench import Bench
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TILES = """tiles => tiles.map(tile => [
  getComputedStyle(tile).getPropertyValue('--role').trim(),
  /stroke="(#[0-9a-f]+)"/.exec(decodeURIComponent(tile.querySelector('img').src))[1],
])"""
"""The colour that the style sheet gives to each icon, and the one its image has."""


def inks(page: Page) -> list[list[str]]:
    """Both colours of each icon on the canvas."""
    found: list[list[str]] = page.locator(".card .tile").evaluate_all(TILES)
    return found


def test_icons_follow_the_theme(bench: Bench) -> None:
    """Images cannot read the style sheet: theirs is the same colour nevertheless, also after the theme changes."""
    bench.page.emulate_media(color_scheme="light")
    bench.open(bench.seeded("textbook"))
    expect(bench.page.locator(".card .tile").first).to_be_visible()
    light = inks(bench.page)
    assert len({colour for colour, _ in light}) > 2 and all(asked == drawn for asked, drawn in light)
    bench.page.emulate_media(color_scheme="dark")
    expect(bench.page.locator(".workbench[data-theme=dark]")).to_be_visible()
    dark = inks(bench.page)
    assert dark != light and all(asked == drawn for asked, drawn in dark)
