"""A small office, its web application, and browsers that are signed in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.browser import Browser
from tests.web.jobcenter import jobcenter, prepared  # noqa: F401 - fixtures
from tests.web.small_office import SmallOffice, open_small_office
from web.app import create_app
from web.settings import WebSettings

SignIn = Callable[[str], Browser]


def app_for(office: SmallOffice, **changes: object) -> Flask:
    """The application of an office; its real clock is the office clock here, so that sessions can grow old."""
    settings = {"secret_key": "k" * 40, "https": False, "is_demo": True, "wall_clock": lambda: office.now}
    return create_app(office.engine, WebSettings(**(settings | changes)))  # type: ignore[arg-type]


@pytest.fixture
def office(sqlite_url: str) -> Iterator[SmallOffice]:
    """An office of its own, for tests that change something."""
    office = open_small_office(sqlite_url)
    yield office
    office.engine.database.dispose()


@pytest.fixture(scope="module")
def quiet_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallOffice]:
    """One office for all tests of a module that only look."""
    path: Path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    office = open_small_office(f"sqlite:///{path}")
    yield office
    office.engine.database.dispose()


@pytest.fixture
def app(office: SmallOffice) -> Flask:
    return app_for(office)


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Sign somebody in by name: `sign_in("a.beispiel")`."""
    return lambda username: Browser(app).sign_in(username)


@pytest.fixture
def anna(sign_in: SignIn) -> Browser:
    """A caseworker of team Nord."""
    return sign_in("a.beispiel")


@pytest.fixture
def lea(sign_in: SignIn) -> Browser:
    """The lead of team Nord."""
    return sign_in("l.nord")
