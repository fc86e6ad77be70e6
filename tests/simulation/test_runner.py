"""Runs in processes of their own: progress, results, cancelling, failing and bounds."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sample_plans import SAMPLE

from design_sandbox.simulation.plan import Call, Flow, Limits, Plan, Spread, Station
from design_sandbox.simulation.recording import CancelledError
from design_sandbox.simulation.runner import RunFailedError, start
from design_sandbox.simulation.simulate import simulate

ENDLESS = Plan((Station("db", Spread(0.001)),), (Flow("asks", 500.0, (Call("db"),)),), 1e6)
NO_END = Limits(most_events=10**9, most_seconds=1e6)


def test_a_run_gives_what_simulating_here_gives() -> None:
    """The same plan and seed, in whichever process; asked again, the result is there at once."""
    plan = replace(SAMPLE, duration_s=2.0, happenings=())
    run = start(plan, 5, 2)
    found = run.result(60.0)
    assert found == simulate(plan, 5, 2)
    assert run.done and run.state == "done" and run.progress == 1.0
    again = start(plan, 5, 2)
    assert again.done and again.result() is found


def test_a_cancelled_run_is_gone() -> None:
    """A run without an end is stopped while it works; waiting for its result ends too."""
    run = start(ENDLESS, 1, 3, limits=NO_END)
    while run.progress == 0.0 and not run.done:
        threading.Event().wait(0.02)
    with pytest.raises(TimeoutError, match="not done"):
        run.result(0.01)
    run.cancel()
    assert run.state == "cancelled" and run.done
    with pytest.raises(CancelledError):
        run.result()
    run.cancel()


def test_a_run_that_takes_too_long_is_stopped_and_says_so() -> None:
    """The bound on the wall clock holds for the process itself."""
    run = start(ENDLESS, 2, 3, limits=NO_END, longest_s=0.5)
    with pytest.raises(RunFailedError, match=r"Stopped after 0\.5 s; take a shorter time"):
        run.result(60.0)
    assert run.state == "failed"


def test_runs_wait_their_turn_and_can_be_cancelled_before() -> None:
    """More runs than turns: the last one waits, and goes without ever having started."""
    runs = [start(ENDLESS, seed, 3, limits=NO_END) for seed in range(10, 16)]
    try:
        assert runs[-1].state == "waiting" and runs[-1].progress == 0.0
        runs[-1].cancel()
        assert runs[-1].state == "cancelled"
    finally:
        for run in runs:
            run.cancel()
    assert all(run.done for run in runs)


def test_a_bad_plan_never_starts() -> None:
    """The mistake is told by `start` itself."""
    with pytest.raises(ValueError, match="no flow"):
        start(replace(ENDLESS, flows=()))
