"""A worker reports what became of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select, update

from engine.calendar import TimerSchedule, parse_timer
from engine.commands.lease_jobs import EFFECT, JOB, give_up, idempotency_key
from engine.context import Context
from engine.unit import INSTANCE
from models.runtime import InstanceStatus, JobStatus


@dataclass(frozen=True)
class CompleteJob:
    """The effect happened: complete the element with the outputs and advance.

    A job that is gone (cancelled, or completed by a worker whose lease ran out) is a silent False: the effect's
    idempotency key has kept it single. So is one whose instance is suspended: it is attempted again when it goes on.
    """

    permission: ClassVar[str] = "worker"

    job_id: int
    outputs: Mapping[str, Any]
    error_code: str | None = None  # a BPMN error instead of outputs

    def run(self, context: Context) -> bool:
        session = context.session
        row = _with_instance_locked(context, self.job_id)
        if row is None or row.is_parked or row.instance_status is not InstanceStatus.ACTIVE:
            return False
        live = context.unit.load(row.instance_id)
        if self.error_code is not None:
            live.run.throw_error(row.token, self.error_code, "")
        else:
            live.run.complete_job(row.token, self.outputs)
        session.execute(
            update(EFFECT).where(EFFECT.c.idempotency_key == idempotency_key(row)).values(done_at=context.now)
        )
        context.unit.touch(live)
        return True


@dataclass(frozen=True)
class FailJob:
    """The attempt failed: try again after the pause.

    After the last attempt an error event takes over that catches everything or this class; without one, an incident
    is opened. `attempt` is the number the lease gave. The report of a worker whose lease ran out, so that another is
    at it by now, is a silent False.
    """

    permission: ClassVar[str] = "worker"

    job_id: int
    error_class: str
    attempt: int

    def run(self, context: Context) -> bool:
        row = _with_instance_locked(context, self.job_id)
        if row is None or row.status is not JobStatus.LEASED or row.attempts != self.attempt:
            return False
        if row.attempts >= row.max_attempts:
            if not self._caught(context, row):
                give_up(context, row, self.error_class)
            return True
        again = TimerSchedule.arm(parse_timer(row.retry_after), context.now)
        context.session.execute(
            update(JOB)
            .where(JOB.c.id == row.id)
            .values(
                status=JobStatus.READY,
                due_at=again.due_at if again else context.now,
                leased_by=None,
                lease_until=None,
            )
        )
        return True

    def _caught(self, context: Context, row: Any) -> bool:
        live = context.unit.find_active(row.instance_id)
        if live is None or not live.run.catch_failure(row.token, self.error_class):
            return False
        context.unit.touch(live)
        return True


def _with_instance_locked(context: Context, job_id: int) -> Any:
    """The job with `instance_status`, or None if it is gone.

    The instance is locked before the job, as everywhere, so that no two commands wait for each other.
    """
    return context.session.execute(
        select(JOB, INSTANCE.c.status.label("instance_status"))
        .select_from(INSTANCE.join(JOB, JOB.c.instance_id == INSTANCE.c.id))
        .where(JOB.c.id == job_id)
        .with_for_update()
    ).one_or_none()
