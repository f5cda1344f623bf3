"""Databases on a PostgreSQL server that live as long as one test."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy
from sqlalchemy.engine import make_url

#: How their names begin; others are not ours to replace by a copy.
SCRATCH = "test_"


@contextmanager
def scratch_database(server: str, template: str = "template1") -> Iterator[str]:
    """A database of its own on the PostgreSQL server, a copy of `template`, which nobody may be using; its address."""
    name = f"{SCRATCH}{uuid.uuid4().hex}"
    admin = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()
