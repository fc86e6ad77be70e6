"""Backwards: every part of an accepted design is needed, and every line of the rubric can be lost."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from design_sandbox.model.base import Level, level_at_least
from design_sandbox.model.design import Design
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.review.ablations import Ablation, ablations, edit_of
from design_sandbox.review.lint_report import Row
from design_sandbox.review.proofs.trial import Trial
from design_sandbox.review.result import Review

FREE = 0.01
"""Points below which an edit costs nothing."""


@dataclass(frozen=True)
class Loss:
    """An edit that loses a line: whether for the line's own sake, and every line that it loses."""

    own: bool
    lines: tuple[str, ...]


def prove_needed(trial: Trial) -> None:
    """Each edit that takes something needed away costs points, and each line is lost by some edit."""
    lines = [*(c.id for c in trial.rubric.criteria), *(d.id for d in trial.rubric.deductions)]
    lost: dict[str, list[Loss]] = {line: [] for line in lines}
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
    trial: Trial, design: Design, before: Review, ablation: Ablation, lost: dict[str, list[Loss]]
) -> None:
    after = trial.review(ablation.design, trial.profile(design))
    gone = tuple(_lines_lost(before, after))
    own = tuple(line for line in gone if for_its_own_sake(before, after, line))
    for line in gone:
        lost[line].append(Loss(line in own, gone))
    trial.report.rows.append(
        Row(design.design.id, ablation.name, round(before.score - after.score, 2), gone, own)
    )
    if ablation.must_cost and before.score - after.score < FREE:
        stead = substitute(trial, design, before, ablation)
        why = f"{stead} does the same" if stead else "nothing in the scenario needs it"
        trial.problem("needed", design.design.id, f"{ablation.name} costs nothing: {why}")


def for_its_own_sake(before: Review, after: Review, line: str) -> bool:
    """Whether a line is lost by something that it finds itself, about a journey that still arrives.

    A journey that stops earns nothing in any line: that shows nothing about the others.
    """
    known = {finding.fingerprint: finding.points_lost for finding in before.findings}
    return any(
        finding.criterion == line
        and finding.points_lost - known.get(finding.fingerprint, 0.0) > FREE
        and _arrives(after, finding.subject.split(":")[0])
        for finding in after.findings
    )


def _arrives(found: Review, subject: str) -> bool:
    walk = found.walks.get(subject)
    return walk is None or walk.served


def substitute(trial: Trial, design: Design, before: Review, ablation: Ablation) -> str:
    """What makes a part needless: the part, connection or property without which its loss costs; "" when none is found.

    Without both the design loses more than without the other one alone.
    """
    for other in ablations(design, trial.scenario, trial.catalogue):
        if other.name == ablation.name or not other.takes_away:
            continue
        try:
            both = apply_patch(other.design, ablation.patch)
        except (EditError, ValidationError):
            continue
        alone = trial.review(other.design, trial.profile(design)).score
        if alone - trial.review(both, trial.profile(design)).score >= FREE:
            return _called(other, design)
    return ""


def _called(ablation: Ablation, design: Design) -> str:
    """`Positions` for `without moved`; a connection as it is written."""
    name = ablation.name.removeprefix("without ")
    component = design.components.get(name)
    return f"`{name}`" + (f" ({component.label})" if component and component.label else "")


def _lost_by(
    trial: Trial, line: str, declared: dict[str, object] | None, from_level: Level, by: list[Loss]
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
    elif by and not asks_arrival(trial, line) and not any(loss.own for loss in by):
        nearest = min(by, key=lambda loss: len(loss.lines))
        others = [name for name in nearest.lines if name != line and asks_arrival(trial, name)]
        trial.warning(
            "lost_by",
            line,
            f"only lost together with {', '.join(others) or 'a journey'}: no edit that was tried loses it while its journeys "
            f"arrive; declare one under rubric.lost_by.{line}",
        )


ARRIVAL = ("flow-served",)
"""Rules that ask for the journeys themselves."""


def asks_arrival(trial: Trial, line: str) -> bool:
    """Whether a line is about journeys that arrive: it is lost with them, and with nothing else."""
    return any(
        criterion.id == line and criterion.earns.rule in ARRIVAL for criterion in trial.rubric.criteria
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
