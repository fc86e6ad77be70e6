"""The app: pages and what stands around them."""

from __future__ import annotations

import streamlit as st

from design_sandbox.ui import session
from design_sandbox.ui.styles import stylesheet, tokens
from design_sandbox.ui.trouble import calm

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
    with calm(page.url_path or "library"):
        page.run()
