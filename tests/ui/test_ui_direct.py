"""The direct line: an edit's review past the page, for its own tab only, and never instead of keeping it."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sample_bench
from fake_engine import FakeEngine
from starlette.applications import Starlette

from design_sandbox.attempts import Store
from design_sandbox.ui import advice, direct
from design_sandbox.ui import bench as bench_module
from design_sandbox.ui.bench import Bench
from design_sandbox.ui.opening import open_desk


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    """A server with nothing but the line; no hand rests, unless the test says so."""
    for module in (advice, bench_module):
        monkeypatch.setattr(module, "QUIET_S", 60.0)
    monkeypatch.setattr(direct, "_served", [])
    yield Starlette(routes=direct.routes())


@pytest.fixture
def bench(fake: FakeEngine, store: Store) -> Bench:
    """A fresh attempt whose tab knows its line."""
    opened = Bench(open_desk(store, fake.scenario))
    assert direct.number_of(opened) == {"path": "/direct-line", "name": opened.line}
    return opened


def call(bench: Bench, rev: int, **said: Any) -> dict[str, Any]:
    """What the bench's own tab would send."""
    document = {"epoch": bench.desk.board.epoch, "rev": rev, "design": sample_bench.document(), **said}
    return {"line": bench.line, "document": document}


def asked(app: Starlette, body: bytes, method: str = "POST") -> tuple[int, bytes]:
    """Status and body of a request, as a server would hand it to the application."""
    answered: list[dict[str, Any]] = []
    pieces = [body[start : start + 65_536] for start in range(0, len(body), 65_536)] or [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        answered.append(dict(message))

    scope = {
        "type": "http", "method": method, "path": direct.PATH, "root_path": "", "query_string": b"", "headers": [],
    }  # fmt: skip
    # In a thread of its own: the browser tests leave this one with a loop that runs.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(app(scope, receive, send))).result(timeout=30)
    return answered[0]["status"], b"".join(one.get("body", b"") for one in answered[1:])


def test_an_edit_is_kept_and_its_review_comes_back(bench: Bench, store: Store, served: Starlette) -> None:
    """All that an edit changes, at its revision, and the store has the drawing."""
    status, body = asked(served, json.dumps(call(bench, 1)).encode())
    told = json.loads(body)
    assert status == 200
    assert set(told) == {
        "epoch", "initial", "rev", "heard", "review", "saved", "yaml", "answers", "handled",
    }  # fmt: skip
    assert (told["rev"], told["heard"], told["initial"], told["yaml"]) == (1, 1, False, None)
    assert (told["review"]["rev"], told["review"]["score"], told["saved"]["state"]) == (1, 71, "saved")
    kept = store.attempt(bench.desk.attempt_id)
    assert kept is not None and kept.head is not None and kept.head.document == sample_bench.document()


def test_the_page_hears_of_nothing_twice(bench: Bench, fake: FakeEngine) -> None:
    """The same commit by the page later: neither kept nor reviewed again; and by the line again: answered again."""
    assert direct.answer(call(bench, 1)) is not None
    assert not bench.hear(call(bench, 1)["document"])
    bench.desk.look()
    assert direct.answer(call(bench, 1)) is not None
    assert fake.reviews == 1


def test_the_text_comes_with_it_for_who_looks_at_it(bench: Bench) -> None:
    """As by the page."""
    told = direct.answer(call(bench, 1, yaml=True))
    assert told is not None and "components:" in told["yaml"]["text"] and told["yaml"]["rev"] == 1


def test_what_python_changed_too_is_left_to_the_page(bench: Bench, store: Store) -> None:
    """The tab must get a drawing that holds both; the commit is kept all the same."""
    bench.desk.edit(lambda before: {**before, "design": {**before["design"], "title": "Mine"}}, commutes=True)
    assert direct.answer(call(bench, 1)) is None
    kept = store.attempt(bench.desk.attempt_id)
    assert kept is not None and kept.head is not None
    assert kept.head.document["components"] == sample_bench.document()["components"]
    assert kept.head.document["design"]["title"] == "Mine"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"line": 3}', b'{"line": "guessed", "document": {}}',
        b'{"line": "guessed"}', b"NaN", b" " * (direct.LARGEST_B + 1),
    ],
)  # fmt: skip
def test_what_is_no_commit_of_a_known_tab_is_refused(bench: Bench, served: Starlette, body: bytes) -> None:
    """Quietly, whatever it is, and nothing is changed by it."""
    before = bench.desk.board.rev
    assert asked(served, body) == (409, b"")
    assert bench.desk.board.rev == before


@pytest.mark.parametrize(
    "change",
    [{"epoch": "another"}, {"rev": -1}, {"rev": True}, {"design": []}, {"design": {"components": 3}}],
)
def test_a_commit_that_is_not_one_is_refused(bench: Bench, served: Starlette, change: dict[str, Any]) -> None:
    """The right name opens no door for a message of the wrong shape, nor for another drawing."""
    bench.desk.board.initial = False
    said = call(bench, 1)
    said["document"] |= change
    assert asked(served, json.dumps(said).encode())[0] == 409


def test_the_line_is_asked_by_post_only(bench: Bench, served: Starlette) -> None:
    """A link or a picture on another page cannot ask it."""
    assert asked(served, b"", "GET")[0] == 405


def test_a_session_that_is_gone_is_not_answered(fake: FakeEngine, store: Store) -> None:
    """The line keeps nobody alive: with the session's bench its name is forgotten."""
    bench = Bench(open_desk(store, fake.scenario))
    direct.number_of(bench)
    said = call(bench, 1)
    del bench
    assert direct.answer(said) is None


def test_two_benches_have_two_names(fake: FakeEngine, store: Store) -> None:
    """Nobody who knows one can guess the other."""
    first, second = (Bench(open_desk(store, fake.scenario)) for _ in range(2))
    assert first.line != second.line
    assert min(len(first.line), len(second.line)) >= 32
    assert first.line not in repr(first)


def test_fixes_are_tried_once_the_hand_rests(
    bench: Bench, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a run of the page, once for several edits; the page collects them."""
    for rev, quiet_s in enumerate((60.0, 60.0, 0.05), start=1):
        for module in (advice, bench_module):
            monkeypatch.setattr(module, "QUIET_S", quiet_s)
        assert fake.advised == 0
        assert direct.answer(call(bench, rev, design=sample_bench.document(f"Drawn {rev}"))) is not None
    until = time.monotonic() + 20
    while not fake.advised and time.monotonic() < until:
        time.sleep(0.02)
    assert fake.advised == 1
    assert bench.try_fixes() and bench.desk.reviewed is not None and bench.desk.reviewed.advised


def test_it_waits_for_a_run_of_the_page(bench: Bench) -> None:
    """Both change the same desk: one after the other."""
    answered: list[object] = []
    asking = threading.Thread(target=lambda: answered.append(direct.answer(call(bench, 1))))
    with bench.turn:
        asking.start()
        asking.join(0.2)
        assert answered == []
    asking.join(20)
    assert len(answered) == 1 and answered[0] is not None


def test_an_error_of_ours_is_left_to_the_page(
    bench: Bench, served: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is logged, and the page says in words what went wrong."""

    def fail(*_arguments: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(bench.desk, "look", fail)
    assert asked(served, json.dumps(call(bench, 1)).encode()) == (409, b"")


def test_without_a_server_there_is_no_line(
    fake: FakeEngine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the page is run by something else, it carries everything."""
    monkeypatch.setattr(direct, "_served", [])
    assert direct.number_of(Bench(open_desk(store, fake.scenario))) is None
