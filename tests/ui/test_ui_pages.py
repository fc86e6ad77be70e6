"""The pages as a browser session meets them: a whole script run, the canvas mounted, commits as component state."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import sample_bench
from fake_engine import FakeEngine
from streamlit.testing.v1 import AppTest

from design_sandbox.attempts import Store, StoreError
from design_sandbox.ui import engine
from design_sandbox.ui.advice import Advice
from design_sandbox.ui.engine import PageError

APP = Path(__file__).resolve().parents[2] / "app.py"


def library() -> AppTest:
    """A session on the library page."""
    return AppTest.from_file(str(APP), default_timeout=20)


def page(name: str, **query: str) -> AppTest:
    """A session on another page, as if the address had been opened."""
    script = f"from design_sandbox.ui.pages.{name} import show\nshow()\n"
    session = AppTest.from_string(script, default_timeout=20)
    for key, value in {"scenario": "notebook", **query}.items():
        session.query_params[key] = value
    return session


def canvas(session: AppTest) -> dict[str, Any]:
    """What the canvas was told."""
    mounted = session.get("bidi_component")
    assert len(mounted) == 1
    return dict(json.loads(mounted[0].proto.bytes))


def say(session: AppTest, **state: Any) -> AppTest:
    """The canvas sets component state, and the script runs again."""
    key = f"workbench:{canvas(session)['board']}"
    held = dict(session.session_state[key]) if key in session.session_state else {}
    session.session_state[key] = {**held, **state}
    return session.run()


def drawn(session: AppTest, rev: int = 1, document: dict[str, Any] | None = None) -> AppTest:
    """The tab commits the sample drawing."""
    told = canvas(session)
    return say(session, document={
        "epoch": told["epoch"], "rev": rev, "design": document or sample_bench.document(),
    })  # fmt: skip


def attempt_of(session: AppTest) -> str:
    """The attempt that the address names."""
    named = session.query_params["attempt"]
    return named if isinstance(named, str) else named[0]


def html(session: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(element.proto.body for element in session.get("html"))


def test_the_library_shows_every_prompt(fake: FakeEngine, store: Store) -> None:
    """A newcomer sees a card with its facts, and nothing to continue."""
    session = library().run()
    assert not session.exception
    shown = html(session)
    for words in ("Write notes, read notes.", "30 min", "Easy", "Not tried", "cache"):
        assert words in shown
    assert "Continue" not in [button.label for button in session.button]


def test_the_library_offers_to_continue(fake: FakeEngine, store: Store) -> None:
    """What was drawn last stands on top with its score, and the card shows the best one."""
    bench = page("workbench").run()
    drawn(bench)
    session = library().run()
    assert not session.exception
    assert {"Continue", "Start over"} <= {button.label for button in session.button}
    shown = html(session)
    assert "1 change so far" in shown
    assert "<b>71</b>" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [({}, 1), ({"q": "notes"}, 1), ({"q": "NOTE cache"}, 1), ({"q": "whatsapp"}, 0), ({"kind": "Object model"}, 0),
     ({"difficulty": "Easy"}, 1), ({"difficulty": "Hard"}, 0), ({"status": "Scored"}, 0), ({"length": "Up to 30 min"}, 1)],
)  # fmt: skip
def test_search_and_filters_come_from_the_address(
    fake: FakeEngine, store: Store, query: dict[str, str], found: int
) -> None:
    """A link with filters opens the filtered library."""
    session = library()
    for key, value in query.items():
        session.query_params[key] = value
    session.run()
    assert not session.exception
    assert html(session).count('class="card-text"') == found
    assert ("No prompt matches" in html(session)) == (found == 0)


def test_a_broken_prompt_does_not_hide_the_others(
    fake: FakeEngine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named with its first problem, and the rest of the library stands."""

    def scenario_of(name: str) -> Any:
        if name == "broken":
            raise PageError("The prompt 'broken' cannot be read.", (engine.Place(3, 1, "unknown key 'x'"),))
        return fake.scenario

    monkeypatch.setattr(engine, "known_scenarios", lambda: ("broken", "notebook"))
    monkeypatch.setattr(engine, "scenario_of", scenario_of)
    shown = html(library().run())
    assert "unknown key &#x27;x&#x27;" in shown
    assert "Write notes" in shown


