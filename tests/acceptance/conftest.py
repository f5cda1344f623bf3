"""Offices to visit, furnished once and copied for each test, and the people who visit them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy.engine import make_url

from tests.acceptance.office import Office, furnish, open_office
from tests.acceptance.visitor import Visitor, visiting
from tests.scratch import scratch_database

#: Somebody at a browser of their own: `visit("a.becker")`, `visit("a.becker", java_script_enabled=False)`.
Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    furnish(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def furnished_on_server(postgres_server: str) -> Iterator[str]:
    """The name of a furnished database on the PostgreSQL server, to make others from."""
    with scratch_database(postgres_server) as url:
        furnish(url)
        yield str(make_url(url).database)


@pytest.fixture
def office_on_sqlite(furnished: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(furnished, tmp_path / 'office.sqlite3')}"


@pytest.fixture
def office_on_postgres(postgres_server: str, furnished_on_server: str) -> Iterator[str]:
    with scratch_database(postgres_server, template=furnished_on_server) as url:
        yield url


@pytest.fixture
def office_database(office_on_sqlite: str) -> str:
    """The database of the office; a folder of tests may ask for several by fixture parameters."""
    return office_on_sqlite


@pytest.fixture
def office(office_database: str) -> Iterator[Office]:
    """An office of its own."""
    with open_office(office_database) as office:
        yield office


@pytest.fixture(scope="module")
def shared_office(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for the tests of a module that only look."""
    path = tmp_path_factory.mktemp("shared") / "office.sqlite3"
    with open_office(f"sqlite:///{shutil.copy(furnished, path)}") as office:
        yield office


@pytest.fixture(scope="session")
def examined() -> set[str]:
    """Kinds of page that axe has looked at; every page in every state has a test of its own."""
    return set()


@pytest.fixture
def visit(browser: Browser, office: Office, examined: set[str]) -> Iterator[Visit]:
    """Sign somebody in at a browser of their own. Whatever a page violated or logged fails the test at its end."""
    visitors: list[Visitor] = []
    with ExitStack() as open_browsers:

        def arrive(username: str, **context: object) -> Visitor:
            visitor = open_browsers.enter_context(visiting(browser, office, examined=examined, **context))
            visitor.sign_in(username)
            visitors.append(visitor)
            return visitor

        yield arrive
    for visitor in visitors:
        visitor.assert_clean()
