"""How many events a plan takes, before it runs."""

from __future__ import annotations

from design_sandbox.simulation.plan import Call, Chance, Flow, Later, Lookup, Pause, Plan, Step, Together


def expected_events(plan: Plan) -> float:
    """Events of one replication, without retries and bursts."""
    return events_per_s(plan.flows) * plan.duration_s


def events_per_s(flows: tuple[Flow, ...]) -> float:
    """Events that a second of these flows takes: arrivals, completions and the ends of pauses."""
    return sum(flow.rate_per_s * (1 + _events(flow.steps)) for flow in flows)


def _events(steps: tuple[Step, ...]) -> float:
    return sum(_of_step(step) for step in steps)


def _of_step(step: Step) -> float:
    match step:
        case Call():
            return step.times * (2 + _events(step.then))
        case Lookup():
            return _of_step(step.copy) + (1 - step.hit_ratio) * _events(step.on_miss)
        case Chance():
            return step.probability * _events(step.steps) + (1 - step.probability) * _events(step.otherwise)
        case Together():
            return sum(_events(branch) for branch in step.branches)
        case Later():
            return _events(step.steps)
        case Pause():
            return 1.0
