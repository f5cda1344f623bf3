"""An office with every shipped process and nobody's case yet, seen by one caseworker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from engine.executor import Engine
from engine.worker import Worker, drain
from models.migrate import upgrade
from processes.bootstrap import build_engine, deploy_shipped
from processes.settings import Settings
from tests.web.browser import Browser, Page
from tests.web.small_office import START, add_people
from web.app import create_app
from web.settings import WebSettings

CLIENT = {
    "customer_no": "317D555001",
    "first_name": "Ida",
    "last_name": "Ährlich",
    "born_on": "06.05.1990",
    "phone": "0123 4567",
}


@dataclass
class Jobcenter:
    """An office with everything that is shipped, and nobody's case yet."""

    engine: Engine
    browser: Browser

    def settle(self) -> None:
        drain(Worker(self.engine, "jobcenter"))

    def open_case(self, **changes: str) -> Page:
        page = self.browser.get("/faelle/neu")
        return self.browser.submit(page, "/faelle/neu", {**CLIENT, **changes})


NOW: datetime = START.astimezone(UTC)


def open_engine(path: Path) -> Engine:
    return build_engine(Settings(database_url=f"sqlite:///{path}"), clock=lambda: NOW)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with people and all shipped models: made once, because deploying them takes seconds."""
    path = tmp_path_factory.mktemp("jobcenter") / "prepared.sqlite3"
    engine = open_engine(path)
    upgrade(engine.database)
    with Session(engine.database) as session:
        add_people(session)
        session.commit()
    deploy_shipped(engine)
    with engine.database.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.database.dispose()
    return path


@pytest.fixture
def jobcenter(prepared: Path, tmp_path: Path) -> Iterator[Jobcenter]:
    engine = open_engine(shutil.copy(prepared, tmp_path / "jobcenter.sqlite3"))
    settings = WebSettings(secret_key="k" * 40, https=False, wall_clock=lambda: NOW)
    yield Jobcenter(engine, Browser(create_app(engine, settings)).sign_in("a.beispiel"))
    engine.database.dispose()
