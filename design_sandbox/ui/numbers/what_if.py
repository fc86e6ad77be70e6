"""Sliders over the load and over one part: what is different, as a `Change`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from design_sandbox.analysis.what_if import Change
from design_sandbox.model.changes import LoadChange
from design_sandbox.model.scenario import Scenario, Twist
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.html import markdown
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

MULTIPLES = (0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
PART_FIELDS = ("replicas", "shards", "zones", "hit_ratio")
"""What may be tried on a part: how many, over how many zones, and how often a copy has the answer."""
MOST_TRIED = {"replicas": 2000, "shards": 4096, "zones": 6}
KEY = "what-if"
AS_IT_IS = Change()
"""Nothing is different."""


@dataclass(frozen=True)
class Asked:
    """What the controls say: a change, and the twist that was picked, which may also take something away."""

    change: Change
    twist: Twist | None = None


def chosen(desk: Desk, walked: Walked) -> Asked:
    """The controls, and what they say together."""
    scenario = desk.scenario
    prefix = f"{KEY}-{desk.attempt_id}-{st.session_state.setdefault(f'{KEY}-round', 0)}"
    twist = _twist(scenario, prefix)
    with st.expander("What if …", icon=":material/tune:", key=f"{KEY}-fold"):
        left, right = st.columns(2, gap="medium")
        with left:
            load = dict(_load(scenario, prefix))
        with right:
            patch = tuple(_part(walked, prefix))
        if st.button("Back to how it is", key=f"{prefix}-reset", disabled=not (load or patch)):
            st.session_state[f"{KEY}-round"] += 1
            st.rerun()
    change = Change({**(twist.load if twist else {}), **load}, patch, title=twist.title if twist else "")
    return Asked(change, twist)


def _twist(scenario: Scenario, prefix: str) -> Twist | None:
    """The scenario's twists that can be computed, one at a time."""
    known = {
        name: twist for name, twist in scenario.twists.items() if twist.load or twist.lose or twist.burst
    }
    if not known:
        return None
    picked = st.pills("Twists of this prompt", list(known), format_func=lambda name: markdown(known[name].title),
                      key=f"{prefix}-twist")  # fmt: skip
    if picked and known[picked].text:
        st.caption(markdown(known[picked].text))
    return known[picked] if picked else None


def _load(scenario: Scenario, prefix: str) -> Iterator[tuple[str, LoadChange]]:
    st.caption("The load, as a multiple of what the prompt says")
    for name, figure in scenario.load.items():
        if figure.formula is not None:
            continue
        label = f"{figure.label or name.replace('_', ' ')} ({f'{figure.value} {figure.unit}'.strip()})"
        times = st.select_slider(markdown(label), MULTIPLES, value=1.0, key=f"{prefix}-load-{name}",
                                 format_func=lambda value: f"{value:g}×")  # fmt: skip
        if times != 1.0:
            yield name, LoadChange(times=times)


def _part(walked: Walked, prefix: str) -> Iterator[dict[str, Any]]:
    """Sizes of one part; the others stay as drawn."""
    sized = {name: part for name, part in walked.board.parts.items() if _fields(part)}
    if not sized:
        st.caption("Draw a part whose size can be set, and it can be tried here.")
        return
    name = st.selectbox(
        "A part", list(sized), format_func=lambda one: markdown(sized[one].label), key=f"{prefix}-part"
    )
    part = sized[name]
    for field in _fields(part):
        value = _tried(part, field, f"{prefix}-{name}-{field}")
        if value is not None:
            yield {"op": "set", "component": name, "field": field, "value": value}


def _fields(part: Part) -> list[str]:
    return [field for field in PART_FIELDS if field in part.spec.properties]


def _tried(part: Part, field: str, key: str) -> float | int | None:
    """A new value, or None while it is as drawn."""
    now = part.get(field)
    label = {"replicas": "Replicas", "shards": "Shards", "zones": "Zones", "hit_ratio": "Hit ratio"}[field]
    if field == "hit_ratio":
        drawn = float(now if now is not None else 0.9)
        share = st.slider(label, 0.0, 1.0, drawn, 0.01, key=key)
        return share if abs(share - drawn) > 1e-9 else None
    count = st.number_input(label, 1, MOST_TRIED[field], int(now) if now is not None else None, key=key,
                            placeholder="as it is")  # fmt: skip
    return int(count) if count is not None and count != now else None
