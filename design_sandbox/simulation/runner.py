"""Runs on demand: each in a process of its own, so that nobody waits and a run can be stopped at once.

    run = start(plan, seed=7, replications=3)
    run.progress        # 0 … 1
    run.cancel()        # the process is gone when this returns
    run.result()        # waits

A few runs go at the same time, later ones wait their turn; the last results are kept, for the same plan and seed
always give the same.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Literal

from design_sandbox.simulation.checking import check_plan
from design_sandbox.simulation.messages import read, write
from design_sandbox.simulation.plan import Limits, Plan
from design_sandbox.simulation.recording import CancelledError
from design_sandbox.simulation.replication import NO_LIMITS
from design_sandbox.simulation.result import LEAST_REPLICATIONS, Result
from design_sandbox.simulation.simulate import check_seed

AT_ONCE = max(1, min(4, (os.cpu_count() or 2) - 1))
"""Processes at the same time: one core is left for those who draw."""
MOST_WAITING = 40
KEPT = 16
LONGEST_S = 300.0

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Key = tuple[Plan, int, int, Limits]


class RunFailedError(Exception):
    """A run came to no result; the text says why, for people."""


class Run:
    """One simulation that goes on somewhere else. Every attribute may be read at any time, from any thread."""

    def __init__(self, key: Key, longest_s: float) -> None:
        self.progress = 0.0
        """Share that is done, 0 to 1."""
        self.state: State = "waiting"
        self.reason = ""
        """Why there is no result, when the state is `failed`."""
        self._key, self._longest_s = key, longest_s
        self._process: subprocess.Popen[bytes] | None = None
        self._result: Result | None = None
        self._ended = threading.Event()
        self._lock = threading.Lock()

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._ended.is_set()

    def cancel(self) -> None:
        """Stop it. When this returns its process is gone; a run that has ended stays as it is."""
        self._end("cancelled")
        process = self._process
        if process is not None:
            process.wait()

    def result(self, timeout_s: float | None = None) -> Result:
        """Wait for the result. Raises CancelledError, RunFailedError, or TimeoutError when it takes longer than that."""
        if not self._ended.wait(timeout_s):
            raise TimeoutError(f"The simulation is not done after {timeout_s:g} s.")
        if self.state == "cancelled":
            raise CancelledError
        if self._result is None:
            raise RunFailedError(self.reason)
        return self._result

    def _finish(self, result: Result) -> None:
        self._result, self.progress = result, 1.0
        self._end("done")

    def _end(self, state: State, reason: str = "") -> None:
        """The first end counts; the process is told to stop."""
        with self._lock:
            if not self._ended.is_set():
                self.state, self.reason = state, reason
                self._ended.set()
            if self._process is not None and self._process.poll() is None:
                self._process.kill()

    def _go(self) -> None:
        """Wait for a turn, start the process and listen to it; in a thread of its own."""
        with _turns:
            with self._lock:
                if self._ended.is_set():
                    return
                self._process, self.state = _start_worker(), "running"
            watch = threading.Timer(self._longest_s, self._end, ("failed", _too_long(self._longest_s)))
            watch.daemon = True
            watch.start()
            self._listen(self._process)
            watch.cancel()
            self._end("failed", "The process of the simulation ended early.")
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # both were asked for

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError, EOFError):  # a killed process: its pipes break
            write(process.stdin, self._key)
            while (message := read(process.stdout)) is not None:
                kind, content = message
                if kind == "progress":
                    self.progress = max(self.progress, content)
                elif kind == "result":
                    _keep(self._key, content)
                    self._finish(content)
                else:
                    self._end("failed", content)


def start(
    plan: Plan,
    seed: int = 1,
    replications: int = LEAST_REPLICATIONS,
    *,
    limits: Limits = NO_LIMITS,
    longest_s: float = LONGEST_S,
) -> Run:
    """Start a simulation in a process of its own; it ends by itself after `longest_s`.

    Raises ValueError at once, in plain words, for a plan that makes no sense or when too many runs wait.
    """
    check_plan(plan)
    check_seed(seed, replications)
    key = (plan, seed, replications, limits)
    run = Run(key, longest_s)
    with _kept_lock:
        known = _kept.get(key)
        if known is None:
            _waiting[:] = [other for other in _waiting if not other.done]
            if len(_waiting) >= MOST_WAITING:
                raise ValueError(f"{MOST_WAITING} simulations are waiting already; try again in a minute.")
            _waiting.append(run)
    if known is not None:
        run._finish(known)
    else:
        threading.Thread(target=run._go, daemon=True, name="simulation").start()
    return run


_turns = threading.BoundedSemaphore(AT_ONCE)
_kept: OrderedDict[Key, Result] = OrderedDict()
_kept_lock = threading.Lock()
_waiting: list[Run] = []
"""Runs that have not ended."""


def _keep(key: Key, result: Result) -> None:
    with _kept_lock:
        _kept[key] = result
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _too_long(seconds: float) -> str:
    return f"Stopped after {seconds:g} s; take a shorter time, fewer flows or fewer replications."


def _start_worker() -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
    return subprocess.Popen(
        [sys.executable, "-m", "design_sandbox.simulation.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
