"""The SQLite engine: crash-safe, several processes at once, transactions that really begin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from design_sandbox.attempts.home import DATABASE_NAME
from design_sandbox.attempts.records import StoreError
from design_sandbox.attempts.schema import migrate

BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another process before it gives up."""


def open_engine(folder: Path) -> Engine:
    """Open (and create or bring forward) the database in `folder`.

    Raises StoreError when the folder cannot be written or the file is not a database of ours.
    """
    path = folder / DATABASE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Attempts cannot be kept in {folder}: {error.strerror}.") from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            migrate(connection)
    except DatabaseError as error:
        engine.dispose()
        raise StoreError(f"{path} cannot be opened as a database: {error.orig}.") from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late for IMMEDIATE; _begin does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives the battery as well as the process
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Any) -> None:
    # Taking the write lock at once: two writers queue up instead of one failing half-way.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
