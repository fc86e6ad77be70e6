"""All numbers of a walked design."""

from __future__ import annotations

from design_sandbox.analysis.latency import answer_times_of
from design_sandbox.analysis.numbers import ComponentLoad, Numbers
from design_sandbox.analysis.sizing import TARGET_UTILISATION, size_parts
from design_sandbox.analysis.traffic import traffic
from design_sandbox.model.load import load_numbers, peak_factor, rate_of
from design_sandbox.model.scenario import Scenario, Step, walk_steps
from design_sandbox.walk.walker import Walked


def analyse(walked: Walked) -> Numbers:
    """Traffic, utilisation, first bottleneck, answer times and what each strategy would cost; nothing for classes."""
    if walked.scenario.scenario.kind == "object_model":
        return Numbers()  # messages between objects have no network, no queue and no machine
    loads = traffic(walked)
    components = size_parts(walked, loads)
    times = answer_times_of(walked, components)
    tightest = first_bottleneck(components)
    breaks = 1 / (components[tightest].utilisation or 1) if tightest else None
    return Numbers(
        components, loads.connections, times, tightest, breaks, strategy_costs(walked.scenario), loads
    )


def first_bottleneck(components: dict[str, ComponentLoad]) -> str | None:
    """The part that is full first when the load grows; what sizes itself is left out."""
    known = [(load.utilisation, name) for name, load in components.items()
             if load.utilisation and not (load.instances_inferred and load.utilisation <= TARGET_UTILISATION)]  # fmt: skip
    return max(known)[1] if known else None


def strategy_costs(scenario: Scenario) -> dict[str, dict[str, float]]:
    """Flow → strategy → store calls a second at peak, filling included: push or pull, answered by numbers."""
    numbers, peak = load_numbers(scenario), peak_factor(scenario)

    def times(value: str | int | float) -> float:
        return float(value) if isinstance(value, (int, float)) else numbers[value]

    def cost(flow: str, steps: tuple[Step, ...]) -> float:
        total = 0.0
        for step in walk_steps(steps):
            total += rate_of(scenario, flow) * times(step.times)
            entity = scenario.entities.get(step.target)
            if entity and entity.refreshed_by:
                total += rate_of(scenario, entity.refreshed_by) * times(entity.times)
        return total * peak

    return {
        name: {alternative: cost(name, steps) for alternative, steps in step.any_of.items()}
        for name, flow in scenario.flows.items() for step in flow.steps if step.any_of
    }  # fmt: skip
