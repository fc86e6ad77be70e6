"""The tables, and the steps that bring an older database forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from design_sandbox.attempts.records import StoreError


class Base(DeclarativeBase):
    """Root of the tables."""


class AttemptRow(Base):
    """One try at a scenario; `head_id` is the revision that a new tab opens."""

    __tablename__ = "attempts"
    id: Mapped[str] = mapped_column(primary_key=True)
    scenario: Mapped[str] = mapped_column(index=True)
    profile: Mapped[str]
    title: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    head_id: Mapped[int | None]
    hints: Mapped[int] = mapped_column(default=0)
    revealed: Mapped[bool] = mapped_column(default=False)


class RevisionRow(Base):
    """One commit. `superseded` marks the last drawing of a tab that another tab has overtaken."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("attempt_id", "epoch", "rev"),
        Index("revisions_by_time", "attempt_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    epoch: Mapped[str]
    rev: Mapped[int]
    saved_at: Mapped[datetime]
    document: Mapped[str] = mapped_column(Text)
    superseded: Mapped[bool] = mapped_column(default=False)


class ScoreRow(Base):
    """Newest and best score of an attempt, seen from one profile."""

    __tablename__ = "scores"
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    profile: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[float]
    level: Mapped[str]
    scored_at: Mapped[datetime]
    best_score: Mapped[float]
    best_level: Mapped[str]
    best_at: Mapped[datetime]
    dimensions: Mapped[str] = mapped_column(Text, default="{}")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = ()
"""Step n brings a database of version n + 1 to n + 2. Steps are only ever added; new databases need none."""


def newest_version() -> int:
    """The version that this program writes."""
    return len(MIGRATIONS) + 1


def migrate(connection: Connection) -> None:
    """Create the tables, or bring them to the newest version, inside the caller's transaction.

    Raises StoreError when the database was written by a newer program.
    """
    connection.execute(text("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"))
    version = int(connection.execute(text("SELECT max(version) FROM schema_version")).scalar() or 0)
    newest = newest_version()
    if version > newest:
        raise StoreError(
            f"The attempts come from a newer Design Sandbox (format {version}, this one reads {newest}). "
            "Bring it up to date, or set DESIGN_SANDBOX_HOME to another folder."
        )
    if version == 0:
        Base.metadata.create_all(connection)
    for step in MIGRATIONS[version - 1 :] if version else ():
        step(connection)
    if version < newest:
        connection.execute(text("DELETE FROM schema_version"))
        connection.execute(text("INSERT INTO schema_version VALUES (:version)"), {"version": newest})
