"""An attempt on the desk: what is kept, what is reviewed, and what requests do."""

from __future__ import annotations

from typing import Any

import pytest
import sample_bench
from fake_engine import FakeEngine

from design_sandbox.attempts import Store, StoreError
from design_sandbox.model.scenario import Scenario
from design_sandbox.ui.advice import Advice
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.merging import merged
from design_sandbox.ui.opening import open_desk, start_over
from design_sandbox.ui.requests import respond


@pytest.fixture
def desk(fake: FakeEngine, store: Store) -> Desk:
    """A fresh attempt at the sample scenario."""
    return open_desk(store, fake.scenario)


def commit(desk: Desk, rev: int, document: dict[str, Any] | None = None) -> bool:
    """A commit of the desk's own tab."""
    return desk.hear({"epoch": desk.board.epoch, "rev": rev, "design": document or sample_bench.document()})


def asked(desk: Desk, number: int, action: str, **request: Any) -> str | None:
    """A request of the canvas."""
    return respond(desk, {"id": number, "action": action, **request})


def test_a_commit_is_kept_before_it_is_reviewed(desk: Desk, store: Store, fake: FakeEngine) -> None:
    """Even when the review fails, the drawing is in the store."""
    fake.trouble = "The review stopped."
    assert commit(desk, 1)
    desk.look()
    assert store.attempt(desk.attempt_id).head.document == sample_bench.document()  # type: ignore[union-attr]
    assert desk.trouble is not None and desk.trouble.message == "The review stopped."
    assert desk.saved[0] == "saved"


