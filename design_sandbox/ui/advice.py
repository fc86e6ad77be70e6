"""Trying fixes beside the page: one worker, the newest drawing of each desk only."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from threading import Event

from design_sandbox.ui import engine
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import Reviewed

QUIET_S = 0.6
"""Fixes are tried once the hand rests for this long: someone who is drawing is never slowed down."""


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="advice")


@dataclass
class Advice:
    """The fixes of a desk that are being tried."""

    key: str = ""
    job: Future[Reviewed] | None = field(default=None, repr=False)
    outdated: Event = field(default_factory=Event, repr=False)

    def waits(self, desk: Desk) -> bool:
        """Whether fixes of the desk's drawing are still to come."""
        if desk.reviewed is None or desk.reviewed.advised or desk.trouble is not None:
            return False
        if not desk.reviewed.review.findings:
            return False
        return not (self.key == desk.graded_key and self.job is None)

    def step(self, desk: Desk) -> bool:
        """Start trying when the hand rests, and collect what is there. True when the desk got its fixes."""
        if not self.waits(desk) or desk.reviewed is None:
            return False
        if self.key != desk.graded_key:
            self.drop()
            if time.monotonic() - desk.changed_at < QUIET_S:
                return False
            self.key, self.outdated = desk.graded_key, Event()
            self.job = _worker().submit(engine.advise, desk.reviewed, desk.scenario, self.outdated.is_set)
        return self._collect(desk)

    def drop(self) -> None:
        """Give up what is being tried: the drawing has changed, or the desk is left."""
        self.outdated.set()
        if self.job is not None:
            self.job.cancel()
        self.job, self.key = None, ""

    def _collect(self, desk: Desk) -> bool:
        if self.job is None or not self.job.done():
            return False
        job, self.job = self.job, None
        if job.cancelled():
            return False
        try:
            return desk.take_advice(self.key, job.result())
        except Exception:
            return True  # logged where it happened: the findings stand without fixes, and nobody waits
