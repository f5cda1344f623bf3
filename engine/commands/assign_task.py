"""Hand a task to another person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.access import hand_to, lock_task, require_open
from engine.context import Context
from engine.reasons import require_reason


@dataclass(frozen=True)
class AssignTask:
    """A lead gives the task to `assignee` (a sign-in name), or with None back to the queue, and says why.

    Raises NotFound, WrongState, ValuesRefused without a reason.
    """

    permission: ClassVar[str] = "task.assign"

    task_id: int
    assignee: str | None
    reason: str

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        locked = lock_task(context, self.task_id)
        task = locked.task
        require_open(locked, "assign")
        hand_to(context, task.id, self.assignee)
        context.record(
            "task.assigned",
            instance_id=task.instance_id,
            business_key=task.business_key,
            process_key=task.process_key,
            element_id=task.element_id,
            token=task.token,
            data={"from": task.assignee, "to": self.assignee, "reason": reason},
        )
