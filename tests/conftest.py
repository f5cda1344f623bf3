"""Fixtures that every floor shares: a fresh database of each kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chromium import running_chromium
from tests.machine import POSTGRES_URL, MachineLacks, postgres
from tests.scratch import scratch_database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running scratch PostgreSQL; started here if the test command has not done so."""
    running = os.environ.get(POSTGRES_URL)
    if running:
        yield running
        return
    try:
        with postgres() as server:
            yield server.url
    except MachineLacks as lack:
        pytest.fail(str(lack))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium, shared by all tests of this process that look at pages."""
    try:
        with running_chromium() as running:
            yield running
    except MachineLacks as lack:
        pytest.fail(str(lack))


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of its own."""
    with scratch_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file of its own."""
    return f"sqlite:///{tmp_path / 'phasenwerk.sqlite3'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice: on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
