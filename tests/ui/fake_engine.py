"""The engine's answers made by hand, for tests of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import sample_bench
from pydantic import ValidationError

from design_sandbox.model.design import Design
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.ui.advice_worker import AdviceFailedError
from design_sandbox.ui.engine import PageError, Place, Reviewed


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
    advice_trouble: str = ""
    advice_waits: bool = False
    taken_back: list[int] = field(default_factory=list)

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
        design = self.design_of(document)
        if self.trouble:
            raise PageError(self.trouble)
        score = 41.0 + 10 * len(design.components)
        found: Review = sample_bench.review(
            self.message, design=design, profile=profile, score=score, graded=bool(design.components),
            trade_offs=self._trade_offs(document),
        )  # fmt: skip
        unadvised = tuple(replace(one, fix=None) for one in found.findings)
        return Reviewed(replace(found, findings=unadvised, **self.changes), 3)

    def ask(self, review: Review, _scenario: Scenario) -> tuple[int, Future[Review]]:
        """The same review with the sample's fix, or what the test wants to happen instead."""
        self.advised += 1
        answer: Future[Review] = Future()
        if self.advice_trouble:
            answer.set_exception(AdviceFailedError(self.advice_trouble))
        elif not self.advice_waits:
            answer.set_result(replace(review, findings=sample_bench.findings(self.message)))
        return self.advised, answer

    def take_back(self, number: int) -> None:
        """Note which questions were given up."""
        self.taken_back.append(number)

    def design_of(self, document: Mapping[str, Any]) -> Design:
        """The design in a document, by its shape alone."""
        try:
            return Design.model_validate(dict(document))
        except ValidationError as error:
            raise PageError("The design cannot be read.", (Place(4, 9, "too long"),)) from error

    def _trade_offs(self, document: Mapping[str, Any]) -> tuple[Any, ...]:
        decision = (document.get("decisions") or {}).get("when", {})
        return (sample_bench.trade_off(committed=bool(decision.get("committed"))),)
