"""The office every process test starts with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes.jobcenter import Jobcenter


@pytest.fixture
def office() -> Iterator[Jobcenter]:
    jobcenter = Jobcenter()
    yield jobcenter
    jobcenter.close()


@pytest.fixture
def any_office(database_url: str) -> Iterator[Jobcenter]:
    """The same office on SQLite and on PostgreSQL."""
    jobcenter = Jobcenter(database_url)
    yield jobcenter
    jobcenter.close()
