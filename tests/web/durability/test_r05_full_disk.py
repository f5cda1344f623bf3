"""R5: the disk is full, or the database may only be read: a clean page that keeps what was typed, no damage, and work
goes on when there is room again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import make_url

from engine.actor import SYSTEM
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.doctor import examine
from engine.errors import DatabaseAway
from engine.queries import open_incidents
from engine.worker import Worker
from tests.engine.durability.release_database import DIAGRAMS
from tests.web.browser import Browser
from tests.web.conftest import app_for
from tests.web.small_office import SmallOffice, open_small_office

pytestmark = pytest.mark.chaos

VALUES = {"anliegen": "Sucht Arbeit im Lager", "weg": "telefon", "antwort_bis": "2026-11-02"}


@contextmanager
def _pragma(office: SmallOffice, *pragmas: str) -> Iterator[None]:
    """Every connection opened meanwhile lives under these settings."""
    database = office.engine.database

    def limit(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(pragma)

    database.dispose()
    event.listen(database, "connect", limit)
    try:
        yield
    finally:
        event.remove(database, "connect", limit)
        database.dispose()


def full_disk(office: SmallOffice) -> AbstractContextManager[None]:
    return _pragma(office, "PRAGMA max_page_count=1")


def read_only(office: SmallOffice) -> AbstractContextManager[None]:
    return _pragma(office, "PRAGMA query_only=ON")


@contextmanager
def read_only_server(office: SmallOffice) -> Iterator[None]:
    """What a PostgreSQL in recovery, or one whose operator has locked it, does."""
    database = office.engine.database
    admin = sqlalchemy.create_engine(database.url, isolation_level="AUTOCOMMIT")
    name = make_url(str(database.url)).database
    with admin.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    database.dispose()
    try:
        yield
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = off")
            connection.exec_driver_sql(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        admin.dispose()
        database.dispose()


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [("sqlite", full_disk), ("sqlite", read_only), pytest.param("postgres", read_only_server)],
    ids=["full-sqlite", "read-only-sqlite", "read-only-postgres"],
)
def test_what_was_typed_is_kept_and_work_goes_on_afterwards(
    kind: str, trouble: Callable[[SmallOffice], AbstractContextManager[None]], request: pytest.FixtureRequest
) -> None:
    office = open_small_office(request.getfixturevalue(f"{kind}_url"))
    path = _fill_up(office)
    office.now += timedelta(days=2)
    anna = Browser(app_for(office)).sign_in("a.beispiel")
    checked = anna.submit(anna.get(path), path, VALUES)
    worker = Worker(office.engine, "hungry")
    with trouble(office):
        _use_up(office)
        refused = anna.submit(checked, f"{path}/abschliessen")
        assert refused.status == 503
        assert refused.heading == "Gerade nicht erreichbar"
        assert "Sucht Arbeit im Lager" in refused.text
        with pytest.raises(DatabaseAway):
            worker.fire_due()
        with office.engine.reading() as rows:
            assert open_incidents(rows) == [], "that is no fault of the timers"
    assert anna.submit(refused, f"{path}/abschliessen").heading == "Antwort festhalten"
    assert worker.fire_due() > 0
    with office.engine.reading() as rows:
        assert examine(rows, office.engine.definitions, office.now) == []
    office.engine.database.dispose()


def _fill_up(office: SmallOffice) -> str:
    """Timers for the worker; the path of Anna's task."""
    office.engine.execute(DeployResources((("heartbeat.bpmn", (DIAGRAMS / "heartbeat.bpmn").read_bytes()),)), SYSTEM)
    for _ in range(5):
        office.engine.execute(StartInstance("heartbeat", {"beats": 0, "wanted": 100}), SYSTEM)
    return f"/aufgaben/{office.task_of('F-2026-000001').id}"


def _use_up(office: SmallOffice) -> None:
    """Write until there is no room left for anything."""
    for size in (30_000, 3_000, 300, 3):
        with pytest.raises(DatabaseAway):
            _start_many(office, {"beats": 0, "wanted": 100, "text": "x" * size})


def _start_many(office: SmallOffice, variables: dict[str, Any]) -> None:
    for _ in range(1_000):
        office.engine.execute(StartInstance("heartbeat", variables), SYSTEM)
