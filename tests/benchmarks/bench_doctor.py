"""What `phasenwerk doctor` costs for an office full of running instances: everything it checks, per instance.

Every instance is started by the engine itself, many to a transaction, and the history is sealed: nothing the doctor
looks at is copied, and it must find nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import event, func, select

from engine.actor import SYSTEM
from engine.commands.seal_record import SealRecord
from engine.context import Context
from engine.doctor import examine_in_turn
from engine.messages import start_process
from engine.testing import Harness
from models.history import HistoryEntry
from tests.benchmarks.monthly import monthly
from tests.benchmarks.rows import Row

#: Living instances of the whole measurement; a tenth of them is looked at first.
INSTANCES = 100_000
SMALL = 2_000
#: Instances that are started in one transaction.
AT_ONCE = 500


@dataclass(frozen=True)
class StartMany:
    """Start many instances in one transaction."""

    permission: ClassVar[str] = "instance.start"

    process_key: str
    count: int

    def run(self, context: Context) -> None:
        for _ in range(self.count):
            start_process(context, self.process_key, {})


@dataclass(frozen=True)
class Examined:
    """`worked` are the seconds this process had the processor; `history` are the rows that were checked."""

    instances: int
    history: int
    seconds: float
    worked: float
    statements: int

    @property
    def each(self) -> float:
        """Milliseconds of processor time per instance."""
        return self.worked / self.instances * 1000


def rows(on: str, url: str, instances: int) -> Iterator[Row]:
    harness = Harness(database=url)
    try:
        harness.deploy(monthly())
        _start(harness, instances // 10)
        few = _examined(harness, instances // 10)
        _start(harness, instances - instances // 10)
        many = _examined(harness, instances)
    finally:
        harness.close()
    yield Row(
        f"doctor, {instances:,} running instances: each",
        on,
        many.seconds / instances * 1000,
        "ms",
        beside=f"{many.seconds:.1f} s in all, processor {many.each:.2f} ms each; {many.history:,} rows of history, "
        f"{many.statements:,} statements",
    )
    yield Row(
        f"  each among {instances:,} / among {few.instances:,}, processor",
        on,
        many.each / few.each,
        "×",
        at_most=1.3,
        beside=f"{many.each:.3f} / {few.each:.3f} ms",
    )


def _start(harness: Harness, count: int) -> None:
    for done in range(0, count, AT_ONCE):
        harness.engine.execute(StartMany("monthly", min(AT_ONCE, count - done)), SYSTEM)
    while harness.engine.execute(SealRecord(), SYSTEM):
        pass


def _examined(harness: Harness, instances: int) -> Examined:
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1

    with harness.engine.reading() as session:
        history = session.scalar(select(func.count()).select_from(HistoryEntry)) or 0
    event.listen(harness.database, "before_cursor_execute", count)
    try:
        with harness.engine.reading() as session:
            begin, work = time.perf_counter(), time.process_time()
            found = list(examine_in_turn(session, harness.engine.definitions, harness.now))
            seconds, worked = time.perf_counter() - begin, time.process_time() - work
    finally:
        event.remove(harness.database, "before_cursor_execute", count)
    assert not found, found[:3]
    return Examined(instances, history, seconds, worked, statements)
