"""Backwards: every part of an accepted design is needed, and every line of the rubric can be lost."""

from __future__ import annotations

from pydantic import ValidationError

from design_sandbox.model.base import Level, level_at_least
from design_sandbox.model.design import Design
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.review.ablations import Ablation, ablations, edit_of
from design_sandbox.review.lint_report import Row
from design_sandbox.review.proofs.trial import Trial
from design_sandbox.review.result import Review


def prove_needed(trial: Trial) -> None:
    """Each edit that takes something needed away costs points, and each line is lost by some edit."""
    lines = [*(c.id for c in trial.rubric.criteria), *(d.id for d in trial.rubric.deductions)]
    lost: dict[str, list[str]] = {line: [] for line in lines}
    for design in trial.accepted:
        before = trial.reviews[design.design.id]
        edits = list(ablations(design, trial.scenario, trial.catalogue))
        for number, ablation in enumerate(edits, start=1):
            trial.tell(number, len(edits))
            _try(trial, design, before, ablation, lost)
    for criterion in trial.rubric.criteria:
        _lost_by(trial, criterion.id, criterion.lost_by, criterion.from_level, lost[criterion.id])
    for deduction in trial.rubric.deductions:
        _lost_by(trial, deduction.id, deduction.lost_by, deduction.from_level, lost[deduction.id])


def _try(
    trial: Trial, design: Design, before: Review, ablation: Ablation, lost: dict[str, list[str]]
) -> None:
    after = trial.review(ablation.design, trial.profile(design))
    gone = _lines_lost(before, after)
    for line in gone:
        lost[line].append(f"{design.design.id}: {ablation.name}")
    trial.report.rows.append(
        Row(design.design.id, ablation.name, round(before.score - after.score, 2), tuple(gone))
    )
    if ablation.must_cost and before.score - after.score < 0.01:
        trial.problem(
            "needed", design.design.id, f"{ablation.name} costs nothing: nothing in the scenario needs it"
        )


def _lost_by(
    trial: Trial, line: str, declared: dict[str, object] | None, from_level: Level, by: list[str]
) -> None:
    expected = any(level_at_least(design.design.level or "mid", from_level) for design in trial.accepted)
    own = {deduction.id for deduction in trial.scenario.rubric.add_deductions}
    asked = line in own or any(c.id == line and c.max > 0 for r in trial.reviews.values() for c in r.criteria)
    if declared is not None:
        designs = _designs_for(trial, declared)
        if not designs:
            trial.problem("lost_by", line, f"no accepted design is called {declared.get('on')!r}")
        for design in designs:
            _check_declared(trial, line, declared, design)
    elif expected and asked and not by:
        trial.problem(
            "lost_by",
            line,
            "no edit of an accepted design that was tried loses this line; declare one under "
            f"rubric.lost_by.{line}, or drop the line for this scenario",
        )


def _designs_for(trial: Trial, declared: dict[str, object]) -> list[Design]:
    wanted = declared.get("on")
    return [design for design in trial.accepted if wanted in (None, design.design.id)][:1]


def _check_declared(trial: Trial, line: str, declared: dict[str, object], design: Design) -> None:
    try:
        patch: Patch = edit_of(declared, design)
        after = trial.review(apply_patch(design, patch), trial.profile(design))
    except (EditError, ValidationError, ValueError) as error:
        trial.problem("lost_by", line, f"its edit cannot be made on {design.design.id}: {error}")
        return
    before = trial.reviews[design.design.id]
    gone = _lines_lost(before, after)
    cost = round(before.score - after.score, 2)
    trial.report.rows.append(Row(design.design.id, f"the edit declared for {line}", cost, tuple(gone)))
    if line not in gone:
        trial.problem("lost_by", line, f"its edit on {design.design.id} does not lose it")


def _lines_lost(before: Review, after: Review) -> list[str]:
    """Rubric lines that earn less, and deductions that take more."""
    earned = {criterion.id: criterion.points for criterion in after.criteria}
    taken = {deduction.id: deduction.points for deduction in before.deductions}
    return [
        *(c.id for c in before.criteria if c.points - earned.get(c.id, 0.0) > 0.01),
        *(d.id for d in after.deductions if d.points - taken.get(d.id, 0.0) > 0.01),
    ]
