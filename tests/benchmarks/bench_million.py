"""What a database full of waiting instances costs: completing among them, firing timers, reading worklists."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.projection import TIMER
from engine.queries import worklist as unordered_worklist
from engine.testing import Harness
from engine.unit import INSTANCE
from processes.access import NOBODY
from tests.benchmarks.bench_completion import complete
from tests.benchmarks.copies import copy
from tests.benchmarks.monthly import MONTHLY_TASKS, monthly
from tests.benchmarks.rows import Row, Samples, medians
from web.readers import worklist
from web.readers.worklist import Wanted


@dataclass(frozen=True)
class Sizes:
    """`due` is per worker."""

    waiting: int = 1_000_000
    due: int = 3_000
    rounds: int = 60


SMALL = Sizes(waiting=10_000, due=200, rounds=10)

#: A caseworker with tasks of their own and the queues of five groups.
READER = Actor("person7", frozenset({"*"}), frozenset({"group3", "group40", "group77", "group122", "group199"}))


def rows(on: str, url_of_one: str, url: str, workers: int, per_second: float, sizes: Sizes) -> Iterator[Row]:
    one, many = Harness(database=url_of_one), Harness(database=url)
    try:
        for harness in (one, many):
            harness.deploy(monthly())
        fire_at = _fill(many, workers * sizes.due, sizes.waiting)
        yield from _among(on, one, many, sizes)
        yield from _worklists(on, many)
        yield from _timers(on, many, fire_at, workers, sizes.due, per_second)
    finally:
        one.close()
        many.close()


def _fill(harness: Harness, due: int, waiting: int) -> datetime:
    """Instances whose month is over at the moment returned, and `waiting` others whose reminder comes later."""
    month = harness.start("monthly")
    for element in MONTHLY_TASKS:
        complete(harness, month, element, Samples())
    harness.travel(days=25)
    talk = harness.start("monthly")
    copy(harness, month, due)
    copy(harness, talk, waiting)
    return harness.now + timedelta(days=8)


def _among(on: str, one: Harness, many: Harness, sizes: Sizes) -> Iterator[Row]:
    """The same first lap in both databases, in turns."""
    few, full = Samples(), Samples()
    for number in range(sizes.rounds):
        if number == 5:
            few.forget()
            full.forget()
        for harness, samples in ((one, few), (many, full)):
            case = harness.start("monthly")
            for element in MONTHLY_TASKS:
                complete(harness, case, element, samples)
    yield Row(
        f"completion among {sizes.waiting:,} waiting instances / alone",
        on,
        full.median / few.median,
        "×",
        at_most=1.3,
        beside=f"{full.median:.2f} / {few.median:.2f} ms, processor {full.processor:.2f} / {few.processor:.2f} ms",
    )


def _timers(on: str, harness: Harness, moment: datetime, workers: int, due: int, per_second: float) -> Iterator[Row]:
    bare = 1000 / _bare_timers(harness, moment)
    fired = (_alone if workers == 1 else _together)(harness, moment, workers)
    assert fired.timers >= workers * due, f"{fired.timers} of {workers * due} timers fired"
    yield Row(
        f"due timers fired, {workers} worker{'s' if workers > 1 else ''}",
        on,
        fired.timers / fired.seconds,
        "/s",
        at_least=per_second,
        beside=f"{fired.processor / fired.timers * 1000:.2f} ms processor each; bare, a commit each: {bare:,.0f}/s",
    )


@dataclass(frozen=True)
class Fired:
    """`processor` are the seconds the workers had, without the database server."""

    timers: int
    seconds: float
    processor: float


def _alone(harness: Harness, moment: datetime, _workers: int) -> Fired:
    harness.now = moment
    begin, work, timers = time.perf_counter(), time.process_time(), 0
    while moved := harness.worker.fire_due():
        timers += moved
    return Fired(timers, time.perf_counter() - begin, time.process_time() - work)


def _together(harness: Harness, moment: datetime, workers: int) -> Fired:
    url = harness.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.benchmarks.worker_process", url, moment.isoformat()]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(workers)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    begin = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].split() for process in processes]
    seconds = time.perf_counter() - begin
    return Fired(sum(int(timers) for timers, _ in said), seconds, sum(float(work) for _, work in said))


_DUE = (
    select(TIMER.c.id, TIMER.c.instance_id)
    .where(TIMER.c.due_at <= bindparam("of_now"), TIMER.c.is_parked.is_(False))
    .order_by(TIMER.c.due_at)
    .limit(1)
)
_TAKEN = update(TIMER).where(TIMER.c.id == bindparam("of_id"))
_MOVED = update(INSTANCE).where(INSTANCE.c.id == bindparam("of_id"))


def _bare_timers(harness: Harness, moment: datetime) -> float:
    """Milliseconds of finding a due timer, taking it, and updating its instance: one commit each."""
    database = harness.database.execution_options(writing=True)
    samples = Samples()
    for _ in range(200):
        with samples.one(), database.begin() as connection:
            found = connection.execute(_DUE, {"of_now": moment}).one()
            connection.execute(_TAKEN, {"of_id": found.id, "is_parked": True})
            connection.execute(_MOVED, {"of_id": found.instance_id, "ended_at": None})
    with database.begin() as connection:
        connection.execute(update(TIMER).where(TIMER.c.is_parked).values(is_parked=False))
    return samples.median


def _worklists(on: str, harness: Harness) -> Iterator[Row]:
    now = harness.now

    def queue(rows: Session) -> None:
        worklist.queue(rows, READER, now, Wanted(), 1)

    def mine(rows: Session) -> None:
        worklist.my_tasks(rows, READER, NOBODY, now, Wanted(), 1)
        worklist.queue_size(rows, READER)

    def careless(rows: Session) -> None:
        rows.execute(unordered_worklist([READER.name], READER.groups).limit(25)).all()

    dear = _in_database(harness.database, careless)[1]
    for name, reading in (("my groups", queue), ("mine, and how many wait", mine)):
        statements, spent = _in_database(harness.database, reading)
        yield Row(f"worklist: {name}: statements", on, statements, "", at_most=3)
        yield Row("  in the database", on, spent, "ms", at_most=2, beside=f"without the key table: {dear:,.0f} ms")


def _in_database(database: Engine, reading: Callable[[Session], None]) -> tuple[int, float]:
    """Statements of a reading, and the median milliseconds the driver needs for all of them."""
    said: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append((statement, parameters))

    event.listen(database, "before_cursor_execute", listen)
    try:
        with Session(database) as session:
            reading(session)
    finally:
        event.remove(database, "before_cursor_execute", listen)
    with database.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        cursor = driver.cursor()

        def again() -> None:
            for statement, parameters in said:
                cursor.execute(statement, parameters).fetchall()

        return len(said), medians(again, 25)
