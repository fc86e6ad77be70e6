"""All numbers of a walked design."""

from __future__ import annotations

from design_sandbox.analysis.latency import answer_times_of
from design_sandbox.analysis.latency.course import timed_answers
from design_sandbox.analysis.numbers import ComponentLoad, Numbers
from design_sandbox.analysis.sizing import TARGET_UTILISATION, size_parts
from design_sandbox.analysis.strategies import strategy_figures
from design_sandbox.analysis.traffic import traffic
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.walker import Walked


def analyse(walked: Walked) -> Numbers:
    """Traffic, utilisation, first bottleneck, answer times and what each strategy would cost; nothing for classes."""
    if walked.scenario.scenario.kind == "object_model":
        return Numbers()  # messages between objects have no network, no queue and no machine
    loads = traffic(walked)
    components = size_parts(walked, loads)
    timed = timed_answers(walked, components)
    times = answer_times_of(walked, components, timed)
    tightest = first_bottleneck(components)
    breaks = 1 / (components[tightest].utilisation or 1) if tightest else None
    return Numbers(
        components, loads.connections, times, tightest, breaks, strategy_costs(walked.scenario), loads, timed
    )


def first_bottleneck(components: dict[str, ComponentLoad]) -> str | None:
    """The part that is full first when the load grows; what sizes itself is left out."""
    known = [(load.utilisation, name) for name, load in components.items()
             if load.utilisation and not (load.instances_inferred and load.utilisation <= TARGET_UTILISATION)]  # fmt: skip
    return max(known)[1] if known else None


def strategy_costs(scenario: Scenario) -> dict[str, dict[str, float]]:
    """Flow → strategy → store calls a second at peak, filling included: push or pull, answered by numbers."""
    return {flow: {name: figure.value or 0.0 for name, figure in found.items()}
            for flow, found in strategy_figures(scenario).items()}  # fmt: skip
