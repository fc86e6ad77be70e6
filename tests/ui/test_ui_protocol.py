"""The epoch and revision protocol: whatever is lost or late on the way, tab and Python end with the same drawing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from design_sandbox.ui.canvas.protocol import Board, Commit, read_commit


def drawing(*parts: str) -> dict[str, Any]:
    """A drawing with components of these names."""
    return {
        "design": {"id": "d"},
        "components": {part: {"type": "service"} for part in parts},
        "connections": [],
    }


def said(epoch: str, rev: int, *parts: str) -> dict[str, Any]:
    """What a tab says about such a drawing."""
    return {"epoch": epoch, "rev": rev, "design": drawing(*parts)}


def test_a_commit_is_taken_once() -> None:
    """The same news in a later run changes nothing."""
    board = Board("b", drawing(), epoch="e")
    assert board.take(said("e", 1, "api"))
    assert not board.take(said("e", 1, "api"))
    assert (board.rev, board.design) == (1, drawing("api"))


def test_older_news_is_not_taken() -> None:
    """A message that was overtaken on the way leaves the newer drawing."""
    board = Board("b", drawing(), epoch="e")
    board.take(said("e", 3, "api", "db"))
    assert not board.take(said("e", 2, "api"))
    assert board.design == drawing("api", "db")


def test_a_fresh_session_gives_way_to_an_open_tab() -> None:
    """After a restart of the server the tab's own epoch is adopted."""
    board = Board("b", drawing("old"), epoch="new-session")
    assert board.take(said("tab", 7, "api"))
    assert (board.epoch, board.rev, board.initial, board.design) == ("tab", 7, False, drawing("api"))


def test_late_news_of_a_replaced_drawing_is_ignored() -> None:
    """Once another drawing was put on the canvas, the old one's commits no longer count."""
    board = Board("b", drawing(), epoch="e")
    board.take(said("e", 1, "api"))
    board.replace(drawing("other"))
    assert not board.take(said("e", 2, "api", "db"))
    assert board.design == drawing("other")


def choose_media(before: dict[str, Any]) -> dict[str, Any]:
    """An edit of the header, as scope and variant are."""
    return {**before, "design": {**before["design"], "scope": {"media": True}}}


@pytest.mark.parametrize("rev", [2, 3, 4])
def test_an_edit_of_python_survives_commits_made_meanwhile(rev: int) -> None:
    """Both the tab's part and Python's change are in the drawing that both end with."""
    board = Board("b", drawing("api"), epoch="e")
    board.take(said("e", 1, "api"))
    board.change(choose_media, commutes=True)
    assert board.take(said("e", rev, "api", "db"))
    assert board.rev == rev + 1
    assert board.design["design"] == {"id": "d", "scope": {"media": True}}
    assert set(board.design["components"]) == {"api", "db"}


def test_an_undone_edit_of_python_stays_undone() -> None:
    """When the tab has adopted the change and takes it back, it is not made again."""
    board = Board("b", drawing("api"), epoch="e")
    board.take(said("e", 1, "api"))
    board.change(choose_media, commutes=True)
    assert board.take(said("e", 3, "api"))
    assert (board.rev, board.design) == (3, drawing("api"))


def test_requests_are_answered_once_and_in_order() -> None:
    """A repeated or older request is not handled again."""
    board = Board("b", drawing())
    assert board.next_request({"id": 5, "action": "layout"}) == {"id": 5, "action": "layout"}
    assert board.next_request({"id": 5, "action": "layout"}) is None
    assert board.next_request({"id": 4, "action": "hint"}) is None
    assert board.handled == 5


def test_messages_have_growing_ids() -> None:
    """Two messages in one run are two, and the second is shown."""
    board = Board("b", drawing())
    board.say("one")
    first = board.answers["message"]["id"]
    board.say("two", "bad")
    assert board.answers["message"] == {"id": first + 1, "text": "two", "tone": "bad"}


