"""Where the learner commits before being told: trade-offs, and what accepted designs look like."""

from __future__ import annotations

import streamlit as st

from design_sandbox.model.design import Design
from design_sandbox.review.result import Review, TradeOffPrompt
from design_sandbox.ui import engine, pictures
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.figures import plural
from design_sandbox.ui.html import icon, markdown, picture, text

LONGEST_REASON = 2_000
REASON_WANTED = "A figure, what you reject, and where your choice stops being right"


def trade_offs(desk: Desk, review: Review) -> None:
    """Each prompt that this drawing reaches: first the learner's answer, then the model answer."""
    if not review.trade_offs:
        st.html('<h3>Trade-offs</h3><p class="note">Draw more, and the questions that your design raises '
                "will stand here.</p>")  # fmt: skip
        return
    answered = sum(prompt.committed for prompt in review.trade_offs)
    st.html(f"<h3>Trade-offs <small>{answered} of {len(review.trade_offs)} answered</small></h3>")
    open_ones = [prompt.id for prompt in review.trade_offs if not prompt.committed]
    shown = desk.answering if desk.answering in open_ones else next(iter(open_ones), "")
    for prompt in review.trade_offs:
        mark = ":material/check_circle: " if prompt.committed else ""
        with st.expander(f"{mark}{markdown(prompt.question)}", expanded=prompt.id in (shown, desk.answering)):
            if prompt.committed:
                _answered(prompt)
            else:
                _ask(desk, prompt)


def _ask(desk: Desk, prompt: TradeOffPrompt) -> None:
    with st.form(f"trade-off-{desk.attempt_id}-{prompt.id}", border=False):
        chosen = st.radio("Your choice", list(prompt.options), index=None,
                          format_func=lambda one: markdown(prompt.options[one]))  # fmt: skip
        because = st.text_area("Because", max_chars=LONGEST_REASON, height=90,
                               placeholder=REASON_WANTED)  # fmt: skip
        if st.form_submit_button("Commit and compare"):
            if chosen is None or not because.strip():
                st.html('<p class="note warn">Choose one and say why: the comparison needs both.</p>')
                return
            desk.decide(prompt.id, chosen, because.strip())
            st.rerun()


def _answered(prompt: TradeOffPrompt) -> None:
    chosen = prompt.options.get(prompt.chosen, prompt.chosen)
    named = set(prompt.named)
    rows = "".join(_name(name, name in named) for name in prompt.strong_answer_names)
    business = (
        f'<p class="business"><b>In business terms</b> {text(prompt.business)}</p>' if prompt.business else ""
    )
    st.html(
        f'<div class="answer"><blockquote><p class="kicker">Your answer: {text(chosen)}</p>'
        f"{text(prompt.because)}</blockquote>"
        f'<div><p class="kicker">A strong answer names</p><ul class="names">{rows}</ul></div></div>'
        f"<p><b>A model answer</b> {text(prompt.model_answer)}</p>{business}"
        '<p class="note">Words are compared with what a strong answer names; they are not understood.</p>'
    )


def _name(name: str, named: bool) -> str:
    tone, mark = ("served", "check") if named else ("quiet", "circle-dashed")
    return f'<li class="{tone}">{icon(mark, 15)} {text(name)}</li>'


def accepted(desk: Desk) -> None:
    """The reference designs, once the learner has committed the attempt."""
    with st.expander("What an accepted design looks like", expanded=False):
        if not desk.revealed:
            st.html("<p>Commit your attempt first: seeing an answer before giving yours teaches less. "
                    "You can go on drawing afterwards.</p>")  # fmt: skip
            if st.button("Commit this attempt and show them", key="reveal"):
                desk.reveal_accepted()
                st.rerun()
            return
        try:
            designs = engine.accepted_designs(desk.scenario)
        except PageError as error:
            st.html(f'<p class="note bad">{text(error.message)}</p>')
            return
        for design in designs:
            _reference(design)


def _reference(design: Design) -> None:
    header = design.design
    facts = " · ".join(part for part in (plural(len(design.components), "part"), header.level or "") if part)
    title = text(header.title or header.strategy or header.id)
    st.html(f"<h4>{title} <small>{text(facts)}</small></h4><p>{text(header.note)}</p>")
    try:
        st.html(picture(pictures.svg_of(design, None), f"Accepted design {header.id}"))
    except PageError as error:
        st.html(f'<p class="note warn">{text(error.message)}</p>')
