"""The mount: one component that fills everything below the top navigation."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from design_sandbox.ui.canvas.protocol import Board

COMPONENT = "design-sandbox.workbench"
SCRIPT = "workbench.js"


@functools.cache
def _component() -> Callable[..., Any]:
    # Lazily: outside a running server a component with a file raises, so an import must not register it.
    return st.components.v2.component(COMPONENT, js=SCRIPT)


def widget_key(board: Board) -> str:
    """The component's key: fixed for a board, so that changed data never remounts it."""
    return f"workbench:{board.name}"


def news(board: Board) -> Mapping[str, Any]:
    """What the tab has said so far, as far as this session knows before the mount."""
    said = st.session_state.get(widget_key(board))
    return said if isinstance(said, Mapping) else {}


def mount(board: Board, data: dict[str, Any]) -> Mapping[str, Any]:
    """Show the workbench and return what the tab says; in a session's first run this is news."""
    # As text made here: Streamlit would write a mapping three times, and what JSON cannot express as its repr, silently.
    text = json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    said = _component()(
        key=widget_key(board),
        data=text.encode(),
        height="stretch",
        on_document_change=_ignore,
        on_request_change=_ignore,
    )
    return said if isinstance(said, Mapping) else {}


def _ignore() -> None:
    """States are read in the run itself; a callback must exist for each of them to be kept."""
