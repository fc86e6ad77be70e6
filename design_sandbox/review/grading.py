"""Points: what each rubric line earns, what the learner's own parts cost, and which cap applies (SEMANTICS 22-25)."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from design_sandbox.model.base import level_at_least
from design_sandbox.model.rubric import Cap, Criterion, Deduction, Over, Profile, Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import CapScore, CriterionScore, DeductionScore, DimensionScore
from design_sandbox.rules.checks import unused_connections, unused_holds
from design_sandbox.rules.finding import Finding, Verdict
from design_sandbox.rules.registry import rule
from design_sandbox.rules.rule import Context, Judgement, Rule

OVER: dict[str, Over] = {
    "flow": "flows",
    "failure": "failures",
    "invariant": "invariants",
    "burst": "bursts",
    "twist": "twists",
    "design": "design",
}
"""What a rule is about → the subjects of a deduction that uses it."""
CORE_WEIGHT = 2.0
"""A core journey counts twice as much as another in every line over journeys."""


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


@dataclass(frozen=True)
class Subject:
    """One thing a criterion is asked about, and its share of the criterion."""

    id: str
    weight: float


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
        _earn(grades, criterion, judged[criterion.id], weighted.get(criterion.id, 0.0) * scale)
    for deduction in rubric.deductions:
        if level_at_least(profile.level, deduction.from_level):
            _deduct(context, grades, deduction)
    _total(grades, rubric)
    for cap in rubric.caps:
        if level_at_least(profile.level, cap.from_level) and _applies(context, cap):
            grades.caps.append(CapScore(cap.id, cap.at_most, cap.because))
    grades.score = max(0.0, min([grades.score, *(cap.at_most for cap in grades.caps)]))
    return grades


def subjects_of(context: Context, over: Over) -> list[Subject]:
    """What a line is asked about: always from the scenario, never from the learner's parts."""
    scenario, level = context.scenario, context.level
    match over:
        case "flows":
            return [
                Subject(name, CORE_WEIGHT if scenario.flows[name].core else 1.0)
                for name, walk in context.walked.walks.items()
                if walk.status != "out_of_scope" and level_at_least(level, scenario.flows[name].from_level)
            ]
        case "design":
            return [Subject("", 1.0)]
        case "failures":
            return [
                Subject(f.id, 1.0)
                for f in scenario.failures
                if level_at_least(level, f.from_level)
                and any(flow in context.walked.walks for flow in f.flows)
            ]
        case "invariants":
            return [Subject(i.id, 1.0) for i in scenario.invariants if level_at_least(level, i.from_level)]
        case "bursts":
            return [Subject(b.id, 1.0) for b in scenario.bursts if level_at_least(level, b.from_level)]
        case "twists":
            return [
                Subject(n, 1.0) for n, t in scenario.twists.items() if level_at_least(level, t.from_level)
            ]


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


def _earn(grades: Grades, criterion: Criterion, judged: Judged, points: float) -> None:
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
        _price(grades, criterion.id, judgement, worth * (1 - share))
    verdict = _verdict(j for _, j in judged.subjects) if judged.subjects else "not_applicable"
    grades.criteria.append(
        CriterionScore(criterion.id, criterion.title, criterion.dimension, verdict, earned, points)
    )


def _price(grades: Grades, criterion: str, judgement: Judgement, lost: float) -> None:
    """Spread what a subject lost over the findings that say why; the same finding of several subjects adds up."""
    if not judgement.findings:
        return
    each = lost / len(judgement.findings)
    for finding in judgement.findings:
        for index, known in enumerate(grades.findings):
            if known.fingerprint == finding.fingerprint:
                grades.findings[index] = replace(known, points_lost=known.points_lost + each)
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


def _applies(context: Context, cap: Cap) -> bool:
    core = [
        name
        for name, walk in context.walked.walks.items()
        if context.scenario.flows[name].core and walk.status != "out_of_scope"
    ]
    served = [name for name in core if context.walk(name).served]
    match cap.when:
        case "no_core_flow_served":
            return not served
        case "core_flow_missing":
            return 0 < len(served) < len(core)
        case "core_flow_overloaded":
            return any(_overloaded(context, name, cap.threshold or 1.0) for name in served)
        case "connections_used_below":
            return unused_connections.share_used(context) < (cap.threshold or 0.5)
        case "holds_used_below":
            return unused_holds.share_used(context) < (cap.threshold or 0.5)
        case "invariant_broken" | "invariant_not_shown":
            return _invariant(context, "fail" if cap.when == "invariant_broken" else "unknown")


def _overloaded(context: Context, flow: str, beyond: float) -> bool:
    """Whether a part on the flow, sized by the learner, is asked for more than `beyond` times what it can do."""
    loads = (context.numbers.components.get(name) for name in context.walk(flow).parts)
    return any(
        load is not None and load.utilisation is not None and load.utilisation > beyond for load in loads
    )


def _invariant(context: Context, verdict: str) -> bool:
    rule_id = "invariant-held" if context.scenario.scenario.kind == "system" else "one-guard"
    blocking = [
        i
        for i in context.scenario.invariants
        if i.weight == "blocking" and level_at_least(context.level, i.from_level)
    ]
    if not blocking:
        return False
    used = rule(rule_id)
    return any(used.check(context, used.parameters(), entry.id).verdict == verdict for entry in blocking)
