"""What is under way in the careful loop: sequences of steps, attempts of calls, and branches that somebody waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from design_sandbox.simulation.calls import Operation, Wanted
from design_sandbox.simulation.recording import Moments

if TYPE_CHECKING:
    from design_sandbox.simulation.servers import Lane


class Job:
    """A sequence of steps under way: a request (no parent), a branch of one (a join), work after the answer (where it is
    written down), or what a callee does before it answers (the attempt)."""

    __slots__ = ("flow", "next", "parent", "start")

    def __init__(
        self, after: Operation, start: float, flow: int, parent: Attempt | Join | Moments | None
    ) -> None:
        self.next, self.start, self.flow, self.parent = after, start, flow, parent


class Attempt:
    """One attempt of a call."""

    __slots__ = ("job", "lane", "lost", "number", "open", "wanted")

    def __init__(self, wanted: Wanted, job: Job, number: int) -> None:
        self.wanted, self.job, self.number = wanted, job, number
        self.open = True
        """Whether the caller still waits for it."""
        self.lost = False
        """Whether the instance that worked on it is gone."""
        self.lane: Lane | None = None


class Join:
    """Branches that somebody waits for."""

    __slots__ = ("job", "left")

    def __init__(self, job: Job, left: int) -> None:
        self.job, self.left = job, left
