"""The worker: due timers (several instances to a transaction), timer starts, ready jobs and migrations (each its own).

Any number of workers may run against one PostgreSQL; a row another worker has locked is skipped. If a worker dies, its
timers were never lost (they fire in the transaction that moves the instance), and its jobs come back when
the lease ends.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from engine.actor import SYSTEM
from engine.commands.complete_job import CompleteJob, FailJob
from engine.commands.fire_due_timers import FireDueTimers, FireLongestDue, FireStartTimer, ParkTimers
from engine.commands.lease_jobs import LeasedJob, LeaseJobs
from engine.commands.migration_batches import UNDO_DAYS
from engine.commands.work_migrations import FinishMigrations, GiveUpOne, MoveOne
from engine.errors import BpmnError, DatabaseAway, EngineError
from engine.executor import Engine
from engine.handlers import OutsideCall
from engine.queries import due_instances, due_starts, migrations_to_close, moves_to_do

log = logging.getLogger("phasenwerk.worker")

#: Instances of migrations that are moved before timers and jobs get their turn again.
MOVES_PER_ROUND = 25
#: Instances whose timers fire in one transaction: by measurement, more of them save next to nothing.
TOGETHER = 25


class Worker:
    """`name` tells workers apart in leases; `batch` bounds what is fetched at once."""

    def __init__(self, engine: Engine, name: str, *, batch: int = 100) -> None:
        self.engine, self.name, self.batch = engine, name, batch

    def run_forever(self, stop: threading.Event, *, pause: float = 1.0) -> None:
        """Work until `stop` is set. A database that is away is waited for, a second longer each time."""
        patience = pause
        while not stop.is_set():
            try:
                busy = self.run_once() > 0
                patience = pause
            except DatabaseAway:
                busy, patience = False, min(patience + 1.0, 10.0)
            if not busy:
                stop.wait(patience)

    def run_once(self) -> int:
        """One round over everything due now; returns how many items moved something."""
        return self.start_due() + self.fire_due() + self.work_jobs() + self.migrate()

    def fire_due(self) -> int:
        """Several instances share a transaction. If one of them cannot go on, each gets its own."""
        moved = 0
        while moved < self.batch:
            try:
                fired = self.engine.execute(FireLongestDue(min(TOGETHER, self.batch - moved)), SYSTEM)
            except DatabaseAway:
                raise
            except Exception:  # noqa: BLE001 - one by one it will show whose it is
                fired = self._fire_singly()
            if not fired:
                break
            moved += fired
        return moved

    def _fire_singly(self) -> int:
        with self.engine.reading() as session:
            due = due_instances(session, self.engine.now(), TOGETHER)
        return sum(self._fire(instance_id) for instance_id in due)

    def _fire(self, instance_id: int) -> int:
        try:
            return self.engine.execute(FireDueTimers(instance_id), SYSTEM)
        except DatabaseAway:
            raise
        except Exception as error:  # whatever it is, it becomes an incident and others go on
            log.exception("timers of instance %s could not be fired", instance_id)
            self.engine.execute(ParkTimers(instance_id, type(error).__name__), SYSTEM)
            return 1

    def start_due(self) -> int:
        with self.engine.reading() as session:
            due = list(due_starts(session, self.engine.now(), self.batch))
        return sum(self.engine.execute(FireStartTimer(start_id), SYSTEM) for start_id in due)

    def work_jobs(self) -> int:
        jobs = self.engine.execute(LeaseJobs(self.name, self.batch), SYSTEM)
        for job in jobs:
            self.engine.execute(self._act(job), SYSTEM)
        return len(jobs)

    def migrate(self) -> int:
        """A small piece of the running migrations, each instance its own transaction, so that timers need not wait."""
        with self.engine.reading() as session:
            moves = moves_to_do(session, MOVES_PER_ROUND)
            close = migrations_to_close(session, self.engine.now() - timedelta(days=UNDO_DAYS))
        moved = sum(self._move(move_id) for move_id in moves)
        if close and len(moves) < MOVES_PER_ROUND:
            moved += self.engine.execute(FinishMigrations(), SYSTEM)
        return moved

    def _move(self, move_id: int) -> int:
        try:
            return int(self.engine.execute(MoveOne(move_id), SYSTEM))
        except DatabaseAway:
            raise
        except Exception as error:  # whatever it is, it is the result of this instance and others go on
            log.exception("move %s of a migration failed", move_id)
            return int(self.engine.execute(GiveUpOne(move_id, type(error).__name__), SYSTEM))

    def _act(self, job: LeasedJob) -> CompleteJob | FailJob:
        """Act outside any transaction; what happened is reported in the next."""
        try:
            handler: Callable[[OutsideCall], object] = self.engine.handlers[job.handler].function
            outputs = handler(OutsideCall(self.engine.now(), job.inputs, job.idempotency_key))
        except BpmnError as error:
            return CompleteJob(job.id, {}, error_code=error.code)
        except Exception as error:  # noqa: BLE001 - the outside world may fail in any way
            log.warning("job %s (%s) failed: %s", job.id, job.handler, type(error).__name__)
            return FailJob(job.id, type(error).__name__)
        return CompleteJob(job.id, outputs if isinstance(outputs, dict) else {})


def drain(worker: Worker, *, rounds: int = 10_000) -> int:
    """Work until nothing is due at the current time; returns the number of items.

    Raises EngineError if it never comes to rest within `rounds`.
    """
    total = 0
    for _ in range(rounds):
        moved = worker.run_once()
        if not moved:
            return total
        total += moved
    raise EngineError("the processes never come to rest at this moment")
