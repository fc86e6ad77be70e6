"""Proofs about the designs that a scenario brings along: what they score, find and reach."""

from __future__ import annotations

from design_sandbox.model.design import Design
from design_sandbox.review.proofs.trial import ACCEPTED_AT, Trial, is_accepted
from design_sandbox.review.result import Review


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
            first = "; ".join(f"{f.title} (−{f.points_lost:.1f})" for f in found.findings[:4])
            trial.problem(
                "accepted" if is_accepted(design) else "modest",
                design.design.id,
                f"scores {found.score:.1f}; {low} to {high} is stated. Dearest: {first or 'nothing'}",
            )
        if is_accepted(design):
            for finding in found.failures:
                if finding.severity == "high":
                    trial.problem(
                        "accepted", design.design.id, f"has a finding of high severity: {finding.title}"
                    )


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
