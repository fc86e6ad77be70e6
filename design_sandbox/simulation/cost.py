"""How many events a plan takes, before it runs."""

from __future__ import annotations

from design_sandbox.simulation.plan import (
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Pause,
    Plan,
    Station,
    Step,
    Together,
)


def expected_events(plan: Plan) -> float:
    """Events of one replication, without retries and bursts."""
    return events_per_s(plan.stations, plan.flows) * plan.duration_s


def events_per_s(stations: tuple[Station, ...], flows: tuple[Flow, ...]) -> float:
    """Events that a second of these flows takes: arrivals, answers, slots that come free and the ends of pauses."""
    passing = frozenset(station.name for station in stations if station.unlimited)
    return sum(flow.rate_per_s * (1 + _events(flow.steps, passing)) for flow in flows)


def _events(steps: tuple[Step, ...], passing: frozenset[str]) -> float:
    return sum(_of_step(step, passing) for step in steps)


def _of_step(step: Step, passing: frozenset[str]) -> float:
    match step:
        case Call():
            return step.times * (2 - (step.station in passing) + _events(step.then, passing))
        case Lookup():
            return _of_step(step.copy, passing) + (1 - step.hit_ratio) * _events(step.on_miss, passing)
        case Chance():
            return step.probability * _events(step.steps, passing) + (1 - step.probability) * _events(
                step.otherwise, passing
            )
        case Together():
            return sum(_events(branch, passing) for branch in step.branches)
        case Later():
            return _events(step.steps, passing)
        case Pause():
            return 1.0
