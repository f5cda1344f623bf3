"""A copy of the database at one moment, made while others write."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine


class NoBackup(Exception):
    """Why no copy was made, in a sentence."""


def back_up(database: Engine, target: Path) -> None:
    """Copy a SQLite database as of one moment to a new file. Readers and writers go on meanwhile.

    The file of a running database is never copied as it lies there: what was written last stands in the log beside it.
    Raises NoBackup for other databases, which bring tools of their own, and if the target exists.
    """
    if database.dialect.name != "sqlite":
        raise NoBackup("this is no SQLite database; use pg_dump, which copies one moment as well")
    if target.exists():
        raise NoBackup(f"expected a new file, but {target} exists")
    source = database.raw_connection()
    try:
        copy = sqlite3.connect(target)
        try:
            driver = source.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, to be moved as it is
        finally:
            copy.close()
    finally:
        source.close()
