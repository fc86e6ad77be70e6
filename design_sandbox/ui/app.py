"""The app: pages and what stands around them."""

from __future__ import annotations

import logging

import streamlit as st

from design_sandbox.ui import session
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.html import text
from design_sandbox.ui.styles import stylesheet, tokens

log = logging.getLogger("design_sandbox.ui")

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 28 28">
<rect width="28" height="28" rx="7" fill="{ground}"/><g fill="none" stroke="{ink}" stroke-width="1.7">
<path d="M9.6 12.6 16 9.2M9.8 14.8l6.4 3.6M18 10.4l.5 7"/></g>
<g fill="{ground}" stroke="{ink}" stroke-width="1.7"><circle cx="8" cy="13.7" r="2"/>
<circle cx="18" cy="8.4" r="2"/><circle cx="18.6" cy="19.4" r="2"/></g></svg>"""


def logo(*, dark: bool = False) -> str:
    """The mark of the app as SVG."""
    ground, ink = (tokens()[name][dark] for name in ("--text-strong", "--surface-panel"))
    return LOGO.format(ground=ground, ink=ink)


def run() -> None:
    """Show the page that the address names."""
    session.remember_theme()
    # Author's page takes its place behind Review.
    pages = session.pages()
    page = st.navigation(list(pages.values()), position="top")
    st.logo(logo(dark=session.theme() == "dark"))
    st.html(f"<style>{stylesheet()}</style>")
    session.enter(page.url_path or "library")
    try:
        page.run()
    except PageError as error:
        show_trouble(error)
    except Exception:
        log.exception("the page %r failed", page.url_path)
        show_trouble(PageError("Something went wrong inside Design Sandbox. What you drew is kept."))


def show_trouble(error: PageError) -> None:
    """A calm page in place of one that cannot be shown."""
    places = "".join(
        f"<li><b>line {one.line}, column {one.column}</b> {text(one.message)}</li>" for one in error.places
    )
    st.html(f'<section class="panel calm"><h2>This page cannot be shown</h2><p>{text(error.message)}</p>'
            f"<ul>{places}</ul></section>")  # fmt: skip
    st.page_link(session.pages()["library"], label="Back to the library", icon=":material/arrow_back:")
