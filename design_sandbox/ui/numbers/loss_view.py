"""Take something down: which journeys stop, how full the rest gets, and whether it passes by itself."""

from __future__ import annotations

import streamlit as st

from design_sandbox.analysis.availability import availabilities
from design_sandbox.analysis.failure import Loss, losable, single_points, take_down
from design_sandbox.analysis.failure.targets import taken
from design_sandbox.analysis.what_if import Looked
from design_sandbox.ui.figures import percent
from design_sandbox.ui.html import icon, markdown, text
from design_sandbox.ui.numbers.figure_view import value, working
from design_sandbox.ui.numbers_view import table

STATUS = {
    "breaks": ("circle-x", "failed", "stops"),
    "overloads": ("triangle-alert", "failed", "overloads"),
    "degrades": ("circle-alert", "warned", "goes on, less well"),
    "unaffected": ("check", "served", "goes on"),
}
KINDS = {"component": "A part", "instance": "One instance", "zone": "A zone", "region": "A region",
         "copy": "A cache or copy", "third_party": "A third party", "connection": "A connection"}  # fmt: skip


def show(looked: Looked, key: str) -> None:
    """The controls and what the chosen loss does."""
    st.html("<h3>Take something down <small>walked and computed again without it, at peak</small></h3>")
    loads = looked.numbers.components
    targets = losable(looked.walked, loads)
    if not targets:
        st.html('<p class="note">Nothing that could fail carries a journey yet.</p>')
        return
    names = {
        target: f"{KINDS[target.kind]}: {taken(looked.walked, loads, target).label}" for target in targets
    }
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = st.selectbox("What is lost", list(names), index=None, placeholder="Choose what to take down",
                              format_func=lambda target: markdown(names[target]), key=f"loss-{key}")  # fmt: skip
    if picked is None:
        st.html(_single_points(looked))
        return
    st.html(told(take_down(looked.walked, loads, picked)))


def told(loss: Loss) -> str:
    """One loss in full."""
    flows = "".join(_flow(effect.title, effect.status, effect.text) for effect in loss.flows)
    storms = "".join(
        f"<li>{text(storm.label)}: {storm.attempts:.3g} attempts a call make {value(storm.load)} of what it can do</li>"
        for storm in loss.storms
    )
    tone = {True: "good", False: "bad", None: ""}[loss.recovers]
    return (f'<p class="note {"good" if loss.is_survived else "bad"}"><b>{text(loss.text)}</b></p>'
            f'<ul class="effects">{flows}</ul>{_parts(loss)}'
            f'<p class="note {tone}">{text(loss.recovery)}</p><ul class="note">{storms}</ul>'
            f'<p class="note">Lost for {value(loss.minutes)}</p>')  # fmt: skip


def _flow(title: str, status: str, why: str) -> str:
    name, tone, word = STATUS[status]
    return f'<li class="{tone}">{icon(name, 15)} <b>{text(title)}</b> {word}{f": {text(why)}" if why else ""}</li>'


def _parts(loss: Loss) -> str:
    rows = []
    for one in loss.parts:
        left = "" if one.instances is None or one.left is None else f"{one.left:,} of {one.instances:,}"
        tone = "over" if one.overloaded else ""
        rows.append((f"{text(one.label)}<details><summary>how</summary>{working(one.after)}</details>", percent(one.before),
                     f'<span class="{tone}">{value(one.after)}</span>', left))  # fmt: skip
    return table(("Part", "Use before", "Use then", "Instances left"), rows) if rows else ""


def _single_points(looked: Looked) -> str:
    """Parts whose loss alone stops a core journey: told before anybody asks."""
    found = single_points(looked.walked, availabilities(looked.walked, looked.numbers.components))
    if not found:
        return f'<p class="note good">{icon("check", 15)} No single part stops a core journey by itself.</p>'
    rows = "".join(f"<li>{text(point.text)} {value(point.minutes)}</li>" for point in found)
    return f'<h4>Parts that stop a core journey alone</h4><ul class="note">{rows}</ul>'
