"""A worker takes jobs for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import and_, insert, or_, select, update

from engine.context import Context
from engine.values import decode
from models.history import Effect
from models.runtime import Incident, Job, JobStatus

JOB: Any = Job.__table__
EFFECT: Any = Effect.__table__
INCIDENT: Any = Incident.__table__

#: How long a worker may be silent before another takes its job: longer than the slowest print or mail.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class LeasedJob:
    id: int
    handler: str
    inputs: Mapping[str, Any]
    attempt: int
    #: The same for every attempt of this job: the effect must not double.
    idempotency_key: str


@dataclass(frozen=True)
class LeaseJobs:
    """Take up to `limit` due jobs; the attempt counts now, so that a worker that dies counts as a failed attempt.

    A job whose worker died at its last attempt becomes an incident. A clock that was put back holds nothing up: a
    first attempt waits for nothing, and a lease that ends later than any lease can is over.
    """

    permission: ClassVar[str] = "worker"

    worker: str
    limit: int

    def run(self, context: Context) -> tuple[LeasedJob, ...]:
        rows = context.session.execute(
            select(JOB)
            .where(
                JOB.c.is_parked.is_(False),
                or_(
                    and_(JOB.c.status == JobStatus.READY, or_(JOB.c.due_at <= context.now, JOB.c.attempts == 0)),
                    and_(JOB.c.status == JobStatus.LEASED, JOB.c.lease_until <= context.now),
                    and_(JOB.c.status == JobStatus.LEASED, JOB.c.lease_until > context.now + 2 * LEASE),
                ),
            )
            .order_by(JOB.c.due_at, JOB.c.id)
            .limit(self.limit)
            .with_for_update(skip_locked=True)
        ).all()
        over = [row for row in rows if row.attempts >= row.max_attempts]
        for row in over:
            give_up(context, row, "WorkerLost")
        leased = [row for row in rows if row.attempts < row.max_attempts]
        for row in leased:
            _log_attempt(context, row)
            context.session.execute(
                update(JOB)
                .where(JOB.c.id == row.id)
                .values(
                    status=JobStatus.LEASED,
                    leased_by=self.worker,
                    lease_until=context.now + LEASE,
                    attempts=row.attempts + 1,
                )
            )
        return tuple(LeasedJob(r.id, r.handler, decode(r.inputs), r.attempts + 1, idempotency_key(r)) for r in leased)


def idempotency_key(job: Any) -> str:
    """The same for every attempt of one arrival at one service task."""
    return f"{job.instance_id}:{job.token}"


def _log_attempt(context: Context, job: Any) -> None:
    """Every effect outside is known before it is attempted."""
    key = idempotency_key(job)
    again = update(EFFECT).where(EFFECT.c.idempotency_key == key).values(attempts=EFFECT.c.attempts + 1)
    known: Any = context.session.execute(again)
    if known.rowcount:
        return
    context.session.execute(
        insert(EFFECT).values(
            idempotency_key=key,
            instance_id=job.instance_id,
            handler=job.handler,
            attempts=1,
            first_attempted_at=context.now,
        )
    )


def give_up(context: Context, job: Any, error_class: str) -> None:
    """After the last attempt: the job stays, and an incident asks a person."""
    context.session.execute(
        update(JOB).where(JOB.c.id == job.id).values(status=JobStatus.FAILED, leased_by=None, lease_until=None)
    )
    context.session.execute(
        insert(INCIDENT).values(
            instance_id=job.instance_id,
            token=job.token,
            process_key=job.process_key,
            element_id=job.element_id,
            kind="job",
            error_class=error_class,
            message=f"{job.handler} failed {job.attempts} times",
            created_at=context.now,
        )
    )
    context.record(
        "incident.opened",
        instance_id=job.instance_id,
        process_key=job.process_key,
        element_id=job.element_id,
        token=job.token,
        data={"error_class": error_class, "attempts": job.attempts},
    )
