"""End an instance before its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from models.runtime import InstanceStatus


@dataclass(frozen=True)
class CancelInstance:
    """Cancel every token; open tasks, timers, jobs and subscriptions go. History stays.

    Raises NotFound, WrongState if it has ended.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    reason: str

    def run(self, context: Context) -> None:
        live = context.unit.load(self.instance_id, verb="cancel")
        live.run.cancel()
        live.status = InstanceStatus.CANCELLED
        context.unit.record(live, "instance.cancelled", reason=self.reason)
        context.unit.touch(live)
