"""Let a suspended instance go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.commands.suspend_instance import park
from engine.context import Context
from engine.messages import deliver_buffered
from engine.reasons import require_reason
from models.runtime import InstanceStatus


@dataclass(frozen=True)
class ResumeInstance:
    """Messages that arrived meanwhile are delivered at once, what came due fires in due order with the next round.

    Conditions that became true take effect first. Raises NotFound, WrongState unless it is suspended, ValuesRefused
    without a reason.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    reason: str

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        live = context.unit.load(self.instance_id, verb="resume")
        live.status = InstanceStatus.ACTIVE
        park(context, self.instance_id, parked=False)
        context.unit.record(live, "instance.resumed", reason=reason)
        live.run.look_again()
        context.unit.touch(live)
        deliver_buffered(context, live, live.run.waits().subscriptions)
