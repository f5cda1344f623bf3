"""The worker: due timers (several instances to a transaction), timer starts, signals to many, jobs and migrations.

Any number of workers may run against one PostgreSQL; a row another worker has locked is skipped. If a worker dies, its
timers were never lost (they fire in the transaction that moves the instance), and its jobs come back when
the lease ends.
"""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from engine.actor import SYSTEM
from engine.anchor import AnchorDamaged, extend_anchor
from engine.broadcasts import open_broadcasts
from engine.commands.complete_job import CompleteJob, FailJob
from engine.commands.deliver_broadcast import DeliverBroadcast
from engine.commands.fire_due_timers import FireDueTimers, FireLongestDue, FireStartTimer, ParkTimers
from engine.commands.lease_jobs import LEASE, LeasedJob, LeaseJobs
from engine.commands.migration_batches import UNDO_DAYS
from engine.commands.migration_trials import TRIAL_DAYS, WorkTrials
from engine.commands.seal_record import INTERVAL, MOST_ROWS, SealRecord
from engine.commands.work_migrations import FinishMigrations, GiveUpOne, MoveOne
from engine.errors import BpmnError, Conflict, DatabaseAway, EngineError, WrongInput
from engine.executor import Engine
from engine.handlers import OutsideCall
from engine.queries import due_instances, due_starts, migrations_to_close, moves_to_do, trials_to_work
from engine.seal import SealedRecord

log = logging.getLogger("phasenwerk.worker")

#: Instances of migrations that are moved before timers and jobs get their turn again.
MOVES_PER_ROUND = 25
#: Instances whose timers fire in one transaction: by measurement, more of them save next to nothing.
TOGETHER = 25
#: How long one attempt at a job may take; shorter than its lease, so that it is over before another worker begins.
ATTEMPT_LIMIT = timedelta(minutes=2)
assert ATTEMPT_LIMIT < LEASE


class AttemptTooLong(Exception):
    """Thrown into a handler that has not come back within the limit."""


