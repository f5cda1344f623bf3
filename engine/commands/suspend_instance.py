"""Stop an instance for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import update

from engine.context import Context
from models.runtime import InstanceStatus, Job, Timer


@dataclass(frozen=True)
class SuspendInstance:
    """No task, timer, job or message moves the instance until it is resumed. Due dates stay.

    Raises NotFound, WrongState unless it is active.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    reason: str

    def run(self, context: Context) -> None:
        live = context.unit.load(self.instance_id, verb="suspend")
        live.status = InstanceStatus.SUSPENDED
        park(context, self.instance_id, parked=True)
        context.unit.record(live, "instance.suspended", reason=self.reason)
        context.unit.touch(live)


def park(context: Context, instance_id: int, *, parked: bool) -> None:
    """Hide the instance's timers and jobs from the worker, or show them again."""
    for table in (Timer, Job):
        row: Any = table.__table__
        context.session.execute(update(row).where(row.c.instance_id == instance_id).values(is_parked=parked))