@pytest.fixture
def lost_page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page whose code cannot be loaded."""
    monkeypatch.setitem(sys.modules, f"design_sandbox.ui.pages.{request.param}", None)
    return str(request.param)


@pytest.mark.parametrize("lost_page", ["workbench", "numbers", "review"], indirect=True)
def test_a_page_that_cannot_be_loaded_takes_no_other_with_it(
    fake: FakeEngine, store: Store, lost_page: str
) -> None:
    """The library stands."""
    session = library().run()
    assert not session.exception
    assert "Write notes" in html(session)


@pytest.mark.parametrize("lost_page", ["workbench"], indirect=True)
def test_a_page_that_cannot_be_loaded_says_so_calmly(fake: FakeEngine, store: Store, lost_page: str) -> None:
    """Its place has a few words and a way back to the library, and no traceback."""
    attempt = store.start("notebook", {}, profile="swe-mid", title="Notebook")
    store.keep(attempt.id, "tab", 1, sample_bench.document())
    session = button(library().run(), "Continue").click().run()
    assert not session.exception
    assert "This page cannot be shown" in html(session)
    assert "ModuleNotFoundError" not in html(session) and "halted" not in html(session)
    assert [link.proto.label for link in session.get("page_link")] == ["Back to the library"]


def test_hostile_titles_are_text(fake: FakeEngine, store: Store) -> None:
    """Neither HTML nor Markdown nor the colours of Streamlit are made from a scenario's words."""
    fake.scenario = sample_bench.scenario(title=f"Design {sample_bench.HOSTILE}"[:200])
    bench = page("workbench").run()
    drawn(bench)
    session = library().run()
    shown = html(session)
    assert "<img src=x" not in shown and "&lt;img" in shown
    labels = [link.proto.label for link in session.get("page_link")]
    assert any(r"\*\*bold\*\*" in label and r"\:red\[" in label for label in labels)


def test_the_workbench_tells_the_canvas_everything(fake: FakeEngine, store: Store) -> None:
    """All keys of the contract, an empty drawing that may give way, and what is kept."""
    session = page("workbench").run()
    assert not session.exception
    told = canvas(session)
    assert set(told) == {
        "board", "epoch", "initial", "rev", "design", "scenario", "catalogue", "catalogue_id", "review", "saved", "yaml",
        "answers", "handled", "heard", "simulation", "line",
    }  # fmt: skip
    assert (told["initial"], told["rev"], told["design"]["components"]) == (True, 0, {})
    assert told["saved"]["state"] == "saved"
    assert attempt_of(session) == told["board"]


def test_a_commit_is_kept_reviewed_and_confirmed(fake: FakeEngine, store: Store) -> None:
    """One run later the canvas knows the revision, the score, and that it is saved."""
    session = drawn(page("workbench").run())
    told = canvas(session)
    assert (told["rev"], told["initial"], told["review"]["rev"], told["review"]["score"]) == (1, False, 1, 71)
    assert told["yaml"] is None
    kept = store.attempt(told["board"])
    assert kept is not None and kept.head is not None and kept.head.document == sample_bench.document()
    assert kept.score == 71.0


def test_the_text_is_told_to_those_who_look_at_it(fake: FakeEngine, store: Store) -> None:
    """The drawing as YAML comes with a message that wishes for it, and again with each edit."""
    session = page("workbench").run()
    say(session, document={"epoch": "tab", "rev": 1, "design": sample_bench.document(), "yaml": True})
    told = canvas(session)
    assert "From" not in told["yaml"]["text"] and "label: API" in told["yaml"]["text"]


@pytest.mark.parametrize(
    ("knows", "is_told"), [("its name", False), ("another", True), ({"not": "a name"}, True)]
)
def test_a_known_catalogue_is_not_told_again(
    fake: FakeEngine, store: Store, knows: object, is_told: bool
) -> None:
    """Only the exact name of what the tab holds saves the telling."""
    session = page("workbench").run()
    first = canvas(session)
    assert first["catalogue"]["types"]
    name = first["catalogue_id"] if knows == "its name" else knows
    say(session, document={"epoch": "tab", "rev": 1, "design": sample_bench.document(), "knows": name})
    assert canvas(session)["catalogue"] == (first["catalogue"] if is_told else None)