class Worker:
    """`name` tells workers apart in leases; `batch` bounds what is done in one round; `anchor` is the file that keeps
    the seals of the records outside the database."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        *,
        batch: int = 100,
        anchor: Path | None = None,
        attempt_limit: timedelta = ATTEMPT_LIMIT,
    ) -> None:
        self.engine, self.name, self.batch, self.anchor = engine, name, batch, anchor
        self.attempt_limit = attempt_limit
        self._sealed_at: datetime | None = None

    def run_forever(self, stop: threading.Event, *, pause: float = 1.0) -> None:
        """Work until `stop` is set. A database that is away is waited for, a second longer each time.

        Jobs have a thread of their own, so that a slow printer holds up no deadline.
        """
        jobs = threading.Thread(target=self._repeat, args=(self.work_jobs, stop, pause), name="jobs", daemon=True)
        jobs.start()
        self._repeat(lambda: self._inside() + self.seal(), stop, pause)
        jobs.join()

    def _repeat(self, work: Callable[[], int], stop: threading.Event, pause: float) -> None:
        patience = pause
        while not stop.is_set():
            try:
                busy = work() > 0
                patience = pause
            except DatabaseAway:
                busy, patience = False, min(patience + 1.0, 10.0)
            except Exception:  # what can be blamed on one item has been; the worker itself never ends
                log.exception("a round of the worker failed")
                busy, patience = False, min(patience + 1.0, 10.0)
            if not busy:
                stop.wait(patience)

    def run_once(self) -> int:
        """One round over everything due now; returns how many items moved something."""
        return self._inside() + self.work_jobs()

    def _inside(self) -> int:
        """Everything that needs nothing but the database."""
        return self.start_due() + self.fire_due() + self.broadcast() + self.migrate() + self.look_ahead()

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
        return sum(self._start(start_id) for start_id in due)

    def _start(self, start_id: int) -> int:
        try:
            return self.engine.execute(FireStartTimer(start_id), SYSTEM)
        except DatabaseAway:
            raise
        except Exception:  # stays due and is tried again; the other starts go on
            log.exception("timer start %s failed", start_id)
            return 0

    def broadcast(self) -> int:
        with self.engine.reading() as session:
            waiting = list(session.execute(open_broadcasts(self.batch)).scalars())
        return sum(self.engine.execute(DeliverBroadcast(each), SYSTEM) for each in waiting)

    def work_jobs(self) -> int:
        """Work up to `batch` jobs, leased one by one: a job that kills its worker costs no other an attempt."""
        for number in range(self.batch):
            jobs = self.engine.execute(LeaseJobs(self.name, 1), SYSTEM)
            if not jobs:
                return number
            self._work(jobs[0])
        return self.batch

    def _work(self, job: LeasedJob) -> None:
        outcome = self._attempt(job)
        try:
            self.engine.execute(outcome, SYSTEM)
        except DatabaseAway:
            raise
        except Exception as error:  # its outputs cannot be taken: an attempt that failed like any other
            log.exception("the outcome of job %s could not be taken", job.id)
            cause = error.__cause__ if isinstance(error, WrongInput) else None  # what was wrong with the outputs
            self.engine.execute(FailJob(job.id, type(cause or error).__name__, job.attempt), SYSTEM)

    def _attempt(self, job: LeasedJob) -> CompleteJob | FailJob:
        """Act in a thread of its own, so that a handler that never comes back holds up nobody."""
        outcome: list[CompleteJob | FailJob] = []
        acting = threading.Thread(target=lambda: outcome.append(self._act(job)), name=f"job-{job.id}", daemon=True)
        acting.start()
        acting.join(self.attempt_limit.total_seconds())
        if outcome:
            return outcome[0]
        log.warning("job %s (%s) takes longer than %s and is given up", job.id, job.handler, self.attempt_limit)
        _interrupt(acting)
        return FailJob(job.id, AttemptTooLong.__name__, job.attempt)

    def migrate(self) -> int:
        """A small piece of the running migrations, each instance its own transaction, so that timers need not wait."""
        with self.engine.reading() as session:
            if not migrations_to_close(session, self.engine.now() - timedelta(days=UNDO_DAYS)):
                return 0
            moves = moves_to_do(session, MOVES_PER_ROUND)
        moved = sum(self._move(move_id) for move_id in moves)
        if len(moves) < MOVES_PER_ROUND:
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

    def look_ahead(self) -> int:
        """A small piece of the dry runs somebody waits for."""
        with self.engine.reading() as session:
            if not trials_to_work(session, self.engine.now() - timedelta(days=TRIAL_DAYS)):
                return 0
        return self.engine.execute(WorkTrials(MOVES_PER_ROUND), SYSTEM)

    def _act(self, job: LeasedJob) -> CompleteJob | FailJob:
        """Act outside any transaction; what happened is reported in the next."""
        try:
            handler: Callable[[OutsideCall], object] = self.engine.handlers[job.handler].function
            outputs = handler(OutsideCall(self.engine.now(), job.inputs, job.idempotency_key))
        except BpmnError as error:
            return CompleteJob(job.id, {}, error_code=error.code)
        except Exception as error:  # noqa: BLE001 - the outside world may fail in any way
            log.warning("job %s (%s) failed: %s", job.id, job.handler, type(error).__name__)
            return FailJob(job.id, type(error).__name__, job.attempt)
        return CompleteJob(job.id, outputs if isinstance(outputs, dict) else {})

    def seal(self) -> int:
        """Seal the records and bring the anchor file up to date, once per interval; returns the rows left to seal."""
        now = self.engine.now()
        if self._sealed_at is not None and self._sealed_at <= now < self._sealed_at + INTERVAL:
            return 0
        most = max(self._seal(record) for record in self.engine.records)
        if self.anchor is not None:
            try:
                with self.engine.reading() as session:
                    extend_anchor(self.anchor, session, self.engine.records)
            except (AnchorDamaged, OSError) as error:
                log.error("the anchor file was not extended: %s", error)
        if most >= MOST_ROWS:
            return most
        self._sealed_at = now
        return 0

    def _seal(self, record: SealedRecord) -> int:
        try:
            return self.engine.execute(SealRecord(record), SYSTEM)
        except Conflict:  # another worker has just made this seal
            return 0


def _interrupt(thread: threading.Thread) -> None:
    """Ask a thread that loops to end. One that waits in the operating system ends when that comes back."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(AttemptTooLong))


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
