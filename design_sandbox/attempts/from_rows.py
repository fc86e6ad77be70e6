"""Rows of the database as the records that others see; times come back with their zone."""

from __future__ import annotations

import json
from datetime import UTC

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from design_sandbox.attempts.records import Attempt, Revision
from design_sandbox.attempts.schema import AttemptRow, RevisionRow, ScoreRow


def revision_of(row: RevisionRow) -> Revision:
    """A kept revision with its drawing."""
    return Revision(row.id, row.attempt_id, row.epoch, row.rev, row.saved_at.replace(tzinfo=UTC),
                    json.loads(row.document))  # fmt: skip


def attempt_of(session: Session, row: AttemptRow, *, with_head: bool = True) -> Attempt:
    """An attempt with its newest and best score; its newest drawing only where that is asked for."""
    head = session.get(RevisionRow, row.head_id) if with_head and row.head_id else None
    query = select(ScoreRow).where(ScoreRow.attempt_id == row.id).order_by(ScoreRow.scored_at.desc())
    scores = tuple(session.scalars(query))
    count = session.scalar(select(func.count()).where(RevisionRow.attempt_id == row.id)) or 0
    return Attempt(
        id=row.id, scenario=row.scenario, profile=row.profile, title=row.title,
        created_at=row.created_at.replace(tzinfo=UTC), updated_at=row.updated_at.replace(tzinfo=UTC),
        score=scores[0].score if scores else None, level=scores[0].level if scores else "",
        best_score=max((score.best_score for score in scores), default=None),
        revisions=count, hints=row.hints, revealed=row.revealed,
        head=revision_of(head) if head else None,
    )  # fmt: skip
