"""A database of each kind, opened and closed around a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from models import migrate
from models.database import open_database
from tests.templates import copy_of


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """Empty."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(database_url: str) -> Iterator[Engine]:
    """With all tables, made by the migrations."""
    engine = copy_of("migrated", database_url, migrate.upgrade)
    yield engine
    engine.dispose()
