"""A worker takes jobs for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import and_, or_, select, update

from engine.context import Context
from engine.values import decode
from models.runtime import Job, JobStatus

JOB: Any = Job.__table__

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
    """Take up to `limit` due jobs; the attempt counts now, so that a worker that dies counts as a failed attempt."""

    permission: ClassVar[str] = "worker"

    worker: str
    limit: int

    def run(self, context: Context) -> tuple[LeasedJob, ...]:
        rows = context.session.execute(
            select(JOB)
            .where(
                JOB.c.is_parked.is_(False),
                JOB.c.attempts < JOB.c.max_attempts,
                or_(
                    and_(JOB.c.status == JobStatus.READY, JOB.c.due_at <= context.now),
                    and_(JOB.c.status == JobStatus.LEASED, JOB.c.lease_until <= context.now),
                ),
            )
            .order_by(JOB.c.due_at, JOB.c.id)
            .limit(self.limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
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
        return tuple(
            LeasedJob(r.id, r.handler, decode(r.inputs), r.attempts + 1, f"{r.instance_id}:{r.token}") for r in rows
        )
