"""A simulation on demand: what to try, its progress, and what it found beside what the formulas say."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from design_sandbox.analysis.figure import Figure, show
from design_sandbox.analysis.latency import Latency
from design_sandbox.analysis.what_if import Looked
from design_sandbox.simulation.figures import flow_figures
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.plan import Burst, Happening, Outage, Plan
from design_sandbox.simulation.recording import CancelledError
from design_sandbox.simulation.result import FlowResult, Result
from design_sandbox.simulation.runner import Run, RunFailedError, start
from design_sandbox.ui.figures import percent, rate
from design_sandbox.ui.html import icon, markdown, text
from design_sandbox.ui.numbers import charts
from design_sandbox.ui.numbers.figure_view import value, working
from design_sandbox.ui.numbers_view import table

RUNS = "_simulations"
POLL_S = 0.5
LOADS = (0.5, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0)
BURST = 3.0
BEGINS, ENDS = 0.3, 0.5
"""What happens, happens in this part of the simulated time."""
SEED = 7
REASONS = {"shed": "turned away at a full queue", "timed out": "timed out", "outage": "met something that was down",
           "breaker": "were not tried (circuit open)", "unfinished": "were still on their way"}  # fmt: skip


def panel(looked: Looked, times: Mapping[str, Latency], key: str) -> None:
    """Controls, progress and result."""
    st.html("<h3>Simulation <small>every request with its queues, one by one; the same walks</small></h3>")
    runs: dict[str, tuple[Run, Plan]] = st.session_state.setdefault(RUNS, {})
    running = key in runs and not runs[key][0].done
    plan = _controls(looked, key, running=running)
    if plan is not None:
        try:
            runs[key] = (start(plan, seed=SEED), plan)
        except ValueError as error:
            st.html(f'<p class="note bad">{text(error)}</p>')
            return
        running = True
    if running:
        _progress(key)
    elif key in runs:
        _ended(runs[key][0], looked, times)
    else:
        st.html('<p class="note">Retries, timeouts, bursts and outages have no formula. A simulation shows them, with how '
                "sure it is; it runs in a process of its own.</p>")  # fmt: skip


def _controls(looked: Looked, key: str, *, running: bool) -> Plan | None:
    """What to simulate; a plan once the button is pressed."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="simulation-controls"):
        load = st.selectbox(
            "Load", LOADS, index=1, format_func=lambda one: f"{one:g}× peak", key=f"sim-load-{key}"
        )
        happenings = {"": "Nothing", "burst": f"A burst, {BURST:g}×"} | {
            name: f"{part.label} is down" for name, part in looked.walked.board.parts.items()
            if name in looked.numbers.components
        }  # fmt: skip
        happens = st.selectbox("What happens", list(happenings), format_func=lambda one: markdown(happenings[one]),
                               key=f"sim-event-{key}")  # fmt: skip
        if not st.button("Simulate", icon=":material/play_arrow:", disabled=running, key=f"sim-run-{key}"):
            return None
    try:
        plan = plan_of(looked.walked, looked.numbers, options=Options(load=load))
        event = _happening(happens, plan.duration_s)
        return (
            plan
            if event is None
            else plan_of(looked.walked, looked.numbers, options=Options(load=load, happenings=(event,)))
        )
    except ValueError as error:
        st.html(f'<p class="note warn">{text(error)}</p>')
        return None


def _happening(name: str, duration_s: float) -> Happening | None:
    begins, ends = BEGINS * duration_s, ENDS * duration_s
    if not name:
        return None
    return Burst(begins, ends, BURST) if name == "burst" else Outage(name, begins, ends)


@st.fragment(run_every=POLL_S)
def _progress(key: str) -> None:
    """How far it is, and a way to stop it; the page is drawn anew once it has ended."""
    found = st.session_state.get(RUNS, {}).get(key)
    if found is None:
        return
    run: Run = found[0]
    if run.done:
        st.rerun()
    st.progress(
        min(max(run.progress, 0.0), 1.0),
        "Waiting for its turn …" if run.state == "waiting" else "Simulating …",
    )
    if st.button("Stop", key=f"sim-stop-{key}"):
        run.cancel()
        st.rerun()


