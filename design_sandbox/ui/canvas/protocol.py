"""The epoch and revision protocol: which of two drawings is the newer one, the tab's or Python's.

An *epoch* names one loading of a drawing, a *rev* counts its commits. The tab sends its whole drawing with
both as component state, which is lossy (only the last value of a moment arrives) but never partial. Python
adopts what is further on, and a fresh session gives way to a tab that was already drawing: that is how a
server restart loses nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

DesignJson = dict[str, Any]
"""A design as JSON, in the shape of a design file. From the tab it is data of unknown quality."""

Edit = Callable[[DesignJson], DesignJson]
LONGEST_EPOCH = 64
TOLD_ONCE = ("numbers", "loss", "played", "choices")
"""Answers that are large: each is told until the tab says that it has it."""
LARGEST_COUNT = 2**53
"""Above this JavaScript's whole numbers are no longer exact."""


def new_epoch() -> str:
    """A name for a loading, unlike any other."""
    return uuid.uuid4().hex[:16]


@dataclass(frozen=True)
class Commit:
    """What the tab says: its drawing as of (epoch, rev)."""

    epoch: str
    rev: int
    design: DesignJson


@dataclass(frozen=True)
class Pushed:
    """Changes that Python made: the first revision they made, the edit, and the drawing before it."""

    rev: int
    edit: Edit
    before: DesignJson

    @classmethod
    def after(cls, earlier: Pushed | None, rev: int, edit: Edit, before: DesignJson) -> Pushed:
        """This change together with an earlier one that the tab may not have either."""
        if earlier is None:
            return cls(rev, edit, before)
        return cls(earlier.rev, lambda design: edit(earlier.edit(design)), earlier.before)


@dataclass
class Board:
    """One drawing as Python knows it within a browser session."""

    name: str
    design: DesignJson
    epoch: str = field(default_factory=new_epoch)
    rev: int = 0
    initial: bool = True
    """True until the tab has spoken: an initial loading gives way to what an open tab already holds."""
    handled: int = 0
    """Highest request id that was answered; ids grow for ever and none is answered twice."""
    answers: dict[str, Any] = field(default_factory=dict)
    pushed: Pushed | None = None
    """Python's own last change, until it is certain that the tab has it."""
    heard: int = -1
    """The tab's last commit that Python has; the tab adopts nothing that was made without its own last commit."""

    def __post_init__(self) -> None:
        """What was kept before counts as heard: a tab that is behind it has nothing new."""
        self.heard = max(self.heard, self.rev)

    def take(self, news: object) -> bool:
        """Adopt what the tab says when it is further on. True when the drawing changed."""
        commit = read_commit(news)
        if commit is None:
            return False
        if commit.epoch != self.epoch:
            if not self.initial:
                return False  # late news of a drawing that Python has replaced
            self.epoch, self.rev, self.heard, self.pushed = commit.epoch, -1, -1, None
        self.initial = False
        if commit.rev <= self.heard:
            return False
        self.heard = commit.rev
        if commit.design == self.design:
            further, self.rev = commit.rev > self.rev, max(self.rev, commit.rev)
            return further
        if self.pushed is not None:
            return self._settle(commit, self.pushed)
        self._adopt(commit)
        return True

    def change(self, edit: Edit, *, commutes: bool = False) -> None:
        """Change the drawing from Python: the tab adopts it as one undo step.

        An edit that `commutes` with drawing (it sets a choice) is made again to what the tab commits meanwhile.
        """
        before, self.design = self.design, edit(self.design)
        self.rev += 1
        self.pushed = Pushed.after(self.pushed, self.rev, edit, before) if commutes else None

    def replace(self, design: DesignJson) -> None:
        """Put another drawing on the canvas: a new epoch with a fresh undo history."""
        self.design, self.epoch, self.rev = design, new_epoch(), 0
        self.initial, self.pushed, self.heard = False, None, 0

    def next_request(self, news: object) -> dict[str, Any] | None:
        """The tab's request, once: None when there is none or it was answered before."""
        if not isinstance(news, Mapping) or not isinstance(news.get("action"), str):
            return None
        number = news.get("id")
        if not _is_count(number) or number <= self.handled:
            return None
        self.handled = number
        return dict(news)

    def answer(self, kind: str, **answer: Any) -> None:
        """Answer the request that was handled last: the tab applies each answer once, by the request's id."""
        self.answers[kind] = {"id": self.handled, **answer}

    def answer_late(self, kind: str, number: int, **answer: Any) -> None:
        """Answer a request that took its time; others may have been handled since."""
        self.answers[kind] = {"id": number, **answer}

    def forget(self, got: Mapping[str, int]) -> None:
        """Let go of the answers that the tab has."""
        for kind, number in got.items():
            if kind in self.answers and self.answers[kind]["id"] <= number:
                del self.answers[kind]

    def say(self, text: str, tone: str = "plain") -> None:
        """Show a line of text in the workbench once; `tone` is plain, good or bad."""
        last = self.answers.get("message", {}).get("id", 0)
        self.answers["message"] = {"id": max(self.handled, last + 1), "text": text, "tone": tone}

    def _settle(self, commit: Commit, pushed: Pushed) -> bool:
        """The first commit after Python's change: keep the tab's work, and the change unless it was undone."""
        seen = commit.rev > pushed.rev and (
            commit.design == pushed.before or commit.design == pushed.edit(commit.design)
        )
        if seen:
            self._adopt(commit)
        else:
            self.design, self.rev, self.pushed = commit.design, max(self.rev, commit.rev), None
            self.change(pushed.edit, commutes=True)
        return True

    def _adopt(self, commit: Commit) -> None:
        """Take the tab's drawing; under a further revision when the tab may have seen this one with another drawing."""
        self.design, self.pushed = commit.design, None
        self.rev = commit.rev if commit.rev > self.rev else self.rev + 1


@dataclass(frozen=True)
class Wishes:
    """What a tab needs of what is costly to tell: the name of the catalogue it has, and whether it shows the text."""

    knows: str = ""
    yaml: bool = False
    got: Mapping[str, int] = field(default_factory=dict)
    """Kind of answer → the newest one it has: what is large is told until then, and not once more."""


def read_wishes(news: object) -> Wishes:
    """The wishes in a tab's message; a tab that says nothing gets the catalogue, and no text."""
    if not isinstance(news, Mapping):
        return Wishes()
    knows, got = news.get("knows"), news.get("got")
    had = (
        {kind: got[kind] for kind in TOLD_ONCE if _is_count(got.get(kind))}
        if isinstance(got, Mapping)
        else {}
    )
    return Wishes(knows if isinstance(knows, str) else "", news.get("yaml") is True, had)


def read_commit(news: object) -> Commit | None:
    """The tab's message when it is well formed, else None: a tab may be old, broken or hostile."""
    if not isinstance(news, Mapping):
        return None
    epoch, rev, design = news.get("epoch"), news.get("rev"), news.get("design")
    if not isinstance(epoch, str) or not 0 < len(epoch) <= LONGEST_EPOCH or not _is_count(rev):
        return None
    if not isinstance(design, dict) or not isinstance(design.get("components"), dict):
        return None
    if not isinstance(design.get("connections", []), list) or not isinstance(design.get("design"), dict):
        return None
    return Commit(epoch, rev, design)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT
