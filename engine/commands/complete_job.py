"""A worker reports what became of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import insert, select, update

from engine.calendar import TimerSchedule, parse_timer
from engine.commands.lease_jobs import JOB
from engine.context import Context
from models.runtime import Incident, InstanceStatus, JobStatus

INCIDENT: Any = Incident.__table__


@dataclass(frozen=True)
class CompleteJob:
    """The effect happened: complete the element with the outputs and advance.

    A job that is gone (cancelled, or completed by a worker whose lease ran out) is a silent False: the effect's
    idempotency key has kept it single.
    """

    permission: ClassVar[str] = "worker"

    job_id: int
    outputs: Mapping[str, Any]
    error_code: str | None = None  # a BPMN error instead of outputs

    def run(self, context: Context) -> bool:
        row = context.session.execute(select(JOB).where(JOB.c.id == self.job_id)).one_or_none()
        if row is None:
            return False
        live = context.unit.load(row.instance_id, verb="advance") if not row.is_parked else None
        if live is None or live.status is not InstanceStatus.ACTIVE:
            return False
        if self.error_code is not None:
            live.run.throw_error(row.token, self.error_code, "")
        else:
            live.run.complete_job(row.token, self.outputs)
        context.unit.touch(live)
        return True


@dataclass(frozen=True)
class FailJob:
    """The attempt failed: try again after the pause.

    After the last attempt an error event takes over that catches everything or this class; without one, an incident
    is opened.
    """

    permission: ClassVar[str] = "worker"

    job_id: int
    error_class: str

    def run(self, context: Context) -> bool:
        row = context.session.execute(select(JOB).where(JOB.c.id == self.job_id).with_for_update()).one_or_none()
        if row is None:
            return False
        if row.attempts < row.max_attempts:
            again = TimerSchedule.arm(parse_timer(row.retry_after), context.now)
            due_at = again.due_at if again else context.now
            values: dict[str, Any] = {"status": JobStatus.READY, "due_at": due_at}
        elif self._caught(context, row):
            return True
        else:
            values = {"status": JobStatus.FAILED}
            context.session.execute(
                insert(INCIDENT).values(
                    instance_id=row.instance_id,
                    token=row.token,
                    process_key=row.process_key,
                    element_id=row.element_id,
                    kind="job",
                    error_class=self.error_class,
                    message=f"{row.handler} failed {row.attempts} times",
                    created_at=context.now,
                )
            )
            context.record(
                "incident.opened",
                instance_id=row.instance_id,
                process_key=row.process_key,
                element_id=row.element_id,
                token=row.token,
                data={"error_class": self.error_class, "attempts": row.attempts},
            )
        context.session.execute(
            update(JOB).where(JOB.c.id == row.id).values(**values, leased_by=None, lease_until=None)
        )
        return True

    def _caught(self, context: Context, row: Any) -> bool:
        live = context.unit.find_active(row.instance_id)
        if live is None or not live.run.catch_failure(row.token, self.error_class):
            return False
        context.unit.touch(live)
        return True
