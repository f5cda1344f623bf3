"""Giving what waits another date: an open task, a running timer. What is moved stays the same task and timer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from engine.context import Context
from models.runtime import TaskCandidate, Timer, UserTask

TASK: Any = UserTask.__table__
CANDIDATE: Any = TaskCandidate.__table__
TIMER: Any = Timer.__table__


def move_task(context: Context, task: Any, due_at: datetime, reason: str, **facts: Any) -> None:
    """Give an open task another due date (aware).

    `task` is its row, which has a due date, with the `definition_id` of its instance; `facts` go to the history.
    """
    context.session.execute(update(TASK).where(TASK.c.id == task.id).values(due_at=due_at))
    context.session.execute(update(CANDIDATE).where(CANDIDATE.c.task_id == task.id).values(due_by=due_at))
    context.record(
        "task.due_moved",
        instance_id=task.instance_id,
        definition_id=task.definition_id,
        business_key=task.business_key,
        process_key=task.process_key,
        element_id=task.element_id,
        token=task.token,
        data={"old": task.due_at.isoformat(), "new": due_at.isoformat(), "reason": reason, **facts},
    )


def move_timer(context: Context, timer: Any, due_at: datetime, reason: str, **facts: Any) -> None:
    """Give a timer another moment (aware). `timer` is its row; the further occurrences of a cycle stay where they were.

    Raises WrongState if the instance has ended.
    """
    live = context.unit.load(timer.instance_id, verb="change a timer of")
    live.run.change_timer(timer.token, timer.element_id, due_at)
    context.unit.record(
        live,
        "timer.changed",
        element=timer.element_id,
        old=timer.due_at.isoformat(),
        new=due_at.isoformat(),
        reason=reason,
        **facts,
    )
    context.unit.touch(live)
