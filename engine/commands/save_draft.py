"""Keep what somebody typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import insert, select, update

from engine.access import lock_task, require_open, require_worker
from engine.context import Context
from engine.errors import StaleRevision
from engine.projection import TASK
from models.runtime import TaskDraft

DRAFT: Any = TaskDraft.__table__


@dataclass(frozen=True)
class SaveDraft:
    """Save the raw input of a task, valid or not; returns the new revision (1 for the first).

    `revision` is the one the page was loaded with (0 for none). What is stored already is not stored again, and its
    revision returned. Raises StaleRevision if another window saved something else in between, NotFound, Forbidden,
    WrongState.
    """

    permission: ClassVar[str] = "task.complete"

    task_id: int
    values: Mapping[str, Any]
    revision: int

    def run(self, context: Context) -> int:
        locked = lock_task(context, self.task_id)
        require_open(locked, "save a draft of")
        require_worker(context, locked, assigned=False)
        is_this = DRAFT.c.task_id == self.task_id
        stored = context.session.execute(select(DRAFT.c.revision, DRAFT.c["values"]).where(is_this)).one_or_none()
        actual, kept = stored or (0, None)
        if actual != self.revision:
            if kept == dict(self.values):
                return int(actual)  # sent again because the answer never came
            raise StaleRevision("draft of user task", self.task_id, self.revision, actual)
        values: dict[str, Any] = {
            "values": dict(self.values),
            "revision": actual + 1,
            "saved_at": context.now,
            "saved_by": context.actor.name,
        }
        if actual:
            context.session.execute(update(DRAFT).where(is_this).values(**values))
        else:
            context.session.execute(insert(DRAFT).values(task_id=self.task_id, **values))
            context.session.execute(update(TASK).where(TASK.c.id == self.task_id).values(has_draft=True))
        return actual + 1
