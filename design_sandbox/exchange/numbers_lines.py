"""The numbers of a design in a few lines, for reports that people read: how quick, how often, what breaks, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from design_sandbox.analysis.figure import show

if TYPE_CHECKING:
    from design_sandbox.analysis.what_if import Looked


@dataclass(frozen=True)
class JourneyLine:
    """One journey: its p99 and availability with their targets, as texts; reasons where there is no figure."""

    title: str
    p99: str
    p99_target: str
    availability: str
    availability_target: str


@dataclass(frozen=True)
class NumbersLines:
    """All journeys, what breaks first, and the bill."""

    journeys: tuple[JourneyLine, ...]
    first_to_break: str
    cost: str


def numbers_lines(looked: Looked) -> NumbersLines | None:
    """None for classes, and while no journey arrives."""
    walked, numbers = looked.walked, looked.numbers
    if walked.scenario.scenario.kind == "object_model" or not any(
        walk.served for walk in walked.walks.values()
    ):
        return None
    from design_sandbox.analysis.availability import availabilities
    from design_sandbox.analysis.cost import bill
    from design_sandbox.analysis.ladder import ladder
    from design_sandbox.analysis.latency import latencies_of
    from design_sandbox.model.prices import load_prices

    shares = availabilities(walked, numbers.components)
    journeys = tuple(
        JourneyLine(
            latency.title, latency.p99.text, "" if latency.target_s is None else show(latency.target_s, "s"),
            shares[flow].figure.text if flow in shares else "?",
            "" if flow not in shares or shares[flow].target is None else show(shares[flow].target, "availability"),
        )
        for flow, latency in latencies_of(walked, numbers).items()
    )  # fmt: skip
    first = ladder(walked, numbers).first
    broken = f"{first.label} at {first.breaks_at.text} of today’s peak ({first.dimension})" if first else ""
    return NumbersLines(journeys, broken, bill(walked, numbers, load_prices()).total.text)
