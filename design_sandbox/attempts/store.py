"""The store: start an attempt, keep each commit of its drawing, find it again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from design_sandbox.attempts.database import open_engine
from design_sandbox.attempts.from_rows import attempt_of, revision_of
from design_sandbox.attempts.history import prune
from design_sandbox.attempts.home import data_folder
from design_sandbox.attempts.records import Attempt, BestScore, Kept, Revision, StoreError
from design_sandbox.attempts.schema import AttemptRow, RevisionRow, ScoreRow
from design_sandbox.attempts.tabs import mark_ends, overtakes

MAX_DOCUMENT_BYTES = 2_000_000
"""A drawing of 150 parts takes 30 KB; beyond this something is wrong with it."""
PRUNE_EVERY = 10
"""Commits between two looks at whether old ones can go: most commits do not pay for it."""

Document = Mapping[str, Any]
"""A design as JSON: the shape of a design file."""


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Attempts in one SQLite database. Safe to share between threads, and its file between processes."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = _now) -> None:
        self._engine = engine
        self._now = now

    @classmethod
    def open(cls, home: Path | None = None, now: Callable[[], datetime] = _now) -> Store:
        """Open the database in `home` (default: `DESIGN_SANDBOX_HOME`, else the user's data folder).

        Raises StoreError when it cannot be opened.
        """
        return cls(open_engine(data_folder(home)), now)

    def close(self) -> None:
        """Give the file back. The store cannot be used afterwards."""
        self._engine.dispose()

    def start(self, scenario: str, design: Document, *, profile: str = "", title: str = "") -> Attempt:
        """Begin an attempt with a first drawing, which is kept as revision 0 of its own epoch."""
        attempt_id, moment = uuid.uuid4().hex[:12], self._now()
        text = _serialise(design)
        with self._transaction() as session:
            row = AttemptRow(id=attempt_id, scenario=scenario, profile=profile, title=title,
                             created_at=moment, updated_at=moment, hints=0, revealed=False)  # fmt: skip
            session.add(row)
            session.flush()
            first = RevisionRow(attempt_id=attempt_id, epoch=f"start-{attempt_id}", rev=0, saved_at=moment,
                                document=text, superseded=False)  # fmt: skip
            session.add(first)
            session.flush()
            row.head_id = first.id
            return attempt_of(session, row)

    def attempt(self, attempt_id: str) -> Attempt | None:
        """The attempt with its newest drawing, or None when there is none of that id."""
        with self._transaction() as session:
            row = session.get(AttemptRow, attempt_id)
            return attempt_of(session, row) if row else None

    def latest(self, scenario: str) -> Attempt | None:
        """The attempt at this scenario that was touched last, with its newest drawing."""
        with self._transaction() as session:
            query = select(AttemptRow).where(AttemptRow.scenario == scenario)
            row = session.scalars(query.order_by(AttemptRow.updated_at.desc(), AttemptRow.id)).first()
            return attempt_of(session, row) if row else None

    def history(self, scenario: str | None = None) -> tuple[Attempt, ...]:
        """Attempts, last touched first, without their drawings; of one scenario or of all."""
        with self._transaction() as session:
            query = select(AttemptRow).order_by(AttemptRow.updated_at.desc(), AttemptRow.id)
            if scenario is not None:
                query = query.where(AttemptRow.scenario == scenario)
            return tuple(attempt_of(session, row, with_head=False) for row in session.scalars(query))

    def keep(self, attempt_id: str, epoch: str, rev: int, document: Document, *,
             based_on: int | None = None) -> Kept:  # fmt: skip
        """Keep one commit. The same (epoch, rev) again changes nothing; a late one is filed in order.

        `based_on` is the revision that this epoch was opened from. When another epoch has become the newest
        since then, this commit becomes the newest drawing and the other one stays as a sibling.

        Raises StoreError for an unknown attempt, too large a drawing or a database that cannot be written.
        """
        text = _serialise(document)
        with self._transaction() as session:
            row = session.get(AttemptRow, attempt_id)
            if row is None:
                raise StoreError(f"There is no attempt {attempt_id!r}; it may have been deleted.")
            found = _find(session, attempt_id, epoch, rev)
            if found is not None:
                return Kept(found.id, new=False, conflict=False)
            head = session.get(RevisionRow, row.head_id) if row.head_id else None
            conflict = overtakes(session, head, epoch, based_on)
            late = head is not None and head.epoch == epoch and head.rev > rev
            saved = RevisionRow(attempt_id=attempt_id, epoch=epoch, rev=rev, saved_at=self._now(),
                                document=text, superseded=False)  # fmt: skip
            session.add(saved)
            session.flush()
            mark_ends(session, attempt_id, epoch, overtaken=head if conflict else None)
            if not late:
                row.head_id, row.updated_at = saved.id, self._now()
            if rev % PRUNE_EVERY == 0:
                prune(session, attempt_id, keep_id=row.head_id)
            return Kept(saved.id, new=True, conflict=conflict)

    def revisions(self, attempt_id: str, limit: int | None = None) -> tuple[Revision, ...]:
        """The kept revisions of an attempt, newest first; all of them, or at most `limit`."""
        with self._transaction() as session:
            query = select(RevisionRow).where(RevisionRow.attempt_id == attempt_id)
            newest_first = query.order_by(RevisionRow.id.desc()).limit(limit)
            return tuple(revision_of(row) for row in session.scalars(newest_first))

    def siblings(self, attempt_id: str) -> tuple[Revision, ...]:
        """Last drawings of tabs that another tab has overtaken, newest first; none of them is lost."""
        with self._transaction() as session:
            query = select(RevisionRow).where(RevisionRow.attempt_id == attempt_id, RevisionRow.superseded)
            return tuple(revision_of(row) for row in session.scalars(query.order_by(RevisionRow.id.desc())))

    def record_score(self, attempt_id: str, *, profile: str, score: float, level: str,
                     dimensions: Mapping[str, float] | None = None) -> None:  # fmt: skip
        """Note a review: `score` of 100 seen from `profile`; the best one is remembered with its level."""
        moment, shares = self._now(), json.dumps(dict(dimensions or {}))
        with self._transaction() as session:
            if session.get(AttemptRow, attempt_id) is None:
                raise StoreError(f"There is no attempt {attempt_id!r}; it may have been deleted.")
            row = session.get(ScoreRow, (attempt_id, profile))
            if row is None:
                row = ScoreRow(attempt_id=attempt_id, profile=profile, best_score=-1.0, best_level="",
                               best_at=moment, dimensions=shares)  # fmt: skip
                session.add(row)
            row.score, row.level, row.scored_at = score, level, moment
            if score > row.best_score:
                row.best_score, row.best_level, row.best_at, row.dimensions = score, level, moment, shares

    def best_scores(self) -> dict[str, BestScore]:
        """The best review of each scenario, by scenario id."""
        with self._transaction() as session:
            joined = select(AttemptRow.scenario, ScoreRow).join(
                ScoreRow, AttemptRow.id == ScoreRow.attempt_id
            )
            worst_first = joined.order_by(ScoreRow.best_score, ScoreRow.best_at.desc())
            best: dict[str, BestScore] = {}
            for scenario, row in session.execute(worst_first):
                best[scenario] = BestScore(
                    scenario, row.attempt_id, row.profile, row.best_score, row.best_level,
                    row.best_at.replace(tzinfo=UTC), json.loads(row.dimensions),
                )  # fmt: skip
            return best

    def set_profile(self, attempt_id: str, profile: str) -> None:
        """Remember from which chair this attempt is graded."""
        with self._transaction() as session:
            row = session.get(AttemptRow, attempt_id)
            if row is not None:
                row.profile = profile

    def reveal_hint(self, attempt_id: str, total: int) -> int:
        """Count one more hint, at most `total`; the number that is now shown."""
        with self._transaction() as session:
            row = session.get(AttemptRow, attempt_id)
            if row is None:
                return 0
            row.hints = min(row.hints + 1, total)
            return row.hints

    def reveal_accepted(self, attempt_id: str) -> None:
        """Remember that the learner committed this attempt to see accepted designs."""
        with self._transaction() as session:
            row = session.get(AttemptRow, attempt_id)
            if row is not None:
                row.revealed = True

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except DatabaseError as error:
            raise StoreError(f"The kept attempts cannot be reached: {error.orig}.") from error


def _serialise(document: Document) -> str:
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"The drawing is not plain JSON: {error}.") from error
    if size > MAX_DOCUMENT_BYTES:
        raise StoreError(f"The drawing takes {size:,} bytes; at most {MAX_DOCUMENT_BYTES:,} can be kept.")
    return text


def _find(session: Session, attempt_id: str, epoch: str, rev: int) -> RevisionRow | None:
    return session.scalars(
        select(RevisionRow).where(
            RevisionRow.attempt_id == attempt_id, RevisionRow.epoch == epoch, RevisionRow.rev == rev
        )
    ).first()
