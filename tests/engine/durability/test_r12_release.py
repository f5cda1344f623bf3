"""R12: a database of the release before is migrated, and every instance in it goes on to its end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import MetaData, select, text

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retry_incident import RetryIncident
from engine.commands.seal_record import SealRecord
from engine.doctor import examine
from engine.queries import open_incidents
from engine.testing import Case, Harness
from models.database import open_database
from models.migrate import newest, upgrade
from models.runtime import Instance, TaskDraft
from tests.engine.durability.release_database import ADA, STOPPED, World

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql"))

#: Business keys of the instances and what each still needs to reach its end.
WAITING = {"L-open", "L-draft", "L-lent", "L-held", "T-stops", "T-evening", "H-1", "D-1"}
PARCELS = {"P-travels", "P-refused", "P-leased", "P-ready"}

pytestmark = pytest.mark.chaos


def load(release: Path, url: str, directory: Path) -> None:
    """The database of a release, on the kind of database the URL names."""
    file = directory / "release.sqlite3"
    connection = sqlite3.connect(file)
    connection.executescript(release.read_text(encoding="utf-8"))
    connection.close()
    source = open_database(f"sqlite:///{file}")
    target = open_database(url)
    upgrade(target, release.stem)
    tables = MetaData()
    tables.reflect(target)
    with source.connect() as old, target.execution_options(writing=True).begin() as new:
        for table in tables.sorted_tables:
            rows = [dict(row._mapping) for row in old.execute(select(table).order_by(*table.primary_key))]
            if rows and table.name != "alembic_version":
                new.execute(sqlalchemy.insert(table), rows)
            if rows and target.dialect.name == "postgresql" and "id" in table.c and table.name != "office_clock":
                new.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table}"))
    source.dispose()
    target.dispose()


@pytest.fixture(params=RELEASES, ids=lambda p: p.stem)
def world(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> World:
    load(request.param, database_url, tmp_path)
    return World()


@pytest.fixture
def migrated(world: World, database_url: str) -> Iterator[Harness]:
    database = open_database(database_url)
    upgrade(database)
    with database.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == newest()
    database.dispose()
    harness = Harness(database_url, STOPPED)
    world.connect(harness)
    yield harness
    harness.close()


def instances(harness: Harness) -> dict[str, Case]:
    with harness.engine.reading() as session:
        rows = session.execute(select(Instance.business_key, Instance.id)).all()
    return {key: Case(harness, instance_id) for key, instance_id in rows}


def healthy(harness: Harness) -> None:
    with harness.engine.reading() as session:
        assert examine(session, harness.engine.definitions, harness.now) == []


def test_every_instance_of_the_release_before_goes_on_to_its_end(migrated: Harness, world: World) -> None:
    cases = instances(migrated)
    assert set(cases) == WAITING | PARCELS | {"L-over"}
    healthy(migrated)
    for case in cases.values():
        case.tokens()
    migrated.settle()
    _finish_parcels(migrated, cases, world)
    _finish_books(migrated, cases)
    _finish_tours(migrated, cases)
    migrated.signal("strike")
    assert cases["D-1"].open_tasks() == ["closed"]
    cases["D-1"].complete("closed")
    migrated.travel(days=60)
    assert cases["H-1"].data["beats"] == 100
    assert {key: case.status for key, case in cases.items()} == dict.fromkeys(cases, "completed")
    healthy(migrated)
    while migrated.engine.execute(SealRecord(), SYSTEM):
        pass
    healthy(migrated)


def _finish_parcels(harness: Harness, cases: dict[str, Case], world: World) -> None:
    """The ready job runs at once, the leased one when its lease ends, the refused one after a person says so."""
    assert cases["P-ready"].status == "completed", "its message had come early and was kept"
    assert len(world.printed) == 1
    harness.now += timedelta(minutes=5)
    harness.settle()
    assert len(world.printed) == 2
    with harness.engine.reading() as session:
        (incident,) = open_incidents(session, cases["P-refused"].id)
    harness.engine.execute(RetryIncident(incident.id), SYSTEM)
    harness.settle()
    for number in ("P-leased", "P-refused", "P-travels"):
        cases[number].send("arrived", correlation={"order": number})


def _finish_books(harness: Harness, cases: dict[str, Case]) -> None:
    drafted = cases["L-draft"].task("hand_out")
    with harness.engine.reading() as session:
        draft = session.get(TaskDraft, drafted.id)
        assert draft is not None
        assert draft.values == {"reader": "12"}
    assert drafted.assignee == "ada"
    harness.engine.execute(CompleteTask(drafted.id, {"reader": "1234"}, "first"), ADA)
    cases["L-open"].complete("hand_out", reader="1234")
    assert cases["L-lent"].open_tasks() == ["remind"], "its four weeks ended before the release was stopped"
    cases["L-lent"].complete("remind")
    cases["L-lent"].complete("hand_out", reader="1234")
    harness.engine.execute(ResumeInstance(cases["L-held"].id, "audit over"), SYSTEM)
    harness.settle()
    assert cases["L-held"].open_tasks() == ["remind"], "its timer was held back, not lost"
    cases["L-held"].complete("remind")
    cases["L-held"].complete("hand_out", reader="1234")
    for book in ("L-draft", "L-open", "L-lent", "L-held"):
        cases[book].send("returned", correlation={"book": book}, condition="worn out")


def _finish_tours(harness: Harness, cases: dict[str, Case]) -> None:
    months = cases["T-stops"].data["months"]
    harness.travel(days=5)
    assert cases["T-stops"].data["months"] == months + 1
    while cases["T-stops"].open_tasks():
        cases["T-stops"].complete("visit")
    harness.send("weather", correlation={"tour": "T-stops"}, weather="fair")
    assert cases["T-evening"].open_tasks() == ["apologise"], "nobody sent the weather within ten days"
    cases["T-evening"].complete("apologise")
