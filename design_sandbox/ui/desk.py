"""One attempt on the desk: its drawing, what is kept of it, and its newest review. No Streamlit here."""

from __future__ import annotations

import copy
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from design_sandbox.attempts import Attempt, Kept, Store, StoreError
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.model.scenario import Scenario
from design_sandbox.ui import engine
from design_sandbox.ui.canvas.protocol import Board, Edit
from design_sandbox.ui.canvas.simulating import Simulating
from design_sandbox.ui.engine import PageError, Reviewed
from design_sandbox.ui.merging import merged

log = logging.getLogger("design_sandbox.ui")

SAVED = ("saved", "Kept on this computer")
OVERTAKEN = "Another tab changed this drawing too; its version is under Earlier versions on the review page."


@dataclass
class Desk:
    """A session's view of one attempt."""

    scenario: Scenario
    attempt_id: str
    profile: str
    board: Board
    store: Store | None
    based_on: int | None = None
    hints: int = 0
    revealed: bool = False
    saved: tuple[str, str] = SAVED
    changed_at: float = field(default_factory=time.monotonic)
    reviewed: Reviewed | None = None
    reviewed_rev: int = -1
    trouble: PageError | None = None
    """Why the drawing of `graded_key` could not be reviewed."""
    graded_key: str = ""
    noted_score: tuple[str, float] | None = None
    answering: str = ""
    """The trade-off prompt that the learner came to the review to answer."""
    simulating: Simulating | None = None
    """What was asked to be simulated and not yet closed."""

    # The drawing

    def hear(self, news: object, then: Callable[[], None] = lambda: None) -> bool:
        """Take a commit of the canvas, and keep it before anything is made of it. True when there was one.

        `then` is what its coming ends; it is told even before, since that costs nothing.
        """
        if not self.take(news, then):
            return False
        self.keep()
        return True

    def take(self, news: object, then: Callable[[], None] = lambda: None) -> bool:
        """Take a commit as `hear` does, for who keeps it at once by `write` and `note_kept`."""
        if not self.board.take(news):
            return False
        self.changed_at = time.monotonic()
        then()
        return True

    def edit(self, change: Edit, *, commutes: bool = False) -> None:
        """Change the drawing from Python, as one undo step of the canvas; see `Board.change`."""
        self.board.change(change, commutes=commutes)
        self.changed_at = time.monotonic()
        self.keep()

    def apply(self, patch: Patch) -> None:
        """Apply a fix. Raises PageError when it no longer fits the drawing."""
        try:
            changed = engine.document_of(apply_patch(engine.design_of(self.board.design), patch))
        except EditError as error:
            raise PageError(f"This no longer fits the drawing: {error}.") from error
        self.edit(lambda before: merged(before, changed))

    def decide(self, prompt: str, chosen: str, because: str) -> None:
        """Write the answer to a trade-off prompt into the design's decisions; it is committed from now on."""
        decision = {"chosen": chosen, "because": because, "committed": True}
        self.edit(
            lambda before: {**before, "decisions": {**(before.get("decisions") or {}), prompt: decision}},
            commutes=True,
        )

    def keep(self) -> None:
        """Write the drawing to the store; a failure is shown and tried again with the next commit."""
        self.note_kept(self.write())

    def write(self) -> Kept | StoreError:
        """Write the drawing to the store and change nothing else: the disk may take its time beside a review."""
        if self.store is None:
            return StoreError("Nothing can be kept on this computer; download the drawing as YAML")
        board = self.board
        try:
            return self.store.keep(
                self.attempt_id, board.epoch, board.rev, board.design, based_on=self.based_on
            )
        except StoreError as error:
            log.warning("attempt %s was not kept: %s", self.attempt_id, error)
            return error

    def note_kept(self, kept: Kept | StoreError) -> None:
        """Tell the learner how writing went."""
        if isinstance(kept, StoreError):
            self.saved = ("failed", str(kept))
            return
        self.saved = SAVED
        if kept.conflict:
            self.board.say(OVERTAKEN, "bad")

    def newest_elsewhere(self) -> bool:
        """Whether another tab or process has kept a newer drawing than this session knows."""
        attempt = self._stored()
        return bool(attempt and attempt.head and attempt.head.epoch != self.board.epoch
                    and attempt.head.id != self.based_on)  # fmt: skip

    def take_newest(self) -> None:
        """Put the newest kept drawing on the canvas, with a fresh undo history."""
        attempt = self._stored()
        if attempt and attempt.head:
            self.based_on = attempt.head.id
            self.board.replace(copy.deepcopy(dict(attempt.head.document)))

    def _stored(self) -> Attempt | None:
        try:
            return self.store.attempt(self.attempt_id) if self.store else None
        except StoreError:
            return None

    # The review

    @property
    def key(self) -> str:
        """What the review depends on: the drawing without its positions, and the chair."""
        document = {name: part for name, part in self.board.design.items() if name != "layout"}
        return json.dumps([self.profile, document], sort_keys=True, ensure_ascii=False)

    def look(self) -> None:
        """Review the drawing as it is now, unless that is known. Trouble is remembered, never raised."""
        key = self.key
        if key == self.graded_key:
            self.reviewed_rev = self.board.rev if self.trouble is None else self.reviewed_rev
            return
        self.graded_key, self.trouble = key, None
        try:
            self.reviewed = engine.review(self.board.design, self.scenario, self.profile)
            self.reviewed_rev = self.board.rev
        except PageError as error:
            self.trouble = error
            self.board.say(error.line, "bad")

    def take_advice(self, key: str, advised: Reviewed) -> bool:
        """Take the fixes that were tried, if they still belong to the drawing."""
        if key != self.graded_key or self.trouble is not None:
            return False
        self.reviewed = advised
        return True

    def note_score(self) -> None:
        """Remember the score of the newest review in the store."""
        if self.store is None or self.reviewed is None or not self.reviewed.review.graded:
            return
        review = self.reviewed.review
        note = (self.profile, review.score)
        if note == self.noted_score:
            return
        shares = {one.title: max(0.0, one.points) / one.max for one in review.dimensions if one.max > 0}
        try:
            self.store.record_score(self.attempt_id, profile=self.profile, score=review.score,
                                    level=review.level, dimensions=shares)  # fmt: skip
            self.noted_score = note
        except StoreError as error:
            log.warning("the score of attempt %s was not kept: %s", self.attempt_id, error)

    # The learner's choices

    def sit_in(self, profile: str) -> None:
        """Have the drawing graded from another chair."""
        self.profile = engine.profile_or_default(self.scenario, profile)
        self._tell_store(lambda store: store.set_profile(self.attempt_id, self.profile))

    def next_hint(self) -> None:
        """Show one hint more."""
        self.hints = min(self.hints + 1, len(self.scenario.hints))
        self._tell_store(lambda store: store.reveal_hint(self.attempt_id, len(self.scenario.hints)))

    def reveal_accepted(self) -> None:
        """Commit the attempt: accepted designs may be seen from now on."""
        self.revealed = True
        self._tell_store(lambda store: store.reveal_accepted(self.attempt_id))

    def _tell_store(self, tell: Callable[[Store], object]) -> None:
        try:
            if self.store is not None:
                tell(self.store)
        except StoreError as error:
            log.warning("attempt %s: %s", self.attempt_id, error)
