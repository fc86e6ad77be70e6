"""Several tabs at one attempt: whose commit is the newest drawing, and what is kept of the others."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from design_sandbox.attempts.schema import RevisionRow


def overtakes(session: Session, head: RevisionRow | None, epoch: str, based_on: int | None) -> bool:
    """Whether a commit of `epoch` would bury work of another tab that this tab has not seen."""
    if head is None or head.epoch == epoch:
        return False
    of_epoch = (RevisionRow.attempt_id == head.attempt_id, RevisionRow.epoch == epoch)
    seen = session.scalars(select(RevisionRow.id).where(*of_epoch).limit(1)).first()
    return seen is not None or (based_on is not None and based_on != head.id)


def mark_ends(session: Session, attempt_id: str, epoch: str, *, overtaken: RevisionRow | None) -> None:
    """Remember the overtaken drawing as its tab's end; what this epoch left behind earlier goes on now."""
    of_epoch = (RevisionRow.attempt_id == attempt_id, RevisionRow.epoch == epoch)
    session.execute(update(RevisionRow).where(*of_epoch, RevisionRow.superseded).values(superseded=False))
    if overtaken is not None:
        overtaken.superseded = True
