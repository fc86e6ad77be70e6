"""The direct line in a real browser: it answers edits, and its loss costs nothing but time."""

from __future__ import annotations

import re

import pytest
from bench import Bench
from playwright.sync_api import Route, WebSocket, expect

pytestmark = pytest.mark.browser

LINE = re.compile("/direct-line$")


def checked(bench: Bench) -> None:
    """Wait until the findings belong to what is drawn."""
    expect(bench.test("dock")).to_have_attribute("aria-busy", "false")


def test_an_edit_is_answered_and_kept_before_the_page_runs(bench: Bench) -> None:
    """The findings are there and the drawing is kept before the page hears of it; a little later it does."""
    came: list[tuple[str, bytes]] = []

    def listen(socket: WebSocket) -> None:
        socket.on(
            "framesent", lambda frame: came.append(("page", frame if isinstance(frame, bytes) else b""))
        )

    bench.page.on("websocket", listen)
    bench.page.on(
        "response", lambda response: came.append(("line", b"")) if LINE.search(response.url) else None
    )
    attempt = bench.seeded("fan-out-on-write")
    bench.open(attempt)
    checked(bench)
    came.clear()
    with bench.page.expect_response(LINE) as answer:
        part = bench.add("cache")
    assert answer.value.status == 200
    assert set(answer.value.json()["review"]["components"]) == bench.nodes()
    assert part in bench.kept(attempt)["components"]
    checked(bench)
    bench.page.wait_for_timeout(1_500)
    told = [way for way, frame in came if way == "line" or part.encode() in frame]
    assert told[0] == "line" and "page" in told
    bench.page.reload()
    bench.wait()
    assert part in bench.nodes()


def test_the_panel_follows_the_findings(bench: Bench) -> None:
    """What is added opens its properties after its findings; a slow server and Enter do not wait."""
    bench.open(bench.seeded("textbook"))
    checked(bench)
    name = bench.test("properties").get_by_test_id("field-label")
    bench.add("cache")
    expect(name).to_have_value("Cache")
    bench.page.keyboard.press("Control+z")
    expect(name).to_have_count(0)
    # A server that thinks for long: the panel does not wait for it.
    bench.page.route(LINE, lambda route: None)
    bench.add("monitoring")
    expect(name).to_have_value("Monitoring", timeout=2_000)
    bench.page.unroute(LINE)
    bench.page.reload()
    bench.wait()
    checked(bench)
    bench.test("palette-item-cache").click()
    bench.test("canvas").press("Enter")
    expect(name).to_be_focused()
    expect(name).to_have_value(re.compile("^Cache"))


def test_fixes_stay_in_their_places_while_they_are_tried_again(bench: Bench) -> None:
    """A row keeps its fix at an edit; what is clicked meanwhile is applied once it is proven."""
    bench.open(bench.seeded("textbook"))
    checked(bench)
    proven = bench.page.locator(".dock-list [data-testid^='fix-']:has-text('verified')")
    expect(proven.first).to_be_visible()
    name = str(proven.first.get_attribute("data-testid"))
    bench.page.evaluate(
        """name => {
          const roots = [...document.querySelectorAll('*')].filter(one => one.shadowRoot).map(one => one.shadowRoot);
          const root = roots.find(one => one.querySelector('[data-testid=dock]'));
          window.lost = false;
          new MutationObserver(() => { window.lost ||= !root.querySelector(`.dock-list [data-testid=${name}]`); })
            .observe(root.querySelector('[data-testid=dock]'), { childList: true, subtree: true });
        }""",
        name,
    )
    bench.add("monitoring")
    checked(bench)
    bench.page.wait_for_timeout(300)
    assert bench.page.evaluate("window.lost") is False
    before = bench.score()
    bench.page.locator(".dock-list").get_by_test_id(name).click()
    expect(bench.page.locator(".dock-list").get_by_test_id(name)).to_have_count(0)
    assert bench.score() > before


@pytest.mark.parametrize("how", ["cut", "elsewhere", "misled"])
def test_drawing_goes_on_where_the_line_is_cut(bench: Bench, how: str) -> None:
    """By the page alone: refused connections, a proxy that knows nothing of it, and one that answers with a page."""

    def stand_in(route: Route) -> None:
        if how == "cut":
            route.abort()
        elif how == "elsewhere":
            route.fulfill(status=404, body="Not Found")
        else:
            route.fulfill(status=200, body="<!doctype html><title>Welcome</title>", content_type="text/html")

    bench.page.route(LINE, stand_in)
    attempt = bench.seeded("textbook")
    bench.open(attempt)
    checked(bench)
    parts = [bench.add("cache"), bench.add("queue")]
    checked(bench)
    bench.saved()
    for part in parts:
        expect(bench.test(f"node-{part}")).to_be_visible()
        assert part in bench.kept(attempt)["components"]
