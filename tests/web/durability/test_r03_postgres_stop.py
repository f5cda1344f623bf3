"""R3: PostgreSQL is stopped at once, and connections are cut in the middle of transactions: no promise is broken, the
service is back within ten seconds after the database, and what was typed is kept."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy

from engine.actor import SYSTEM
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.doctor import examine
from engine.worker import Worker
from tests.engine.durability.ledger import seconds_until
from tests.engine.durability.release_database import DIAGRAMS
from tests.engine.durability.scale import measured, scale
from tests.machine import Postgres, postgres
from tests.web.browser import Browser
from tests.web.conftest import app_for
from tests.web.durability.clerks import Clerks
from tests.web.small_office import SmallOffice, open_small_office

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

VALUES = {"anliegen": "Sucht Arbeit im Lager", "weg": "telefon", "antwort_bis": "2026-11-02"}
CLERKS = 3


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A server of its own, to be stopped; what it has acknowledged it keeps."""
    with postgres(durable=True) as server:
        yield server


@pytest.fixture
def office(server: Postgres) -> Iterator[SmallOffice]:
    office = open_small_office(server.url)
    names = ("deadline.bpmn", "heartbeat.bpmn")
    office.engine.execute(DeployResources(tuple((n, (DIAGRAMS / n).read_bytes()) for n in names)), SYSTEM)
    for _ in range(20):
        office.engine.execute(StartInstance("heartbeat", {"beats": 0, "wanted": 1_000_000}), SYSTEM)
    yield office
    office.engine.database.dispose()


@contextmanager
def working(office: SmallOffice) -> Iterator[None]:
    """A worker beside it, as in `phasenwerk run`."""
    stop = threading.Event()
    worker = Worker(office.engine, "worker")
    thread = threading.Thread(target=worker.run_forever, args=(stop,), kwargs={"pause": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)


def check(office: SmallOffice, clerks: Clerks) -> None:
    with office.engine.reading() as rows:
        assert examine(rows, office.engine.definitions, office.now) == []
        stored = rows.execute(sqlalchemy.text("SELECT submission_id FROM user_task WHERE submission_id IS NOT NULL"))
        taken = list(stored.scalars())
    assert set(clerks.acknowledged) <= set(taken), "an acknowledged write is lost"
    assert len(taken) == len(set(taken))


# a cursor whose connection was cut in the middle of reading has nothing left to close
@pytest.mark.filterwarnings("ignore:.*ServerCursor.* was deleted while still open:ResourceWarning")
def test_a_stopped_server_loses_nothing_and_is_back_within_ten_seconds(office: SmallOffice, server: Postgres) -> None:
    clerks, slowest, stops = Clerks(office.engine), 0.0, scale(1, 20)
    anna = Browser(app_for(office)).sign_in("a.beispiel")
    with working(office), clerks.at_work(CLERKS):
        for _ in range(stops):
            office.now += timedelta(days=1)
            office.start("F-2026-000001")
            anna.sign_in("a.beispiel")
            path = f"/aufgaben/{office.task_of('F-2026-000001', 'Anliegen erheben').id}"
            page = anna.submit(anna.get(path), path, VALUES)
            before = len(clerks.acknowledged)
            server.stop("immediate")
            away = anna.submit(page, f"{path}/abschliessen")
            assert (away.status, away.heading) == (503, "Gerade nicht erreichbar")
            assert "Sucht Arbeit im Lager" in away.text
            server.start()

            def is_back(away=away, path=path) -> bool:  # type: ignore[no-untyped-def]
                return anna.submit(away, f"{path}/abschliessen").heading == "Antwort festhalten"

            slowest = max(slowest, seconds_until(is_back, at_most=10))
            seconds_until(lambda before=before: len(clerks.acknowledged) > before, at_most=10)
    check(office, clerks)
    measured("R3 stops, slowest return in s, sent again", f"{stops}, {slowest:.2f}, {clerks.repeated}")


def test_connections_cut_in_the_middle_of_transactions(office: SmallOffice, server: Postgres) -> None:
    clerks, cuts, rng, pause = Clerks(office.engine), scale(40, 1_000), random.Random(3), threading.Event()
    admin = sqlalchemy.create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)
    in_transaction = sqlalchemy.text(
        "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        " AND state IN ('active', 'idle in transaction') AND query <> ''"
    )
    done = 0
    with clerks.at_work(CLERKS), admin.connect() as operator:
        while done < cuts:
            assert len(clerks.failed) < CLERKS, "nobody is left at work"
            pause.wait(rng.uniform(0.001, 0.02))
            working = list(operator.execute(in_transaction).scalars())
            if working:
                operator.execute(sqlalchemy.text("SELECT pg_terminate_backend(:p)"), {"p": rng.choice(working)})
                done += 1
    admin.dispose()
    check(office, clerks)
    assert clerks.repeated > 0, "connections must really have been cut at work"
    measured("R3 connections cut, sent again, acknowledged", (done, clerks.repeated, len(clerks.acknowledged)))
