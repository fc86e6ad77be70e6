"""Calling a third party, before the answer or behind a channel (SEMANTICS 3, 16)."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.behind import over_channel, travel_to
from design_sandbox.walk.board import Part
from design_sandbox.walk.meaning import misfit
from design_sandbox.walk.routes import Goal, Path, calls, shortest
from design_sandbox.walk.stops import connect_patch, step_name
from design_sandbox.walk.walk import Stop


def call_step(attempt: Attempt, step: Step) -> bool:
    """Call a third party, before the answer or behind a channel."""
    party = attempt.setting.scenario.third_parties[step.target]
    if step.target in attempt.setting.lost or party.provides in attempt.setting.lost:
        if step.when_down != "required":
            attempt.facts.add(f"skipped:{step.target}")
            return True
        return attempt.fail(Stop(step_name(step), attempt.handler, f"{party.label} is down", "a fallback"))

    def goal(part: Part) -> bool:
        return party.provides in part.provides or (
            part.can("provide") and "third_party" in part.spec.provides
        )

    path = _reach(attempt, step, goal)
    if path:
        travel_to(attempt, step, path)
    elif step.when_down != "required" and attempt.setting.routed:
        attempt.facts.add(f"skipped:{step.target}")
    else:
        return attempt.fail(_no_way(attempt, step, party.label, goal))
    if step.when_down != "required":
        attempt.facts.add(f"survives:{step.target}")
    return True


def _reach(attempt: Attempt, step: Step, goal: Goal) -> Path | None:
    """A way to somebody: behind a channel where the answer need not wait, else by calls."""
    for narrowed in _narrowed(attempt, goal):
        behind = over_channel(attempt, narrowed) if step.eventually is not None else None
        found = (
            behind
            or shortest(attempt.board, [attempt.handler], narrowed, calls)
            or _beside(attempt, narrowed)
        )
        if found:
            return found
    return None


def _narrowed(attempt: Attempt, goal: Goal) -> Iterator[Goal]:
    """Of several that would do, those first that the drawing made for this flow: the exit gate on leaving."""
    found = {
        part.id: misfit(attempt.setting, attempt.flow_id, part)
        for part in attempt.board.parts.values()
        if goal(part)
    }
    for grade in sorted(set(found.values())):
        yield _of_grade(found, grade)


def _of_grade(grades: dict[str, int], grade: int) -> Goal:
    return lambda part: grades.get(part.id) == grade


def _beside(attempt: Attempt, goal: Goal) -> Path | None:
    """The machine that took the request in may pass the answer on to what stands beside it: a kiosk that opens its gate."""
    board = attempt.board
    machines = [
        name
        for name in attempt.entry[:-1]
        if board.parts[name].can("initiate") and board.parts[name].can("pass_on")
    ]
    return next(
        (
            (name, link.target)
            for name in machines
            for link in board.out[name]
            if goal(board.parts[link.target])
        ),
        None,
    )


def _no_way(attempt: Attempt, step: Step, label: str, goal: Goal) -> Stop:
    board = attempt.board
    found = [part for part in board.parts.values() if goal(part)]
    handler = board.parts[attempt.handler].label
    if not found:
        return Stop(
            step_name(step),
            attempt.handler,
            f"{label} is not in the drawing",
            f"{label}, called by {handler}",
        )
    answers = tuple(
        (f"Connect {handler} to {part.label}", connect_patch(attempt.handler, part.id)) for part in found[:3]
    )
    return Stop(step_name(step), attempt.handler, f"{handler} has no way to {found[0].label}",
                f"a connection from {handler} to {found[0].label}", answers)  # fmt: skip
