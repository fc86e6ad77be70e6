"""Why a line of the rubric earned nothing without a finding of its own: a journey that it is about does not arrive."""

from __future__ import annotations

from design_sandbox.model.rubric import Criterion
from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.arriving import stop_of
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import stopped_walks
from design_sandbox.rules.rule import Context

CHANGING = ("claim", "change", "write", "create")


def reasons(context: Context, criterion: Criterion, subject: str) -> tuple[Finding, ...]:
    """Findings of the journeys that stop and that this subject waits for; where none does, one of the line itself."""
    if criterion.earns.rule is None:
        return (
            _nothing_to_look_at(criterion, subject),
        )  # a check without anything of its kind in the drawing
    waits_for = _journeys(context, criterion.earns.over, subject)
    stops = [stop_of(context, walk) for walk in stopped_walks(context) if walk.flow in waits_for]
    return tuple(stops) or (_nothing_to_look_at(criterion, subject),)


def _journeys(context: Context, over: str, subject: str) -> set[str]:
    """Flows without which nothing can be said about a subject."""
    scenario = context.scenario
    match over:
        case "flows":
            return {subject}
        case "failures":
            return {flow for failure in scenario.failures if failure.id == subject for flow in failure.flows}
        case "invariants":
            entity = next(entry.entity for entry in scenario.invariants if entry.id == subject)
            return {name for name, flow in scenario.flows.items()
                    if any(step.verb in CHANGING and step.target == entity for step in walk_steps(flow.steps))}  # fmt: skip
        case "bursts":
            burst = next(entry for entry in scenario.bursts if entry.id == subject)
            return {name for name, flow in scenario.flows.items() if name == burst.flow
                    or any(step.target == burst.entity for step in walk_steps(flow.steps))}  # fmt: skip
    core = {name for name, flow in scenario.flows.items() if flow.core}
    return core or set(scenario.flows)


def _nothing_to_look_at(criterion: Criterion, subject: str) -> Finding:
    return Finding(
        criterion.earns.rule or criterion.id, "fail", "low", f"{criterion.title}: nothing to look at",
        f"“{criterion.title}” earns nothing: the drawing has nothing that this line speaks of.",
        subject=f"{criterion.id}:{subject}:nothing", suggestion="Draw what the line asks for",
    )  # fmt: skip
