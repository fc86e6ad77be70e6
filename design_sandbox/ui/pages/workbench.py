"""The workbench: the canvas, and what Python tells it."""

from __future__ import annotations

import streamlit as st

from design_sandbox.ui import direct, session
from design_sandbox.ui.bench import Bench
from design_sandbox.ui.canvas import mount
from design_sandbox.ui.canvas.protocol import read_wishes
from design_sandbox.ui.payload.bench import page_payload
from design_sandbox.ui.requests import respond
from design_sandbox.ui.styles import bench_stylesheet
from design_sandbox.ui.trouble import calm

POLL_S = 0.7
"""A little longer than one rests before fixes are tried: the first look starts them. Each look is a run of the page."""


def show() -> None:
    """Draw the page."""
    st.html(f"<style>{bench_stylesheet()}</style>")
    desk = session.desk()
    if session.just_entered():
        desk.answering = ""
        if desk.newest_elsewhere():
            desk.take_newest()
    _bench()


@st.fragment
def _bench() -> None:
    """The canvas. An edit runs this alone: neither the server nor the browser looks at the rest of the page again."""
    with calm("workbench"):
        bench = session.bench_of(session.desk())
        with bench.turn:
            _show_bench(bench)


def _show_bench(bench: Bench) -> None:
    desk = bench.desk
    said = mount.news(desk.board)
    bench.hear(said.get("document"))
    page = respond(desk, said.get("request"))
    if page is not None:
        session.go(page, desk)
    desk.look()
    data = page_payload(bench, read_wishes(said.get("document")))
    said = mount.mount(desk.board, {**data, "line": direct.number_of(bench)})
    if bench.hear(said.get("document")):
        # Only in a session's first run: what the tab holds was unknown above the canvas.
        st.rerun()
    desk.note_score()
    session.settle()
    if bench.advice.waits(desk):
        _await_advice(desk.attempt_id)
    if desk.simulating is not None and desk.simulating.under_way:
        _await_simulation(desk.attempt_id)


@st.fragment(run_every=POLL_S)
def _await_advice(attempt_id: str) -> None:
    """Look now and then whether the fixes are there, then tell the canvas: drawing is never blocked."""
    bench = session.known_bench(attempt_id)
    if bench is not None and bench.try_fixes():
        st.rerun()


@st.fragment(run_every=POLL_S)
def _await_simulation(attempt_id: str) -> None:
    """Look now and then how far the simulation is, then tell the canvas."""
    bench = session.known_bench(attempt_id)
    if bench is not None and bench.desk.simulating is not None and bench.desk.simulating.has_news():
        st.rerun()
