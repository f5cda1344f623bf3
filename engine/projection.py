"""Live state → rows that people and workers read. Written from the difference of two `Waits`, so that a step costs
what it changes, not what the instance is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Table, delete, insert, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from engine.calendar import parse_duration
from engine.values import encode
from engine.waits import IncidentWait, JobWait, SubscriptionWait, TimerWait, UserTaskDescription, Wait, Waits
from models.runtime import Incident, Job, JobStatus, Subscription, TaskCandidate, TaskStatus, Timer, UserTask

TASK: Any = UserTask.__table__
CANDIDATE: Any = TaskCandidate.__table__
TIMER: Any = Timer.__table__
SUBSCRIPTION: Any = Subscription.__table__
JOB: Any = Job.__table__
INCIDENT: Any = Incident.__table__

#: Attempts and pause of a job whose task says nothing: three attempts, a minute apart.
DEFAULT_RETRY = "R3/PT1M"

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
    """Writes the rows of one instance inside the transaction of its step."""

    def __init__(self, connection: Connection, instance_id: int, business_key: str | None, now: datetime, actor: str):
        self.connection, self.instance_id, self.business_key = connection, instance_id, business_key
        self.now, self.actor = now, actor

    def _where(self, wait: Wait) -> dict[str, Any]:
        return {
            "instance_id": self.instance_id,
            "token": wait.token,
            "process_key": wait.process_key,
            "element_id": wait.element_id,
        }

    def end_tasks(self, tokens: list[str], *, status: TaskStatus, submission_id: str | None = None) -> None:
        """Close open task rows. Candidates go with them: only open tasks are found by group."""
        if not tokens:
            return
        is_ours: ColumnElement[bool] = TASK.c.token.in_(tokens)
        self.connection.execute(delete(CANDIDATE).where(CANDIDATE.c.task_id.in_(select(TASK.c.id).where(is_ours))))
        self.connection.execute(
            update(TASK)
            .where(is_ours, TASK.c.status == TaskStatus.OPEN)
            .values(status=status, ended_at=self.now, ended_by=self.actor, submission_id=submission_id)
        )

    def open_task(self, wait: Wait, described: UserTaskDescription, form_id: int | None) -> int:
        """Insert one open task with its candidate groups; returns its id."""
        task_id: int = self.connection.execute(
            insert(TASK)
            .values(
                **self._where(wait),
                business_key=self.business_key,
                name=described.name[:200],
                instruction=described.documentation,
                form_id=form_id,
                lane=described.lane,
                status=TaskStatus.OPEN,
                assignee=described.assignee,
                claimed_at=self.now if described.assignee else None,
                due_at=described.due_at,
                follow_up_at=described.follow_up_at,
                priority=described.priority,
                created_at=self.now,
            )
            .returning(TASK.c.id)
        ).scalar_one()
        if described.candidate_groups:
            self.connection.execute(
                insert(CANDIDATE),
                [{"task_id": task_id, "group_name": g} for g in dict.fromkeys(described.candidate_groups)],
            )
        return task_id

    def write_timers(self, before: Waits, after: Waits) -> list[Wait]:
        """Returns the removed timers whose firing had failed: their incidents are settled."""
        settled = self._remove_settling(TIMER, gone(before.timers, after.timers), TIMER.c.is_parked)
        self._insert(
            TIMER,
            [{**self._where(t), "due_at": t.due_at, "is_parked": False} for t in gone(after.timers, before.timers)],
        )
        return settled

    def write_subscriptions(self, before: Waits, after: Waits) -> list[SubscriptionWait]:
        """Returns the newly armed subscriptions, for which a buffered message may be waiting."""
        self._remove(SUBSCRIPTION, gone(before.subscriptions, after.subscriptions))
        armed = gone(after.subscriptions, before.subscriptions)
        self._insert(
            SUBSCRIPTION,
            [{**self._where(s), "kind": s.kind, "name": s.name, "correlation_key": s.correlation_key} for s in armed],
        )
        return armed

    def write_jobs(self, before: Waits, after: Waits) -> list[Wait]:
        """Returns the removed jobs that had failed: their incidents are settled."""
        settled = self._remove_settling(JOB, gone(before.jobs, after.jobs), JOB.c.status == JobStatus.FAILED)
        self._insert(JOB, [self.job_row(j) for j in gone(after.jobs, before.jobs)])
        return settled

    def job_row(self, wait: JobWait) -> dict[str, Any]:
        attempts, _, pause = (wait.retry or DEFAULT_RETRY).partition("/")
        parse_duration(pause)  # checked at deployment; a wrong text must not wait until the first failure
        return {
            **self._where(wait),
            "handler": wait.handler,
            "inputs": encode(dict(wait.inputs)),
            "status": JobStatus.READY,
            "attempts": 0,
            "max_attempts": int(attempts.removeprefix("R")),
            "retry_after": pause,
            "due_at": self.now,
            "is_parked": False,
        }

    def write_incidents(self, before: Waits, after: Waits) -> tuple[list[IncidentWait], list[IncidentWait]]:
        """Returns (new, resolved) incidents."""
        new, resolved = gone(after.incidents, before.incidents), gone(before.incidents, after.incidents)
        self._insert(
            INCIDENT,
            [
                {
                    **self._where(i),
                    "kind": "token",
                    "error_class": i.error_class[:120],
                    "message": i.message,
                    "created_at": self.now,
                }
                for i in new
            ],
        )
        for incident in resolved:
            self.connection.execute(
                update(INCIDENT)
                .where(
                    INCIDENT.c.instance_id == self.instance_id,
                    INCIDENT.c.token == incident.token,
                    INCIDENT.c.kind == "token",
                    INCIDENT.c.resolved_at.is_(None),
                )
                .values(resolved_at=self.now, resolved_by=self.actor)
            )
        return new, resolved

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert(table), rows)

    def _remove(self, table: Table, waits: list[Any]) -> None:
        if waits:
            self.connection.execute(self._deletion(table, waits))

    def _deletion(self, table: Table, waits: Sequence[Wait]) -> Delete:
        return delete(table).where(
            table.c.instance_id == self.instance_id,
            tuple_(table.c.token, table.c.element_id).in_([(w.token, w.element_id) for w in waits]),
        )

    def _remove_settling(self, table: Table, waits: Sequence[W], failed: ColumnElement[bool]) -> list[Wait]:
        """Remove the rows and settle the incidents of those for which `failed` held; a statement more only for them."""
        if not waits:
            return []
        removed = self.connection.execute(
            self._deletion(table, waits).returning(table.c.token, table.c.element_id, failed)
        )
        names = {(token, element_id) for token, element_id, has_failed in removed if has_failed}
        if not names:
            return []
        settled = self.connection.execute(
            update(INCIDENT)
            .where(
                INCIDENT.c.instance_id == self.instance_id,
                INCIDENT.c.kind == table.name,
                INCIDENT.c.resolved_at.is_(None),
                tuple_(INCIDENT.c.token, INCIDENT.c.element_id).in_(names),
            )
            .values(resolved_at=self.now, resolved_by=self.actor)
            .returning(INCIDENT.c.token, INCIDENT.c.element_id)
        ).all()
        ended = {(row.token, row.element_id) for row in settled}
        return [wait for wait in waits if (wait.token, wait.element_id) in ended]
