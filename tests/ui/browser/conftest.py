"""A server and a Chromium for the browser tests: one server a module, one browser for all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import Bench
from playwright.sync_api import Browser, Playwright, sync_playwright
from running_server import Server

INSTALL = "apt-get install -y --no-install-recommends chromium libatomic1"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Server]:
    """A running app with nothing kept yet."""
    running = Server(tmp_path_factory.mktemp("home"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def chromium_file() -> str:
    """Where Chromium lies; without it the tests are skipped, except where everything must run."""
    places = (
        os.environ.get("CHROMIUM"),
        "/usr/bin/chromium",
        shutil.which("chromium"),
        shutil.which("google-chrome"),
    )
    found = next((place for place in places if place and Path(place).exists()), None)
    if found is None:
        reason = f"Chromium is not installed: {INSTALL}"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def playwright(chromium_file: str) -> Iterator[Playwright]:
    """Playwright without its own browsers; started only where there is one, as its driver needs libatomic too."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_file: str) -> Iterator[Browser]:
    """Debian's Chromium."""
    arguments = [
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = playwright.chromium.launch(executable_path=chromium_file, args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def bench(chromium: Browser, server: Server) -> Iterator[Bench]:
    """A window on the app; errors of the page's own scripts fail the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened = Bench(context.new_page(), server.url, server.home)
    yield opened
    context.close()
    assert opened.errors == []
