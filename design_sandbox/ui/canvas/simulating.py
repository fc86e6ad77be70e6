"""The simulation that a canvas has asked for, while it runs and until its result is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from design_sandbox.analysis.what_if import Looked
from design_sandbox.simulation.experiment import plan_for, title_of
from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.recording import CancelledError
from design_sandbox.simulation.runner import Run, RunFailedError, start
from design_sandbox.ui.canvas.protocol import Board
from design_sandbox.ui.payload.simulation import played_payload, read_asked

SEED = 7
STEP = 0.02
"""Progress is told in steps of at least this."""


@dataclass
class Simulating:
    """One simulation of a drawing as it was at `rev`."""

    id: int
    """Of the request."""
    rev: int
    title: str
    plan: Plan = field(repr=False)
    run: Run = field(repr=False)
    told_state: str = ""
    told_progress: float = 0.0
    collected: bool = False

    @property
    def under_way(self) -> bool:
        """Whether the canvas has to be told more."""
        return not self.collected

    def has_news(self) -> bool:
        """Whether it has come so far that the canvas should be told."""
        return self.run.state != self.told_state or self.run.progress - self.told_progress >= STEP

    def tell(self, board: Board) -> dict[str, Any]:
        """How far it is, as the canvas shows it; its result is answered once."""
        state, progress, text = self.run.state, self.run.progress, ""
        if self.run.done and not self.collected:
            self.collected = True
            self._collect(board)
        if state == "failed":
            text = self.run.reason
        self.told_state, self.told_progress = state, progress
        return {
            "id": self.id, "rev": self.rev, "title": self.title, "state": state, "progress": round(progress, 3), "text": text,
        }  # fmt: skip

    def _collect(self, board: Board) -> None:
        try:
            result = self.run.result(0)
        except (CancelledError, RunFailedError):
            return
        board.answer_late(
            "played", self.id, rev=self.rev, title=self.title, **played_payload(result, self.plan)
        )


def begin(board: Board, looked: Looked, request: Mapping[str, Any]) -> Simulating:
    """Start what the canvas asks for, in a process of its own. Raises ValueError in words."""
    asked = read_asked(request)
    plan = plan_for(asked, looked.walked, looked.numbers)
    title = title_of(asked, looked.walked, looked.numbers)
    return Simulating(board.handled, board.rev, title, plan, start(plan, seed=SEED))
