"""R11: a backup is taken while people and workers are busy, and restored elsewhere: promises hold there, too, and what
was done outside before the backup is not done again."""

from __future__ import annotations

import subprocess
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import text
from sqlalchemy.engine import make_url

from engine.testing import START, Harness
from models.backup import NoBackup, back_up
from tests.engine.durability.fleet import SharedClock, fleet
from tests.engine.durability.ledger import check_all, seconds_until
from tests.engine.durability.scale import scale
from tests.engine.durability.test_r01_killed_worker import Office, _print_the_rest

pytestmark = pytest.mark.chaos


@pytest.fixture
def clock() -> SharedClock:
    return SharedClock(START)


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of the restored database; for PostgreSQL an empty one to restore into."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
        return
    name = f"test_{uuid.uuid4().hex}"
    admin = sqlalchemy.create_engine(database_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield make_url(database_url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def take_backup(harness: Harness, url: str, target: Path) -> None:
    if url.startswith("sqlite"):
        back_up(harness.database, target)
    else:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(["pg_dump", "--format=custom", f"--file={target}", address], check=True)


def restore(backup: Path, url: str) -> None:
    if url.startswith("sqlite"):
        backup.rename(str(make_url(url).database))
    else:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(["pg_restore", "--exit-on-error", f"--dbname={address}", str(backup)], check=True)


def attempted(directory: Path) -> list[str]:
    """The key of every attempt to print, in order."""
    path = directory / "attempts"
    return [line.split()[1] for line in path.read_text().splitlines()] if path.exists() else []


def done(harness: Harness) -> set[str]:
    """The keys of what was done outside, as the database knows it."""
    with harness.engine.reading() as session:
        keys = session.execute(text("SELECT idempotency_key FROM effect WHERE done_at IS NOT NULL"))
        return set(keys.scalars())


def test_a_backup_taken_under_load_goes_on_elsewhere(
    toys: Harness, clock: SharedClock, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    office, outside, backup, stop = Office(toys, clock), tmp_path / "outside", tmp_path / "backup", threading.Event()
    outside.mkdir()
    for _ in range(scale(10, 100)):
        toys.start("heartbeat", beats=0, wanted=1_000_000)

    def busy() -> None:
        while not stop.is_set():
            clock.move(seconds=5)
            office.serve_one()

    clock.move(days=5)  # every heart has beats to catch up with
    people = threading.Thread(target=busy)
    with fleet(database_url, outside, clock) as ships:
        ships.start(2)
        people.start()
        seconds_until(lambda: len(attempted(outside)) >= scale(3, 100), at_most=60)
        acknowledged = list(office.ledger.acknowledged)
        take_backup(toys, database_url, backup)
        moment, at_backup = clock(), len(attempted(outside))
        seconds_until(lambda: len(attempted(outside)) > at_backup, at_most=60)
        seconds_until(lambda: len(office.ledger.acknowledged) > len(acknowledged), at_most=60)
        stop.set()
        people.join()

    restore(backup, elsewhere)
    restored = Harness(elsewhere)
    restored.now = moment
    office.harness, office.ledger.acknowledged = restored, acknowledged
    check_all(restored, office.ledger)
    before, finished = len(attempted(outside)), done(restored)
    assert finished
    _print_the_rest(office, clock, elsewhere, outside)
    check_all(restored, office.ledger)
    assert not finished & set(attempted(outside)[before:]), "what was done before the backup is not done again"
    restored.close()


def test_a_backup_never_replaces_a_file(sqlite_url: str, tmp_path: Path) -> None:
    harness = Harness(sqlite_url)
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(NoBackup, match="exists"):
        back_up(harness.database, tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "mine"
    harness.close()
