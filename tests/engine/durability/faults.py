"""A database driver that fails at the call one asks for: below SQLAlchemy, so that nothing above knows better."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy import event, text

from engine.actor import Actor
from engine.context import Command
from engine.errors import DatabaseAway
from engine.executor import Engine

#: What the pool asks a connection before it hands it out; if that fails, it makes a new one, and nobody notices.
PINGS = (";", "SELECT 1")


class Breaker:
    """Counts driver calls (statements and commits) of one thread of work, and lets one of them fail."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._after_commit = False
        self.has_fired = False

    def arm(self, call: int) -> None:
        """Let the n-th call from here fail, before it does anything."""
        self._left, self._after_commit, self.has_fired = call, False, False

    def arm_answer(self) -> None:
        """Let the next commit succeed and its answer be lost."""
        self._left, self._after_commit, self.has_fired = None, True, False

    def disarm(self) -> None:
        self._left, self._after_commit = None, False

    def is_due(self, statement: str) -> bool:
        if self._left is None or statement in PINGS:
            return False
        self._left -= 1
        if self._left:
            return False
        self.has_fired, self._left = True, None
        return True

    def loses_answer(self) -> bool:
        lost, self._after_commit = self._after_commit, False
        self.has_fired = self.has_fired or lost
        return lost


class _SqliteCursor(sqlite3.Cursor):
    def execute(self, *arguments: Any) -> Any:
        self.connection.check(arguments[0])  # type: ignore[attr-defined]
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self.connection.check(arguments[0])  # type: ignore[attr-defined]
        return super().executemany(*arguments)


class _Sqlite(sqlite3.Connection):
    breaker: Breaker

    def check(self, statement: Any = "COMMIT") -> None:
        if self.breaker.is_due(str(statement)):
            raise sqlite3.OperationalError("disk I/O error")

    def cursor(self, factory: Any = _SqliteCursor) -> Any:
        return super().cursor(factory)

    def execute(self, *arguments: Any) -> Any:
        self.check(arguments[0])
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self.check(arguments[0])
        return super().executemany(*arguments)

    def commit(self) -> None:
        self.check()
        super().commit()
        if self.breaker.loses_answer():
            raise sqlite3.OperationalError("disk I/O error")


class _PostgresCursor(psycopg.Cursor[Any]):
    def execute(self, *arguments: Any, **options: Any) -> Any:
        self.connection.check(arguments[0])  # type: ignore[attr-defined]
        return super().execute(*arguments, **options)

    def executemany(self, *arguments: Any, **options: Any) -> Any:
        self.connection.check(arguments[0])  # type: ignore[attr-defined]
        return super().executemany(*arguments, **options)


class _Postgres(psycopg.Connection[Any]):
    breaker: Breaker

    def check(self, statement: Any = "COMMIT") -> None:
        if self.breaker.is_due(str(statement)):
            self.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    def commit(self) -> None:
        self.check()
        super().commit()
        if self.breaker.loses_answer():
            self.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")


def install(database: sqlalchemy.Engine) -> Breaker:
    """Put the failing driver under this engine; connections it has already are closed."""
    breaker = Breaker()

    @event.listens_for(database, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
        connection: Any
        if database.dialect.name == "sqlite":
            connection = sqlite3.connect(*arguments, factory=_Sqlite, **options)
        else:
            connection = _Postgres.connect(*arguments, **options, cursor_factory=_PostgresCursor)
        connection.breaker = breaker
        return connection

    database.dispose()
    return breaker


class TriedEngine(Engine):
    """Every command is given to the engine again and again, failing at its first, second … last database call, before
    it is let through. `faults` counts how often it failed, `commands` how many were let through."""

    breaker: Breaker
    faults = 0
    commands = 0

    def execute(self, command: Command[Any], actor: Actor) -> Any:
        call = 0
        while True:
            call += 1
            before = self._fingerprint()
            self.breaker.arm(call)
            try:
                result = super().execute(command, actor)
            except DatabaseAway:
                assert self.breaker.has_fired
                assert self._fingerprint() == before, f"{command} left something behind at call {call}"
                self.faults += 1
                continue
            finally:
                self.breaker.disarm()
            assert not self.breaker.has_fired, f"{command} went on although call {call} failed"
            self.commands += 1
            return result

    def _fingerprint(self) -> tuple[Any, ...]:
        """Changes with everything a command can leave behind."""
        with self.database.connect() as connection:
            return tuple(connection.execute(_FINGERPRINT).one())


_FINGERPRINT = text(
    "SELECT (SELECT count(*) FROM history_entry), (SELECT sum(version) FROM instance),"
    " (SELECT max(id) FROM user_task), (SELECT count(*) FROM user_task WHERE status = 'open'),"
    " (SELECT count(*) FROM timer), (SELECT count(*) FROM subscription), (SELECT count(*) FROM buffered_message),"
    " (SELECT sum(attempts) FROM job), (SELECT count(*) FROM effect), (SELECT sum(revision) FROM task_draft),"
    " (SELECT count(*) FROM incident), (SELECT count(*) FROM definition), (SELECT max(id) FROM audit_seal)"
)


def try_everything(engine: Engine) -> TriedEngine:
    """Turn this engine into one that is tried at every call."""
    engine.__class__ = TriedEngine
    assert isinstance(engine, TriedEngine)
    engine.breaker = install(engine.database)
    return engine
