"""A desk with what works for it beside the page: its advice, its direct line, and the turn of whoever changes it."""

from __future__ import annotations

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from design_sandbox.ui.advice import QUIET_S, Advice
from design_sandbox.ui.desk import Desk

_writer = ThreadPoolExecutor(thread_name_prefix="keep")


@dataclass(eq=False)
class Bench:
    """One attempt in one browser session. The page's runs and the direct line take turns, by `turn`."""

    desk: Desk
    advice: Advice = field(default_factory=Advice)
    line: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    """The name of its direct line: whoever knows it may draw here, and only this session is told."""
    turn: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _rest: threading.Timer | None = field(default=None, repr=False)

    def hear(self, news: object) -> bool:
        """Take a commit of the canvas and keep it. True when there was one.

        What is being tried for the drawing before is given up first: it would keep a processor from what follows.
        """
        return self.desk.hear(news, then=self.advice.drop)

    def hear_and_look(self, news: object) -> None:
        """Take a commit; keep it while it is reviewed, since writing is mostly waiting for the disk."""
        if not self.desk.take(news, then=self.advice.drop):
            self.desk.look()
            return
        kept = _writer.submit(self.desk.write)
        try:
            self.desk.look()
        finally:
            self.desk.note_kept(kept.result())
        self._await_rest()

    def _await_rest(self) -> None:
        """Have fixes tried once the hand rests, whether or not the page has run by then."""
        if self._rest is not None:
            self._rest.cancel()
        self._rest = threading.Timer(QUIET_S, self._start_fixes)
        self._rest.daemon = True
        self._rest.start()

    def _start_fixes(self) -> None:
        with self.turn:
            self.advice.start(self.desk)

    def try_fixes(self) -> bool:
        """Start trying fixes when the hand rests, and collect those that are there. True when the waiting is over."""
        with self.turn:
            return self.advice.step(self.desk)
