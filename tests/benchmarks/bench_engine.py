"""What a durable completion costs, beside the bare transaction on the same database in the same run."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from engine.queries import open_tasks
from engine.testing import Harness
from models.runtime import Instance
from tests.machine import postgres

Row = tuple[str, float, str, str]

DIAGRAM = Path(__file__).parent / "diagrams" / "round.bpmn"
LAPS = 2_000
ELEMENTS = ("prepare", "left", "right", "inspect")


def lap(harness: Harness, case_id: int) -> list[float]:
    """One lap of the circular process; milliseconds of each completion."""
    spent = []
    for element in ELEMENTS:
        with harness.engine.reading() as session:
            task = next(t for t in open_tasks(session, case_id) if t.element_id == element)
        begin = time.perf_counter()
        harness.engine.execute(CompleteTask(task.id), SYSTEM)
        spent.append((time.perf_counter() - begin) * 1000)
    return spent


def bare(database: Engine, rounds: int = 300) -> float:
    """Median milliseconds of two reads, five writes and a commit through SQLAlchemy Core: the limit."""
    with database.execution_options(writing=True).begin() as connection:
        connection.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, v TEXT)"))
        connection.execute(text("INSERT INTO bare (id, v) VALUES (1, '-'), (2, '-')"))
    read, write = text("SELECT v FROM bare WHERE id = :i"), text("UPDATE bare SET v = :v WHERE id = 1")
    spent = []
    for i in range(rounds):
        begin = time.perf_counter()
        with database.execution_options(writing=True).begin() as connection:
            for row in (1, 2):
                connection.execute(read, {"i": row}).scalar()
            for _ in range(5):
                connection.execute(write, {"v": str(i) * 50})
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent)


def measure(name: str, url: str, target: str) -> Iterator[Row]:
    harness = Harness(database=url)
    try:
        harness.deploy(DIAGRAM)
        case = harness.start("round", laps=0)
        times: dict[int, float] = {}
        sizes: dict[int, int] = {}
        for number in range(1, LAPS + 1):
            times[number] = statistics.median(lap(harness, case.id))
            if number in (10, LAPS):
                with harness.engine.reading() as session:
                    row = session.get(Instance, case.id)
                    assert row is not None
                    sizes[number] = len(row.state)
        limit = bare(harness.database)
        completion = statistics.median(times[n] for n in range(LAPS - 100, LAPS + 1))
        yield f"{name}: bare transaction, the limit", limit, "ms", ""
        yield f"{name}: durable completion", completion, "ms", ""
        yield f"{name}: durable completion / bare transaction", completion / limit, "x", target
        early = statistics.median(times[n] for n in range(5, 16))
        late = statistics.median(times[n] for n in range(LAPS - 10, LAPS + 1))
        yield f"{name}: time of lap {LAPS} / lap 10", late / early, "x", "<= 1.2"
        yield f"{name}: state of lap {LAPS} / lap 10", sizes[LAPS] / sizes[10], "x", "<= 1.2"
    finally:
        harness.close()


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as directory:
        yield from measure("SQLite FULL", f"sqlite:///{directory}/bench.sqlite3", "<= 4")
    with postgres(durable=True) as server:
        yield from measure("PostgreSQL", server.url, "<= 2")
