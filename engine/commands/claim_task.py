"""Take a task from the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.access import hand_to, lock_task, require_open, require_worker
from engine.context import Context
from engine.errors import WrongState


@dataclass(frozen=True)
class ClaimTask:
    """Make the task the actor's. Claiming one's own task again changes nothing.

    Raises NotFound, Forbidden, and WrongState if it is ended or a colleague has it: nobody takes a task from a
    colleague by claiming.
    """

    permission: ClassVar[str] = "task.claim"

    task_id: int

    def run(self, context: Context) -> None:
        locked = lock_task(context, self.task_id)
        task = locked.task
        require_open(locked, "claim")
        if task.assignee == context.actor.name:
            return
        require_worker(context, locked, assigned=False)  # first: who has a task is for its candidates to know
        if task.assignee is not None:
            raise WrongState(
                "claim", "user task", task.id, "claimed", by=task.assignee, at=task.claimed_at, expected=["unassigned"]
            )
        hand_to(context, task.id, context.actor.name)
        context.record(
            "task.claimed",
            instance_id=task.instance_id,
            business_key=task.business_key,
            process_key=task.process_key,
            element_id=task.element_id,
            token=task.token,
        )
