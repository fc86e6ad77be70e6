"""Files of an attempt: downloads, uploads, and earlier versions."""

from __future__ import annotations

import copy
import functools

import streamlit as st

from design_sandbox.attempts import Revision, StoreError
from design_sandbox.model.design import Design
from design_sandbox.render.drawing import ThemeName
from design_sandbox.review.result import Review
from design_sandbox.ui import engine, pictures, session
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.figures import plural
from design_sandbox.ui.html import text
from design_sandbox.ui.merging import merged
from design_sandbox.ui.requests import misplaced
from design_sandbox.ui.shelf import ago

VERSIONS_SHOWN = 12
LARGEST_UPLOAD_MB = 1


def downloads(desk: Desk) -> None:
    """One button a format; the file is made when it is asked for."""
    if desk.reviewed is None or not desk.reviewed.review.design.components:
        return
    review = desk.reviewed.review
    name = f"{desk.scenario.scenario.id}-{review.design.design.id}"
    with st.popover("Download", icon=":material/download:"), st.container(key="downloads", gap="small"):
        for ending, (label, mime) in pictures.FORMATS.items():
            make = functools.partial(_file, ending, review.design, review, session.theme())
            st.download_button(
                label, data=make, file_name=f"{name}.{ending}", mime=mime, key=f"download-{ending}",
                on_click="ignore", width="stretch",
            )  # fmt: skip


def _file(ending: str, design: Design, review: Review, theme: ThemeName) -> bytes:
    """Made without session state: the server calls this when the button is pressed."""
    return pictures.export(ending, design, review, theme)


def upload(desk: Desk) -> None:
    """Put a design file onto the canvas; what is wrong with it is told line by line."""
    with st.popover("Upload", icon=":material/upload:"):
        given = st.file_uploader(
            "A design as YAML or JSON. It replaces the drawing; undo on the canvas brings the old one back.",
            type=["yaml", "yml", "json"], key=f"upload-{desk.attempt_id}", max_upload_size=LARGEST_UPLOAD_MB,
        )  # fmt: skip
        if given is None or st.session_state.get("_uploaded") == given.file_id:
            return
        try:
            _take(desk, given.getvalue(), given.name)
        except PageError as error:
            places = "".join(
                f"<li><b>line {p.line}, column {p.column}</b> {text(p.message)}</li>" for p in error.places
            )
            st.html(f'<p class="note bad">{text(error.message)}</p><ul class="problems">{places}</ul>')
            return
        st.session_state["_uploaded"] = given.file_id
        st.rerun()


def _take(desk: Desk, content: bytes, name: str) -> None:
    design = engine.design_of_text(content, name, desk.scenario)
    if wrong := misplaced(desk, design.design.scenario, design.design.kind):
        raise PageError(f"{name} was not taken: {wrong}.")
    document = engine.document_of(design)
    if not design.layout.positions:
        document = {**document, "layout": {"positions": pictures.arranged(document)}}
    desk.edit(lambda before: merged({**before, "layout": {}}, document))


def restore(desk: Desk) -> None:
    """Earlier versions, those that another tab has overtaken first."""
    if desk.store is None:
        return
    try:
        siblings = desk.store.siblings(desk.attempt_id)
        recent = desk.store.revisions(desk.attempt_id, limit=VERSIONS_SHOWN)
    except StoreError:
        return
    if len(recent) < 2:
        return
    with st.expander(
        f"Earlier versions ({plural(len(siblings), 'other tab')})" if siblings else "Earlier versions"
    ):
        for revision in siblings:
            _version(desk, revision, "Drawn in another tab")
        for revision in recent[1:]:
            if revision not in siblings:
                _version(desk, revision, "")


def _version(desk: Desk, revision: Revision, note: str) -> None:
    parts = revision.document.get("components", {})
    with st.container(key=f"version-{revision.id}", horizontal=True, vertical_alignment="center"):
        said = " · ".join(part for part in (ago(revision.saved_at), plural(len(parts), "part"), note) if part)
        st.html(f"<p>{text(said)}</p>", width="stretch")
        # Called before the page is drawn: a click on "Back to the drawing" right after it must not overtake it.
        st.button("Restore", key=f"restore-{revision.id}", type="tertiary",
                  on_click=_put_back, args=(desk, revision))  # fmt: skip


def _put_back(desk: Desk, revision: Revision) -> None:
    desk.edit(lambda _now: copy.deepcopy(dict(revision.document)))
