"""Saying the way of a journey oneself, by pointer and keys, and the text of a drawing on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bench import Bench
from playwright.sync_api import Browser, expect
from running_server import Server

from design_sandbox.model.design_writing import design_to_data
from design_sandbox.model.loading import design_from_text

pytestmark = pytest.mark.browser

TWINS = """\
design: {id: mine, version: 1, scenario: twitter, kind: system}
components:
  people: {type: client, label: People}
  lb: {type: load_balancer, label: Balancer}
  one: {type: service, label: One}
  two: {type: service, label: Two}
  db: {type: relational, label: Database, shards: 8, replicas: 2}
connections: [people -> lb -> one -> db, lb -> two -> db]
"""
GOES_THIS_WAY = "The walk goes this way"


def walked_by(bench: Bench) -> str:
    """Which of the twins the walk that is shown goes by."""
    hops = bench.test("walk").locator(".hops")
    expect(hops).to_contain_text("Database")
    return "one" if "One" in hops.inner_text() else "two"


def next_parts(bench: Bench) -> set[str]:
    """Parts that are marked as next."""
    marked = bench.page.locator("[data-way='next']")
    return set(marked.evaluate_all("all => all.map(part => part.dataset.part)"))


def test_a_way_is_said_part_by_part(bench: Bench) -> None:
    """The walk then takes it; one undo takes it back; it is text too, stays over a reload, and fails where it does."""
    attempt = bench.drawn(design_to_data(design_from_text(TWINS)))
    bench.open(attempt)
    bench.test("requirement-F1").first.click()
    before = walked_by(bench)
    wanted = {"one": "two", "two": "one"}[before]

    bench.test("way-start").click()
    expect(bench.test("way-part-people")).to_be_focused()
    assert next_parts(bench) == {"people"}
    bench.page.keyboard.press("Enter")
    expect(bench.test("way-part-lb")).to_have_attribute("data-way", "next")
    bench.page.keyboard.press("Tab")
    bench.page.keyboard.press("Enter")
    assert next_parts(bench) == {"one", "two"}
    bench.test("way-part-db").click(force=True)  # it cannot be next, and says why
    expect(bench.test("notice")).to_contain_text("No connection leads from Balancer to Database")
    bench.test(f"way-part-{before}").click()
    bench.page.keyboard.press("Backspace")
    bench.test(f"way-part-{wanted}").click()
    bench.test("way-part-db").click()
    expect(bench.test("way-part-db")).to_have_text("4")
    assert "walkthroughs" not in bench.kept(attempt)
    bench.test("way-save").click()

    expect(bench.test("way-verdict")).to_contain_text(GOES_THIS_WAY)
    assert walked_by(bench) == wanted
    bench.saved()
    way = ["people", "lb", wanted, "db"]
    assert list(bench.kept(attempt)["walkthroughs"].values()) == [way]
    bench.test("undo").first.click()
    expect(bench.test("way-start")).to_be_visible()
    bench.saved()
    assert "walkthroughs" not in bench.kept(attempt)
    bench.test("redo").first.click()
    expect(bench.test("way-verdict")).to_contain_text(GOES_THIS_WAY)

    bench.test("tab-yaml").click()
    expect(bench.test("yaml-editor")).to_contain_text("walkthroughs:")
    bench.saved()
    bench.page.reload()
    bench.wait()
    bench.test("requirement-F1").first.click()
    expect(bench.test("way-chips")).to_contain_text("Balancer")
    bench.test("walk-close").click()
    bench.select(wanted)
    bench.test("delete").first.click()
    bench.test("requirement-F1").first.click()
    expect(bench.test("way-verdict")).to_contain_text("No connection leads from Balancer to Database")


def test_a_kept_way_is_changed_left_and_removed(bench: Bench) -> None:
    """Escape leaves it as it was; a change begins where it still holds; removing is one undo away."""
    document = design_to_data(design_from_text(TWINS))
    attempt = bench.drawn(document | {"walkthroughs": {"post_tweet": ["people", "lb", "db"]}})
    bench.open(attempt)
    bench.test("requirement-F1").first.click()
    expect(bench.test("way-verdict")).to_have_attribute("data-tone", "failed")
    expect(bench.test("way-mark-db")).to_be_visible()
    bench.test("way-change").click()
    expect(bench.test("way-bar").get_by_test_id("way-chips").locator("li")).to_have_text(
        ["1People", "2Balancer"]
    )
    bench.page.keyboard.press("ArrowRight")
    bench.page.keyboard.press("Enter")
    bench.page.keyboard.press("Escape")
    expect(bench.test("way-verdict")).to_have_attribute("data-tone", "failed")
    bench.test("node-one").hover()  # the cards are back
    bench.test("way-remove").click()
    expect(bench.test("way-start")).to_be_visible()
    bench.saved()
    assert "walkthroughs" not in bench.kept(attempt)
    bench.test("notice-undo").click()
    expect(bench.test("way-note")).to_be_visible()


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[Bench]:
    """A phone's window on the app."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    opened = Bench(context.new_page(), server.url, server.home)
    yield opened
    context.close()
    assert opened.errors == []


def test_the_text_is_written_on_a_phone(phone: Bench) -> None:
    """An error stands at its line, undo takes it back, valid text is drawn, and the page never scrolls."""
    attempt = phone.drawn(design_to_data(design_from_text(TWINS)))
    phone.open(attempt)
    phone.test("phone-yaml").tap()
    line = phone.test("yaml-editor").locator(".cm-line").filter(has_text="label: Two")
    line.click(position={"x": 4, "y": 8})
    phone.page.keyboard.press("End")
    phone.page.keyboard.type("x")
    expect(phone.test("yaml").get_by_role("button", name="line")).to_be_visible()
    expect(phone.page.locator(".cm-lint-marker-error")).to_be_visible()
    fits = "document.scrollingElement.scrollHeight <= innerHeight && document.scrollingElement.scrollWidth <= innerWidth"
    assert phone.page.evaluate(fits)
    phone.test("yaml-undo").tap()
    expect(phone.test("yaml")).to_contain_text("Valid")
    phone.page.keyboard.press("Backspace")
    phone.page.keyboard.type(", replicas: 3}")
    expect(phone.test("yaml")).to_contain_text("Valid")
    phone.test("phone-canvas").tap()
    expect(phone.test("node-two")).to_contain_text("×3")
    phone.saved()
    assert phone.kept(attempt)["components"]["two"]["replicas"] == 3
