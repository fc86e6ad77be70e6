"""The workbench: the canvas, and what Python tells it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from design_sandbox.ui import engine, session
from design_sandbox.ui.advice import Advice
from design_sandbox.ui.canvas import mount
from design_sandbox.ui.canvas.protocol import Wishes, read_wishes
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.payload.catalogue import named_catalogue
from design_sandbox.ui.payload.review import review_payload
from design_sandbox.ui.payload.scenario import scenario_payload
from design_sandbox.ui.requests import respond
from design_sandbox.ui.styles import bench_stylesheet
from design_sandbox.ui.trouble import calm

POLL_S = 0.7
"""A little longer than one rests before fixes are tried: the first look starts them. Each look is a run of the page."""
ADVICE = "_advice"


def show() -> None:
    """Draw the page."""
    st.html(f"<style>{bench_stylesheet()}</style>")
    desk = session.desk()
    if session.just_entered() and desk.newest_elsewhere():
        desk.take_newest()
    _bench()


@st.fragment
def _bench() -> None:
    """The canvas. An edit runs this alone: neither the server nor the browser looks at the rest of the page again."""
    with calm("workbench"):
        _show_bench(session.desk())


def _show_bench(desk: Desk) -> None:
    said = mount.news(desk.board)
    # What is being tried for the drawing before is given up first: it would keep a processor from what follows.
    desk.hear(said.get("document"), then=_advice(desk).drop)
    page = respond(desk, said.get("request"))
    if page is not None:
        session.go(page, desk)
    desk.look()
    advice = _advice(desk)
    said = mount.mount(desk.board, _data(desk, advice, read_wishes(said.get("document"))))
    if desk.hear(said.get("document")):
        # Only in a session's first run: what the tab holds was unknown above the canvas.
        st.rerun()
    desk.note_score()
    session.settle()
    if advice.waits(desk):
        _await_advice(desk.attempt_id)
    if desk.simulating is not None and desk.simulating.under_way:
        _await_simulation(desk.attempt_id)


def _data(desk: Desk, advice: Advice, wishes: Wishes) -> dict[str, Any]:
    """Everything the canvas shows, without what the tab knows or does not look at: it is told at every edit."""
    scenario, board = desk.scenario, desk.board
    board.forget(wishes.got)
    rubric, briefing = engine.rubric_of(scenario), engine.briefing_of(scenario)
    header = board.design.get("design")
    catalogue_id, catalogue = named_catalogue(engine.catalogue(), scenario.scenario.kind)
    return {
        "board": board.name,
        "epoch": board.epoch,
        "initial": board.initial,
        "rev": board.rev,
        "heard": board.heard,
        "design": board.design,
        "scenario": scenario_payload(
            scenario, rubric, briefing, profile=desk.profile, hints=desk.hints,
            header=header if isinstance(header, dict) else {},
        ),
        "catalogue": None if wishes.knows == catalogue_id else catalogue,
        "catalogue_id": catalogue_id,
        "review": _review(desk, advice),
        "saved": {"state": desk.saved[0], "text": desk.saved[1]},
        "yaml": _yaml(desk) if wishes.yaml else None,
        "simulation": desk.simulating.tell(board) if desk.simulating else None,
        "answers": board.answers,
        "handled": board.handled,
    }  # fmt: skip


def _review(desk: Desk, advice: Advice) -> dict[str, Any] | None:
    if desk.reviewed is None:
        return None
    scenario = desk.scenario
    return review_payload(
        desk.reviewed.review, scenario, engine.catalogue(), engine.briefing_of(scenario),
        rev=desk.reviewed_rev, pending=advice.waits(desk), checked_ms=desk.reviewed.took_ms,
    )  # fmt: skip


def _yaml(desk: Desk) -> dict[str, Any]:
    """The drawing as text; while it cannot be read as a design, what is wrong with it."""
    try:
        text = engine.yaml_of(desk.board.design)
        problems: tuple[engine.Place, ...] = ()
    except PageError as error:
        text, problems = engine.raw_yaml_of(desk.board.design), error.places
    marks = [{"line": one.line, "column": one.column, "message": one.message} for one in problems]
    return {"text": text, "rev": desk.board.rev, "problems": marks}


def _advice(desk: Desk) -> Advice:
    every: dict[str, Advice] = st.session_state.setdefault(ADVICE, {})
    return every.setdefault(desk.attempt_id, Advice())


@st.fragment(run_every=POLL_S)
def _await_advice(attempt_id: str) -> None:
    """Look now and then whether the fixes are there, then tell the canvas: drawing is never blocked."""
    desk: Desk | None = st.session_state.get(session.DESKS, {}).get(attempt_id)
    if desk is not None and _advice(desk).step(desk):
        st.rerun()


@st.fragment(run_every=POLL_S)
def _await_simulation(attempt_id: str) -> None:
    """Look now and then how far the simulation is, then tell the canvas."""
    desk: Desk | None = st.session_state.get(session.DESKS, {}).get(attempt_id)
    if desk is not None and desk.simulating is not None and desk.simulating.has_news():
        st.rerun()
