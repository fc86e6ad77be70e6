"""The review: the verdict, what to change, and what stands behind it."""

from __future__ import annotations

import streamlit as st

from design_sandbox.rules.finding import Finding
from design_sandbox.ui import numbers_view, pictures, session, verdict
from design_sandbox.ui.advice import Advice
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError, Reviewed
from design_sandbox.ui.figures import plural, points
from design_sandbox.ui.html import icon, markdown, picture, text
from design_sandbox.ui.pages import files, learning
from design_sandbox.ui.pages.workbench import POLL_S
from design_sandbox.ui.payload.parts import runs

APPLIED = "_applied"


def show() -> None:
    """Draw the page."""
    desk = session.desk()
    with session.bench_of(desk).turn:
        _show(desk)


def _show(desk: Desk) -> None:
    if session.just_entered() and desk.newest_elsewhere():
        desk.take_newest()
    desk.look()
    desk.note_score()
    _head(desk)
    if desk.trouble is not None:
        places = "".join(f"<li>line {p.line}: {text(p.message)}</li>" for p in desk.trouble.places)
        st.html(
            f'<p class="note bad">{icon("circle-x", 15)} {text(desk.trouble.message)}</p><ul>{places}</ul>'
        )
    if desk.reviewed is None:
        files.restore(desk)
        return
    _applied(desk)
    left, right = st.columns([12, 11], gap="small")
    with left:
        _panel("verdict", verdict.verdict(desk.reviewed.review))
        if desk.answering:
            _trade_offs(desk, desk.reviewed)
        _findings(desk, desk.reviewed)
    with right:
        _drawing(desk, desk.reviewed)
        _panel("dimensions", verdict.dimensions(desk.reviewed.review))
    _held_up(desk, desk.reviewed)
    if runs(desk.reviewed.review.design):
        _numbers(desk, desk.reviewed)
    learning.accepted(desk)
    files.restore(desk)


def _panel(name: str, html: str) -> None:
    with st.container(key=f"panel-{name}", border=True):
        st.html(html)


def _held_up(desk: Desk, reviewed: Reviewed) -> None:
    """What held up, and beside it the trade-offs, unless they were asked for and stand above."""
    held_up = verdict.held_up(reviewed.review, desk.scenario)
    if desk.answering:
        _panel("held-up", held_up)
        return
    left, right = st.columns([1, 2], gap="small")
    with left:
        _panel("held-up", held_up)
    with right:
        _trade_offs(desk, reviewed)


def _trade_offs(desk: Desk, reviewed: Reviewed) -> None:
    with st.container(key="panel-trade-offs", border=True):
        learning.trade_offs(desk, reviewed.review)


