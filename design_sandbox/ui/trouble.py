"""What cannot be shown, said calmly: nobody ever sees a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from design_sandbox.ui import session
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.html import text

log = logging.getLogger("design_sandbox.ui")


@contextmanager
def calm(page: str) -> Iterator[None]:
    """Show what goes wrong inside as a few words in its place; what nobody foresaw goes to the log."""
    try:
        yield
    except PageError as error:
        show_trouble(error)
    except Exception:
        log.exception("the page %r failed", page)
        show_trouble(PageError("Something went wrong inside Design Sandbox. What you drew is kept."))


def show_trouble(error: PageError) -> None:
    """A calm page in place of one that cannot be shown."""
    places = "".join(
        f"<li><b>line {one.line}, column {one.column}</b> {text(one.message)}</li>" for one in error.places
    )
    st.html(f'<section class="panel calm"><h2>This page cannot be shown</h2><p>{text(error.message)}</p>'
            f"<ul>{places}</ul></section>")  # fmt: skip
    st.page_link(session.pages()["library"], label="Back to the library", icon=":material/arrow_back:")
