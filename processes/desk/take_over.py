"""Take a task from an absent colleague whom nobody covers: their work goes back to the team by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update

from engine.access import lock_task, require_open, require_worker
from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import WrongState
from engine.projection import TASK
from processes.identity.absences import uncovered_today


@dataclass(frozen=True)
class TakeOverTask:
    """Make the task of an absent colleague the actor's; a draft stays. Taking over one's own changes nothing.

    Raises NotFound, Forbidden, and WrongState if it is ended, or its assignee is here or covered.
    """

    permission: ClassVar[str] = "task.claim"

    task_id: int

    def run(self, context: Context) -> None:
        locked = lock_task(context, self.task_id)
        task = locked.task
        require_open(locked, "claim")
        if task.assignee == context.actor.name:
            return
        uncovered = uncovered_today(context.session, berlin_date(context.now))
        if task.assignee is not None and not uncovered.has(task.assignee, task.business_key):
            raise WrongState(
                "claim", "user task", task.id, "claimed", by=task.assignee, at=task.claimed_at, expected=["unassigned"]
            )
        require_worker(context, locked, assigned=False)
        context.session.execute(
            update(TASK).where(TASK.c.id == task.id).values(assignee=context.actor.name, claimed_at=context.now)
        )
        context.record(
            "task.taken_over",
            instance_id=task.instance_id,
            business_key=task.business_key,
            process_key=task.process_key,
            element_id=task.element_id,
            token=task.token,
            data={"from": task.assignee, "to": context.actor.name},
        )