def _head(desk: Desk) -> None:
    title = text(desk.scenario.scenario.title)
    with st.container(key="review-head", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(
            f'<div><p class="kicker">{title}</p><h1 class="page-title">Review</h1></div>', width="stretch"
        )
        files.downloads(desk)
        files.upload(desk)
        if st.button("Back to the drawing", type="primary", icon=":material/arrow_back:", key="back"):
            session.go("workbench", desk)


def _findings(desk: Desk, reviewed: Reviewed) -> None:
    first, others, waived = verdict.ranked(reviewed.review)
    advice = session.bench_of(desk).advice
    with st.container(key="panel-findings", border=True):
        if not first:
            checked = plural(len(reviewed.review.criteria), "line")
            st.html(f"<h3>Nothing to win back here</h3><p>{checked} of the rubric were looked at.</p>")
            return
        heading = (
            "The finding that matters"
            if len(first) == 1
            else f"The {_number(len(first))} findings that matter"
        )
        st.html(f"<h3>{heading}</h3>")
        for one in first:
            _finding(desk, one, advice)
        if others:
            lost = points(sum(one.points_lost for one in (*first, *others)))
            with st.expander(
                f"All {plural(len(first) + len(others), 'finding')} and questions, {lost} points"
            ):
                for one in others:
                    _finding(desk, one, advice)
        if waived:
            with st.expander(f"{plural(len(waived), 'waived finding')}"):
                for one in waived:
                    st.html(verdict.finding(one))
    if advice.waits(desk):
        _await(desk.attempt_id)


def _number(count: int) -> str:
    return {2: "two", 3: "three"}.get(count, str(count))


def _finding(desk: Desk, one: Finding, advice: Advice) -> None:
    st.html(verdict.finding(one, desk.reviewed.review.also_costs(one) if desk.reviewed else ()))
    if one.fix is not None:
        before = desk.reviewed.review.shown_score if desk.reviewed else 0
        gain = f"+{points(one.fix.gain)}, verified: {before} → {round(one.fix.score_after)}"
        with st.container(
            key=f"fix-{one.fingerprint}", horizontal=True, vertical_alignment="center", gap="small"
        ):
            if st.button(markdown(one.fix.label), key=f"apply-{one.fingerprint}", icon=":material/build:"):
                _apply(desk, one)
            st.html(f'<span class="gain">{gain}</span>', width="content")
    elif advice.waits(desk):
        st.html('<p class="note waiting">Trying what would win this back …</p>')
    elif one.suggestion:
        st.html(f'<p class="note">{icon("info", 15)} {text(one.suggestion)}</p>')


def _apply(desk: Desk, one: Finding) -> None:
    """Make the edit, look at the new score, and offer the way back."""
    assert one.fix is not None
    before, score = desk.board.design, desk.reviewed.review.shown_score if desk.reviewed else 0
    try:
        desk.apply(one.fix.patch)
    except PageError as error:
        st.toast(markdown(error.message), icon=":material/error:")
        return
    st.session_state[APPLIED] = (desk.attempt_id, desk.board.rev, one.fix.label, score, before)
    st.rerun()


def _applied(desk: Desk) -> None:
    """What the last fix did, until something else changes."""
    attempt, rev, label, score, before = st.session_state.get(APPLIED, ("", 0, "", 0, None))
    if attempt != desk.attempt_id or rev != desk.board.rev or desk.reviewed is None or before is None:
        return
    now = desk.reviewed.review.shown_score
    with st.container(key="applied", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p><b>{score} → {now}</b> {text(label)}</p>", width="stretch")
        if st.button("Undo", key="undo-fix"):
            desk.edit(lambda _now: before)
            st.rerun()


def _drawing(desk: Desk, reviewed: Reviewed) -> None:
    review = reviewed.review
    parts = len(review.design.components)
    with st.container(key="panel-drawing", border=True):
        st.html(f"<h3>Drawing <small>{plural(parts, 'part')}</small></h3>")
        if not parts:
            st.html('<p class="note">Nothing is drawn yet.</p>')
            return
        try:
            svg = pictures.svg_of(review.design, review)
        except PageError as error:
            st.html(f'<p class="note warn">{text(error.message)}</p>')
            return
        st.html(
            picture(svg, f"Drawing of {plural(parts, 'part')}; the list of findings tells the same in words")
        )


def _numbers(desk: Desk, reviewed: Reviewed) -> None:
    review, scenario = reviewed.review, desk.scenario
    with st.container(key="numbers-lead", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html('<h2 class="section">Numbers <small>at peak; every figure unfolds to how it was computed</small></h2>',
                width="stretch")  # fmt: skip
        if st.button("All numbers", icon=":material/monitoring:", key="all-numbers"):
            session.go("numbers", desk)
    _panel("traffic", f"<h3>Traffic</h3>{numbers_view.bottleneck(review)}{numbers_view.traffic(review)}")
    left, right = st.columns([1, 1], gap="small")
    with left:
        _panel("answer-times", f"<h3>Answer times</h3>{numbers_view.answer_times(review, scenario)}")
    strategies = numbers_view.strategies(review, scenario)
    if strategies:
        with right:
            _panel("strategies", f"<h3>When is the work done?</h3>{strategies}")


@st.fragment(run_every=POLL_S)
def _await(attempt_id: str) -> None:
    bench = session.known_bench(attempt_id)
    if bench is not None and bench.try_fixes():
        st.rerun()
