"""Telling everything that runs under a business key that facts about it have changed: variables, assignees, groups.

For what processes were given when they started and cannot notice themselves, such as who is responsible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from engine.handlers import Change
from models.runtime import Instance, InstanceStatus, TaskCandidate, TaskStatus, UserTask

if TYPE_CHECKING:
    from engine.context import Context

INSTANCE: Any = Instance.__table__
TASK: Any = UserTask.__table__
CANDIDATE: Any = TaskCandidate.__table__


@dataclass(frozen=True)
class Informed:
    instances: int
    tasks: int


def inform_processes(context: Context, business_key: str, change: Change) -> Informed:
    """Change the running instances of a business key and their open tasks; what has ended stays as it was.

    Every instance and every task that gets another assignee has a history entry.
    """
    running = context.session.execute(
        select(INSTANCE.c.id)
        .where(
            INSTANCE.c.business_key == business_key,
            INSTANCE.c.status.in_([InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED]),
        )
        .order_by(INSTANCE.c.id)
    ).scalars()
    ids = list(running)
    for instance_id in ids:
        live = context.unit.load(instance_id, verb="inform")
        live.run.replace_variables(change.variables, advance=live.status is InstanceStatus.ACTIVE)
        context.unit.touch(live)
        context.unit.record(live, "instance.informed", variables=dict(change.variables), reason=change.reason)
    return Informed(len(ids), _reassign(context, business_key, change))


def _goes(assignee: str, change: Change) -> bool:
    """Whether whoever has a task now does not have it afterwards."""
    return assignee in change.assignees or (change.keeps is not None and assignee not in change.keeps)


def _reassign(context: Context, business_key: str, change: Change) -> int:
    tasks = context.session.execute(
        select(TASK).where(TASK.c.business_key == business_key, TASK.c.status == TaskStatus.OPEN).order_by(TASK.c.id)
    ).all()
    if not tasks:
        return 0
    moved = 0
    for task in tasks:
        if task.assignee is None or not _goes(task.assignee, change):
            continue
        assignee = change.assignees.get(task.assignee)
        claimed_at = context.now if assignee else None
        context.session.execute(
            update(TASK).where(TASK.c.id == task.id).values(assignee=assignee, claimed_at=claimed_at)
        )
        context.record(
            "task.assigned" if assignee else "task.released",
            instance_id=task.instance_id,
            business_key=task.business_key,
            process_key=task.process_key,
            element_id=task.element_id,
            token=task.token,
            data={"from": task.assignee, "to": assignee, "reason": change.reason},
        )
        moved += 1
    for old, new in change.groups.items():
        context.session.execute(
            update(CANDIDATE)
            .where(CANDIDATE.c.task_id.in_([task.id for task in tasks]), CANDIDATE.c.group_name == old)
            .values(group_name=new)
        )
    return moved
