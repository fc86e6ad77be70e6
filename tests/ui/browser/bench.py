"""Hands and eyes for the browser tests: what a person does on the workbench, and what is kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Download, Locator, Page, expect

from design_sandbox.attempts import Store
from design_sandbox.model.loading import references
from design_sandbox.ui import engine, pictures

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


class Bench:
    """The workbench in one tab."""

    def __init__(self, page: Page, url: str, home: Path) -> None:
        self.page, self.url, self.home = page, url, home
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    # Opening

    def seeded(self, reference: str, scenario: str = "twitter") -> str:
        """Keep an attempt with a reference design, as if it had been drawn, and return its id."""
        design = next(one for one in references(scenario) if one.design.id == reference)
        document = engine.document_of(design)
        return self.drawn(document, scenario)

    def drawn(self, document: dict[str, Any], scenario: str = "twitter") -> str:
        """Keep an attempt with this drawing, arranged, and return its id."""
        document["layout"] = {"positions": pictures.arranged(document)}
        store = Store.open(self.home)
        empty = engine.empty_design(engine.scenario_of(scenario))
        attempt = store.start(scenario, empty, profile="swe-mid").id
        store.keep(attempt, "seed", 1, document)
        store.close()
        return attempt

    def fresh(self, scenario: str = "twitter") -> str:
        """Keep an empty attempt and return its id."""
        store = Store.open(self.home)
        attempt = store.start(
            scenario, engine.empty_design(engine.scenario_of(scenario)), profile="swe-mid"
        ).id
        store.close()
        return attempt

    def open(self, attempt: str, scenario: str = "twitter", page: str = "workbench") -> None:
        """Open an attempt by its address and wait for the page."""
        self.page.goto(f"{self.url}/{page}?scenario={scenario}&attempt={attempt}")
        self.wait()

    def wait(self) -> None:
        """Wait until the workbench, or the head of the review, is there."""
        expect(self.test("canvas").or_(self.page.get_by_role("heading", name="Review"))).to_be_visible()

    # Looking

    def test(self, name: str) -> Locator:
        """The element with this test id."""
        return self.page.get_by_test_id(name)

    def nodes(self) -> set[str]:
        """Ids of the components on the canvas."""
        found = self.page.locator("[data-testid^='node-']").evaluate_all(
            "all => all.map(one => one.dataset.testid)"
        )
        return {name.removeprefix("node-") for name in found}

    def score(self) -> int:
        """The score on the bar, once it belongs to what is drawn."""
        expect(self.test("score")).to_have_attribute("aria-busy", "false")
        return int(self.test("score").locator(".score-number").inner_text().split()[0])

    def kept(self, attempt: str) -> dict[str, Any]:
        """The newest drawing in the database."""
        store = Store.open(self.home)
        found = store.attempt(attempt)
        store.close()
        assert found is not None and found.head is not None
        return dict(found.head.document)

    def saved(self) -> None:
        """Wait until everything drawn is kept."""
        expect(self.test("saved")).to_contain_text("Kept")

    # Doing

    def add(self, type_: str) -> str:
        """Click a type in the palette; the id of the component that appears."""
        before = self.nodes()
        self.test(f"palette-item-{type_}").click()
        expect(self.page.locator("[data-testid^='node-']")).to_have_count(len(before) + 1)
        return (self.nodes() - before).pop()

    def select(self, component: str) -> None:
        """Bring everything into view and click a component."""
        self.test("fit").first.click()
        self.page.wait_for_timeout(400)  # the canvas glides
        self.test(f"node-{component}").click()
        expect(self.test("properties")).to_be_visible()

    def connect(self, source: str, target: str) -> None:
        """Select the source, press Connect, and click the target in the list."""
        self.select(source)
        self.test("connect").first.click()
        self.page.locator(f"#connect-{target}").dispatch_event("pointerdown")
        expect(self.test("connect-picker")).to_have_count(0)

    def fill(self, field: str, value: str) -> None:
        """Write a property of the selected component and leave the field."""
        entry = self.test(f"field-{field}")
        entry.fill(value)
        entry.press("Enter")

    def download(self, label: str) -> Download:
        """Press a download button on the review page."""
        button = self.page.get_by_role("button", name=label, exact=True)
        if not button.is_visible():
            self.page.get_by_role("button", name="Download").click()
        with self.page.expect_download() as waiting:
            button.click()
        return waiting.value
