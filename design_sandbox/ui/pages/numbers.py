"""The numbers of a design: one journey's time and availability, the load ladder, data, cost, and what would change them."""

from __future__ import annotations

import streamlit as st

from design_sandbox.analysis.availability import availabilities
from design_sandbox.analysis.ladder import ladder
from design_sandbox.analysis.latency import latencies_of
from design_sandbox.analysis.what_if import Looked, look_again
from design_sandbox.model.quantity import QuantityError
from design_sandbox.ui import engine, session
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.html import markdown, text
from design_sandbox.ui.numbers import (
    availability_view,
    compare_view,
    ladder_view,
    latency_view,
    what_if,
)
from design_sandbox.ui.styles import numbers_stylesheet

FLOW = "_numbers_flow"


def show() -> None:
    """Draw the page."""
    st.html(f"<style>{numbers_stylesheet()}</style>")
    desk = session.desk()
    if session.just_entered() and desk.newest_elsewhere():
        desk.take_newest()
    _head(desk)
    if desk.scenario.scenario.kind == "object_model":
        st.html('<p class="note empty">Messages between objects have no network, no queue and no machine: '
                "there are no numbers for classes.</p>")  # fmt: skip
        return
    now = _looked(desk)
    if not any(walk.served for walk in now.walked.walks.values()):
        st.html('<p class="note empty">No journey arrives yet. Draw one from the actor to the data it needs, '
                "and its numbers stand here.</p>")  # fmt: skip
        return
    then = _changed(desk, now)
    _journeys(then)
    _panel("ladder", ladder_view.panel(ladder(then.walked, then.numbers)))


def _head(desk: Desk) -> None:
    with st.container(key="numbers-head", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(f'<div><p class="kicker">{text(desk.scenario.scenario.title)}</p><h1 class="page-title">Numbers</h1></div>',
                width="stretch")  # fmt: skip
        if st.button("Back to the drawing", type="primary", icon=":material/arrow_back:", key="back"):
            session.go("workbench", desk)


def _looked(desk: Desk) -> Looked:
    """The drawing as it is. Raises PageError when it cannot be read."""
    return look_again(
        desk.scenario, engine.design_of(desk.board.design), engine.catalogue(), what_if.AS_IT_IS
    )


def _changed(desk: Desk, now: Looked) -> Looked:
    """What the sliders make of it, told beside how it is."""
    change = what_if.chosen(desk, now.walked)
    if change.is_none:
        return now
    try:
        then = look_again(desk.scenario, now.walked.design, engine.catalogue(), change)
    except QuantityError as error:
        raise PageError(f"This change cannot be computed: {error}.") from error
    _panel("compare", compare_view.panel(change.title, now, then))
    return then


def _journeys(looked: Looked) -> None:
    """One journey's time and availability side by side."""
    times = latencies_of(looked.walked, looked.numbers)
    shares = availabilities(looked.walked, looked.numbers.components)
    served = [name for name, walk in looked.walked.walks.items() if walk.served]
    if not served:
        st.html('<p class="note bad">No journey arrives like this.</p>')
        return
    flows = looked.walked.scenario.flows
    core = next((name for name in served if flows[name].core), served[0])
    picked = st.pills("Journey", served, default=core, format_func=lambda name: markdown(flows[name].title or name),
                      key=f"{FLOW}-{looked.walked.scenario.scenario.id}") or core  # fmt: skip
    labels = {name: part.label for name, part in looked.walked.board.parts.items()}
    labels |= {
        name: looked.walked.scenario.label_of(name)
        for name in looked.walked.scenario.entities
        if name not in labels
    }
    left, right = st.columns([11, 10], gap="small")
    with left:
        time = times.get(picked)
        _panel(
            "latency",
            latency_view.panel(time, labels)
            if time
            else '<p class="note">Nothing waits for an answer here.</p>',
        )
    with right:
        share = shares.get(picked)
        if share is not None:
            _panel("availability", availability_view.panel(share))


def _panel(name: str, html: str) -> None:
    with st.container(key=f"panel-{name}", border=True):
        st.html(html)
