"""Proofs about the designs that a scenario brings along: what they score, find and reach."""

from __future__ import annotations

from design_sandbox.model.design import Design
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.scenario_choices import strategies_of
from design_sandbox.review.proofs.trial import ACCEPTED_AT, Trial, is_accepted
from design_sandbox.review.result import Review
from design_sandbox.walk.strategies import choices


def prove_references(trial: Trial) -> None:
    """Each reference design scores within its band, an accepted one without a finding of high severity."""
    for design in trial.known:
        found = trial.reviews[design.design.id] = trial.review(design)
        trial.report.scores[design.design.id] = found.score
        _crashes(trial, design, found)
        low, high = design.design.band or (int(ACCEPTED_AT), 100)
        if not low <= found.score <= high:
            if is_accepted(design):
                trial.missed.append(design.design.id)
            trial.problem(
                "accepted" if is_accepted(design) else "modest",
                design.design.id,
                f"scores {found.score:.1f}; {low} to {high} is stated. Dearest: {_dearest(found)}",
            )
        if is_accepted(design):
            for finding in found.failures:
                if finding.severity == "high":
                    trial.problem(
                        "accepted", design.design.id, f"has a finding of high severity: {finding.title}"
                    )
    for design in trial.known:
        _takes_what_it_says(trial, design)
    _different(trial)


DEAREST = 4
"""Findings that are named for a design that misses its band; `check` lists the others."""


def _dearest(found: Review) -> str:
    """What cost most, each with its reason once: several journeys often stop for the same one."""
    lines: dict[str, float] = {}
    for finding in found.findings:
        because = finding.message.strip().rstrip(".")
        text = finding.title if because.startswith(finding.title) else f"{finding.title}: {because}"
        lines[text] = lines.get(text, 0.0) + finding.points_lost
    dearest = sorted(lines.items(), key=lambda line: -line[1])[:DEAREST]
    return "; ".join(f"{text} (−{lost:.1f})" for text, lost in dearest) or "nothing"


def _takes_what_it_says(trial: Trial, design: Design) -> None:
    """The strategy that a design names, and those that its decisions stand for, are those that its walks take."""
    walked = strategies_walked(trial.reviews[design.design.id])
    taken = dict(walked)
    said = [("strategy", design.design.strategy or "")]
    for name, decision in design.decisions.items():
        decided = (
            trial.scenario.trade_offs[name].decides.get(decision.chosen)
            if name in trial.scenario.trade_offs
            else None
        )
        said.append((f"decisions.{name}", decided or ""))
    for where, strategy in said:
        offered = [flow for flow, names in _offering(trial.scenario, strategy) if flow in taken]
        if offered and strategy not in {name for _, name in walked}:
            trial.problem("accepted" if is_accepted(design) else "modest", design.design.id,
                          f"{where} says {strategy}, but the walks take {_listed(walked)}: draw it so that {strategy} arrives, "
                          "or write down the one that is taken")  # fmt: skip


def strategies_walked(found: Review) -> tuple[tuple[str, str], ...]:
    """(journey, strategy) for every choice that the walks of a design made."""
    return tuple((walk.flow, choice.chosen) for walk in found.walks.values() for choice in walk.strategies)


def _offering(scenario: Scenario, strategy: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, tuple(step.any_of)) for name, flow in scenario.flows.items()
            for step in choices(flow.steps) if strategy in step.any_of]  # fmt: skip


def _listed(walked: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{strategy} ({flow})" for flow, strategy in walked) or "none"


def _different(trial: Trial) -> None:
    """At least two accepted designs walk different strategies, whatever they call them; classes differ by their texts."""
    right = [design for design in trial.accepted if design.design.id not in trial.missed]
    if trial.scenario.scenario.kind != "system" or not strategies_of(trial.scenario) or len(right) < 2:
        return
    walked = {strategies_walked(trial.reviews[design.design.id]) for design in right}
    if len(walked) < 2:
        trial.problem("documents", "references/",
                      "at least two accepted designs with different strategies are needed; "
                      f"{', '.join(design.design.id for design in right)} all walk {_listed(walked.pop())}")  # fmt: skip


def _crashes(trial: Trial, design: Design, found: Review) -> None:
    """A rule that stopped graded nothing: no score is worth anything then."""
    for finding in found.findings:
        if finding.rule in found.crashed_rules and finding.subject == "crash":
            trial.problem("documents", design.design.id, f"{finding.title}: {finding.because[0]}")


def prove_pitfalls(trial: Trial) -> None:
    """Each pitfall yields the findings that it names."""
    for design in trial.wrong:
        found = trial.review(design)
        _crashes(trial, design, found)
        trial.report.scores[design.design.id] = found.score
        seen = {finding.rule for finding in found.findings}
        if not design.design.expect:
            trial.problem("pitfalls", design.design.id, "names no finding under `expect`")
        asked = {line.earns.rule for line in trial.rubric.criteria} | {
            d.rule for d in trial.rubric.deductions
        }
        for rule_id in design.design.expect:
            if rule_id not in seen:
                unasked = "" if rule_id in asked else " (no line of this rubric asks it)"
                trial.problem(
                    "pitfalls",
                    design.design.id,
                    f"{rule_id} was expected{unasked}; found: {', '.join(sorted(seen)) or 'nothing'}",
                )


def prove_reached(trial: Trial) -> None:
    """Each trade-off is asked on some reference or pitfall."""
    looked = [*trial.reviews.values(), *(trial.review(design) for design in trial.wrong)]
    reached = {prompt.id for found in looked for prompt in found.trade_offs}
    for name in trial.scenario.trade_offs:
        if name not in reached:
            trial.problem(
                "reached",
                f"trade_offs.{name}",
                "no reference or pitfall reaches this prompt; check its `when`",
            )
