"""A simulation on demand: what to try, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from design_sandbox.analysis.latency import Latency
from design_sandbox.analysis.what_if import Looked
from design_sandbox.simulation.experiment import LOADS, Choices, Experiment, choices_of, plan_for, title_of
from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.recording import CancelledError
from design_sandbox.simulation.runner import Run, RunFailedError, start
from design_sandbox.ui.html import markdown, text
from design_sandbox.ui.numbers.simulation_result import told

RUNS = "_simulations"
POLL_S = 0.5
SEED = 7
Started = tuple[Run, Plan, str]
"""A run, its plan, and what it is in words."""


def panel(looked: Looked, times: Mapping[str, Latency], key: str) -> None:
    """Controls, progress and result."""
    st.html("<h3>Simulation <small>every request with its queues, one by one; the same walks</small></h3>")
    try:
        choices = choices_of(looked.walked, looked.numbers)
    except ValueError as error:
        st.html(f'<p class="note warn">{text(error)}</p>')
        return
    runs: dict[str, Started] = st.session_state.setdefault(RUNS, {})
    running = key in runs and not runs[key][0].done
    asked = _controls(choices, key, running=running)
    if asked is not None:
        try:
            plan = plan_for(asked, looked.walked, looked.numbers)
            title = title_of(asked, looked.walked, looked.numbers)
            runs[key] = (start(plan, seed=SEED), plan, title)
        except ValueError as error:
            st.html(f'<p class="note bad">{text(error)}</p>')
            return
        running = True
    if running:
        _progress(key)
    elif key in runs:
        _ended(runs[key], times)
    else:
        st.html('<p class="note">Retries, timeouts, bursts and outages have no formula. A simulation shows them, with how '
                "sure it is; it runs in a process of its own.</p>")  # fmt: skip


def _controls(choices: Choices, key: str, *, running: bool) -> Experiment | None:
    """What to simulate, once the button is pressed."""
    labels = {one.id: one.label for one in choices.happenings}
    offered = {one.id: one.label for one in choices.protections if not one.off}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="simulation-controls"):
        load = st.selectbox(
            "Load",
            LOADS,
            index=LOADS.index(1.0),
            format_func=lambda one: f"{one:g}× peak",
            key=f"sim-load-{key}",
        )
        happens = st.selectbox("What happens", list(labels), format_func=lambda one: markdown(labels.get(one, one)),
                               key=f"sim-event-{key}")  # fmt: skip
        pressed = st.button("Simulate", icon=":material/play_arrow:", disabled=running, key=f"sim-run-{key}")
    tried = st.pills("Try with", list(offered), format_func=lambda one: markdown(offered.get(one, one)),
                     selection_mode="multi", key=f"sim-tried-{key}")  # fmt: skip
    st.html(_explained(choices, tried))
    return Experiment(load, happens, tuple(tried)) if pressed else None


def _explained(choices: Choices, tried: list[str]) -> str:
    """What the chosen protections do, and why others are not offered."""
    said = [
        f"<li><b>{text(one.label)}</b>: {text(one.help)}</li>"
        for one in choices.protections
        if one.id in tried
    ]
    said += [f"<li>No {text(one.label.lower())} to try: {text(one.off[0].lower() + one.off[1:])}</li>"
             for one in choices.protections if one.off]  # fmt: skip
    return f'<ul class="note">{"".join(said)}</ul>' if said else ""


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


def _ended(started: Started, times: Mapping[str, Latency]) -> None:
    run, plan, title = started
    try:
        result = run.result(0)
    except CancelledError:
        st.html('<p class="note">Stopped. Nothing is kept of it.</p>')
        return
    except RunFailedError as error:
        st.html(f'<p class="note bad">{text(error)}</p>')
        return
    st.html(told(result, plan, title, times))
