"""Points: what each rubric line earns, what the learner's own parts cost, and which cap applies (SEMANTICS 22-25)."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from design_sandbox.model.base import level_at_least
from design_sandbox.model.rubric import Criterion, Deduction, Profile, Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.caps import applies
from design_sandbox.review.result import CapScore, CriterionScore, DeductionScore, DimensionScore
from design_sandbox.review.subjects import OVER, Subject, subjects_of
from design_sandbox.review.waiting import reasons
from design_sandbox.rules.finding import Finding, Verdict
from design_sandbox.rules.registry import rule
from design_sandbox.rules.rule import Context, Judgement, Rule


@dataclass
class Grades:
    """Everything graded, in points of 100 before caps."""

    criteria: list[CriterionScore] = field(default_factory=list)
    deductions: list[DeductionScore] = field(default_factory=list)
    dimensions: list[DimensionScore] = field(default_factory=list)
    caps: list[CapScore] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    score: float = 0.0
    out_of: float = 100.0


def rubric_for(rubric: Rubric, scenario: Scenario) -> Rubric:
    """The rubric with what the scenario adds, drops and re-weights; points are scaled back to 100."""
    changes = scenario.rubric
    criteria = [c for c in (*rubric.criteria, *changes.add) if c.id not in changes.drop]
    criteria = [c.model_copy(update={"points": changes.points.get(c.id, c.points)}) for c in criteria]
    criteria = [c.model_copy(update={"lost_by": changes.lost_by.get(c.id, c.lost_by)}) for c in criteria]
    deductions = [d for d in (*rubric.deductions, *changes.add_deductions) if d.id not in changes.drop]
    deductions = [d.model_copy(update={"lost_by": changes.lost_by.get(d.id, d.lost_by)}) for d in deductions]
    return rubric.model_copy(update={"criteria": tuple(criteria), "deductions": tuple(deductions)})


def grade(context: Context, rubric: Rubric, profile: Profile) -> Grades:
    """Grade a walked design. A rule that crashes takes its points out of the total and names itself."""
    grades = Grades()
    asked = [
        c
        for c in rubric.criteria
        if level_at_least(profile.level, c.from_level) and subjects_of(context, c.earns.over)
    ]
    judged = {c.id: _judge(context, c) for c in asked}
    counted = [c for c in asked if judged[c.id].counts]
    weighted = {c.id: c.points * profile.weights.get(c.dimension, 1.0) for c in counted}
    scale = 100.0 / sum(weighted.values()) if weighted else 1.0
    for criterion in asked:
        _earn(context, grades, criterion, judged[criterion.id], weighted.get(criterion.id, 0.0) * scale)
    for deduction in rubric.deductions:
        if level_at_least(profile.level, deduction.from_level):
            _deduct(context, grades, deduction)
    _total(grades, rubric)
    for cap in rubric.caps:
        if level_at_least(profile.level, cap.from_level) and applies(context, cap):
            grades.caps.append(CapScore(cap.id, cap.at_most, cap.because))
    grades.score = max(0.0, min([grades.score, *(cap.at_most for cap in grades.caps)]))
    return grades


@dataclass(frozen=True)
class Judged:
    """A criterion's judgements over the subjects it applies to, or how its rule crashed."""

    subjects: tuple[tuple[Subject, Judgement], ...] = ()
    crash: str = ""

    @property
    def counts(self) -> bool:
        """Whether the line is part of the total: one that applies to nothing here leaves its points to the others."""
        return bool(self.subjects) or bool(self.crash)


def _judge(context: Context, criterion: Criterion) -> Judged:
    subjects = subjects_of(context, criterion.earns.over)
    try:
        used, parameters = _resolve(criterion.earns.rule, criterion.earns.check, criterion.earns.parameters)
        judged = [
            (s, used.check(context, parameters, s.id if used.about != "design" else "")) for s in subjects
        ]
    except Exception:
        return Judged(crash=traceback.format_exc())
    return Judged(tuple((s, j) for s, j in judged if j.verdict != "not_applicable"))