@pytest.mark.parametrize(
    "news",
    [
        None, "text", 7, [], {}, {"epoch": "e"}, {"epoch": "e", "rev": 1},
        {"epoch": "", "rev": 1, "design": drawing()}, {"epoch": "x" * 65, "rev": 1, "design": drawing()},
        {"epoch": "e", "rev": -1, "design": drawing()}, {"epoch": "e", "rev": True, "design": drawing()},
        {"epoch": "e", "rev": 2**60, "design": drawing()}, {"epoch": "e", "rev": 1, "design": []},
        {"epoch": "e", "rev": 1, "design": {"design": {}, "components": [], "connections": []}},
        {"epoch": "e", "rev": 1, "design": {"design": {}, "components": {}, "connections": {}}},
        {"epoch": "e", "rev": 1, "design": {"components": {}, "connections": []}},
    ],
)  # fmt: skip
def test_malformed_news_is_no_news(news: object) -> None:
    """What no workbench would send is ignored, and the drawing stays."""
    board = Board("b", drawing("api"), epoch="e")
    assert read_commit(news) is None
    assert not board.take(news)
    assert board.next_request(news) is None
    assert board.design == drawing("api")


def test_well_formed_news_is_read() -> None:
    """The counterpart of the malformed ones."""
    assert read_commit(said("e", 1, "api")) == Commit("e", 1, drawing("api"))


class Tab:
    """The tab's half of the protocol, as `frontend/src/model/protocol.ts` has it."""

    def __init__(self, board: Board) -> None:
        self.epoch, self.rev, self.design = board.epoch, board.rev, board.design
        self.state: dict[str, Any] | None = None
        self.told = 0

    def commit(self, part: str) -> None:
        """Draw one part; the component's state now holds this drawing, whatever it held before."""
        components = {**self.design["components"], part: {"type": "service"}}
        self.design, self.rev = {**self.design, "components": components}, self.rev + 1
        self.tell()

    def tell(self) -> None:
        """Say the whole drawing."""
        self.told = self.rev
        self.state = {"epoch": self.epoch, "rev": self.rev, "design": self.design}

    def receive(self, board: Board) -> None:
        """Take what Python sent with its data."""
        if board.epoch != self.epoch:
            if board.initial and self.rev > 0:
                self.tell()
                return
            self.epoch, self.rev, self.design, self.told = board.epoch, board.rev, board.design, 0
        elif board.rev > self.rev and board.heard >= self.told:
            self.rev, self.design = board.rev, board.design
        elif board.rev < self.rev:
            self.tell()


@settings(max_examples=300, deadline=None)
@example(["draw", "run", "push", "race", "race", "draw"])
@example(["draw", "run", "push", "race", "draw", "race", "draw"])
@given(st.lists(st.sampled_from(["draw", "run", "restart", "push", "race"]), max_size=30))
def test_tab_and_python_always_agree_in_the_end(moves: list[str]) -> None:
    """Commits, reruns, restarts of the server and Python's own edits in any order: nothing drawn is lost."""
    board, drawn, pushed = Board("b", drawing(), epoch="first"), [], False
    tab = Tab(board)
    kept = board.design
    for number, move in enumerate(moves):
        if move == "draw":
            drawn.append(f"part-{number}")
            tab.commit(drawn[-1])
        elif move in ("push", "race") and not board.initial:
            board.take(tab.state)
            pushed = True
            board.change(choose_media, commutes=True)
            if move == "push":
                tab.receive(board)
        elif move == "restart":
            # A choice that the tab had not seen yet dies with the server; what was drawn does not.
            board, pushed = Board("b", kept, epoch=f"session-{number}"), False
        if move == "run":
            board.take(tab.state)
            tab.receive(board)
        kept = board.design
    for _ in range(3):
        tab.receive(board)
        board.take(tab.state)
    assert board.design == tab.design
    assert set(drawn) <= set(board.design["components"])
    assert not pushed or board.design["design"].get("scope") == {"media": True}
