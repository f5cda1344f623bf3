"""Bringing a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

SCRIPTS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Engine, revision: str = "head") -> None:
    """Run all missing migrations in one transaction each database can roll back.

    Safe to call at every start: a database at the newest revision is left alone.
    """
    with database.execution_options(writing=True).begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Engine, revision: str) -> None:
    """Go back to an older revision ("base" drops everything). For development and disaster drills only."""
    with database.execution_options(writing=True).begin() as connection:
        command.downgrade(_config(connection), revision)


def current(database: Engine) -> str | None:
    """The revision of this database, None for an empty one."""
    with database.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this installation expects."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("the package was installed without its migrations")
    return head
