"""The numbers of a design: one journey's time and availability, the load ladder, data, cost, and what would change them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from design_sandbox.analysis.availability import availabilities, joint_availability
from design_sandbox.analysis.cost import bill
from design_sandbox.analysis.data import data_report
from design_sandbox.analysis.ladder import ladder
from design_sandbox.analysis.latency import Latency, latencies_of
from design_sandbox.analysis.what_if import Looked, look_again, worst_loss
from design_sandbox.model.prices import PriceTable, load_prices
from design_sandbox.model.quantity import QuantityError
from design_sandbox.model.scenario import Twist
from design_sandbox.ui import engine, session
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.html import markdown, text
from design_sandbox.ui.numbers import (
    availability_view,
    compare_view,
    cost_view,
    data_view,
    ladder_view,
    latency_view,
    loss_view,
    simulation_view,
    strategy_view,
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
    asked = what_if.chosen(desk, now.walked)
    then = _changed(desk, now, asked)
    _twisted(then, asked.twist)
    times = latencies_of(then.walked, then.numbers)
    _journeys(then, times)
    strategies = strategy_view.panel(then)
    if strategies:
        _panel("strategies", strategies)
    _panel("ladder", ladder_view.panel(ladder(then.walked, then.numbers)))
    with st.container(key="panel-loss", border=True):
        loss_view.show(then, desk.attempt_id)
    left, right = st.columns([1, 1], gap="small")
    with left:
        _panel("data", data_view.panel(data_report(then.walked, then.numbers), then.walked.scenario.label_of))
    with right:
        _panel("cost", cost_view.panel(bill(then.walked, then.numbers, _prices()), _labels(then)))
    with st.container(key="panel-simulation", border=True):
        simulation_view.panel(then, times, desk.attempt_id)


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


def _changed(desk: Desk, now: Looked, asked: what_if.Asked) -> Looked:
    """What the sliders make of it, told beside how it is."""
    if asked.change.is_none:
        return now
    try:
        then = look_again(desk.scenario, now.walked.design, engine.catalogue(), asked.change)
    except QuantityError as error:
        raise PageError(f"This change cannot be computed: {error}.") from error
    _panel("compare", compare_view.panel(asked.change.title, now, then))
    return then


def _twisted(looked: Looked, twist: Twist | None) -> None:
    """What a twist takes away, and its worst single case."""
    if twist is None:
        return
    if twist.lose:
        loss = worst_loss(looked, twist)
        told = (
            loss_view.told(loss)
            if loss
            else '<p class="note">Nothing of this kind is drawn, so nothing is lost.</p>'
        )
        _panel("twist-loss", f"<h3>{text(twist.title)} <small>the worst one is taken</small></h3>{told}")
    if twist.burst:
        _panel(
            "twist-burst",
            f"<h3>{text(twist.title)}</h3>{data_view.celebrities(data_report(looked.walked, looked.numbers))}",
        )


def _journeys(looked: Looked, times: Mapping[str, Latency]) -> None:
    """One journey's time and availability side by side."""
    shares = availabilities(looked.walked, looked.numbers.components)
    served = [name for name, walk in looked.walked.walks.items() if walk.served]
    if not served:
        st.html('<p class="note bad">No journey arrives like this.</p>')
        return
    flows = looked.walked.scenario.flows
    core = next((name for name in served if flows[name].core), served[0])
    picked = st.pills("Journey", served, default=core, format_func=lambda name: markdown(flows[name].title or name),
                      key=f"{FLOW}-{looked.walked.scenario.scenario.id}") or core  # fmt: skip
    left, right = st.columns([11, 10], gap="small")
    with left:
        time = times.get(picked)
        _panel(
            "latency",
            latency_view.panel(time, _labels(looked))
            if time
            else '<p class="note">Nothing waits for an answer here.</p>',
        )
    with right:
        share = shares.get(picked)
        if share is not None:
            together = joint_availability(looked.walked, looked.numbers.components)
            _panel("availability", availability_view.panel(share, together))


def _labels(looked: Looked) -> dict[str, str]:
    """What the screen calls parts and entities."""
    scenario = looked.walked.scenario
    return {name: scenario.label_of(name) for name in scenario.entities} | {
        name: part.label for name, part in looked.walked.board.parts.items()
    }


@st.cache_resource(show_spinner=False)
def _prices() -> PriceTable:
    return load_prices()


def _panel(name: str, html: str) -> None:
    with st.container(key=f"panel-{name}", border=True):
        st.html(html)
