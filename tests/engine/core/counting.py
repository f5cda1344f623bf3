"""Counting what goes to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event


@dataclass
class Counted:
    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted(database: Engine) -> Iterator[Counted]:
    """Counts statements and commits on this database. A statement sent with many rows counts once; BEGIN is none."""
    found = Counted()

    def statement(_connection: Connection, _cursor: Any, text: str, *_: Any) -> None:
        if not text.startswith("BEGIN"):
            found.statements.append(text)

    def commit(_connection: Connection) -> None:
        found.commits += 1

    event.listen(database, "before_cursor_execute", statement)
    event.listen(database, "commit", commit)
    try:
        yield found
    finally:
        event.remove(database, "before_cursor_execute", statement)
        event.remove(database, "commit", commit)
