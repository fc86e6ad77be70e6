"""Advice that is proven: for each lost point the smallest edit that wins it back, found by trying edits and grading again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pydantic import ValidationError

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.model.loading import load_catalogue, load_rubric
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.candidates import candidates
from design_sandbox.review.grading import grade, rubric_for
from design_sandbox.review.result import Review
from design_sandbox.rules.figures import bill_of
from design_sandbox.rules.finding import Finding, Fix
from design_sandbox.rules.rule import Context

MOST_TRIES = 60
"""Edits graded in one round of advice: bounded by count, never by a clock, so the advice is the same every time."""
MOST_TRIES_EACH = 6
TOO_DEAR = "Making it that large costs more than the budget: ask less of it, or keep this data in a store made for it"
"""Said instead of an edit that would lead over the budget."""
LEAST_GAIN = 0.25
"""Points below which an edit is not worth offering."""


def with_advice(
    review: Review,
    scenario: Scenario,
    rubric: Rubric | None = None,
    catalogue: Catalogue | None = None,
    *,
    stop: Callable[[], bool] | None = None,
) -> Review:
    """The review with proven fixes on its findings, dearest findings first. `stop` may end the work early."""
    from design_sandbox.review.engine import look

    catalogue = catalogue or load_catalogue()
    rubric = rubric or rubric_for(load_rubric(scenario.scenario.rubric), scenario)
    profile = rubric.profiles[review.profile]

    def graded(patch: Patch) -> float | None:
        try:
            design = apply_patch(review.design, patch)
        except (EditError, ValidationError):
            return None
        context = look(design, scenario, profile, catalogue)
        if _costs_too_much(context, look(review.design, scenario, profile, catalogue)):
            too_dear.add(repr(patch))
            return None
        return grade(context, rubric, profile).score

    too_dear: set[str] = set()
    tries, known = 0, dict[str, float | None]()
    advised: list[Finding] = []
    for finding in review.findings:
        best: Fix | None = None
        for label, patch in candidates(review, scenario, finding)[:MOST_TRIES_EACH]:
            if tries >= MOST_TRIES or (stop is not None and stop()):
                break
            key = repr(patch)
            if key not in known:
                known[key] = graded(patch)
                tries += 1
            best = _better(best, label, patch, known[key], review.score)
        if repr(finding.patch) in too_dear:
            finding = replace(finding, patch=None, suggestion=TOO_DEAR)  # noqa: PLW2901 (nobody is sent over the budget)
        advised.append(replace(finding, fix=best))
    return replace(review, findings=tuple(advised))


def _costs_too_much(after: Context, before: Context) -> bool:
    """Whether an edit leads over the budget, or further over it."""
    if after.scenario.scenario.kind != "system":
        return False
    bill = bill_of(after)
    if bill.within_budget is not False:
        return False
    return (bill.total.value or 0.0) > (bill_of(before).total.value or 0.0)


def _better(best: Fix | None, label: str, patch: Patch, score: float | None, before: float) -> Fix | None:
    """The smaller change wins; between equally small ones the one that gains more."""
    if score is None or score - before < LEAST_GAIN:
        return best
    fix = Fix(label, patch, round(score - before, 2), round(score, 2))
    if best is None or (len(patch), -fix.gain) < (len(best.patch), -best.gain):
        return fix
    return best
