"""Page tests run on a hand-made scenario and review, with a store of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sample_bench
import streamlit as st

from design_sandbox.attempts import Store
from design_sandbox.model.design import Design
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.ui import engine, pictures
from design_sandbox.ui.engine import PageError, Reviewed


@dataclass
class FakeEngine:
    """What the pages would ask of the engine, answered by hand; tests bend it to what they need."""

    scenario: Scenario = field(default_factory=sample_bench.scenario)
    message: str = "Losing `db` stops it"
    trouble: str = ""
    """When set, a review fails with these words."""
    changes: dict[str, Any] = field(default_factory=dict)
    reviews: int = 0
    advised: int = 0

    def known_scenarios(self) -> tuple[str, ...]:
        """Only the sample."""
        return (self.scenario.scenario.id,)

    def scenario_of(self, name: str) -> Scenario:
        """The sample, or the engine's own words."""
        if name != self.scenario.scenario.id:
            raise PageError(f"There is no prompt called {name!r}.")
        return self.scenario

    def review(self, document: Mapping[str, Any], _scenario: Scenario, profile: str) -> Reviewed:
        """The sample review of the drawing; each component is worth ten points."""
        self.reviews += 1
        if self.trouble:
            raise PageError(self.trouble)
        design = self.design_of(document)
        score = 41.0 + 10 * len(design.components)
        found: Review = sample_bench.review(
            self.message, design=design, profile=profile, score=score, graded=bool(design.components),
            trade_offs=self._trade_offs(document),
        )  # fmt: skip
        unadvised = tuple(replace(one, fix=None) for one in found.findings)
        return Reviewed(replace(found, findings=unadvised, **self.changes), 3)

    def advise(self, reviewed: Reviewed, _scenario: Scenario, _stop: Callable[[], bool]) -> Reviewed:
        """The same review with the sample's fix."""
        self.advised += 1
        return Reviewed(
            replace(reviewed.review, findings=sample_bench.findings(self.message)), 3, advised=True
        )

    def design_of(self, document: Mapping[str, Any]) -> Design:
        """The design in a document, by its shape alone."""
        return Design.model_validate(dict(document))

    def _trade_offs(self, document: Mapping[str, Any]) -> tuple[Any, ...]:
        decision = (document.get("decisions") or {}).get("when", {})
        return (sample_bench.trade_off(committed=bool(decision.get("committed"))),)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The pages' engine, replaced by a hand-made one."""
    hand_made = FakeEngine()
    for name in ("known_scenarios", "scenario_of", "review", "advise", "design_of"):
        monkeypatch.setattr(engine, name, getattr(hand_made, name))
    monkeypatch.setattr(engine, "rubric_of", lambda _scenario: sample_bench.rubric())
    monkeypatch.setattr(engine, "briefing_of", lambda _scenario: sample_bench.briefing())
    monkeypatch.setattr(engine, "catalogue", sample_bench.catalogue)
    monkeypatch.setattr(
        engine, "accepted_designs", lambda _scenario: (hand_made.design_of(sample_bench.document()),)
    )
    monkeypatch.setattr(pictures, "svg_of", lambda *_arguments, **_options: "<svg></svg>")
    return hand_made


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the pages open, in a folder of its own."""
    monkeypatch.setenv("DESIGN_SANDBOX_HOME", str(tmp_path))
    st.cache_resource.clear()
    opened = Store.open()
    yield opened
    opened.close()
    st.cache_resource.clear()
