"""What a simulation found, as HTML: sentences, journeys, curves over time, and parts with what failed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from design_sandbox.analysis.figure import Figure, show
from design_sandbox.analysis.latency import Latency
from design_sandbox.simulation.experiment import span_of
from design_sandbox.simulation.figures import flow_figures
from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.result import Result
from design_sandbox.ui.figures import percent, rate
from design_sandbox.ui.html import icon, text
from design_sandbox.ui.numbers import charts
from design_sandbox.ui.numbers.figure_view import value, working
from design_sandbox.ui.numbers_view import table
from design_sandbox.ui.payload.simulation import lost_calls, lost_requests

TONES = ("accent", "load-ok", "severity-medium", "severity-high")
"""Of parts whose instances are drawn: more lines would not be told apart."""

ROOM = 1.15
"""Height of a chart, in the highest value of its curves: above them stands what the marks are."""
LONG_S = 600.0


def told(result: Result, plan: Plan, title: str, times: Mapping[str, Latency]) -> str:
    """The whole result."""
    head = (f'<p class="note"><b>{text(title)}</b>. {show(result.simulated_s, "s")} of time in each of {result.replications} runs, '
            f"{result.events:,} events.{f' {text(result.stopped_because)}' if result.stopped_because else ''}</p>")  # fmt: skip
    recovery = ""
    if result.recovery is not None:
        tone = "good" if result.recovery.at_s is not None else "bad"
        recovery = f'<p class="note {tone}">{icon("history", 15)} {text(result.recovery.text)}</p>'
    remarks = "".join(f'<p class="note">{icon("info", 15)} {text(remark)}</p>' for remark in plan.remarks)
    notes = "".join(f"<li>{text(note)}</li>" for note in result.notes)
    return (f"{head}{recovery}{remarks}{_flows(result, times)}"
            f'<div class="pair">{_over_time(result, plan)}{_instances(result, plan)}</div>{_parts(result)}<ul class="note">{notes}</ul>')  # fmt: skip


def _flows(result: Result, times: Mapping[str, Latency]) -> str:
    rows = []
    for name, flow in result.flows.items():
        figures = flow_figures(result, flow)
        formula = value(times[name].p99) if name in times else ""
        rows.append((text(flow.label or name), value(figures["p50"]), _with_band(figures["p99"]), formula,
                     value(figures["answered"]), text(lost_requests(flow, 0.0))))  # fmt: skip
    return table(("Journey", "p50", "p99 simulated", "p99 by formula", "Answered", "Failed"), rows)


def _with_band(figure: Figure) -> str:
    band = figure.working.error_band
    spread = ""
    if figure.value is not None and band is not None:
        spread = f" <em>± {text(show(figure.value * (band[1] - band[0]) / 2, 's'))}</em>"
    return f"<details><summary>{value(figure)}{spread}</summary>{working(figure)}</details>"


def _over_time(result: Result, plan: Plan) -> str:
    """Answered and failed requests a second, all journeys together."""
    slices = range(len(result.ends_s))
    answered = [sum(flow.answered_per_s[index] for flow in result.flows.values()) for index in slices]
    failed = [
        sum(sum(flow.failed_per_s[index].values()) for flow in result.flows.values()) for index in slices
    ]
    lines = [("answered", answered, "load-ok"), ("failed", failed, "severity-high")]
    return _chart("Requests a second over time", result, plan, lines, [
        (level, rate(level)) for level in charts.steps_between(0.0, max(*answered, *failed, 0.0), 3)
    ]) if len(answered) > 1 else ""  # fmt: skip


def _instances(result: Result, plan: Plan) -> str:
    """Instances at work of the parts that scale by themselves."""
    scaled = [station.name for station in plan.stations if station.autoscaling is not None]
    found = [result.stations[name] for name in scaled if name in result.stations]
    found.sort(
        key=lambda one: min(one.instances_by_slice, default=0) - max(one.instances_by_slice, default=0)
    )
    lines = [(one.label, one.instances_by_slice, tone) for one, tone in zip(found, TONES, strict=False)]
    if not lines or len(result.ends_s) < 2:
        return ""
    top = max(max(series) for _, series, _ in lines)
    levels = [
        (level, f"{level:,.0f}") for level in charts.steps_between(0.0, top, 3) if level == round(level)
    ]
    return _chart("Instances at work over time", result, plan, lines, levels)


def _chart(
    title: str, result: Result, plan: Plan, lines: Sequence[tuple[str, Sequence[float], str]], levels: list[tuple[float, str]]
) -> str:  # fmt: skip
    """Curves over the simulated time, with marks where something happens, under a heading."""
    drawn = [
        charts.Line(name, tuple(zip(result.ends_s, series, strict=True)), tone)
        for name, series, tone in lines
    ]
    top = max((max(series, default=0.0) for _, series, _ in lines), default=0.0)
    ticks = [(at, _moment(at, result.ends_s[-1])) for at in charts.steps_between(0.0, result.ends_s[-1])]
    span = span_of(plan)
    marks = (
        [charts.Mark(span[0], "begins", "severity-medium"), charts.Mark(span[1], "over", "severity-medium")]
        if span
        else []
    )
    chart = charts.curves(drawn, [mark for mark in marks if mark.at < result.ends_s[-1]], limit=None, ticks=ticks,
                          levels=[*levels, (ROOM * top, "")], alt=title)  # fmt: skip
    keys = "".join(f'<li style="--key:var(--{tone})">{text(name)}</li>' for name, _, tone in lines)
    return f'<div class="half"><h4>{title}</h4>{chart}<ul class="keys">{keys}</ul></div>'


def _moment(at: float, end: float) -> str:
    """A moment of the simulated time; in seconds throughout where that is some minutes."""
    return f"{at:g} s" if 1 <= end <= LONG_S else show(at, "s")


def _parts(result: Result) -> str:
    """Every part, the fullest first: its use, its longest queue, and why calls failed there."""
    rows = []
    for station in sorted(
        result.stations.values(), key=lambda one: (-(one.utilisation.value or 0.0), one.name)
    ):
        most = max(station.waiting_by_slice, default=0.0)
        rows.append((text(station.label or station.name), percent(station.utilisation.value), f"{most:,.0f}",
                     text(lost_calls(station))))  # fmt: skip
    return table(("Part", "Use", "Longest queue", "Calls that failed here, in one run"), rows)
