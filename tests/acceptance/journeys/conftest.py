"""Journeys: one client's way through the office. Short on SQLite, the long way on PostgreSQL too.

Short, colleagues at once do what a journey is not about. The long way (`make journeys`, PHASENWERK_JOURNEYS=long)
somebody does each of these tasks in a browser.
"""

from __future__ import annotations

import os

import pytest

from tests.acceptance.conftest import Visit
from tests.acceptance.journeys.casework import Casework
from tests.acceptance.office import Office

LONG = os.environ.get("PHASENWERK_JOURNEYS") == "long"
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)] if LONG else ["sqlite"]


@pytest.fixture(params=DATABASES)
def office_database(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"office_on_{request.param}")
    return url


@pytest.fixture
def casework(office: Office, visit: Visit) -> Casework:
    return Casework(office, visit, by_hand=LONG)
