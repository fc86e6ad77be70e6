"""Fixes arrive later: tried beside the page once the hand rests, for the newest drawing of each desk only."""

from __future__ import annotations

import logging
import time
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from design_sandbox.review.result import Review
from design_sandbox.ui import advice_worker
from design_sandbox.ui.desk import Desk

log = logging.getLogger("design_sandbox.ui")

QUIET_S = 0.6
"""Fixes are tried once the hand rests for this long: someone who is drawing is never slowed down."""


@dataclass
class Advice:
    """The fixes of a desk that are being tried."""

    key: str = ""
    job: Future[Review] | None = field(default=None, repr=False)
    number: int = 0

    def waits(self, desk: Desk) -> bool:
        """Whether fixes of the desk's drawing are still to come."""
        if desk.reviewed is None or desk.reviewed.advised or desk.trouble is not None:
            return False
        if not desk.reviewed.review.findings:
            return False
        return not (self.key == desk.graded_key and self.job is None)

    def step(self, desk: Desk) -> bool:
        """Start trying when the hand rests, and collect what is there. True when the waiting is over."""
        self.start(desk)
        return self.waits(desk) and self._collect(desk)

    def start(self, desk: Desk) -> None:
        """Start trying when the hand rests."""
        if not self.waits(desk) or desk.reviewed is None or self.key == desk.graded_key:
            return
        self.drop()
        if time.monotonic() - desk.changed_at >= QUIET_S:
            self.key = desk.graded_key
            self.number, self.job = advice_worker.advisers().ask(desk.reviewed.review, desk.scenario)

    def drop(self) -> None:
        """Give up what is being tried: the drawing has changed."""
        if self.job is not None:
            advice_worker.advisers().take_back(self.number)
        self.job, self.key = None, ""

    def _collect(self, desk: Desk) -> bool:
        if self.job is None or not self.job.done():
            return False
        job, self.job = self.job, None
        if job.cancelled():
            return False
        if (error := job.exception()) is not None:
            log.warning("fixes could not be tried: %s", error)
            return True  # the findings stand without fixes, and nobody waits any more
        if desk.reviewed is None:
            return False
        return desk.take_advice(self.key, replace(desk.reviewed, review=job.result(), advised=True))
