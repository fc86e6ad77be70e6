"""The database file: versions, foreign files, other processes and sudden ends."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from design_sandbox.attempts import Store, StoreError, schema
from design_sandbox.attempts.home import DATABASE_NAME, data_folder

WRITER = """
import sys
from pathlib import Path
from design_sandbox.attempts import Store
store = Store.open(Path(sys.argv[1]))
attempt, tab, count = sys.argv[2], sys.argv[3], int(sys.argv[4])
for rev in range(1, count + 1):
    store.keep(attempt, tab, rev, {"tab": tab, "rev": rev, "filling": "x" * 20_000})
    print(rev, flush=True)
"""


def writer(folder: Path, attempt: str, tab: str, count: int) -> subprocess.Popen[str]:
    """Another process that commits `count` revisions and tells each one after it was kept."""
    command = [sys.executable, "-c", WRITER, str(folder), attempt, tab, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_writer_leaves_its_last_commit(tmp_path: Path) -> None:
    """Killed without warning between or during commits, every commit that was reported is there."""
    store = Store.open(tmp_path)
    attempt = store.start("twitter", {})
    process = writer(tmp_path, attempt.id, "tab", 100_000)
    assert process.stdout is not None
    told = 0
    while told < 25:
        told = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    told = max([told, *(int(line) for line in process.stdout.read().split())])
    process.wait()
    head = Store.open(tmp_path).attempt(attempt.id).head  # type: ignore[union-attr]
    assert head is not None and head.rev in (told, told + 1)
    assert head.document == {"tab": "tab", "rev": head.rev, "filling": "x" * 20_000}
    store.close()


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    """Both finish, and every commit of both is kept."""
    store = Store.open(tmp_path)
    attempt = store.start("twitter", {})
    processes = [writer(tmp_path, attempt.id, tab, 40) for tab in ("left", "right")]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    kept = {(revision.epoch, revision.rev) for revision in store.revisions(attempt.id)}
    assert kept >= {(tab, rev) for tab in ("left", "right") for rev in range(1, 41)}
    store.close()


def test_an_older_database_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step added to the program runs once on what an earlier program wrote, and loses nothing."""
    older = Store.open(tmp_path)
    attempt = older.start("twitter", {"n": 1})
    older.close()
    calls: list[str] = []

    def add_stars(connection: Connection) -> None:
        calls.append("ran")
        connection.execute(text("ALTER TABLE attempts ADD COLUMN star INTEGER NOT NULL DEFAULT 0"))

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, add_stars))
    for _ in range(2):
        newer = Store.open(tmp_path)
        assert newer.attempt(attempt.id).head.document == {"n": 1}  # type: ignore[union-attr]
        newer.close()
    assert calls == ["ran"]


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    """A program that is too old says so and touches nothing."""
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE_NAME) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    with pytest.raises(StoreError, match="newer Design Sandbox"):
        Store.open(tmp_path)


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    """Someone else's file is named and not overwritten."""
    path = tmp_path / DATABASE_NAME
    path.write_bytes(b"this is a letter, not a database\n" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path)
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    """A file in the folder's place is named."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot be kept"):
        Store.open(tmp_path / "taken" / "deeper")


def test_the_environment_moves_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DESIGN_SANDBOX_HOME wins over the user's data folder, an argument over both."""
    monkeypatch.setenv("DESIGN_SANDBOX_HOME", str(tmp_path / "moved"))
    assert data_folder() == tmp_path / "moved"
    assert data_folder(tmp_path) == tmp_path
    monkeypatch.setenv("DESIGN_SANDBOX_HOME", " ")
    assert data_folder().name == "design-sandbox"
