"""R1: workers are killed at random points under load; nothing is lost, nothing is doubled, another takes over."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.start_instance import StartInstance
from engine.queries import open_tasks
from engine.testing import START, Harness
from tests.engine.durability.fleet import Fleet, SharedClock, attempts, fleet
from tests.engine.durability.ledger import Ledger, check_all, due_count, seconds_until
from tests.engine.durability.scale import measured, scale

pytestmark = pytest.mark.chaos

#: How often a worker may be through before it is killed.
ATTEMPTS = 20
INSTANCES = 40
WORKERS = 4


class Office:
    """Load from people: they lend books and order parcels while workers die."""

    def __init__(self, harness: Harness, clock: SharedClock) -> None:
        self.harness, self.clock, self.ledger = harness, clock, Ledger()
        self.number = 0

    def serve_one(self) -> None:
        """One person starts, fills in and orders, at the moment of the shared clock."""
        self.harness.now = self.clock()
        self.number += 1
        engine, book = self.harness.engine, f"book-{self.number}"
        values = {"branch": "north", "book": book, "librarian": "ada"}
        instance_id = engine.execute(StartInstance("lending", values, business_key=book), SYSTEM)
        with engine.reading() as session:
            (task,) = open_tasks(session, instance_id)
        engine.execute(CompleteTask(task.id, {"reader": "1234"}, f"submission-{book}"), SYSTEM)
        self.ledger.acknowledged.append(f"submission-{book}")
        engine.execute(CorrelateMessage("ordered", book, {"order": book}, business_key=book), SYSTEM)


@pytest.fixture
def clock() -> SharedClock:
    return SharedClock(START)


@pytest.fixture
def office(toys: Harness, clock: SharedClock) -> Iterator[Office]:
    for _ in range(INSTANCES):
        toys.engine.execute(StartInstance("heartbeat", {"beats": 0, "wanted": 1_000_000}), SYSTEM)
    return Office(toys, clock)


def test_workers_killed_under_load_lose_and_double_nothing(
    office: Office, clock: SharedClock, database_url: str, tmp_path: Path
) -> None:
    kills, rng, pause = scale(100, 1_000), random.Random(20260105), threading.Event()
    with fleet(database_url, tmp_path, clock) as ships:
        ships.start(WORKERS)
        seconds_until(lambda: _beats(office) > INSTANCES or not clock.move(hours=6), at_most=30)
        begun = _beats(office)
        for number in range(kills):
            clock.move(hours=rng.randint(1, 24))
            if number % 5 == 0:
                office.serve_one()
            pause.wait(rng.uniform(0.01, 0.1))
            ships.kill(rng.choice(ships.living))
            ships.start()
        measured("R1 kills", kills)
        measured("R1 timers fired meanwhile", _beats(office) - begun)
        measured("R1 longest takeover, s", max(_takeover(office, clock, ships) for _ in range(scale(2, 20))))
    harness = office.harness
    harness.now = clock()
    _print_the_rest(office, clock, database_url, tmp_path)
    check_all(harness, office.ledger)
    assert _beats(office) - begun > kills, "the workers must really have been at work"
    tried = Counter(attempts(tmp_path))
    assert max(tried.values()) <= 3, "no effect is attempted more often than its diagram says"


def _beats(office: Office) -> int:
    with office.harness.engine.reading() as session:
        found = session.execute(text("SELECT count(*) FROM history_entry WHERE kind = 'timer.fired'"))
        return int(found.scalar_one())


def _takeover(office: Office, clock: SharedClock, ships: Fleet) -> float:
    """A worker is killed in the middle of due timers: seconds until the other has fired all of them.

    A quick fleet may be through before anybody looks; then the next timers are waited for.
    """
    for _attempt in range(ATTEMPTS):
        seconds_until(lambda: due_count(office.harness.engine, clock()) == 0, at_most=60)
        clock.move(days=2)
        seconds_until(lambda: due_count(office.harness.engine, clock()) < INSTANCES, at_most=10)
        ships.kill(ships.living[0])
        left = due_count(office.harness.engine, clock())
        seconds = seconds_until(lambda: due_count(office.harness.engine, clock()) == 0, at_most=5)
        ships.start()
        if left:
            return seconds
    raise AssertionError(f"the workers were through before one could be killed, {ATTEMPTS} times")


def _print_the_rest(office: Office, clock: SharedClock, url: str, directory: Path) -> None:
    """A worker that nobody kills finishes the jobs."""
    engine = office.harness.engine

    def waiting() -> int:
        clock.move(minutes=1)
        with engine.reading() as session:
            return int(session.execute(text("SELECT count(*) FROM job WHERE status <> 'failed'")).scalar_one())

    with fleet(url, directory, clock) as ships:
        ships.start()
        seconds_until(lambda: waiting() == 0 and due_count(engine, clock() + timedelta(minutes=-1)) == 0, at_most=60)
    office.harness.now = clock()
