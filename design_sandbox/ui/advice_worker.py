"""A process that tries fixes: the server's own threads stay free for those who draw.

Started as `python -m design_sandbox.ui.advice_worker`. Speaks pickles of a fixed length prefix on stdin and stdout,
with its parent only: `(number, review, scenario)` asks, `(number, None, None)` takes the question back, and
`(number, review or None, reason)` answers. It ends with its parent.
"""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any

from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.simulation.messages import read, write

COURTESY = 15
"""How much lower the worker's priority is than the server's."""


class AdviceFailedError(Exception):
    """Fixes could not be tried; the reason is for the log."""


class Advisers:
    """The parent's side: one worker process, started when it is first needed and again when it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
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
        threading.Thread(target=self._listen, args=(self._process,), daemon=True, name="advice").start()

    def _tell(self, message: tuple[Any, ...]) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):  # a worker that died: its listener lets everybody know
                write(self._process.stdin, message)

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
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
        with self._lock:
            left, self._waiting = self._waiting, {}
        for answer in left.values():
            answer.set_exception(AdviceFailedError("the worker ended"))


@cache
def advisers() -> Advisers:
    """The one of this server."""
    return Advisers()


def main() -> None:
    """Answer questions in the order they came until the parent is gone."""
    from design_sandbox.review.advice import with_advice

    if hasattr(os, "nice"):
        os.nice(COURTESY)
    questions: deque[tuple[int, Review, Scenario]] = deque()
    taken_back: set[int] = set()
    news = threading.Semaphore(0)
    threading.Thread(target=_hear, args=(questions, taken_back, news), daemon=True).start()
    while True:
        news.acquire()
        number, review, scenario = questions.popleft()
        try:
            stop = functools.partial(taken_back.__contains__, number)
            answer, reason = with_advice(review, scenario, stop=stop), ""
        except Exception as error:
            answer, reason = None, f"{type(error).__name__}: {error}"
        taken_back.discard(number)
        write(sys.stdout.buffer, (number, answer, reason))


def _hear(
    questions: deque[tuple[int, Review, Scenario]], taken_back: set[int], news: threading.Semaphore
) -> None:
    while (message := read(sys.stdin.buffer)) is not None:
        number, review, scenario = message
        if review is None:
            taken_back.add(number)
        else:
            questions.append((number, review, scenario))
            news.release()
    os._exit(0)  # the parent is gone: nobody waits for what is being tried


if __name__ == "__main__":
    main()
