"""What a rubric line is asked about: always from the scenario, never from the learner's parts."""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.model.base import level_at_least
from design_sandbox.model.rubric import Over
from design_sandbox.rules.rule import Context

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


@dataclass(frozen=True)
class Subject:
    """One thing a criterion is asked about, and its share of the criterion."""

    id: str
    weight: float


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
