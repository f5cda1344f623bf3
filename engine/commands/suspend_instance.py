"""Stop an instance for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import exists, update

from engine.context import Context
from engine.reasons import require_reason
from models.runtime import Incident, InstanceStatus, Job, Timer


@dataclass(frozen=True)
class SuspendInstance:
    """No task, timer, job, message or signal moves the instance until it is resumed. Due dates stay.

    Messages and signals that arrive meanwhile are kept for it. Processes it has started by message are instances of
    their own and run on. Raises NotFound, WrongState unless it is active, ValuesRefused without a reason.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    reason: str

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        live = context.unit.load(self.instance_id, verb="suspend")
        live.status = InstanceStatus.SUSPENDED
        park(context, self.instance_id, parked=True)
        context.unit.record(live, "instance.suspended", reason=reason)
        context.unit.touch(live)


def park(context: Context, instance_id: int, *, parked: bool) -> None:
    """Hide the instance's timers and jobs from the worker, or show them again.

    What has an open incident stays hidden: only a retry makes it due again.
    """
    incident: Any = Incident.__table__
    for table in (Timer, Job):
        row: Any = table.__table__
        failed = exists().where(
            incident.c.instance_id == instance_id,
            incident.c.token == row.c.token,
            incident.c.element_id == row.c.element_id,
            incident.c.kind == row.name,
            incident.c.resolved_at.is_(None),
        )
        change = update(row).where(row.c.instance_id == instance_id).values(is_parked=parked)
        context.session.execute(change if parked else change.where(~failed))
