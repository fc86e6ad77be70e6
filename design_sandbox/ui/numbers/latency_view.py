"""How long one journey's answer takes: percentiles, the waterfall, how answers spread, and what goes on afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from design_sandbox.analysis.figure import show
from design_sandbox.analysis.latency import HopLatency, Lag, Latency
from design_sandbox.ui.figures import percent, times
from design_sandbox.ui.html import icon, text
from design_sandbox.ui.numbers import charts
from design_sandbox.ui.numbers.figure_view import unfolding, value
from design_sandbox.ui.numbers.pieces import Span, spans

OWNS_MUCH = 0.3
"""A hop with this share of the slow tail is marked."""


def panel(latency: Latency, labels: Mapping[str, str]) -> str:
    """Everything about one journey's time; `labels` are what the screen calls parts and entities."""
    return "".join(
        (
            "<h3>Where the time goes</h3>",
            _head(latency),
            _simulate(latency),
            _lanes(latency),
            _waterfall(latency),
            _histogram(latency),
            _folds(latency),
            _lags(latency, labels),
        )
    )


def _head(latency: Latency) -> str:
    shown = (("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99), ("p99.9", latency.p999))
    figures = "".join(
        f"<div>{value(figure, large=True)}<small>{name}</small></div>" for name, figure in shown
    )
    return f'<div class="big-figures">{figures}{_target(latency)}</div>'


def _target(latency: Latency) -> str:
    if latency.target_s is None:
        return ""
    target = text(show(latency.target_s, "s"))
    if latency.met is None:
        return f'<span class="verdict-mark quiet">target {target}</span>'
    name, tone, word = ("check", "served", "within") if latency.met else ("circle-x", "failed", "misses")
    return f'<span class="verdict-mark {tone}">{icon(name, 15)} {word} {target}</span>'


def _simulate(latency: Latency) -> str:
    if not latency.simulate_because:
        return ""
    told = "".join(f"<li>{text(because)}.</li>" for because in latency.simulate_because)
    return (f'<p class="note warn">{icon("triangle-alert", 15)} No honest figure without a simulation:</p>'
            f'<ul class="note">{told}</ul>')  # fmt: skip


def _lanes(latency: Latency) -> str:
    """Which of several equal handlers is shown, and what the others take."""
    if not latency.lanes:
        return ""
    shown = "".join(
        f"<li>{percent(lane.share)} through {text(lane.through)}: mean {value(lane.mean)}, p99 {value(lane.p99)}</li>"
        for lane in latency.lanes
    )
    return (f'<p class="note">Equal handlers share these requests. The figures are of all of them; hop by hop you see '
            f'{text(latency.lanes[0].through)}.</p><ul class="note">{shown}</ul>')  # fmt: skip


def _waterfall(latency: Latency) -> str:
    rows = [_hop(hop) for hop in latency.waterfall if hop.mean_s is not None]
    if latency.mean.value is None or not rows:
        return ""
    if latency.lanes and (own := latency.lanes[0].mean).value is not None:
        rows.append(Span(f"Mean through {latency.lanes[0].through}", "", 0.0, own.value, value(own), "total"))
    rows.append(Span("Mean of all requests", "", 0.0, latency.mean.value, value(latency.mean), "total"))
    owner = latency.tail_owner
    told = (f'<p class="note">The slowest hundredth: {percent(owner.tail_share)} of what it takes longer is '
            f"{text(owner.label)}. {text(owner.why)}</p>") if owner else ""  # fmt: skip
    return f"{spans(rows)}{told}"


def _hop(hop: HopLatency) -> Span:
    notes = []
    if hop.probability < 1:
        notes.append(f"on {percent(hop.probability)} of requests")
    if hop.calls > 1:
        notes.append(f"{times(hop.calls)} at once")
    if hop.wait_s and hop.mean_s and hop.wait_s > 0.02 * (hop.call_s + hop.wait_s):
        notes.append(f"queue {show(hop.wait_s, 's')}")
    tone = "tight" if (hop.tail_share or 0) >= OWNS_MUCH else ""
    return Span(hop.label, ", ".join(notes), hop.begins_s, hop.mean_s or 0.0, value(hop.mean), tone)


def _histogram(latency: Latency) -> str:
    histogram = latency.histogram
    if histogram is None or latency.p99.value is None or latency.p50.value is None:
        return ""
    edges = histogram.edges_s
    bins = [(low, high, mass) for low, high, mass in zip(edges, edges[1:], histogram.mass, strict=False)]
    marks = [charts.Mark(latency.p50.value, f"p50 {latency.p50.text}", "text-muted"),
             charts.Mark(latency.p99.value, f"p99 {latency.p99.text}", "text-strong")]  # fmt: skip
    if latency.target_s is not None and latency.target_s < 2.5 * edges[-1]:
        marks.append(charts.Mark(latency.target_s, f"target {show(latency.target_s, 's')}", "served"))
    ticks = [
        (at, show(at, "s")) for at in charts.steps_between(0.0, max(edges[-1], *(mark.at for mark in marks)))
    ]
    alt = f"How long answers take: half within {latency.p50.text}, 99 % within {latency.p99.text}"
    return charts.histogram([(0.0, edges[0], 0.0), *bins], marks, alt=alt, ticks=ticks)


def _folds(latency: Latency) -> str:
    hops = "".join(unfolding(hop.mean, label=hop.label) for hop in latency.waterfall)
    return (f"{unfolding(latency.p99, label='How the p99 is computed')}"
            f'<details class="num-fold"><summary><span class="num-label">Each hop</span></summary>{hops}</details>')  # fmt: skip


def _lags(latency: Latency, labels: Mapping[str, str]) -> str:
    if not latency.lags:
        return ""
    return (
        f'<h4>After the answer</h4><ul class="note">{"".join(_lag(lag, labels) for lag in latency.lags)}</ul>'
    )


def _lag(lag: Lag, labels: Mapping[str, str]) -> str:
    way = " → ".join(text(labels.get(name, name)) for name in lag.parts)
    what = f"{text(labels.get(lag.entity, lag.entity.replace('_', ' ')))}: " if lag.entity else ""
    target = ""
    if lag.within_s is not None:
        word = {True: "within", False: "misses", None: "asked:"}[lag.met]
        target = f', <span class="{_tone(lag.met)}">{word} {text(show(lag.within_s, "s"))}</span>'
    why = f" {text(lag.p99.why_not)}" if lag.p99.value is None else ""
    return f"<li>{what}{way}: mean {value(lag.mean)}, p99 {value(lag.p99)}{target}{why}</li>"


def _tone(met: bool | None) -> str:
    return {True: "served", False: "failed", None: "quiet"}[met]
