"""The library: every prompt as a card, and where one left off."""

from __future__ import annotations

import streamlit as st

from design_sandbox.attempts import Attempt, BestScore, StoreError
from design_sandbox.ui import engine, session
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.figures import percent, plural
from design_sandbox.ui.html import bar, icon, markdown, text
from design_sandbox.ui.opening import start_over
from design_sandbox.ui.shelf import (
    DIFFICULTIES,
    KINDS,
    LENGTHS,
    STATUSES,
    Card,
    Wish,
    ago,
    attempts_by_scenario,
    suggested,
    to_practise,
    weakest_dimensions,
)
from design_sandbox.ui.styles import library_stylesheet

LENGTH_WORDS = {"short": "Up to 30 min", "medium": "31 to 45 min", "long": "Over 45 min"}


def show() -> None:
    """Draw the page."""
    st.html(f"<style>{library_stylesheet()}</style>")
    history, best = _kept()
    cards, broken = _cards(history, best)
    st.html('<h1 class="page-title">Library</h1>')
    if trouble := st.session_state.get("_store_trouble"):
        st.html(f'<p class="note warn">{icon("alert", 15)} {text(trouble)} Nothing you draw is kept.</p>')
    _top(history, best, cards)
    wish = _wish(cards)
    found = [card for card in suggested(cards) if wish.matches(card)]
    if not found:
        st.html('<p class="note empty">No prompt matches. Take a filter away or search for another word.</p>')
    with st.container(key="library-grid"):
        for card in found:
            _card(card)
    for message in broken:
        st.html(f'<p class="note warn">{icon("alert", 15)} {text(message)}</p>')


def _kept() -> tuple[tuple[Attempt, ...], dict[str, BestScore]]:
    store = session.store()
    try:
        return (store.history(), store.best_scores()) if store else ((), {})
    except StoreError:
        return (), {}


def _cards(history: tuple[Attempt, ...], best: dict[str, BestScore]) -> tuple[list[Card], list[str]]:
    """Every prompt that can be read, and one line for each that cannot."""
    cards, broken = [], []
    begun = attempts_by_scenario(history)
    for name in engine.known_scenarios():
        try:
            scenario = engine.scenario_of(name)
            bars = tuple((bar_.label, bar_.at) for bar_ in engine.rubric_of(scenario).bars)
        except PageError as error:
            where = f" ({error.places[0].message})" if error.places else ""
            broken.append(f"{error.message}{where}")
            continue
        cards.append(Card(scenario, best.get(name), len(begun.get(name, ())), bars))
    return cards, broken


def _top(history: tuple[Attempt, ...], best: dict[str, BestScore], cards: list[Card]) -> None:
    """Where one left off, and what to practise; nothing for a newcomer."""
    by_id = {card.id: card for card in cards}
    last = next((one for one in history if one.revisions > 1 and one.scenario in by_id), None)
    if last is None:
        st.html('<p class="lead">Pick a prompt, draw your answer, and see every flow walk through it.</p>')
        return
    weak = weakest_dimensions(best)
    with st.container(key="library-top"):
        with st.container(key="continue"):
            _continue(last, by_id[last.scenario])
        if weak:
            with st.container(key="weakest"):
                _weakest(weak, to_practise(cards))


def _continue(last: Attempt, card: Card) -> None:
    level = f"<b>{text(last.level)}</b>" if last.level else ""
    score = f'<span class="figure">{round(last.score)}</span>{level}' if last.score is not None else ""
    st.html(
        f'<div class="split"><div><p class="kicker">Continue</p><h2>{text(card.scenario.scenario.title)}</h2>'
        f"<p>{plural(last.revisions - 1, 'change')} so far, the last one {ago(last.updated_at)}.</p></div>"
        f'<div class="score-words">{score}</div></div>'
    )
    with st.container(horizontal=True, gap="small"):
        query = {"scenario": card.id, "attempt": last.id}
        if st.button("Continue", type="primary", icon=":material/play_arrow:"):
            st.switch_page(session.pages()["workbench"], query_params=query)
        if st.button("Start over", type="tertiary", help="Begins a new attempt; this one is kept"):
            attempt = start_over(session.store(), card.scenario, last.profile)
            st.switch_page(session.pages()["workbench"], query_params={**query, "attempt": attempt})