def _earn(context: Context, grades: Grades, criterion: Criterion, judged: Judged, points: float) -> None:
    if judged.crash:
        _crash(grades, criterion.earns.rule or criterion.id, points, judged.crash)
        return
    total = sum(s.weight for s, _ in judged.subjects)
    earned = 0.0
    for subject, judgement in judged.subjects:
        open_question = judgement.verdict == "unknown" and judgement.share == 0.5
        share = criterion.earns.open_question if open_question else judgement.share
        worth = points * subject.weight / total
        earned += worth * share
        if share < 1:
            why = judgement.findings or reasons(context, criterion, subject.id)
            _price(grades, criterion.id, why, worth * (1 - share))
    verdict = _verdict(j for _, j in judged.subjects) if judged.subjects else "not_applicable"
    grades.criteria.append(
        CriterionScore(criterion.id, criterion.title, criterion.dimension, verdict, earned, points)
    )


def _price(grades: Grades, criterion: str, findings: tuple[Finding, ...], lost: float) -> None:
    """Spread what a subject lost over the findings that say why; the same finding of several subjects adds up."""
    each = lost / len(findings)
    for finding in findings:
        for index, known in enumerate(grades.findings):
            if known.fingerprint == finding.fingerprint:
                others = dict.fromkeys((*known.other_criteria, criterion))
                others.pop(known.criterion or "", None)
                grades.findings[index] = replace(
                    known, points_lost=known.points_lost + each, other_criteria=tuple(others)
                )
                break
        else:
            grades.findings.append(finding.costing(criterion, each))


def _verdict(judgements: Iterable[Judgement]) -> Verdict:
    verdicts = {judgement.verdict for judgement in judgements}
    return "fail" if "fail" in verdicts else ("unknown" if "unknown" in verdicts else "pass")


def _deduct(context: Context, grades: Grades, deduction: Deduction) -> None:
    try:
        used, parameters = _resolve(deduction.rule, deduction.check, deduction.parameters)
        judged = [used.check(context, parameters, s.id) for s in subjects_of(context, OVER[used.about])]
    except Exception:
        _crash(grades, deduction.rule or deduction.id, 0.0, traceback.format_exc())
        return
    findings = list(
        {found.fingerprint: found for judgement in judged for found in judgement.findings}.values()
    )
    failed = [finding for finding in findings if finding.verdict == "fail"]
    taken = min(deduction.at_most, deduction.each * len(failed))
    for finding in findings:
        cost = taken / len(failed) if failed and finding.verdict == "fail" else 0.0
        grades.findings.append(finding.costing(deduction.id, cost))
    grades.deductions.append(DeductionScore(deduction.id, deduction.title, deduction.dimension, taken))


def _resolve(
    rule_id: str | None, check: dict[str, object] | None, parameters: dict[str, object]
) -> tuple[Rule, object]:
    if rule_id is None:
        from design_sandbox.rules.predicates import rule_of_check

        return rule_of_check(check or {}), None
    used = rule(rule_id)
    return used, used.parameters.model_validate(parameters)


def _crash(grades: Grades, name: str, points: float, details: str) -> None:
    grades.crashed.append(name)
    grades.out_of -= points
    grades.findings.append(
        Finding(
            name,
            "unknown",
            "question",
            f"Rule {name} stopped with an error",
            "Its points are not graded, and never counted as passed.",
            because=(details.strip().splitlines()[-1][:300],),
            subject="crash",
        )
    )


def _total(grades: Grades, rubric: Rubric) -> None:
    for name, dimension in rubric.dimensions.items():
        lines = [c for c in grades.criteria if c.dimension == name]
        if not lines:
            continue
        taken = sum(d.points for d in grades.deductions if d.dimension == name)
        earned, most = sum(c.points for c in lines), sum(c.max for c in lines)
        grades.dimensions.append(DimensionScore(name, dimension.title, max(0.0, earned - taken), most))
    earned = sum(criterion.points for criterion in grades.criteria)
    grades.score = earned - sum(deduction.points for deduction in grades.deductions)
