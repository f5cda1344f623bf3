"""Databases that many tests begin with: furnished once in a test process, and copied for each test.

A copy takes milliseconds, making the tables and reading all shipped models seconds. Nobody shares a database by it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

import sqlalchemy
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from models.database import open_database
from tests.scratch import SCRATCH

#: Fills an empty, open database; what it writes must hang on nothing but the name of the template.
Furnish = Callable[[sqlalchemy.Engine], object]

_in_memory: dict[str, sqlalchemy.Engine] = {}
_on_server: dict[tuple[str, str], str] = {}


def copy_of(name: str, url: str, furnish: Furnish) -> sqlalchemy.Engine:
    """Open the empty database at `url`, filled as `furnish` fills one. The caller disposes of it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _copied_into_sqlite(name, url, furnish)
    if (parsed.database or "").startswith(SCRATCH):
        _replace(parsed, _on_server_of(parsed, name, furnish))
        return open_database(url)
    database = open_database(url)
    furnish(database)
    return database


def _copied_into_sqlite(name: str, url: str, furnish: Furnish) -> sqlalchemy.Engine:
    if name not in _in_memory:
        template = open_database("sqlite://")
        furnish(template)
        _in_memory[name] = template
    database = open_database(url)
    with _in_memory[name].connect() as source, database.connect() as target:
        driver = source.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.backup(target.connection.driver_connection)  # type: ignore[arg-type]
    return database


def _on_server_of(url: URL, name: str, furnish: Furnish) -> str:
    """The database on the same server that is copied."""
    key = (f"{url.host}:{url.port}", name)
    if key not in _on_server:
        template = f"template_{os.getpid()}_{len(_on_server)}"
        _administer(url, f"CREATE DATABASE {template}")
        database = open_database(url.set(database=template).render_as_string(hide_password=False))
        furnish(database)
        database.dispose()  # only what nobody has open is copied
        _on_server[key] = template
    return _on_server[key]


def _replace(url: URL, template: str) -> None:
    _administer(url, f"DROP DATABASE {url.database}", f"CREATE DATABASE {url.database} TEMPLATE {template}")


def _administer(url: URL, *statements: str) -> None:
    admin = sqlalchemy.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
