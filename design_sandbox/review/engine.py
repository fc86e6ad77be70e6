"""A review: walk, compute, judge, grade — and say it all in one value. Same input, same answer, always."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from design_sandbox.analysis.analyse import analyse
from design_sandbox.model.base import level_at_least
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_rubric
from design_sandbox.model.problems import did_you_mean
from design_sandbox.model.rubric import Profile, Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.decisions import idle_decisions
from design_sandbox.review.grading import Grades, grade, rubric_for
from design_sandbox.review.properties import foreign_properties, without_foreign_offers
from design_sandbox.review.result import Inference, RequirementState, Review
from design_sandbox.review.trade_offs import prompts
from design_sandbox.review.walkthroughs import broken_walkthroughs
from design_sandbox.rules.finding import Finding, sort_key
from design_sandbox.rules.looking import title_of
from design_sandbox.rules.rule import Context
from design_sandbox.walk.walker import Walked, walk_all

DEFAULT_PROFILE = "swe-mid"


class UnknownProfileError(LookupError):
    """There is no such profile in the rubric."""


def review(
    design: Design,
    scenario: Scenario,
    profile: str = DEFAULT_PROFILE,
    *,
    advise: bool = False,
    rubric: Rubric | None = None,
    catalogue: Catalogue | None = None,
) -> Review:
    """Review a design against a scenario, seen from a profile such as `swe-senior` or `tpm-mid`.

    With `advise` every lost point is followed up with edits that were tried and graded again (slower).
    Raises UnknownProfileError. A design of another kind than the scenario's is walked all the same: nothing arrives.
    """
    rubric = rubric_for(rubric or load_rubric(scenario.scenario.rubric), scenario)
    chosen = rubric.profiles.get(profile)
    if chosen is None:
        near = did_you_mean(profile, rubric.profiles)
        raise UnknownProfileError(
            f"there is no profile {profile!r}; accepted: {', '.join(rubric.profiles)}"
            + (f"; did you mean {near!r}?" if near else "")
        )
    catalogue = catalogue or load_catalogue()
    context = look(design, scenario, chosen, catalogue)
    grades = grade(context, rubric, chosen)
    answer = _told(context, rubric, profile, chosen, grades)
    if advise:
        from design_sandbox.review.advice import with_advice

        return with_advice(answer, scenario, rubric, catalogue)
    return answer


def look(design: Design, scenario: Scenario, profile: Profile, catalogue: Catalogue) -> Context:
    """Everything the rules look at, for one design."""
    walked: Walked
    if scenario.scenario.kind == "object_model":
        from design_sandbox.walk.objects import walk_model

        walked = walk_model(scenario, design, catalogue)
    else:
        walked = walk_all(scenario, design, catalogue)
    return Context(walked, analyse(walked), catalogue, profile.level)


def _told(context: Context, rubric: Rubric, name: str, profile: Profile, grades: Grades) -> Review:
    graded = bool(context.walked.walks) and bool(context.design.connections)
    score = round(grades.score, 6) if graded else 0.0
    priced = {finding.fingerprint for finding in grades.findings}
    told = [
        *without_foreign_offers(grades.findings, context.design, context.catalogue),
        *foreign_properties(context.design, context.catalogue),
        *(finding for finding in idle_decisions(context) if finding.fingerprint not in priced),
        *broken_walkthroughs(context),
    ]
    findings = sorted(_waived(context.design, told), key=sort_key)
    return Review(
        scenario=context.scenario.scenario.id,
        design=context.design,
        profile=name,
        profile_title=profile.title,
        score=score,
        out_of=round(grades.out_of, 6),
        level=_level(rubric, score),
        next_bar=_next(rubric, score),
        graded=graded,
        dimensions=tuple(grades.dimensions),
        criteria=tuple(grades.criteria),
        deductions=tuple(grades.deductions),
        caps=tuple(grades.caps),
        requirements=_requirements(context, grades),
        findings=tuple(findings),
        walks=context.walked.walks,
        numbers=context.numbers,
        inferences=_inferences(context.walked),
        trade_offs=prompts(context),
        used_components=context.used_parts,
        used_connections=context.used_connections,
        crashed_rules=tuple(grades.crashed),
        bars=tuple((bar.label, bar.at) for bar in rubric.bars),
    )


def _waived(design: Design, findings: list[Finding]) -> list[Finding]:
    """Mark findings the learner answers for; a waiver that matches nothing is a finding of its own."""
    told = []
    matched: set[int] = set()
    for finding in findings:
        for index, waiver in enumerate(design.waivers):
            if waiver.rule == finding.rule and waiver.element in ("*", *finding.elements):
                matched.add(index)
                finding = replace(finding, waived_because=waiver.reason)  # noqa: PLW2901 (the marked finding stands for the found one)
        told.append(finding)
    for index, waiver in enumerate(design.waivers):
        if index not in matched:
            told.append(
                Finding(
                    "waiver",
                    "fail",
                    "low",
                    "A waiver matches nothing",
                    f"There is no finding of {waiver.rule}"
                    + ("." if waiver.element == "*" else f" about {waiver.element}."),
                    subject=f"{waiver.rule}:{waiver.element}",
                    suggestion="Remove the waiver.",
                )
            )
    return told


def _level(rubric: Rubric, score: float) -> str:
    """The bar that was reached; in the upper half of its band the answer is called sound."""
    reached, upper = "below", rubric.bars[0].at if rubric.bars else 100.0
    for index, bar in enumerate(rubric.bars):
        if round(score) >= bar.at:
            upper = rubric.bars[index + 1].at if index + 1 < len(rubric.bars) else 100.0
            reached = f"sound {bar.label}" if score >= (bar.at + upper) / 2 else bar.label
    return reached


def _next(rubric: Rubric, score: float) -> tuple[str, float] | None:
    return next(((bar.label, bar.at) for bar in rubric.bars if round(score) < bar.at), None)


def _requirements(context: Context, grades: Grades) -> tuple[RequirementState, ...]:
    states = []
    for name, requirement in context.scenario.requirements.items():
        if not level_at_least(context.level, requirement.from_level):
            states.append(
                RequirementState(
                    name, requirement.title, "later", f"asked from {requirement.from_level} level", None
                )
            )
        elif requirement.quality:
            states.append(_quality(context, name, requirement.title, requirement.quality, grades))
        else:
            states.append(_functional(context, name, requirement.title, requirement.flows))
    return tuple(states)


def _quality(context: Context, name: str, title: str, criterion_id: str, grades: Grades) -> RequirementState:
    line = next((criterion for criterion in grades.criteria if criterion.id == criterion_id), None)
    if line is None or line.verdict == "not_applicable":
        return RequirementState(name, title, "later", "nothing to look at yet", None)
    first = next(
        (finding for finding in sorted(grades.findings, key=sort_key) if finding.criterion == criterion_id),
        None,
    )
    state = {"pass": "served", "fail": "failed", "unknown": "asks"}[line.verdict]
    detail = first.message if first else (_not_arriving(context) if line.verdict == "fail" else "")
    return RequirementState(name, title, state, detail, None)


def _not_arriving(context: Context) -> str:
    """Which journeys earn nothing because they do not arrive; what else fails without words is told elsewhere."""
    asked = _asked_flows(context, context.walked.walks)
    stopped = [title_of(context, name) for name in asked if not context.walk(name).served]
    if not stopped:
        return "another finding tells why"
    if len(stopped) == len(asked):
        return "no journey arrives yet"
    shown = " and ".join(stopped[:2]) if len(stopped) < 3 else f"{stopped[0]} and {len(stopped) - 1} more"
    return f"{shown} {'does' if len(stopped) == 1 else 'do'} not arrive yet"


def _asked_flows(context: Context, names: Iterable[str]) -> list[str]:
    """Those of the flows that are walked, in scope and expected at this level."""
    return [
        name
        for name in names
        if name in context.walked.walks
        and context.walk(name).status != "out_of_scope"
        and level_at_least(context.level, context.scenario.flows[name].from_level)
    ]


def _functional(context: Context, name: str, title: str, flows: tuple[str, ...]) -> RequirementState:
    asked = [context.walk(flow) for flow in _asked_flows(context, flows)]
    if not asked:
        return RequirementState(name, title, "off", "left out of scope", flows[0] if flows else None)
    for walk in asked:
        if walk.stop:
            where = f"Stops at {context.label(walk.stop.at)}: " if walk.stop.at else ""
            return RequirementState(name, title, "failed", f"{where}{walk.stop.message}", walk.flow)
    for walk in asked:
        if walk.questions:
            return RequirementState(name, title, "asks", walk.questions[0].text, walk.flow)
    hops = sum(1 for hop in asked[0].hops if not hop.after_answer)
    return RequirementState(name, title, "served", f"{hops} hops before the answer", asked[0].flow)


def _inferences(walked: Walked) -> tuple[Inference, ...]:
    return tuple(
        Inference(fact.text, fact.reason, fact.component, fact.patch, "Write it down")
        for fact in walked.inferred
    )
