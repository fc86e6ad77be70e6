"""The store of attempts: what goes in comes out, in order, whoever else writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from design_sandbox.attempts import Store, StoreError
from design_sandbox.attempts.history import DAYS_KEPT, NEWEST_KEPT, SIBLINGS_KEPT, SLACK
from design_sandbox.attempts.store import MAX_DOCUMENT_BYTES


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The next second."""
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    """A clock one second further at each look."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    opened = Store.open(tmp_path, clock)
    yield opened
    opened.close()


def test_an_attempt_opens_with_what_it_was_started_with(store: Store) -> None:
    """The first drawing is the newest one until something is committed."""
    begun = store.start("twitter", {"components": {}}, profile="swe-mid", title="Twitter")
    found = store.latest("twitter")
    assert found == begun
    assert found is not None and found.head is not None and found.head.document == {"components": {}}
    assert store.latest("whatsapp") is None
    assert store.attempt("nothing") is None


def test_the_attempt_touched_last_is_the_latest(store: Store) -> None:
    """A commit to an older attempt makes it the one to continue."""
    first = store.start("twitter", {})
    second = store.start("twitter", {})
    assert store.latest("twitter").id == second.id  # type: ignore[union-attr]
    store.keep(first.id, "tab", 1, {"n": 1})
    assert [attempt.id for attempt in store.history("twitter")] == [first.id, second.id]


def test_keeping_the_same_commit_twice_changes_nothing(store: Store) -> None:
    """A resent commit is recognised by epoch and rev."""
    attempt = store.start("twitter", {})
    one = store.keep(attempt.id, "tab", 1, {"n": 1})
    again = store.keep(attempt.id, "tab", 1, {"n": 1})
    assert (one.revision_id, one.new, again.new) == (again.revision_id, True, False)
    assert len(store.revisions(attempt.id)) == 2


def test_a_late_revision_does_not_become_the_newest(store: Store) -> None:
    """Commits that arrive out of order are ordered by rev."""
    attempt = store.start("twitter", {})
    store.keep(attempt.id, "tab", 2, {"n": 2})
    store.keep(attempt.id, "tab", 1, {"n": 1})
    assert store.attempt(attempt.id).head.document == {"n": 2}  # type: ignore[union-attr]


def test_two_tabs_keep_both_drawings(store: Store) -> None:
    """The tab that writes last wins, and the other one's drawing can be restored."""
    attempt = store.start("twitter", {})
    assert attempt.head is not None
    left = store.keep(attempt.id, "left", 1, {"by": "left"}, based_on=attempt.head.id)
    right = store.keep(attempt.id, "right", 1, {"by": "right"}, based_on=attempt.head.id)
    assert (left.conflict, right.conflict) == (False, True)
    assert store.attempt(attempt.id).head.document == {"by": "right"}  # type: ignore[union-attr]
    assert [sibling.document for sibling in store.siblings(attempt.id)] == [{"by": "left"}]
    back = store.keep(attempt.id, "left", 2, {"by": "left", "n": 2}, based_on=attempt.head.id)
    assert back.conflict
    assert [sibling.document for sibling in store.siblings(attempt.id)] == [{"by": "right"}]


def test_a_tab_that_continues_the_newest_drawing_is_no_conflict(store: Store) -> None:
    """Opening a second tab and drawing on in it alone loses nothing and says nothing."""
    attempt = store.start("twitter", {})
    first = store.keep(attempt.id, "left", 1, {"n": 1})
    assert not store.keep(attempt.id, "right", 1, {"n": 2}, based_on=first.revision_id).conflict
    assert store.siblings(attempt.id) == ()


def test_the_past_is_bounded_and_keeps_a_day_each(store: Store, clock: Clock) -> None:
    """Thousands of commits leave the newest ones and one of each earlier day."""
    attempt = store.start("twitter", {})
    for day in range(6):
        clock.moment = datetime(2026, 3, 2 + day, tzinfo=UTC)
        for number in range(90):
            store.keep(attempt.id, "tab", day * 90 + number + 1, {"day": day, "n": number})
    kept = store.revisions(attempt.id)
    assert len(kept) <= NEWEST_KEPT + SLACK + DAYS_KEPT + SIBLINGS_KEPT
    assert kept[0].document == {"day": 5, "n": 89}
    assert {revision.document.get("day") for revision in kept} >= {0, 1, 2, 3, 4, 5}


def test_what_is_too_large_or_not_json_is_refused_in_words(store: Store) -> None:
    """A refused drawing leaves the newest one as it was."""
    attempt = store.start("twitter", {"n": 0})
    with pytest.raises(StoreError, match="at most 2,000,000"):
        store.keep(attempt.id, "tab", 1, {"text": "x" * MAX_DOCUMENT_BYTES})
    with pytest.raises(StoreError, match="not plain JSON"):
        store.keep(attempt.id, "tab", 2, {"n": float("nan")})
    with pytest.raises(StoreError, match="no attempt"):
        store.keep("gone", "tab", 1, {})
    assert store.attempt(attempt.id).head.document == {"n": 0}  # type: ignore[union-attr]


def test_the_best_score_of_a_scenario_is_remembered(store: Store) -> None:
    """A worse review later changes the newest score, not the best one."""
    attempt = store.start("twitter", {})
    store.record_score(attempt.id, profile="swe-mid", score=71, level="sound mid", dimensions={"Data": 0.47})
    store.record_score(attempt.id, profile="swe-mid", score=62, level="mid", dimensions={"Data": 0.2})
    best = store.best_scores()["twitter"]
    assert (best.score, best.level, best.dimensions) == (71, "sound mid", {"Data": 0.47})
    listed = store.history("twitter")[0]
    assert (listed.score, listed.best_score, listed.level) == (62, 71, "mid")


def test_hints_are_counted_up_to_their_number(store: Store) -> None:
    """A fourth request for three hints shows three."""
    attempt = store.start("twitter", {})
    assert [store.reveal_hint(attempt.id, 3) for _ in range(4)] == [1, 2, 3, 3]


def test_another_process_sees_what_was_kept(store: Store, tmp_path: Path) -> None:
    """A second opening of the same file reads the committed drawing."""
    attempt = store.start("twitter", {})
    store.keep(attempt.id, "tab", 1, {"text": "水 · عربى"})
    other = Store.open(tmp_path)
    assert other.latest("twitter").head.document == {"text": "水 · عربى"}  # type: ignore[union-attr]
    other.close()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    commits=st.lists(
        st.tuples(st.sampled_from("abc"), st.dictionaries(st.text(max_size=8), json_values, max_size=3)),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_tabs_do_nothing_is_lost(store: Store, commits: list[tuple[str, dict[str, object]]]) -> None:
    """The newest drawing is the last commit, and the last drawing of each other tab is a sibling."""
    attempt = store.start("twitter", {})
    head, based_on, revs = attempt.head.id if attempt.head else 0, {}, {"a": 0, "b": 0, "c": 0}
    ends: dict[str, dict[str, object]] = {}
    for tab, document in commits:
        revs[tab] += 1
        # Every tab was opened on the first drawing.
        based_on.setdefault(tab, head)
        store.keep(attempt.id, tab, revs[tab], document, based_on=based_on[tab])
        ends[tab] = document
    found = store.attempt(attempt.id)
    assert found is not None and found.head is not None
    assert found.head.document == commits[-1][1]
    reachable = [found.head.document, *(sibling.document for sibling in store.siblings(attempt.id))]
    assert all(end in reachable for end in ends.values())
    assert len(store.siblings(attempt.id)) == len(ends) - 1
