"""What a browser session holds: the store, the open desks, and the addresses of the pages."""

from __future__ import annotations

import functools
import gc
import logging
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from design_sandbox.attempts import Store, StoreError
from design_sandbox.render.drawing import ThemeName
from design_sandbox.ui import engine
from design_sandbox.ui.bench import Bench
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.opening import open_desk

log = logging.getLogger("design_sandbox.ui")

DESKS = "_desks"
BENCHES = "_benches"
LAST_SCENARIO = "_scenario"
PAGE = "_page"
THEME = "_theme"

PAGES = {
    "library": ("Library", ":material/menu_book:"),
    "workbench": ("Workbench", ":material/design_services:"),
    "numbers": ("Numbers", ":material/monitoring:"),
    "review": ("Review", ":material/checklist:"),
}
"""The pages by name, in the order of the menu: title and icon. Each is a module of `pages/` with a `show()`."""


@st.cache_resource(show_spinner=False)
def _open_store() -> Store:
    return Store.open()


def store() -> Store | None:
    """The store of attempts; None when nothing can be kept, which the pages say."""
    try:
        return _open_store()
    except StoreError as error:
        log.warning("attempts cannot be kept: %s", error)
        st.session_state["_store_trouble"] = str(error)
        return None


@functools.cache
def settle() -> None:
    """Once, when the first drawing is shown: what is loaded stays, so searching it for garbage only holds up edits."""
    gc.collect()
    gc.freeze()
    # A review makes some ten thousand objects and drops them again: looking at them every 700 costs a twentieth of it.
    gc.set_threshold(10_000, 10, 10)
    # The thread that sends waits for its turn while a review is computed: turns of 1 ms instead of 5.
    sys.setswitchinterval(0.001)


def pages() -> dict[str, StreamlitPage]:
    """The pages by name, in the order of the menu; the first one stands at the root of the address."""
    return {
        name: st.Page(_showing(name), title=title, icon=icon, url_path=name, default=name == "library")
        for name, (title, icon) in PAGES.items()
    }


def _showing(name: str) -> Callable[[], None]:
    """Draws a page. It is loaded when it is shown, so that one that cannot be loaded takes no other with it."""

    def show() -> None:
        import_module(f"design_sandbox.ui.pages.{name}").show()

    return show


def enter(page: str) -> None:
    """Note which page is shown, so that it can tell a first look from a rerun."""
    previous = st.session_state.get(PAGE)
    st.session_state["_entered"] = previous != page
    st.session_state[PAGE] = page


def just_entered() -> bool:
    """Whether this run is the first one after the page was opened."""
    return bool(st.session_state.get("_entered", True))


def remember_theme() -> None:
    """Keep the browser's colour scheme for drawings, which cannot follow it by themselves."""
    st.session_state[THEME] = "dark" if st.context.theme.type == "dark" else "light"


def theme() -> ThemeName:
    """The browser's colour scheme."""
    return "dark" if st.session_state.get(THEME) == "dark" else "light"


def desk() -> Desk:
    """The attempt that the address names, else the one worked on last. Raises PageError."""
    scenario_id = st.query_params.get("scenario") or st.session_state.get(LAST_SCENARIO) or _last_scenario()
    attempt_id = st.query_params.get("attempt", "")
    desks: dict[str, Desk] = st.session_state.setdefault(DESKS, {})
    found = desks.get(attempt_id)
    if found is None or found.scenario.scenario.id != scenario_id:
        opened = open_desk(store(), engine.scenario_of(scenario_id), attempt_id)
        found = desks.setdefault(opened.attempt_id, opened)
    address(found)
    return found


def bench_of(found: Desk) -> Bench:
    """The desk with what works for it beside the page: one for as long as the session has this desk."""
    benches: dict[str, Bench] = st.session_state.setdefault(BENCHES, {})
    if found.attempt_id not in benches or benches[found.attempt_id].desk is not found:
        benches[found.attempt_id] = Bench(found)
    return benches[found.attempt_id]


def known_bench(attempt_id: str) -> Bench | None:
    """The same by its attempt's id, for what runs after a page was left."""
    benches: dict[str, Bench] = st.session_state.get(BENCHES, {})
    return benches.get(attempt_id)


def address(found: Desk) -> None:
    """Put the attempt into the address, so that a reload or a link finds it."""
    st.session_state[LAST_SCENARIO] = found.scenario.scenario.id
    wanted = query_of(found)
    if {name: st.query_params.get(name) for name in wanted} != wanted:
        st.query_params.update(wanted)


def query_of(found: Desk) -> dict[str, str]:
    """The address's parameters of an attempt."""
    return {"scenario": found.scenario.scenario.id, "attempt": found.attempt_id}


def go(page: str, found: Desk) -> Any:
    """Open another page on the same attempt."""
    st.switch_page(pages()[page], query_params=query_of(found))


def _last_scenario() -> str:
    opened = store()
    known = engine.known_scenarios()
    try:
        history = opened.history() if opened else ()
    except StoreError:
        history = ()
    recent = [attempt.scenario for attempt in history if attempt.scenario in known]
    if recent:
        return recent[0]
    if not known:
        raise PageError("There are no prompts in this installation.")
    return "twitter" if "twitter" in known else known[0]