def _ended(run: Run, looked: Looked, times: Mapping[str, Latency]) -> None:
    try:
        result = run.result(0)
    except CancelledError:
        st.html('<p class="note">Stopped. Nothing is kept of it.</p>')
        return
    except RunFailedError as error:
        st.html(f'<p class="note bad">{text(error)}</p>')
        return
    st.html(told(result, times))


def told(result: Result, times: Mapping[str, Latency]) -> str:
    """The result as HTML: sentences, a table of journeys, answers over time, stations with drops."""
    head = (f'<p class="note">{show(result.simulated_s, "s")} of time in each of {result.replications} runs, '
            f"{result.events:,} events.{f' {text(result.stopped_because)}' if result.stopped_because else ''}</p>")  # fmt: skip
    recovery = ""
    if result.recovery is not None:
        tone = "good" if result.recovery.at_s is not None else "bad"
        recovery = f'<p class="note {tone}">{icon("history", 15)} {text(result.recovery.text)}</p>'
    notes = "".join(f"<li>{text(note)}</li>" for note in result.notes)
    return f'{head}{recovery}{_flows(result, times)}{_over_time(result)}{_drops(result)}<ul class="note">{notes}</ul>'


def _flows(result: Result, times: Mapping[str, Latency]) -> str:
    rows = []
    for name, flow in result.flows.items():
        figures = flow_figures(result, flow)
        formula = value(times[name].p99) if name in times else ""
        rows.append((text(flow.label or name), value(figures["p50"]), _with_band(figures["p99"]), formula,
                     value(figures["answered"]), _errors(flow)))  # fmt: skip
    return table(("Journey", "p50", "p99 simulated", "p99 by formula", "Answered", "Failed"), rows)


def _with_band(figure: Figure) -> str:
    band = figure.working.error_band
    spread = ""
    if figure.value is not None and band is not None:
        spread = f" <em>± {text(show(figure.value * (band[1] - band[0]) / 2, 's'))}</em>"
    return f"<details><summary>{value(figure)}{spread}</summary>{working(figure)}</details>"


def _errors(flow: FlowResult) -> str:
    return ", ".join(
        f"{percent(share.value)} {text(REASONS.get(reason, reason))}"
        for reason, share in flow.errors.items()
        if share.value
    )


def _over_time(result: Result) -> str:
    """Answered and failed requests a second, all journeys together."""
    answered = [
        sum(flow.answered_per_s[index] for flow in result.flows.values())
        for index in range(len(result.ends_s))
    ]
    failed = [
        sum(sum(flow.failed_per_s[index].values()) for flow in result.flows.values())
        for index in range(len(result.ends_s))
    ]
    if len(answered) < 2:
        return ""
    points = [tuple(zip(result.ends_s, series, strict=True)) for series in (answered, failed)]
    lines = [charts.Line("answered", points[0], "load-ok"), charts.Line("failed", points[1], "severity-high")]
    top = max(*answered, *failed)
    levels = [(level, rate(level)) for level in charts.steps_between(0.0, top, 3)] + [(top, "")]
    ticks = [(at, show(at, "s")) for at in charts.steps_between(0.0, result.ends_s[-1])]
    chart = charts.curves(
        lines, [], limit=None, ticks=ticks, levels=levels, alt="Answered and failed requests over time"
    )
    keys = "".join(f'<li style="--key:var(--{line.tone})">{line.label}</li>' for line in lines)
    return f'<h4>Requests a second over time</h4><div class="half">{chart}<ul class="keys">{keys}</ul></div>'


def _drops(result: Result) -> str:
    rows = []
    for station in sorted(
        result.stations.values(), key=lambda one: (-(one.utilisation.value or 0.0), one.name)
    ):
        lost = ", ".join(
            f"{amount:,.0f} {text(REASONS.get(reason, reason))}"
            for reason, amount in station.dropped.items()
            if amount
        )
        most = max(station.waiting_by_slice, default=0.0)
        rows.append(
            (text(station.label or station.name), percent(station.utilisation.value), f"{most:,.0f}", lost)
        )
    return table(("Part", "Use", "Longest queue", "Calls that failed here"), rows)
