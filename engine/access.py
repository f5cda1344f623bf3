"""Loading a user task for a command: locked with its instance, and checked against the actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, select, update

from engine.context import Context
from engine.errors import Forbidden, NotFound
from engine.lifecycle import check_task
from engine.projection import CANDIDATE, TASK
from engine.unit import INSTANCE
from models.runtime import Standing

#: A column, so that a completion need not ask a second time.
_is_candidate = exists().where(
    CANDIDATE.c.task_id == TASK.c.id, CANDIDATE.c.group_name.in_(bindparam("of_groups", expanding=True))
)

_LOCK = (
    select(
        TASK.c.id,
        TASK.c.instance_id,
        TASK.c.token,
        TASK.c.process_key,
        TASK.c.element_id,
        TASK.c.business_key,
        TASK.c.form_id,
        TASK.c.status,
        TASK.c.assignee,
        TASK.c.claimed_at,
        TASK.c.created_at,
        TASK.c.ended_at,
        TASK.c.ended_by,
        TASK.c.submission_id,
        TASK.c.has_draft,
        INSTANCE.c.definition_id,
        INSTANCE.c.business_key.label("instance_business_key"),
        INSTANCE.c.status.label("instance_status"),
        INSTANCE.c.version,
        INSTANCE.c.state,
        INSTANCE.c.history_head,
        _is_candidate.label("is_candidate"),
    )
    .select_from(INSTANCE.join(TASK, TASK.c.instance_id == INSTANCE.c.id))
    .where(TASK.c.id == bindparam("of_id"))
    .with_for_update(of=[INSTANCE, TASK])
)


@dataclass(frozen=True)
class LockedTask:
    """The task row and, under the same lock, the row of its instance.

    `is_candidate` says whether the actor belongs to a candidate group of the task.
    """

    task: Any
    instance: Any
    is_candidate: bool


def lock_task(context: Context, task_id: int) -> LockedTask:
    """Lock a task with its instance in one statement, so that two people cannot complete it both.

    The instance comes first in the statement, and so is locked first, as everywhere: else two commands could wait for
    each other.
    Raises NotFound.
    """
    wanted = {"of_id": task_id, "of_groups": sorted(context.actor.groups)}
    row = context.connection.execute(_LOCK, wanted).one_or_none()
    if row is None:
        raise NotFound("user task", task_id)
    return LockedTask(row, _InstanceRow(row), row.is_candidate)


class _InstanceRow:
    """The instance columns of the joined row under their own names."""

    def __init__(self, row: Any) -> None:
        self.id = row.instance_id
        self.definition_id = row.definition_id
        self.business_key = row.instance_business_key
        self.status = row.instance_status
        self.version = row.version
        self.state = row.state
        self.history_head = row.history_head


def require_open(locked: LockedTask, verb: str) -> None:
    """Raises WrongState, naming who ended the task and when."""
    task = locked.task
    check_task(verb, task.id, task.status, by=task.ended_by, at=task.ended_at)


def require_worker(context: Context, locked: LockedTask, *, assigned: bool) -> None:
    """The actor must be the assignee, or (unless the task must be theirs) belong to a candidate group.

    A holder of `task.any` (the engine, an administrator's tool) may work on every task. Raises Forbidden.
    """
    actor, task = context.actor, locked.task
    if task.assignee in (actor.name, actor.on_behalf_of) and task.assignee is not None:
        return
    if actor.may("task.any"):
        return
    if not assigned and locked.is_candidate:
        return
    raise Forbidden("assignee or candidate group", f"user task {task.id}")


_HAND = update(TASK).where(TASK.c.id == bindparam("of_id"))
_STAND = update(CANDIDATE).where(CANDIDATE.c.task_id == bindparam("of_id"))


def hand_to(context: Context, task_id: int, assignee: str | None) -> None:
    """Give an open task to a person, or with None back to the queue of its candidate groups."""
    claimed_at = context.now if assignee else None
    standing = Standing.TAKEN if assignee else Standing.WAITING
    context.connection.execute(_HAND, {"of_id": task_id, "assignee": assignee, "claimed_at": claimed_at})
    context.connection.execute(_STAND, {"of_id": task_id, "standing": standing})
