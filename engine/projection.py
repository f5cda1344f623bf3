"""Live state → rows that people and workers read. Written from the difference of two `Waits`, so that a step costs
what it changes, not what the instance is.

The rows of all instances that a command moves are gathered and sent together, one statement per table and verb. The
statements are built once: building one costs as much as running it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.calendar import parse_duration
from engine.values import encode
from engine.waits import IncidentWait, JobWait, SubscriptionWait, TimerWait, UserTaskDescription, Wait, Waits
from models.runtime import (
    NEVER_DUE,
    Incident,
    Job,
    JobStatus,
    Standing,
    Subscription,
    TaskCandidate,
    TaskDraft,
    TaskStatus,
    Timer,
    UserTask,
)

TASK: Any = UserTask.__table__
CANDIDATE: Any = TaskCandidate.__table__
DRAFT: Any = TaskDraft.__table__
TIMER: Any = Timer.__table__
SUBSCRIPTION: Any = Subscription.__table__
JOB: Any = Job.__table__
INCIDENT: Any = Incident.__table__

#: Attempts and pause of a job whose task says nothing: three attempts, a minute apart.
DEFAULT_RETRY = "R3/PT1M"

_token: Any = bindparam("of_token")
_element: Any = bindparam("of_element")
_is_task = TASK.c.token == _token

_task_id = select(TASK.c.id).where(_is_task).scalar_subquery()

_DROP_DRAFTS = delete(DRAFT).where(DRAFT.c.task_id == _task_id)
_END_CANDIDATES = delete(CANDIDATE).where(CANDIDATE.c.task_id == _task_id)
_END_TASKS = update(TASK).where(_is_task, TASK.c.status == TaskStatus.OPEN)
_OPEN_TASKS = insert(TASK).returning(TASK.c.token, TASK.c.id)
_ADD_CANDIDATES = insert(CANDIDATE).inline()
_RESOLVE_INCIDENTS = update(INCIDENT).where(
    INCIDENT.c.instance_id == bindparam("of_instance"),
    INCIDENT.c.token == _token,
    INCIDENT.c.kind == "token",
    INCIDENT.c.resolved_at.is_(None),
)
_SETTLE_INCIDENTS = update(INCIDENT).where(
    INCIDENT.c.instance_id == bindparam("of_instance"),
    INCIDENT.c.token == _token,
    INCIDENT.c.element_id == _element,
    INCIDENT.c.kind != "token",
    INCIDENT.c.resolved_at.is_(None),
)


def _remover(table: Any) -> Any:
    return delete(table).where(table.c.token == _token, table.c.element_id == _element)


_REMOVE = {table: _remover(table) for table in (TIMER, SUBSCRIPTION, JOB)}
_ADD = {table: insert(table).inline() for table in (TIMER, SUBSCRIPTION, JOB, INCIDENT)}

#: What ends goes first: a timer that is armed anew has the same name as the one it replaces.
_ORDER = (
    _DROP_DRAFTS,
    _END_CANDIDATES,
    _END_TASKS,
    *_REMOVE.values(),
    _RESOLVE_INCIDENTS,
    _SETTLE_INCIDENTS,
    _ADD_CANDIDATES,
    *_ADD.values(),
)

W = TypeVar("W", bound=Wait)


def gone(before: Iterable[W], after: Iterable[W]) -> list[W]:
    """Waits that were there and are no more."""
    kept = set(map(_name, after))
    return [w for w in before if _name(w) not in kept]


def _name(wait: Wait) -> tuple[Any, ...]:
    if isinstance(wait, SubscriptionWait):
        return (wait.token, wait.element_id, wait.kind, wait.name)
    if isinstance(wait, TimerWait):
        return (wait.token, wait.element_id, wait.due_at)
    return (wait.token, wait.element_id)


class Projection:
    """The rows one command changes, gathered over all its instances until `write`."""

    def __init__(self, now: datetime, actor: str) -> None:
        self.now, self.actor = now, actor
        self._rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self._opened: dict[str, UserTaskDescription] = {}

    def end_tasks(self, tokens: Iterable[str], *, status: TaskStatus, submission_id: str | None = None) -> None:
        """Close open task rows. Candidates go with them: only open tasks are found by group."""
        for token in tokens:
            self._rows[_END_CANDIDATES].append({"of_token": token})
            self._rows[_END_TASKS].append(
                {
                    "of_token": token,
                    "status": status,
                    "ended_at": self.now,
                    "ended_by": self.actor,
                    "submission_id": submission_id,
                }
            )

    def drop_draft(self, token: str) -> None:
        """What somebody typed is in the values now."""
        self._rows[_DROP_DRAFTS].append({"of_token": token})

    def open_task(
        self,
        instance_id: int,
        business_key: str | None,
        wait: Wait,
        described: UserTaskDescription,
        form_id: int | None,
    ) -> None:
        """One open task with its candidate groups."""
        self._opened[wait.token] = described
        self._rows[_OPEN_TASKS].append(
            {
                **_where(instance_id, wait),
                "business_key": business_key,
                "name": described.name[:200],
                "instruction": described.documentation,
                "form_id": form_id,
                "lane": described.lane,
                "status": TaskStatus.OPEN,
                "assignee": described.assignee,
                "claimed_at": self.now if described.assignee else None,
                "due_at": described.due_at,
                "follow_up_at": described.follow_up_at,
                "priority": described.priority,
                "created_at": self.now,
            }
        )

    def timers(self, instance_id: int, before: Waits, after: Waits, *, is_parked: bool) -> None:
        """`is_parked`: the instance is suspended, its timers are not for the worker."""
        self._remove(TIMER, gone(before.timers, after.timers))
        for wait in gone(after.timers, before.timers):
            self._add(TIMER, instance_id, wait, due_at=wait.due_at, is_parked=is_parked)

    def subscriptions(self, instance_id: int, before: Waits, after: Waits) -> list[SubscriptionWait]:
        """Returns the newly armed subscriptions, for which a buffered message may be waiting."""
        self._remove(SUBSCRIPTION, gone(before.subscriptions, after.subscriptions))
        armed = gone(after.subscriptions, before.subscriptions)
        for wait in armed:
            self._add(
                SUBSCRIPTION, instance_id, wait, kind=wait.kind, name=wait.name, correlation_key=wait.correlation_key
            )
        return armed

    def jobs(self, instance_id: int, before: Waits, after: Waits) -> None:
        self._remove(JOB, gone(before.jobs, after.jobs))
        for wait in gone(after.jobs, before.jobs):
            self._add(JOB, instance_id, wait, **self._job(wait))

    def _job(self, wait: JobWait) -> dict[str, Any]:
        attempts, _, pause = (wait.retry or DEFAULT_RETRY).partition("/")
        parse_duration(pause)  # checked at deployment; a wrong text must not wait until the first failure
        return {
            "handler": wait.handler,
            "inputs": encode(dict(wait.inputs)),
            "status": JobStatus.READY,
            "attempts": 0,
            "max_attempts": int(attempts.removeprefix("R")),
            "retry_after": pause,
            "due_at": self.now,
            "is_parked": False,
        }

    def incidents(self, instance_id: int, before: Waits, after: Waits) -> tuple[list[IncidentWait], list[IncidentWait]]:
        """Returns (new, resolved) incidents."""
        new, resolved = gone(after.incidents, before.incidents), gone(before.incidents, after.incidents)
        for wait in new:
            facts = {"error_class": wait.error_class[:120], "message": wait.message}
            self._add(INCIDENT, instance_id, wait, kind="token", created_at=self.now, **facts)
        for wait in resolved:
            self._rows[_RESOLVE_INCIDENTS].append(
                {
                    "of_instance": instance_id,
                    "of_token": wait.token,
                    "resolved_at": self.now,
                    "resolved_by": self.actor,
                }
            )
        return new, resolved

    def settle(self, instance_id: int, wait: Wait) -> None:
        """A timer or job that had failed is gone: nobody has to look after it any more."""
        facts = {"resolved_at": self.now, "resolved_by": self.actor}
        names = {"of_instance": instance_id, "of_token": wait.token, "of_element": wait.element_id}
        self._rows[_SETTLE_INCIDENTS].append({**names, **facts})

    def open(self, connection: Connection) -> list[tuple[int, UserTaskDescription]]:
        """Insert the tasks that were opened; returns them in order with their new ids."""
        rows = self._rows.pop(_OPEN_TASKS, None)
        if not rows:
            return []
        ids = {row.token: row.id for row in connection.execute(_OPEN_TASKS, rows)}
        opened = [(ids[token], described) for token, described in self._opened.items()]
        self._opened.clear()
        for task_id, described in opened:
            if described.continues:
                self._carry_draft(connection, task_id, described.continues)
            for group in dict.fromkeys(described.candidate_groups):
                self._rows[_ADD_CANDIDATES].append(
                    {
                        "task_id": task_id,
                        "group_name": group,
                        "standing": Standing.GIVEN if described.assignee else Standing.WAITING,
                        "due_by": described.due_at or NEVER_DUE,
                        "precedence": -described.priority,
                    }
                )
        return opened

    def _carry_draft(self, connection: Connection, task_id: int, tokens: Sequence[str]) -> None:
        """What somebody typed into the task that was taken back goes on in the one offered in its place."""
        former = select(TASK.c.id).where(TASK.c.token.in_(tokens))
        moved = connection.execute(update(DRAFT).where(DRAFT.c.task_id.in_(former)).values(task_id=task_id))
        if moved.rowcount:
            connection.execute(update(TASK).where(TASK.c.id.in_(former)).values(has_draft=False))
            connection.execute(update(TASK).where(TASK.c.id == task_id).values(has_draft=True))

    def write(self, connection: Connection) -> None:
        """Send all other rows. Nothing is asked back, so that they can travel together."""
        for statement in _ORDER:
            rows = self._rows.pop(statement, None)
            if rows:
                connection.execute(statement, rows)

    def _add(self, table: Any, instance_id: int, wait: Wait, **values: Any) -> None:
        self._rows[_ADD[table]].append({**_where(instance_id, wait), **values})

    def _remove(self, table: Any, waits: Iterable[Wait]) -> None:
        for wait in waits:
            self._rows[_REMOVE[table]].append({"of_token": wait.token, "of_element": wait.element_id})


def _where(instance_id: int, wait: Wait) -> dict[str, Any]:
    return {
        "instance_id": instance_id,
        "token": wait.token,
        "process_key": wait.process_key,
        "element_id": wait.element_id,
    }
