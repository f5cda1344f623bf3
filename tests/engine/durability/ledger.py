"""What was acknowledged to people, and whether the database still says so (I1)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from engine.doctor import examine
from engine.executor import Engine
from engine.testing import Harness
from models.history import HistoryEntry
from models.runtime import Timer, UserTask


class Ledger:
    """Submission ids in the order in which their acknowledgement arrived."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []

    def check(self, harness: Harness) -> None:
        """Each acknowledged submission completed exactly one task, with exactly one row in the history."""
        with harness.engine.reading() as session:
            tasks = session.execute(select(UserTask.submission_id).where(UserTask.submission_id.is_not(None)))
            stored = tasks.scalars().all()
            rows = session.execute(select(HistoryEntry.data).where(HistoryEntry.kind == "task.completed"))
            written = [data["submission"] for data in rows.scalars() if "submission" in data]
        assert len(set(self.acknowledged)) == len(self.acknowledged)
        assert set(self.acknowledged) <= set(stored), "an acknowledged write is lost"
        assert len(set(stored)) == len(stored), "a submission was taken twice"
        assert sorted(written) == sorted(stored)


def check_all(harness: Harness, ledger: Ledger | None = None) -> None:
    """No promise is broken."""
    with harness.engine.reading() as session:
        assert examine(session, harness.engine.definitions, harness.now) == []
    if ledger is not None:
        ledger.check(harness)


def due_count(engine: Engine, now: datetime) -> int:
    """How many timers wait to be fired."""
    with engine.reading() as session:
        return session.execute(select(func.count()).select_from(Timer).where(Timer.due_at <= now)).scalar_one()


def seconds_until(reached: Callable[[], bool], *, at_most: float) -> float:
    """Real seconds until something is so. Raises AssertionError when it takes longer."""
    begun = time.monotonic()
    pause = threading.Event()
    while not reached():
        assert time.monotonic() - begun < at_most, f"not reached within {at_most} s"
        pause.wait(0.01)
    return time.monotonic() - begun