def test_what_cannot_be_read_as_a_design_is_kept_all_the_same(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawing with a broken field is the learner's work too."""
    odd = sample_bench.document()
    odd["components"]["api"]["label"] = "x" * 500
    commit(desk, 1, odd)
    assert store.attempt(desk.attempt_id).head.document == odd  # type: ignore[union-attr]


def test_a_drawing_is_reviewed_once(desk: Desk, fake: FakeEngine) -> None:
    """Reruns and moved parts cost nothing; a changed part or another chair does."""
    commit(desk, 1)
    desk.look()
    desk.look()
    moved = {**sample_bench.document(), "layout": {"positions": {"api": [500, 500]}}}
    commit(desk, 2, moved)
    desk.look()
    assert (fake.reviews, desk.reviewed_rev) == (1, 2)
    desk.sit_in("swe-senior")
    desk.look()
    assert (fake.reviews, desk.reviewed.review.profile) == (2, "swe-senior")  # type: ignore[union-attr]


def test_the_old_review_stays_while_a_new_one_fails(desk: Desk, fake: FakeEngine) -> None:
    """The canvas keeps the last figures, marked with the revision they belong to."""
    commit(desk, 1)
    desk.look()
    fake.trouble = "The review stopped."
    commit(desk, 2, sample_bench.document("Gateway"))
    desk.look()
    assert (desk.reviewed_rev, desk.board.rev) == (1, 2)
    assert desk.reviewed is not None and desk.trouble is not None


def test_a_store_that_fails_is_told_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk shows "failed"; the next commit is kept when it can be."""
    keep = Store.keep

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "keep", fail)
    commit(desk, 1)
    assert desk.saved == ("failed", "The disk is full.")
    monkeypatch.setattr(Store, "keep", keep)
    commit(desk, 2)
    assert desk.saved[0] == "saved"


def test_without_a_store_one_can_draw(fake: FakeEngine) -> None:
    """Nothing is kept, which is said, and the review works."""
    desk = open_desk(None, fake.scenario)
    assert commit(desk, 1)
    desk.look()
    assert desk.saved[0] == "failed" and desk.reviewed is not None
    assert start_over(None, fake.scenario) == ""


def test_an_attempt_opens_where_it_was_left(desk: Desk, store: Store, fake: FakeEngine) -> None:
    """Another session finds drawing, chair, hints and commitment."""
    commit(desk, 1)
    desk.sit_in("swe-senior")
    desk.next_hint()
    desk.reveal_accepted()
    again = open_desk(store, fake.scenario, desk.attempt_id)
    assert again.board.design == sample_bench.document()
    assert (again.profile, again.hints, again.revealed) == ("swe-senior", 1, True)


def test_the_latest_attempt_opens_without_a_name(desk: Desk, store: Store, fake: FakeEngine) -> None:
    """An unknown or foreign id does not open an empty canvas."""
    newer = start_over(store, fake.scenario)
    assert open_desk(store, fake.scenario).attempt_id == newer
    assert open_desk(store, fake.scenario, "nonsense").attempt_id == newer
    assert open_desk(store, fake.scenario, desk.attempt_id).attempt_id == desk.attempt_id


def test_two_desks_on_one_attempt_lose_nothing(desk: Desk, store: Store, fake: FakeEngine) -> None:
    """The second tab's commit is told to have overtaken the first one, whose drawing is a sibling."""
    other = open_desk(store, fake.scenario, desk.attempt_id)
    commit(desk, 1, sample_bench.document("Mine"))
    commit(other, 1, sample_bench.document("Theirs"))
    assert "Another tab" in other.board.answers["message"]["text"]
    assert [one.document for one in store.siblings(desk.attempt_id)] == [sample_bench.document("Mine")]
    assert desk.newest_elsewhere() and not other.newest_elsewhere()
    desk.take_newest()
    assert desk.board.design == sample_bench.document("Theirs")
    commit(desk, 1, sample_bench.document("Agreed"))
    assert "message" not in desk.board.answers


def test_a_fix_becomes_one_revision(desk: Desk, store: Store) -> None:
    """The patch is applied to the drawing, positions stay, and the store has it."""
    commit(desk, 1)
    desk.apply(({"op": "set", "component": "db", "field": "replicas", "value": 2},))
    assert desk.board.rev == 2
    assert desk.board.design["components"]["db"]["replicas"] == 2
    assert desk.board.design["layout"] == {"positions": {"api": [10, 20]}}
    assert store.attempt(desk.attempt_id).head.document == desk.board.design  # type: ignore[union-attr]


def test_a_fix_that_no_longer_fits_says_so(desk: Desk) -> None:
    """An edit of a part that is gone changes nothing."""
    commit(desk, 1)
    with pytest.raises(PageError, match="no longer fits"):
        desk.apply(({"op": "set", "component": "gone", "field": "replicas", "value": 2},))
    assert desk.board.rev == 1


def test_the_score_is_noted_once(desk: Desk, store: Store) -> None:
    """The best score of the scenario follows the review."""
    commit(desk, 1)
    desk.look()
    desk.note_score()
    desk.note_score()
    best = store.best_scores()["notebook"]
    assert (best.score, best.level, best.profile) == (71.0, "sound mid", "swe-mid")
    assert best.dimensions["Works"] == pytest.approx(2 / 3)


def test_merging_keeps_what_only_the_canvas_knows() -> None:
    """Unknown sections and the positions of remaining parts survive a text without them."""
    before = {
        **sample_bench.document(),
        "future": 1,
        "layout": {"positions": {"api": [1, 2], "gone": [3, 4]}},
    }
    after = merged(before, {"design": before["design"], "components": {"api": {"type": "service"}}})
    assert after["future"] == 1
    assert after["layout"] == {"positions": {"api": [1, 2]}}
    assert "connections" not in after


# Requests


def test_pages_are_opened_and_nothing_else(desk: Desk) -> None:
    """Review and download lead to the review page, open only to pages that exist."""
    assert asked(desk, 1, "review") == "review"
    assert asked(desk, 2, "download", format="svg") == "review"
    assert asked(desk, 3, "open", page="library") == "library"
    assert asked(desk, 4, "open", page="https://evil.example") is None
    assert asked(desk, 5, "dance") is None
    assert desk.board.handled == 5


def test_a_missing_decision_is_answered_on_the_review(desk: Desk, fake: FakeEngine) -> None:
    """The review is told which prompt of this scenario is meant; another one, or none, is nobody's."""
    options = {"question": "q", "options": {"a": "A"}, "strong_answer_names": [], "model_answer": "m"}
    desk.scenario = Scenario.model_validate(
        {**fake.scenario.model_dump(exclude_none=True), "trade_offs": {"when": options}}
    )
    assert asked(desk, 1, "open", page="review", prompt="when") == "review"
    assert desk.answering == "when"
    assert asked(desk, 2, "open", page="review", prompt="nothing") == "review"
    assert desk.answering == ""
    assert asked(desk, 3, "open", page="review", prompt=["when"]) == "review"
    assert desk.answering == ""


def test_hints_come_one_by_one(desk: Desk) -> None:
    """Each request shows one more, up to the last."""
    shown = []
    for number in range(1, 4):
        asked(desk, number, "hint")
        shown.append(desk.hints)
    assert shown == [1, 2, 2]


def test_an_unknown_profile_becomes_the_default(desk: Desk) -> None:
    """A profile that the rubric does not have cannot be sat in."""
    asked(desk, 1, "profile", profile="swe-senior")
    assert desk.profile == "swe-senior"
    asked(desk, 2, "profile", profile="king")
    assert desk.profile == "swe-mid"


def test_scope_and_variant_are_written_into_the_design(desk: Desk) -> None:
    """Only optional flows and known variants; a variant can be left again."""
    commit(desk, 1)
    asked(desk, 1, "scope", flows={"count_notes": True, "write_note": False, "x": True, "y": 1})
    assert desk.board.design["design"]["scope"] == {"count_notes": True}
    asked(desk, 2, "variant", variant="counting")
    asked(desk, 3, "variant", variant="nonsense")
    assert desk.board.design["design"]["variant"] == "counting"
    asked(desk, 4, "variant", variant=None)
    assert "variant" not in desk.board.design["design"]
    assert desk.board.rev == 4


def test_a_layout_is_answered_by_id(desk: Desk) -> None:
    """Every part gets a place, in whole pixels, and nothing is moved by Python itself."""
    commit(desk, 1)
    asked(desk, 9, "layout", sizes={"api": [200, 80], "db": "wide", "people": [float("nan"), 1]})
    answer = desk.board.answers["layout"]
    assert answer["id"] == 9
    assert set(answer["positions"]) == {"people", "api", "db"}
    assert all(isinstance(side, int) for place in answer["positions"].values() for side in place)
    assert desk.board.rev == 1


YAML = """design: {id: my-design, version: 1, scenario: %s, kind: %s}
components:
  api: {type: service, label: From text}
connections: []
"""


def test_yaml_becomes_the_drawing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is a design of this scenario is handed to the canvas, with the old positions."""
    commit(desk, 1)
    asked(desk, 1, "apply_yaml", text=YAML % ("notebook", "system"), rev=1)
    answer = desk.board.answers["yaml"]
    assert answer["ok"] and answer["id"] == 1
    assert answer["design"]["components"] == {"api": {"type": "service", "label": "From text"}}
    assert answer["design"]["layout"] == {"positions": {"api": [10, 20]}}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("design: {}\ndesign: {}\n", 2, "design"),
        (YAML.replace("service", "servise") % ("notebook", "system"), 3, "service"),
        (YAML % ("twitter", "system"), 1, "twitter"),
        (YAML % ("notebook", "object_model"), 3, ""),
    ],
)
def test_wrong_yaml_is_marked_at_its_line(desk: Desk, text: str, line: int, words: str) -> None:
    """Nothing is drawn; every problem has a line, and what is meant is named."""
    commit(desk, 1)
    asked(desk, 1, "apply_yaml", text=text, rev=1)
    answer = desk.board.answers["yaml"]
    assert not answer["ok"] and "design" not in answer
    assert answer["problems"][0]["line"] == line
    assert words in answer["problems"][0]["message"]


@pytest.mark.parametrize("text", [None, 7, "x" * 1_000_001])
def test_texts_without_measure_are_refused(desk: Desk, text: object) -> None:
    """What is no text, or too much of it, gets a line of words."""
    asked(desk, 1, "apply_yaml", text=text, rev=1)
    assert "too long" in desk.board.answers["message"]["text"]


# Advice


def resting(desk: Desk) -> Desk:
    """The desk with a reviewed drawing and a hand that has rested for long."""
    commit(desk, 1)
    desk.look()
    desk.changed_at -= 10
    return desk


def test_fixes_arrive_later(desk: Desk, fake: FakeEngine) -> None:
    """Tried once the hand rests, taken once, and then nobody waits any more."""
    advice = Advice()
    commit(desk, 1)
    desk.look()
    assert advice.waits(desk)
    assert not advice.step(desk), "the hand does not rest yet"
    desk.changed_at -= 10
    assert advice.step(desk)
    assert desk.reviewed.review.failures[0].fix is not None  # type: ignore[union-attr]
    assert not advice.waits(desk)
    assert fake.advised == 1


def test_fixes_of_an_older_drawing_are_given_up(desk: Desk, fake: FakeEngine) -> None:
    """A commit while fixes are tried takes the question back, and its answer is not shown."""
    advice = Advice()
    fake.advice_waits = True
    advice.step(resting(desk))
    commit(desk, 2, sample_bench.document("Gateway"))
    desk.look()
    assert not advice.step(desk)
    assert fake.taken_back == [1]
    assert desk.reviewed.review.failures[0].fix is None  # type: ignore[union-attr]


def test_failing_advice_ends_the_waiting(desk: Desk, fake: FakeEngine) -> None:
    """The findings stand without fixes, and the page stops asking."""
    advice = Advice()
    fake.advice_trouble = "the worker ended"
    assert advice.step(resting(desk))
    assert not advice.waits(desk)
    assert desk.reviewed.review.failures  # type: ignore[union-attr]
