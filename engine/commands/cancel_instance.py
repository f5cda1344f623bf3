"""End an instance before its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.queries import living_descendants
from engine.reasons import require_reason
from models.runtime import InstanceStatus


@dataclass(frozen=True)
class CancelInstance:
    """Cancel every token; open tasks, timers, jobs, subscriptions and incidents go. History stays.

    Called processes are part of the instance and end with it. Processes it has started by message are instances of
    their own: they end only `with_started`. The history entry carries the case number, so the case file tells it.
    Returns the ids of the instances that ended. Raises NotFound, WrongState if it has ended, ValuesRefused without a
    reason.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    reason: str
    with_started: bool = False

    def run(self, context: Context) -> tuple[int, ...]:
        reason = require_reason(self.reason)
        started = living_descendants(context.session, self.instance_id) if self.with_started else ()
        ended = (self.instance_id, *started)
        for instance_id in ended:
            live = context.unit.load(instance_id, verb="cancel")
            live.run.cancel()
            live.status = InstanceStatus.CANCELLED
            context.unit.record(live, "instance.cancelled", reason=reason)
            context.unit.touch(live)
        return ended
