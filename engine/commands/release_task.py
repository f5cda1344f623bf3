"""Give a task back to the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.access import hand_to, lock_task, require_open, require_worker
from engine.context import Context


@dataclass(frozen=True)
class ReleaseTask:
    """Give one's own task back to its candidate groups. The draft stays. Raises NotFound, Forbidden, WrongState."""

    permission: ClassVar[str] = "task.claim"

    task_id: int

    def run(self, context: Context) -> None:
        locked = lock_task(context, self.task_id)
        task = locked.task
        require_open(locked, "release")
        require_worker(context, locked, assigned=True)
        hand_to(context, task.id, None)
        context.record(
            "task.released",
            instance_id=task.instance_id,
            business_key=task.business_key,
            process_key=task.process_key,
            element_id=task.element_id,
            token=task.token,
        )
