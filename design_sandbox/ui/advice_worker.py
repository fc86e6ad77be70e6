"""A process that tries fixes: the server's own threads stay free for those who draw.

Started as `python -m design_sandbox.ui.advice_worker`. Speaks pickles of a fixed length prefix on stdin and stdout,
with its parent only: `(number, review, scenario)` asks, `(number, None, None)` takes the question back, and
`(number, review or None, reason)` answers. It ends with its parent.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.simulation.messages import read, write

COURTESY = 15
"""How much lower the worker's priority is than the server's."""

LONGEST_INTERRUPTION_S = 5
"""An interruption that has not arrived after this was swallowed on its way, as one within a finaliser is."""

Question = tuple[int, Review, Scenario]


class AdviceFailedError(Exception):
    """Fixes could not be tried; the reason is for the log."""


class Advisers:
    """The parent's side: one worker process, started when it is first needed and again when it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._letters: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        """What the worker is to be told. It reads when it can: whoever asks does not wait for that."""
        self._waiting: dict[int, Future[Review]] = {}
        self._number = 0

    def ask(self, review: Review, scenario: Scenario) -> tuple[int, Future[Review]]:
        """Have fixes tried: a number to take the question back with, and the review with fixes, later."""
        answer: Future[Review] = Future()
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            self._number += 1
            self._waiting[self._number] = answer
            self._tell((self._number, review, scenario))
            return self._number, answer

    def take_back(self, number: int) -> None:
        """Stop trying; the answer is cancelled."""
        with self._lock:
            answer = self._waiting.pop(number, None)
            if answer is not None:
                answer.cancel()
                self._tell((number, None, None))

    def _start(self) -> None:
        package = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        self._letters = SimpleQueue()
        for work, name in ((self._listen, "advice"), (self._post, "advice-post")):
            threading.Thread(target=work, args=(self._process, self._letters), daemon=True, name=name).start()

    def _tell(self, message: tuple[Any, ...]) -> None:
        self._letters.put(message)

    @staticmethod
    def _post(process: subprocess.Popen[bytes], letters: SimpleQueue[tuple[Any, ...]]) -> None:
        assert process.stdin is not None
        # A worker that died, or was told to end: its listener lets everybody know.
        with contextlib.suppress(OSError, ValueError):
            while message := letters.get():
                write(process.stdin, message)

    def _listen(self, process: subprocess.Popen[bytes], letters: SimpleQueue[tuple[Any, ...]]) -> None:
        assert process.stdout is not None
        while (message := read(process.stdout)) is not None:
            number, review, reason = message
            with self._lock:
                answer = self._waiting.pop(number, None)
            if answer is not None and review is not None:
                answer.set_result(review)
            elif answer is not None:
                answer.set_exception(AdviceFailedError(reason))
        process.wait()
        letters.put(())  # nobody reads any more
        with self._lock:
            left, self._waiting = self._waiting, {}
        for answer in left.values():
            answer.set_exception(AdviceFailedError("the worker ended"))


@cache
def advisers() -> Advisers:
    """The one of this server."""
    return Advisers()


class _Bench:
    """The worker's side: one question at a time, given up the moment it is taken back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._questions: SimpleQueue[Question] = SimpleQueue()
        self._taken_back: set[int] = set()
        self._tried: int | None = None
        """The question at hand, while it may be interrupted."""

    def hear(self) -> None:
        """Take in what the parent says, until it is gone."""
        while (message := read(sys.stdin.buffer)) is not None:
            number, review, scenario = message
            if review is None:
                self._take_back(number)
            else:
                self._questions.put((number, review, scenario))
        os._exit(0)  # nobody waits for what is being tried

    def work(self) -> None:
        """Answer questions in the order they came, for ever."""
        while True:
            number, review, scenario = self._questions.get()
            try:
                answer, reason = self._tried_out(number, review, scenario)
            except KeyboardInterrupt:
                answer, reason = None, "taken back"
            write(sys.stdout.buffer, (number, answer, reason))

    def _take_back(self, number: int) -> None:
        # Not at the next pause: a learner has drawn on, and the server needs the processor now.
        with self._lock:
            if number == self._tried:
                self._tried = None
                _thread.interrupt_main()
            else:
                self._taken_back.add(number)

    def _tried_out(self, number: int, review: Review, scenario: Scenario) -> tuple[Review | None, str]:
        from design_sandbox.review.advice import with_advice

        with self._lock:
            if number in self._taken_back:
                self._taken_back.discard(number)
                return None, "taken back"
            self._tried = number
        try:
            answer, reason = with_advice(review, scenario), ""
        except Exception as error:
            answer, reason = None, f"{type(error).__name__}: {error}"
        self._finish()
        return answer, reason

    def _finish(self) -> None:
        """From here on the question cannot be taken back; an interruption that is on its way arrives here."""
        with self._lock:
            interrupted, self._tried = self._tried is None, None
        for _ in range(LONGEST_INTERRUPTION_S if interrupted else 0):
            time.sleep(1)


def main() -> None:
    """Answer questions until the parent is gone."""
    if hasattr(os, "nice"):
        os.nice(COURTESY)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.setswitchinterval(0.001)  # what is taken back is heard at once
    bench = _Bench()
    threading.Thread(target=bench.hear, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # stopped from the keyboard, together with its parent
        bench.work()


if __name__ == "__main__":
    main()