def test_a_reload_finds_the_drawing(fake: FakeEngine, store: Store) -> None:
    """A new session on the same address starts where the old one stopped."""
    told = canvas(drawn(page("workbench").run()))
    again = canvas(page("workbench", attempt=told["board"]).run())
    assert again["design"] == sample_bench.document()
    assert (again["initial"], again["rev"]) == (True, 0)
    assert again["epoch"] != told["epoch"]


def test_a_new_session_adopts_an_open_tab(fake: FakeEngine, store: Store) -> None:
    """After a restart of the server the tab's unsaved drawing wins and is kept."""
    board = canvas(page("workbench").run())["board"]
    session = page("workbench", attempt=board)
    session.session_state[f"workbench:{board}"] = {
        "document": {"epoch": "open-tab", "rev": 9, "design": sample_bench.document("Unsaved")}
    }
    told = canvas(session.run())
    assert (told["epoch"], told["rev"]) == ("open-tab", 9)
    assert store.attempt(board).head.document == sample_bench.document("Unsaved")  # type: ignore[union-attr]


def test_requests_of_the_canvas_are_answered_once(fake: FakeEngine, store: Store) -> None:
    """A hint is revealed by the request, not by each rerun with the same state."""
    session = say(page("workbench").run(), request={"id": 100, "action": "hint"})
    session.run()
    told = canvas(session)
    assert told["scenario"]["hints_shown"] == ["Start with who asks."]
    assert told["handled"] == 100


def test_a_failing_review_leaves_the_canvas_alive(fake: FakeEngine, store: Store) -> None:
    """No traceback: the drawing is kept, the last review stays, and the next good drawing is reviewed."""
    session = drawn(page("workbench").run())
    fake.trouble = "The review stopped with an error of ours."
    drawn(session, 2, sample_bench.document("Gateway"))
    assert not session.exception
    told = canvas(session)
    assert (told["rev"], told["review"]["rev"], told["saved"]["state"]) == (2, 1, "saved")
    assert told["answers"]["message"]["text"] == fake.trouble
    fake.trouble = ""
    drawn(session, 3)
    assert canvas(session)["review"]["rev"] == 3


def test_a_drawing_that_is_no_design_can_be_put_right_as_text(fake: FakeEngine, store: Store) -> None:
    """The text view shows the drawing with its problems although no design can be made of it."""
    odd = sample_bench.document("x" * 300)
    session = page("workbench").run()
    say(session, document={"epoch": "tab", "rev": 1, "design": odd, "yaml": True})
    assert not session.exception
    told = canvas(session)
    assert "x" * 100 in told["yaml"]["text"]
    assert told["yaml"]["problems"] == [{"line": 4, "column": 9, "message": "too long"}]
    assert told["answers"]["message"]["text"] == "The design cannot be read. too long"
    assert store.attempt(told["board"]).head.document == odd  # type: ignore[union-attr]


def test_an_unknown_prompt_is_told_calmly(fake: FakeEngine, store: Store) -> None:
    """The address may name anything."""
    session = page("workbench", scenario="<script>")
    with pytest.raises(AssertionError):
        canvas(session.run())
    assert session.exception  # the page raises; the frame around it turns that into words
    session = library()
    session.query_params["scenario"] = "<script>"
    assert not session.run().exception


