"""How much of the past is kept: the newest revisions, one of each day, and the ends of overtaken tabs."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from design_sandbox.attempts.schema import RevisionRow

NEWEST_KEPT = 200
DAYS_KEPT = 60
SIBLINGS_KEPT = 20
SLACK = 20
"""Pruning waits for this many too many, so that most commits do not pay for it."""


def prune(session: Session, attempt_id: str, *, keep_id: int | None) -> None:
    """Delete what is neither among the newest, nor the last of its day, nor the end of an overtaken tab."""
    of_attempt = RevisionRow.attempt_id == attempt_id
    count = session.scalar(select(func.count()).select_from(RevisionRow).where(of_attempt)) or 0
    if count <= NEWEST_KEPT + SLACK + DAYS_KEPT + SIBLINGS_KEPT:
        return
    columns = select(RevisionRow.id, RevisionRow.saved_at, RevisionRow.superseded)
    rows = session.execute(columns.where(of_attempt).order_by(RevisionRow.id.desc())).all()
    kept = {row.id for row in rows[:NEWEST_KEPT]} | ({keep_id} if keep_id else set())
    last_of_day: dict[str, int] = {}
    for row in rows:
        last_of_day.setdefault(row.saved_at.date().isoformat(), row.id)
    kept |= set(list(last_of_day.values())[:DAYS_KEPT])
    kept |= set([row.id for row in rows if row.superseded][:SIBLINGS_KEPT])
    doomed = [row.id for row in rows if row.id not in kept]
    session.execute(delete(RevisionRow).where(RevisionRow.id.in_(doomed)))
