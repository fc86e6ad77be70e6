"""The workbench in a real browser, with the real engine behind it."""

from __future__ import annotations

import pytest
from bench import Bench
from playwright.sync_api import Browser, Locator, expect
from running_server import Server

from design_sandbox.attempts import Store

pytestmark = pytest.mark.browser

BETWEEN_TABS = "Another tab changed this drawing too"


def draw_the_textbook_answer(bench: Bench) -> None:
    """Six parts from the palette, five connections, three names and two sizes."""
    client, balancer, api = bench.add("client"), bench.add("load_balancer"), bench.add("service")
    database, feed, cache = bench.add("relational"), bench.add("service"), bench.add("cache")
    for source, target in (
        (client, balancer),
        (balancer, api),
        (api, database),
        (balancer, feed),
        (feed, cache),
    ):
        bench.connect(source, target)
    bench.select(cache)
    bench.fill("label", "Feed cache")
    bench.select(feed)
    bench.fill("label", "Feed servers")
    bench.select(database)
    bench.fill("shards", "8")
    bench.fill("replicas", "2")


def proven_fix(bench: Bench) -> Locator:
    """The first fix that was tried and graded, among the findings or else the questions."""
    fix = bench.page.locator("[data-testid^='fix-']:has-text('verified')").first
    if bench.page.locator("[data-testid^='finding-']").count() == 0:
        bench.test("dock-questions").click()
    expect(fix).to_be_visible()
    return fix


def test_the_textbook_answer_is_drawn_by_clicking(bench: Bench) -> None:
    """It scores as the sound mid answer it is, fixes raise it, its walk lights up, and a reload keeps it."""
    attempt = bench.fresh()
    bench.open(attempt)
    expect(bench.test("empty")).to_be_visible()
    draw_the_textbook_answer(bench)
    bench.saved()
    score = bench.score()
    assert 60 <= score <= 80

    bench.test("requirement-F3").first.click()
    expect(bench.test("walk")).to_contain_text("Feed servers")
    expect(bench.test("walk").get_by_test_id("walk-hop").first).to_be_visible()
    bench.test("walk-close").click()

    for _ in range(2):
        before = bench.score()
        proven_fix(bench).click()
        expect(bench.test("notice")).to_contain_text("→")
        assert bench.score() > before

    bench.saved()
    drawn = bench.kept(attempt)
    bench.page.reload()
    bench.wait()
    expect(bench.test("node-client")).to_be_visible()
    assert bench.nodes() == set(drawn["components"])
    assert bench.kept(attempt) == drawn


def test_the_server_is_killed_while_one_draws(bench: Bench, server: Server) -> None:
    """The tab stays, says that nothing is saved, and hands everything over once the server is back."""
    attempt = bench.seeded("textbook")
    bench.open(attempt)
    bench.add("queue")
    bench.saved()
    server.kill()
    bench.add("topic")
    server.start()
    bench.add("log")
    bench.saved()
    expect(bench.test("score")).to_have_attribute("aria-busy", "false")
    assert {"queue", "topic"} <= set(bench.kept(attempt)["components"])
    assert set(bench.kept(attempt)["components"]) == bench.nodes()


def test_two_tabs_lose_nothing(bench: Bench, chromium: Browser, server: Server) -> None:
    """The later commit is the newest drawing; the other tab's one can be restored from the review page."""
    attempt = bench.seeded("textbook")
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    other = Bench(context.new_page(), server.url, server.home)
    bench.open(attempt)
    other.open(attempt)
    queue = bench.add("queue")
    bench.saved()
    topic = other.add("topic")
    expect(other.test("notice")).to_contain_text(BETWEEN_TABS)
    context.close()
    kept = bench.kept(attempt)["components"]
    assert topic in kept and queue not in kept
    store = Store.open(server.home)
    assert [queue in one.document["components"] for one in store.siblings(attempt)] == [True]
    store.close()

    bench.test("review").click()
    bench.page.get_by_text("Earlier versions").click()
    bench.page.get_by_role("button", name="Restore").first.click()
    bench.page.get_by_role("button", name="Back to the drawing").click()
    expect(bench.test(f"node-{queue}")).to_be_visible()
    assert queue in bench.kept(attempt)["components"]


def test_leaving_and_coming_back_keeps_drawing_and_undo(bench: Bench) -> None:
    """Another page in between changes nothing."""
    attempt = bench.seeded("textbook")
    bench.open(attempt)
    queue = bench.add("queue")
    bench.saved()
    bench.page.get_by_test_id("stTopNavLink").filter(has_text="Library").click()
    expect(bench.page.get_by_role("heading", name="Library")).to_be_visible()
    bench.page.get_by_role("button", name="Continue").click()
    expect(bench.test(f"node-{queue}")).to_be_visible()
    bench.test("undo").first.click()
    expect(bench.test(f"node-{queue}")).to_have_count(0)
    bench.saved()
    assert queue not in bench.kept(attempt)["components"]


def test_the_canvas_asks_and_python_answers(bench: Bench) -> None:
    """A hint, another chair, a narrower scope and a layout, each answered without a reload."""
    attempt = bench.seeded("textbook")
    bench.open(attempt)
    bench.test("hint").click()
    expect(bench.page.get_by_text("Hint 1 of 3")).to_be_visible()
    bench.test("profile").select_option("swe-senior")
    expect(bench.test("profile")).to_have_value("swe-senior")
    bench.test("scope").click()
    bench.test("scope-search_tweets").click()  # the switch follows once Python has answered
    expect(bench.test("scope-search_tweets")).to_be_checked()
    bench.page.keyboard.press("Escape")
    expect(bench.test("requirement-F5").first).not_to_have_attribute("data-state", "off")
    assert bench.kept(attempt)["design"]["scope"] == {"search_tweets": True}
    before = bench.kept(attempt)["layout"]
    bench.add("queue")
    bench.test("autolayout").click()
    expect(bench.test("said")).to_contain_text("Arranged")
    bench.saved()
    assert bench.kept(attempt)["layout"] != before
