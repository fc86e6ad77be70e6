"""Library and review in a real browser: filters, fixes, and files that are not blank."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from bench import Bench
from PIL import Image
from playwright.sync_api import expect

from design_sandbox.model.loading import design_from_text

pytestmark = pytest.mark.browser


OVERHANG = """Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map(one => one.scrollWidth - one.clientWidth))"""
"""By how many px the page is wider than its window."""


def test_a_prompt_is_found_and_opened(bench: Bench) -> None:
    """Search leaves the matching cards; a click on a card opens its workbench; the address can be shared."""
    bench.page.goto(bench.url)
    expect(bench.page.locator(".card-text").first).to_be_visible()
    search = bench.page.get_by_role("textbox", name="Search")
    search.fill("timeline")
    search.press("Enter")
    expect(bench.page.locator(".card-text")).to_have_count(1)
    expect(bench.page).to_have_url(re.compile("q=timeline"))
    bench.page.get_by_role("link", name="Twitter").click()
    bench.wait()
    expect(bench.page).to_have_url(re.compile(r"workbench\?scenario=twitter&attempt=\w+"))
    # The keys work at once, as the empty canvas says: however one came here, nothing need be clicked first.
    for number, come in enumerate((bench.page.reload, lambda: by_the_menu(bench))):
        come()
        bench.wait()
        expect(bench.test("empty") if number == 0 else bench.test("node-cache")).to_be_visible()
        bench.page.keyboard.press("/")
        bench.page.keyboard.type("redis")
        bench.page.keyboard.press("Enter")
        expect(bench.page.locator("[data-testid^='node-']")).to_have_count(number + 1)


def by_the_menu(bench: Bench) -> None:
    """Leave the workbench and come back by the menu."""
    bench.page.get_by_role("link", name="Library", exact=True).click()
    expect(bench.page.get_by_role("heading", name="Library")).to_be_visible()
    bench.page.get_by_role("link", name="Workbench", exact=True).click()


def test_downloads_are_not_blank(bench: Bench, tmp_path: Path) -> None:
    """Each format holds the drawing that is on the screen."""
    attempt = bench.seeded("textbook")
    bench.open(attempt, page="review")
    expect(bench.page.locator("img.picture").first).to_be_visible()
    content = {}
    for label in ("SVG", "PNG", "PDF", "DOT", "YAML", "JSON"):
        place = tmp_path / label
        bench.download(label).save_as(place)
        content[label] = place.read_bytes()
    assert b"Tweet database" in content["SVG"] and content["SVG"].startswith(b"<svg")
    picture = Image.open(io.BytesIO(content["PNG"])).convert("RGB")
    assert picture.width > 600 and len(picture.getcolors(1 << 24) or ()) > 50
    assert content["PDF"].startswith(b"%PDF") and len(content["PDF"]) > 5_000
    assert b"digraph" in content["DOT"] and b"Feed API servers" in content["DOT"]
    kept = bench.kept(attempt)
    assert design_from_text(content["YAML"]).components.keys() == kept["components"].keys()
    assert json.loads(content["JSON"])["components"].keys() == kept["components"].keys()


def test_a_fix_on_the_review_raises_the_score_and_reaches_the_canvas(bench: Bench) -> None:
    """The fix arrives after the findings, is applied by one click, and is on the canvas when one goes back."""
    attempt = bench.seeded("textbook")
    bench.open(attempt, page="review")
    before = bench.kept(attempt)
    bench.page.locator("[class*='st-key-apply-'] button").first.click()
    expect(bench.page.locator(".st-key-applied")).to_contain_text("→")
    shown = bench.page.locator(".st-key-applied b").inner_text()
    old, new = (int(part) for part in shown.split("→"))
    assert new > old
    after = bench.kept(attempt)
    assert after["components"] != before["components"] or after["connections"] != before["connections"]
    bench.page.get_by_role("button", name="Back to the drawing").click()
    expect(bench.test("canvas")).to_be_visible()
    assert bench.score() == new


def test_a_decision_is_answered_from_the_canvas(bench: Bench) -> None:
    """ "Answer" at a missing decision opens its very prompt, above the findings; the answer counts and is compared."""
    bench.open(bench.seeded("textbook"))
    before = bench.score()
    row = bench.page.locator(".dock-list .finding-row", has=bench.test("answer")).first
    question = row.locator(".finding-text > span").inner_text()
    row.get_by_test_id("answer").click()
    panel = bench.page.locator(".st-key-panel-trade-offs")
    expect(panel).to_be_in_viewport()
    prompt = panel.get_by_test_id("stExpander").filter(has_text=question)
    prompt.get_by_role("radio").first.check(force=True)
    prompt.get_by_label("Because").fill("A timeline is read fifty times as often as one is written to")
    prompt.get_by_role("button", name="Commit and compare").click()
    expect(panel.get_by_text("Your answer")).to_be_visible()
    bench.page.get_by_role("button", name="Back to the drawing").click()
    bench.wait()
    assert bench.score() >= before


def test_a_broken_upload_is_told_line_by_line(bench: Bench) -> None:
    """Nothing is changed; a good file replaces the drawing."""
    attempt = bench.seeded("textbook")
    bench.open(attempt, page="review")
    before = bench.kept(attempt)
    bench.page.get_by_role("button", name="Upload").click()
    chooser = bench.page.locator("input[type=file]")
    head = "design: {id: mine, version: 1, scenario: twitter, kind: system}\n"
    broken = f"{head}components:\n  api: {{type: servise}}\n"
    chooser.set_input_files({"name": "mine.yaml", "mimeType": "text/yaml", "buffer": broken.encode()})
    expect(bench.page.get_by_text("line 3")).to_be_visible()
    assert bench.kept(attempt) == before
    good = broken.replace("servise", "service")
    chooser.set_input_files({"name": "mine.yaml", "mimeType": "text/yaml", "buffer": good.encode()})
    expect(bench.page.get_by_text("1 part", exact=False).first).to_be_visible()
    assert set(bench.kept(attempt)["components"]) == {"api"}


@pytest.mark.parametrize("page", ["", "workbench", "review"])
def test_pages_fit_the_window(bench: Bench, page: str) -> None:
    """Nothing makes the page scroll sideways, and nothing is asked of another host."""
    outside: list[str] = []
    bench.page.on("request", lambda request: outside.append(request.url) if is_outside(request.url) else None)
    attempt = bench.seeded("textbook")
    bench.page.goto(f"{bench.url}/{page}?scenario=twitter&attempt={attempt}")
    ready = bench.test("canvas") if page == "workbench" else bench.page.locator("h1.page-title")
    expect(ready).to_be_visible()
    expect(bench.page.get_by_test_id("stStatusWidget")).to_have_count(0)
    for width in (1440, 1024, 390):
        bench.page.set_viewport_size({"width": width, "height": 800})
        bench.page.wait_for_timeout(500)  # the page settles in its new width
        assert bench.page.evaluate(OVERHANG) <= 1, f"at {width} px"
    assert outside == []


def is_outside(url: str) -> bool:
    """Whether a request leaves this machine."""
    return url.startswith("http") and not url.startswith("http://127.0.0.1:")
