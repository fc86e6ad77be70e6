"""What each way of meeting a step costs: do the work when somebody writes, or when somebody reads?

Calls on stores at peak, the filling of ready copies included. Nobody writes "fan-out on write is right" in a rubric:
the rates and multiplicities of the prompt say so, or do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.figure import Figure, Given, Working
from design_sandbox.model.load import load_numbers, peak_factor, rate_of
from design_sandbox.model.quantity import format_quantity
from design_sandbox.model.scenario import Scenario, Step, walk_steps
from design_sandbox.walk.scanning import calls_of

PROMPT = "the prompt"


@dataclass(frozen=True)
class Share:
    """One kind of call of a strategy: how often a second on average, and how many each time."""

    text: str
    rate_per_s: float
    times: float

    @property
    def per_s(self) -> float:
        """Calls a second on average."""
        return self.rate_per_s * self.times


def strategy_figures(scenario: Scenario) -> dict[str, dict[str, Figure]]:
    """Flow → strategy → store calls a second at peak; flows without alternatives are left out."""
    peak = peak_factor(scenario)
    return {
        name: {alternative: _figure(alternative, tuple(_shares(scenario, name, steps)), peak)
               for alternative, steps in step.any_of.items()}
        for name, flow in scenario.flows.items() for step in flow.steps if step.any_of
    }  # fmt: skip


def _figure(alternative: str, shares: tuple[Share, ...], peak: float) -> Figure:
    total = sum(share.per_s for share in shares) * peak
    return Figure(alternative.replace("_", " "), total, "/s", partial(_working, shares, peak))


def _working(shares: tuple[Share, ...], peak: float) -> Working:
    terms = [f"{format_quantity(share.rate_per_s)}/s × {format_quantity(share.times)}" for share in shares]
    inputs = tuple(Figure(share.text, share.per_s, "/s", partial(_of_share, share)) for share in shares)
    return Working(
        "peak × Σ (rate × calls each time)", f"{peak:g} × ({' + '.join(terms)})",
        (*inputs, Given("Peak", peak, "x", PROMPT)),
        assumes=("Every call counts alike, a read like a write; what a store makes of them is its utilisation.",
                 "Averages: the largest single case is told under the data."),
    )  # fmt: skip


def _of_share(share: Share) -> Working:
    given = (
        Given("How often", share.rate_per_s, "/s", PROMPT),
        Given("Calls each time", share.times, "count", PROMPT),
    )
    return Working(
        "rate × calls each time",
        f"{format_quantity(share.rate_per_s)}/s × {format_quantity(share.times)}",
        given,
    )


def _shares(scenario: Scenario, flow: str, steps: tuple[Step, ...]) -> list[Share]:
    """The calls of the alternative itself, and what fills the ready copies that it reads."""
    numbers, found = load_numbers(scenario), []

    def times(value: str | int | float) -> float:
        return float(value) if isinstance(value, (int, float)) else numbers[value]

    for step in walk_steps(steps):
        entity = scenario.entities.get(step.target)
        found.append(
            Share(
                f"{step.verb} {scenario.label_of(step.target)}",
                rate_of(scenario, flow),
                calls_of(scenario, step, times(step.times)).calls,
            )
        )
        if entity and entity.refreshed_by:
            title = scenario.flows[entity.refreshed_by].title or entity.refreshed_by
            found.append(Share(f"fill {scenario.label_of(step.target)} ({title.lower()})",
                               rate_of(scenario, entity.refreshed_by), times(entity.times)))  # fmt: skip
    return found
