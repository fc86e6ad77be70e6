"""Numbers on the canvas and on their page, in a real browser with the real engine behind it."""

from __future__ import annotations

import re

import pytest
from bench import Bench
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SIMULATED_MS = 120_000


def test_a_journey_is_looked_at_in_numbers_and_survives_a_loss(bench: Bench) -> None:
    """The home timeline shows its numbers and how they came about; its cache goes down and comes back, unedited."""
    attempt = bench.seeded("fan-out-on-write")
    bench.open(attempt)
    bench.test("requirement-F3").click()
    bench.test("walk-view-numbers").click()
    expect(bench.test("figure-p99")).to_contain_text("ms")
    expect(bench.test("figure-availability")).to_contain_text("a year")
    expect(bench.test("figure-first")).to_contain_text("First to break")
    expect(bench.test("figure-cost")).to_contain_text("a month")
    bench.test("figure-p99").locator("summary").first.click()
    expect(bench.test("figure-p99").locator(".formula").first).to_be_visible()
    bench.test("walk-close").click()

    bench.select("timelines")
    bench.test("take-down-component").click()
    expect(bench.test("loss")).to_contain_text("Read the home timeline stops")
    expect(bench.test("node-timelines")).to_have_class(re.compile(r"\bdown\b"))
    expect(bench.test("node-timelines")).to_contain_text("down")
    expect(bench.test("fate-home_timeline").first).to_contain_text("stops")
    bench.page.keyboard.press("Escape")
    expect(bench.test("loss")).to_have_count(0)
    expect(bench.test("node-timelines")).not_to_have_class(re.compile(r"\bdown\b"))

    bench.test("node-feed_api").click()
    bench.page.keyboard.press("x")
    expect(bench.test("node-tweets").locator(".face")).to_have_class(re.compile(r"\bhot\b"))
    bench.test("bring-back").click()
    expect(bench.test("node-tweets").locator(".face")).not_to_have_class(re.compile(r"\bhot\b"))
    assert "layout" in bench.kept(attempt) and bench.test("undo").is_disabled()


def test_a_simulation_plays_over_the_drawing(bench: Bench) -> None:
    """A part goes down while a breaker is tried: its card says so in those slices, and the journeys tell what failed."""
    attempt = bench.seeded("counted-on-demand", "url-shortener")
    bench.open(attempt, "url-shortener")
    bench.select("redirects")
    bench.test("simulate").click()
    happens = bench.test("simulate-happens")
    expect(happens.locator("optgroup").first).to_have_attribute("label", "Redirect servers")
    happens.select_option("down:redirects")
    bench.test("simulate-try-budget").press("Space")
    expect(bench.test("simulation")).to_contain_text("no part has Retries set")
    bench.test("simulate-try-breakers").press("Space")
    bench.test("simulate-start").click()
    scrubber = bench.test("simulation-scrub")
    expect(scrubber).to_be_visible(timeout=SIMULATED_MS)
    expect(scrubber).not_to_have_value("0")  # it plays
    expect(bench.test("simulation-flows")).to_contain_text("not tried, the circuit is open")
    expect(bench.test("simulation-remarks")).to_contain_text("A model of 1/")
    expect(bench.test("simulation-parts")).to_contain_text("met what was down")
    scrubber.focus()
    bench.page.keyboard.press("Home")
    expect(bench.test("node-redirects")).not_to_have_class(re.compile(r"\bdown\b"))
    for _ in range(16):
        bench.page.keyboard.press("ArrowRight")
    expect(bench.test("node-redirects")).to_have_class(re.compile(r"\bdown\b"))
    expect(bench.test("node-redirects")).to_contain_text("circuit open")
    bench.test("simulation-close").click()
    expect(bench.test("simulation")).to_have_count(0)
    expect(bench.test("node-redirects")).not_to_have_class(re.compile(r"\bdown\b"))


def test_the_page_of_numbers_answers_a_twist(bench: Bench) -> None:
    """The link on the canvas opens it; a twist of the prompt stands beside how it is, and no script complains."""
    said: list[str] = []
    bench.page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    bench.open(bench.seeded("fan-out-on-write"))
    bench.test("requirement-F3").click()
    bench.test("walk-view-numbers").click()
    bench.test("all-numbers").click()
    expect(bench.page.get_by_role("heading", name="Numbers", exact=True)).to_be_visible()
    bench.page.get_by_text("Ten times the people", exact=True).click()
    expect(bench.page.get_by_role("columnheader", name="then", exact=False).first).to_be_visible()
    assert [
        text for text in said if not text.startswith("Failed to load resource")
    ] == []  # Streamlit's own probes


def test_parts_grow_warm_and_hot_with_what_they_carry(bench: Bench) -> None:
    """Calm parts are grey; one that is tight or over says so on its card, its lines and the overview, until a walk is shown."""
    bench.open(bench.seeded("counted-on-demand", "url-shortener"), "url-shortener")
    card = bench.test("node-redirects").locator(".face")
    into = bench.test("edge-lb-redirects").locator(".lane")
    over = bench.page.locator(".react-flow__minimap-node[style*='--load-over']")
    bench.select("redirects")
    expect(card).not_to_have_class(re.compile(r"\b(warm|hot)\b"))
    bench.fill("replicas", "36")
    expect(card).to_have_class(re.compile(r"\bwarm\b"))
    expect(into).not_to_have_class(re.compile(r"\bhot\b"))
    bench.fill("replicas", "20")
    expect(card).to_have_class(re.compile(r"\bhot\b"))
    expect(into).to_have_class(re.compile(r"\bhot\b"))
    expect(over).to_have_count(1)
    bench.page.locator("[data-testid^='requirement-']").first.click()
    expect(into).not_to_have_class(re.compile(r"\bhot\b"))
