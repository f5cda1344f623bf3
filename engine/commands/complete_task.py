"""Finish a user task with checked values, and advance its instance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import select

from engine.access import LockedTask, lock_task, require_open, require_worker
from engine.context import Context
from engine.errors import ValuesRefused
from engine.formsupport import FormCall
from engine.lifecycle import check_instance
from engine.unit import Live
from models.history import HistoryEntry
from models.runtime import TaskStatus


@dataclass(frozen=True)
class CompletedTask:
    """`next_task_id` is a task this completion opened and the actor may do at once, if there is one."""

    instance_id: int
    next_task_id: int | None


@dataclass(frozen=True)
class CompleteTask:
    """Complete an open task. The same `submission_id` again is answered as the first time and changes nothing.

    `values` are raw form input (texts as typed) or typed values; without a form they are taken as they are.
    Raises ValuesRefused with a message per field, WrongState (who ended it, and when), Forbidden, NotFound.
    """

    permission: ClassVar[str] = "task.complete"

    task_id: int
    values: Mapping[str, Any] = field(default_factory=dict)
    submission_id: str | None = None

    def run(self, context: Context) -> CompletedTask:
        locked = lock_task(context, self.task_id)
        task = locked.task
        if self.submission_id and task.submission_id == self.submission_id and task.status is TaskStatus.COMPLETED:
            return _first_answer(context, task)
        require_open(locked, "complete")
        require_worker(context, locked, assigned=False)
        check_instance("advance", task.instance_id, locked.instance.status)
        live = context.unit.adopt(locked.instance)
        values = self._checked(context, locked, live)
        live.run.complete_user_task(task.token, values)
        live.submission = (task.token, self.submission_id)
        context.unit.touch(live)
        if task.has_draft:
            context.unit.drop_draft(task.token)
        facts = context.unit.record_task(live, "task.completed", task)
        context.unit.settle()
        answer = CompletedTask(task.instance_id, context.unit.next_for(context.actor))
        if self.submission_id is not None:
            facts |= {"submission": self.submission_id, "next": answer.next_task_id}
        return answer

    def _checked(self, context: Context, locked: LockedTask, live: Live) -> Mapping[str, Any]:
        task = locked.task
        if task.form_id is None:
            return self.values
        form = context.definitions.form(context.connection, task.form_id)
        seen = live.run.scope_variables(task.token)
        call = FormCall(context.session, context.now, form.key, task.business_key, seen, context.actor.name)
        facts = context.forms.context_of(call)
        result = form.form.validate(self.values, facts, now=context.now)
        errors = {e.path: e.message_de for e in result.errors}
        if not errors:
            errors = dict(context.forms.check(call, result.values, facts))
        if errors:
            raise ValuesRefused(errors)
        return result.values


def _first_answer(context: Context, task: Any) -> CompletedTask:
    """What the first of several equal submissions was told."""
    told = context.session.execute(
        select(HistoryEntry.data).where(
            HistoryEntry.instance_id == task.instance_id,
            HistoryEntry.token == task.token,
            HistoryEntry.kind == "task.completed",
        )
    ).scalar_one()
    return CompletedTask(task.instance_id, told.get("next"))
