"""Opening the database: SQLite embedded by default, PostgreSQL for several machines."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import StaticPool

#: Seconds after which a pooled connection is asked whether it still lives; before, its next statement will tell.
ASK_AFTER_SECONDS = 1.0
#: Milliseconds a SQLite writer waits for another before it gives up; a completion takes about two.
BUSY_TIMEOUT_MS = 10_000


#: A process that is cut off from the network must not keep what it has locked: the server notices within three
#: seconds, so that another worker takes over within five. A transaction in which nothing happens is ended, too. The
#: process itself notices within ten seconds, and connects anew when the network is back.
_SERVER_SIDE = {
    "tcp_keepalives_idle": 1,
    "tcp_keepalives_interval": 1,
    "tcp_keepalives_count": 2,
    "tcp_user_timeout": 3_000,
    "idle_in_transaction_session_timeout": 120_000,
}
_CUT_OFF = {
    "connect_timeout": 5,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": " ".join(f"-c {name}={value}" for name, value in _SERVER_SIDE.items()),
}


def open_database(url: str) -> Engine:
    """Open `sqlite:///path`, `sqlite://` (in memory, one connection) or `postgresql+psycopg://…`.

    On SQLite every transaction that the command executor opens is `BEGIN IMMEDIATE`: the write lock is taken first,
    so that two commands on one instance queue instead of failing half-way. WAL lets readers go on meanwhile, and
    `synchronous=FULL` keeps an acknowledged write through a power cut.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, in_memory=parsed.database in (None, "", ":memory:"))
    return _open_postgresql(url)


def _open_postgresql(url: str) -> Engine:
    engine = create_engine(
        url, pool_size=10, max_overflow=20, isolation_level="READ COMMITTED", connect_args=dict(_CUT_OFF)
    )

    @event.listens_for(engine, "checkin")
    def rest(connection: Any, record: Any) -> None:
        record.info["resting_since"] = time.monotonic()
        if connection is not None and connection.read_only is not None:
            connection.read_only = None  # a reading leaves READ WRITE behind, whatever the server is set to

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("resting_since", 0.0) < ASK_AFTER_SECONDS:
            return
        try:
            alive = engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
        if not alive:
            raise DisconnectionError  # the pool opens another

    @event.listens_for(engine, "rollback")
    def end_reading(connection: Connection) -> None:
        if connection.get_execution_options().get("reading") and not connection.invalidated:
            with suppress(engine.dialect.loaded_dbapi.Error):  # the ROLLBACK that follows tells that it is away
                engine.dialect.do_commit(connection.connection)

    return engine


def for_reading(database: Engine) -> Engine:
    """The same database, and the same pool, for connections that change nothing; PostgreSQL refuses if one does.

    What they read ends with COMMIT there: at a ROLLBACK the driver forgets every statement it has prepared on the
    connection, and the next command would be parsed and planned anew.
    """
    return database.execution_options(reading=True, postgresql_readonly=True)


@contextmanager
def one_transaction(database: Engine) -> Iterator[Connection]:
    """A connection for one transaction, which is over afterwards: committed inside, or rolled back.

    A COMMIT that failed leaves the transaction open in the driver, while SQLAlchemy takes it for closed and would hand
    the connection to the next in the middle of it.
    """
    with database.connect() as connection:
        driver = connection.connection
        try:
            yield connection
        except BaseException:
            if not connection.invalidated:
                try:
                    driver.rollback()
                except connection.dialect.loaded_dbapi.Error:
                    connection.invalidate()
            raise


@contextmanager
def one_round_trip(connection: Connection) -> Iterator[None]:
    """What is executed inside goes to PostgreSQL together, and must not be asked for results.

    SQLite is not at the other end of a wire: there it goes one by one. Raises DBAPIError, as any statement may.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    dialect, driver = connection.dialect, connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.pipeline():
            yield
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, driver, None)
        if lost:
            connection.invalidate()
        raise DBAPIError.instance(
            None, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
        ) from error


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
