"""The figures that a `metric` in a check compares: of each part that is meant, of a journey, or of the whole design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from design_sandbox.analysis.figure import Figure, Unit, not_computable
from design_sandbox.rules import figures
from design_sandbox.rules.conditions import Metric
from design_sandbox.rules.rule import Context

BEYOND_ALL = 1e15
"""Where what grows with the load breaks: nowhere, so that every bound below holds."""


@dataclass(frozen=True)
class Reading:
    """One value that is compared; None where it is not known, and `text` says why."""

    label: str
    value: float | None
    text: str
    elements: tuple[str, ...] = ()

    @classmethod
    def of(cls, label: str, figure: Figure, elements: tuple[str, ...] = ()) -> Reading:
        """A figure as it is told, or why there is none."""
        return cls(label, figure.value, figure.text if figure.value is not None else figure.why_not, elements)


def readings(context: Context, metric: Metric) -> list[Reading]:
    """What the metric compares; empty where nothing is meant: no such part, a journey that does not arrive."""
    if metric.flow is not None:
        return _of_flow(context, metric, metric.flow)
    if metric.of is None:
        served = any(walk.served for walk in context.walked.walks.values())
        return [Reading.of("Cost", figures.bill_of(context).total)] if served else []
    parts = [part.id for part in metric.of.pick(context)]
    found = ((name, PARTS[metric.name](context, name)) for name in parts)
    return [Reading.of(context.label(name), figure, (name,)) for name, figure in found if figure is not None]


# Journeys -------------------------------------------------------------------------------------------------------------


def _of_flow(context: Context, metric: Metric, flow: str) -> list[Reading]:
    walk = context.walked.walks.get(flow)
    if walk is None or not walk.served:
        return []
    label = context.scenario.flows[flow].title or flow
    if metric.name == "calls":
        targets = {part.id for part in metric.of.pick(context)} if metric.of else set(context.board.parts)
        calls = sum(hop.calls for hop in walk.hops if hop.target in targets and hop.step != "enter")
        return [Reading(label, calls, f"{calls:.4g}")]
    return [Reading.of(label, FLOWS[metric.name](context, flow))]


def _estimate(percentile: str) -> Callable[[Context, str], Figure]:
    """Mean and p99 as rubrics use them: where a simulation would be better, the careful estimate."""

    def find(context: Context, flow: str) -> Figure:
        time = context.numbers.answer_times.get(flow)
        return (
            _answer(context, flow, percentile)
            if time is None
            else Figure(percentile, getattr(time, f"{percentile}_s"), "s")
        )

    return find


def _percentile(name: str) -> Callable[[Context, str], Figure]:
    return lambda context, flow: _answer(context, flow, name)


def _answer(context: Context, flow: str, name: str) -> Figure:
    latency = figures.latency_of(context, flow)
    if latency is None:
        return not_computable(name, "s", "nothing comes before the answer")
    figure: Figure = getattr(latency, name)
    return figure


FLOWS: dict[str, Callable[[Context, str], Figure]] = {
    "mean_s": _estimate("mean"), "p99_s": _estimate("p99"),
    "p50_s": _percentile("p50"), "p95_s": _percentile("p95"), "p999_s": _percentile("p999"),
    "availability": lambda context, flow: figures.availability_of(context, flow).figure,
    "downtime_min_per_year": lambda context, flow: figures.availability_of(context, flow).minutes,
}  # fmt: skip
"""Figure of a journey → how it is found."""


# Parts ----------------------------------------------------------------------------------------------------------------


def _load(field: str, unit: Unit, because: str) -> Callable[[Context, str], Figure | None]:
    """A figure of the load; parts that no walk uses have none."""

    def find(context: Context, part: str) -> Figure | None:
        load = context.numbers.components.get(part)
        if load is None:
            return None
        value = getattr(load, field)
        return not_computable(field, unit, because) if value is None else Figure(field, float(value), unit)

    return find


def _head_room(context: Context, part: str) -> Figure | None:
    used = _utilisation(context, part)
    return used if used is None or used.value is None else Figure("Head-room", 1 - used.value, "ratio")


def _breaks_at(context: Context, part: str) -> Figure | None:
    """The multiple of today's load; what is sized with the load holds whatever is asked of it."""
    rung = figures.rung_of(context, part)
    if rung is None or rung.kind in ("time", "idle"):
        return None
    return Figure("Breaks at", BEYOND_ALL, "x") if rung.kind == "grows" else rung.breaks_at


def _recovery_point(context: Context, part: str) -> Figure | None:
    point = figures.recovery_of(context, part)
    return None if point is None else point.after_part


def _recovery_time(context: Context, part: str) -> Figure | None:
    from design_sandbox.analysis.failure import recovery_time

    if part not in context.used_parts or context.part(part).can("initiate"):
        return None
    return recovery_time(context.walked, context.numbers.components, part)


def _staleness(context: Context, part: str) -> Figure | None:
    """Of the oldest copy in it."""
    bounds = [copy.bound for copy in figures.copies_in(context, part)]
    unknown = next((bound for bound in bounds if bound.value is None), None)
    return unknown or max(bounds, key=lambda bound: bound.value or 0.0, default=None)


def _surviving_utilisation(context: Context, part: str) -> Figure | None:
    worst = figures.fullest_after(context, part)
    return _utilisation(context, part) if worst is None else worst[1].after


_utilisation = _load(
    "utilisation", "ratio", "the drawing does not say how many instances run, or what one carries"
)
PARTS: dict[str, Callable[[Context, str], Figure | None]] = {
    "utilisation": _utilisation,
    "peak_per_s": _load("peak_per_s", "/s", ""),
    "instances": _load("instances", "count", "the drawing does not say how many instances run"),
    "stored_bytes": _load("stored_bytes", "B", ""),
    "head_room": _head_room, "breaks_at": _breaks_at, "surviving_utilisation": _surviving_utilisation,
    "recovery_point_s": _recovery_point, "recovery_time_s": _recovery_time, "staleness_s": _staleness,
}  # fmt: skip
"""Figure of a part → how it is found; None where the part has none of its kind."""
