"""The tables of a scratch database, made once in a process and copied: for the harness of tests."""

from __future__ import annotations

import sqlite3
from functools import cache

import sqlalchemy

from models.base import Base
from models.database import open_database


def with_tables(url: str) -> sqlalchemy.Engine:
    """The database at this address, open, with all tables. An empty SQLite gets a copy: making them takes longer."""
    database = open_database(url)
    if database.dialect.name == "sqlite":
        with database.connect() as connection:
            is_empty = not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
            connection.rollback()  # nobody may be reading what is written over
            if is_empty:
                tables = _tables(frozenset(Base.metadata.tables))
                tables.backup(connection.connection.driver_connection)  # type: ignore[arg-type]
                return database
    Base.metadata.create_all(database)
    return database


@cache
def _tables(_known: frozenset[str]) -> sqlite3.Connection:
    """All tables there are at this moment, with nothing in them."""
    database = open_database("sqlite://")
    Base.metadata.create_all(database)
    with database.connect() as connection:
        driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