def test_a_store_that_cannot_be_opened_is_told(
    fake: FakeEngine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing goes on, and canvas and library say that nothing is kept."""

    def fail(*_arguments: Any, **_options: Any) -> Store:
        raise StoreError("Attempts cannot be kept in /nowhere.")

    monkeypatch.setattr(Store, "open", fail)
    told = canvas(drawn(page("workbench").run()))
    assert told["saved"]["state"] == "failed"
    assert told["review"]["score"] == 71
    assert "Attempts cannot be kept in /nowhere." in html(library().run())


# Review


def reviewing(fake: FakeEngine, store: Store) -> AppTest:
    """A session on the review page of a drawn attempt, with its fixes tried."""
    board = canvas(drawn(page("workbench").run()))["board"]
    session = page("review", attempt=board).run()
    desk = session.session_state["_desks"][board]
    desk.changed_at -= 10
    Advice().step(desk)
    return session.run()


def button(session: AppTest, label: str) -> Any:
    """The button with this label."""
    return next(one for one in session.button if one.label.replace("\\", "") == label)


def test_the_review_shows_verdict_findings_and_numbers(fake: FakeEngine, store: Store) -> None:
    """Score, word, cap, findings with price, dimensions, traffic, answer times and strategies."""
    session = reviewing(fake, store)
    assert not session.exception
    shown = html(session)
    for words in (
        "<b>71</b>", "Sound mid answer", "counts are not kept", "Notes are in one place", "−8", "Works",
        "First to break: <b>API</b>", "78 %", "212 ms", "on read", "+8, verified: 71 → 79", "What held up",
    ):  # fmt: skip
        assert words in shown


def test_a_fix_raises_the_drawing_and_can_be_undone(fake: FakeEngine, store: Store) -> None:
    """One click writes the edit into the drawing; another one takes it back."""
    session = reviewing(fake, store)
    button(session, "Add a replica").click().run()
    assert not session.exception
    board = attempt_of(session)
    assert store.attempt(board).head.document["components"]["db"]["replicas"] == 2  # type: ignore[union-attr]
    button(session, "Undo").click().run()
    assert "replicas" not in store.attempt(board).head.document["components"]["db"]  # type: ignore[union-attr]


def test_a_trade_off_is_answered_before_the_model_answer_is_shown(fake: FakeEngine, store: Store) -> None:
    """Without a choice and a reason nothing is told; the committed answer is in the design."""
    session = reviewing(fake, store)
    model = "because reads are ten times as many"
    assert model not in html(session)
    button(session, "Commit and compare").click().run()
    assert model not in html(session)
    session.radio[0].set_value("on_write")
    session.text_area[0].set_value("reads are more")
    button(session, "Commit and compare").click().run()
    assert not session.exception
    assert model in html(session)
    board = attempt_of(session)
    decision = store.attempt(board).head.document["decisions"]["when"]  # type: ignore[union-attr]
    assert decision == {"chosen": "on_write", "because": "reads are more", "committed": True}


def test_accepted_designs_are_shown_after_committing(fake: FakeEngine, store: Store) -> None:
    """The reference drawing appears once the learner asked for it, and stays."""
    session = reviewing(fake, store)
    assert "Accepted design my-design" not in html(session)
    button(session, "Commit this attempt and show them").click().run()
    assert "Accepted design my-design" in html(session)
    board = attempt_of(session)
    assert "Accepted design my-design" in html(page("review", attempt=board).run())


def test_an_earlier_version_can_be_restored(fake: FakeEngine, store: Store) -> None:
    """The older drawing becomes the newest one, as an undo step of its own."""
    bench = drawn(page("workbench").run())
    drawn(bench, 2, sample_bench.document("Gateway"))
    board = canvas(bench)["board"]
    session = page("review", attempt=board).run()
    older = next(one for one in store.revisions(board) if one.rev == 1)
    next(one for one in session.button if one.key == f"restore-{older.id}").click().run()
    assert not session.exception
    assert store.attempt(board).head.document == sample_bench.document()  # type: ignore[union-attr]


def test_hostile_drawings_are_text_on_the_review(fake: FakeEngine, store: Store) -> None:
    """Labels and messages of a design make no markup."""
    fake.message = sample_bench.HOSTILE
    board = canvas(drawn(page("workbench").run(), 1, sample_bench.document(sample_bench.HOSTILE)))["board"]
    session = page("review", attempt=board).run()
    assert not session.exception
    assert "<img src=x" not in html(session)
    assert "&lt;img src=x" in html(session)


def test_a_review_that_fails_shows_words(fake: FakeEngine, store: Store) -> None:
    """The page stands, with the reason and earlier versions."""
    board = canvas(drawn(page("workbench").run()))["board"]
    fake.trouble = "The review stopped with an error of ours."
    session = page("review", attempt=board).run()
    assert not session.exception
    assert fake.trouble in html(session)
