"""The migrations build exactly the schema the models describe, on both databases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from models import casework, desk, history, identity, migrate, runtime
from models.base import Base
from models.database import open_database

TABLE_MODULES = (casework, desk, history, identity, runtime)


def _schema(database: Engine) -> dict[str, list[str]]:
    """Kind and name → the clauses, in any order, of every table, index and trigger of a SQLite database."""
    with database.connect() as connection:
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {f"{row.type} {row.name}": sorted(_clauses(row.sql)) for row in rows if row.name != "alembic_version"}


def _clauses(sql: str) -> list[str]:
    """The comma-separated clauses at the top level of a CREATE TABLE; of other statements the whole text."""
    plain = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    if not plain.startswith("CREATE TABLE"):
        return [plain]
    clauses, depth, start = [], 0, 0
    body = plain[plain.find("(") + 1 : plain.rfind(")")]
    for at, character in enumerate(body):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            clauses.append(body[start:at].strip())
            start = at + 1
    return [*clauses, body[start:].strip()]


def test_a_migrated_database_has_the_tables_checks_and_triggers_of_the_models(tmp_path: Path) -> None:
    migrated = open_database(f"sqlite:///{tmp_path / 'migrated.sqlite3'}")
    described = open_database("sqlite://")
    migrate.upgrade(migrated)
    with described.begin() as connection:
        Base.metadata.create_all(connection)
    left, right = _schema(migrated), _schema(described)
    assert sorted(left) == sorted(right)
    assert {name: (left[name], right[name]) for name in left if left[name] != right[name]} == {}
    migrated.dispose()
    described.dispose()


def test_nothing_is_left_to_migrate(migrated: Engine) -> None:
    with migrated.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert difference == []
    assert migrate.current(migrated) == migrate.newest()


def test_migrating_twice_changes_nothing(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    migrate.upgrade(database)
    before = _schema(database)
    migrate.upgrade(database)
    assert _schema(database) == before
    database.dispose()


def test_a_database_can_be_taken_down_to_nothing_again(migrated: Engine) -> None:
    migrate.downgrade(migrated, "base")
    assert migrate.current(migrated) is None
    migrate.upgrade(migrated)
    assert migrate.current(migrated) == migrate.newest()


def test_migrations_do_not_depend_on_the_working_directory(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = open_database(sqlite_url)
    migrate.upgrade(database)
    assert migrate.current(database) == migrate.newest()
    database.dispose()
