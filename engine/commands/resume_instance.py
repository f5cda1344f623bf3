"""Let a suspended instance go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.commands.suspend_instance import park
from engine.context import Context
from engine.messages import deliver_buffered
from models.runtime import InstanceStatus


@dataclass(frozen=True)
class ResumeInstance:
    """What came due meanwhile fires now, and messages that arrived meanwhile are delivered.

    Raises NotFound, WrongState unless it is suspended.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    reason: str

    def run(self, context: Context) -> None:
        live = context.unit.load(self.instance_id, verb="resume")
        live.status = InstanceStatus.ACTIVE
        park(context, self.instance_id, parked=False)
        context.unit.record(live, "instance.resumed", reason=self.reason)
        context.unit.touch(live)
        deliver_buffered(context, live, live.run.waits().subscriptions)
