"""Opening the database: SQLite embedded by default, PostgreSQL for several machines."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

#: Milliseconds a SQLite writer waits for another before it gives up; a completion takes about two.
BUSY_TIMEOUT_MS = 10_000


def open_database(url: str) -> Engine:
    """Open `sqlite:///path`, `sqlite://` (in memory, one connection) or `postgresql+psycopg://…`.

    On SQLite every transaction that the command executor opens is `BEGIN IMMEDIATE`: the write lock is taken first,
    so that two commands on one instance queue instead of failing half-way. WAL lets readers go on meanwhile, and
    `synchronous=FULL` keeps an acknowledged write through a power cut.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, in_memory=parsed.database in (None, "", ":memory:"))
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, isolation_level="READ COMMITTED")


def _open_sqlite(url: str, *, in_memory: bool) -> Engine:
    if in_memory:
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy sends BEGIN itself, see below
        # SQLite's own lower() knows ASCII only: "özdemir" would not find "Özdemir"
        connection.create_function(
            "lower", 1, lambda text: text if text is None else str(text).lower(), deterministic=True
        )
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN"
        connection.exec_driver_sql(mode)

    return engine