def _weakest(weak: list[tuple[str, float]], following: Card | None) -> None:
    rows = "".join(
        f"<li><span>{text(title)}</span>{bar(share, tone=tone)}<em>{percent(share)}</em></li>"
        for tone, (title, share) in zip(("tight", "", ""), weak, strict=False)
    )
    st.html(f'<p class="kicker">{icon("gauge", 15)} Weakest dimension</p><h2>{text(weak[0][0])}</h2>'
            f'<ul class="meters">{rows}</ul>')  # fmt: skip
    if following is not None and st.button(f"Try {markdown(following.title)}"):
        st.switch_page(session.pages()["workbench"], query_params={"scenario": following.id})


def _wish(cards: list[Card]) -> Wish:
    """The search line and the filters; the address keeps them, by the labels of their options."""
    with st.container(key="library-filters", horizontal=True, gap="small", vertical_alignment="center"):
        search = st.text_input(
            "Search", key="q", placeholder=f"Search {plural(len(cards), 'prompt')} by name, tag or problem",
            label_visibility="collapsed", icon=":material/search:", bind="query-params", max_chars=80,
            width=380,
        )  # fmt: skip
        kind = st.segmented_control(
            "Kind", list(KINDS), key="kind", format_func=lambda one: KINDS.get(one, one),
            label_visibility="collapsed", bind="query-params",
        )  # fmt: skip
        difficulty = _select("Any difficulty", "difficulty", {one: one.capitalize() for one in DIFFICULTIES})
        length = _select("Any length", "length", {one: LENGTH_WORDS[one] for one in LENGTHS})
        status = _select("Any status", "status", STATUSES)
    return Wish(search or "", kind or "", difficulty, length, status)


def _select(label: str, key: str, options: dict[str, str]) -> str:
    chosen = st.selectbox(
        label, list(options), key=key, index=None, placeholder=label, label_visibility="collapsed",
        format_func=lambda one: options.get(one, one), bind="query-params", width=150,
    )  # fmt: skip
    return chosen or ""


def _card(card: Card) -> None:
    header = card.scenario.scenario
    with st.container(key=f"card-{card.id}"):
        page, query = session.pages()["workbench"], {"scenario": card.id}
        st.page_link(page, label=markdown(card.title), query_params=query)
        level = DIFFICULTIES.index(header.difficulty) + 1
        steps = "".join(f'<i class="{"on" if number < level else ""}"></i>' for number in range(3))
        tags = "".join(f"<li>{text(tag)}</li>" for tag in header.tags[:4])
        st.html(
            f'<div class="card-icon {header.kind}">{icon(header.icon, 20)}</div>'
            f'<p class="card-kind">{KINDS[header.kind]}{_attempts(card)}</p>'
            f'<p class="card-text">{text(header.summary)}</p>'
            f'<p class="card-facts"><span class="steps" aria-hidden="true">{steps}</span>'
            f"{header.difficulty.capitalize()}<span>{icon('timer', 14)}{header.minutes} min</span></p>"
            f'<ul class="tags">{tags}</ul><div class="card-foot">{_foot(card)}</div>'
        )


def _attempts(card: Card) -> str:
    return f" · {plural(card.attempts, 'attempt')}" if card.attempts else ""


def _foot(card: Card) -> str:
    if card.best is None:
        word = "In progress" if card.attempts else "Not tried"
        return f'<span class="quiet">{icon("circle-dashed", 15)} {word}</span>'
    return (
        f"<b>{round(card.best.score)}</b>{bar(card.best.score / 100, tick=card.next_bar)}"
        f"<span>{text(card.best.level)}</span><em>best · {ago(card.best.scored_at)}</em>"
    )
