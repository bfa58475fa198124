"""Bring a file to the version this program writes: forward only, a copy first (ADR 0008)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from loyalty.errors import Outage
from storage.database import Database
from storage.migrations.step import Step


def version(database: Database) -> int:
    """Give the version of a file; 0 is an empty one."""
    return int(database.sql("PRAGMA user_version")[0][0])


def upgrade(database: Database, steps: Sequence[Step], key: bytes) -> Path | None:
    """Run the steps that are missing, each in one transaction; give the path of the copy.

    A file of a newer program is opened as long as that program said it may be (`min_reader`).
    Raises Outage `database_newer`.
    """
    newest = steps[-1].version
    found = version(database)
    if found > newest:
        _refuse_unreadable(database, found, newest)
        return None
    missing = [step for step in steps if step.version > found]
    if not missing:
        return None
    copy = backup_before(database, found, key) if found else None
    for step in missing:
        _apply(database, step)
    return copy


def backup_before(database: Database, found: int, key: bytes) -> Path:
    """Copy a file beside itself, under the same key, before anything is changed in it."""
    path = database.path.with_name(f"{database.path.stem}.v{found}.backup")
    path.unlink(missing_ok=True)
    target = Database(path, key, file=database.file)
    try:
        database.copy_into(target)
        target.check(whole=True)
    finally:
        target.close()
    return path


def _apply(database: Database, step: Step) -> None:
    with database.transaction():
        for statement in step.statements:
            database.sql(statement)
        database.sql(
            "INSERT INTO meta (name, value) VALUES ('min_reader', "  # noqa: S608 - an integer
            f"'{step.min_reader:d}') ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
        database.sql(f"PRAGMA user_version = {step.version:d}")


def _refuse_unreadable(database: Database, found: int, newest: int) -> None:
    rows = database.sql("SELECT value FROM meta WHERE name = 'min_reader'")
    least = int(rows[0][0]) if rows else found
    if newest < least:
        raise Outage(
            "database_newer",
            f"a newer Regulars made this data: install a program that reads version {least}",
            expected=least,
            got=newest,
        )
