"""The rows of an instance follow it into another version: the same tasks, drafts, timers and jobs under other names.

What began with the migration is left to the projection, which writes the difference afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, update

from engine.spiff import Run
from engine.waits import (
    IncidentWait,
    JobWait,
    SubscriptionWait,
    TimerWait,
    UserTaskWait,
    Wait,
    Waits,
)
from models.runtime import Incident, Job, Subscription, Timer, UserTask

TASK: Any = UserTask.__table__
TIMER: Any = Timer.__table__
SUBSCRIPTION: Any = Subscription.__table__
JOB: Any = Job.__table__
INCIDENT: Any = Incident.__table__

Renamed = Iterable[tuple[Wait, Wait]]


class Rows:
    """The rows of one instance within the transaction of its migration."""

    def __init__(self, connection: Connection, instance_id: int, now: datetime, actor: str) -> None:
        self.connection, self.instance_id = connection, instance_id
        self.now, self.actor = now, actor

    def end(self, waits: Iterable[Wait]) -> None:
        """Take out the rows of waits that are over; their open incidents are resolved."""
        for wait in waits:
            if isinstance(wait, TimerWait):
                self._delete(TIMER, wait)
                self._resolve("timer", wait, element_id=wait.element_id)
            elif isinstance(wait, SubscriptionWait):
                self._delete(SUBSCRIPTION, wait)
            elif isinstance(wait, JobWait):
                self._delete(JOB, wait)
                self._resolve("job", wait)

    def rename(self, renamed: Renamed) -> None:
        """Give the rows of waits that go on their new places. Ids, due dates and everything people did stay."""
        pairs = [(was, now) for was, now in renamed if _name(was) != _name(now)]
        self._swap(TIMER, [(was, now) for was, now in pairs if isinstance(was, TimerWait)])
        self._swap(
            INCIDENT, [(was, now) for was, now in pairs if isinstance(was, TimerWait)], INCIDENT.c.kind == "timer"
        )
        self._swap(SUBSCRIPTION, [(was, now) for was, now in pairs if isinstance(was, SubscriptionWait)])
        for was, now in pairs:
            if isinstance(was, UserTaskWait):
                self._by_token(TASK, was, now)
            elif isinstance(was, JobWait):
                self._by_token(JOB, was, now)
                self._by_token(INCIDENT, was, now, INCIDENT.c.kind == "job")
            elif isinstance(was, IncidentWait):
                self._by_token(INCIDENT, was, now, INCIDENT.c.kind == "token")

    def describe_tasks(self, run: Run, renamed: Renamed, forms: Mapping[str, int]) -> None:
        """Open tasks say what the version they now belong to says: name, instruction, form, lane.

        Who has them, until when and how urgent was decided when they were opened, and stays.
        """
        still = {wait.token for wait in run.waits().user_tasks}
        for _, now in renamed:
            if isinstance(now, UserTaskWait) and now.token in still:
                described = run.describe_user_task(now.token)
                self.connection.execute(
                    update(TASK)
                    .where(TASK.c.token == now.token)
                    .values(
                        name=described.name[:200],
                        instruction=described.documentation,
                        lane=described.lane,
                        form_id=forms[described.form] if described.form else None,
                    )
                )

    def _delete(self, table: Table, wait: Wait) -> None:
        wanted = [table.c.instance_id == self.instance_id, table.c.token == wait.token]
        if table is not JOB:
            wanted.append(table.c.element_id == wait.element_id)
        self.connection.execute(delete(table).where(*wanted))

    def _resolve(self, kind: str, wait: Wait, *, element_id: str | None = None) -> None:
        wanted = [INCIDENT.c.kind == kind, INCIDENT.c.token == wait.token, INCIDENT.c.resolved_at.is_(None)]
        if element_id is not None:
            wanted.append(INCIDENT.c.element_id == element_id)
        self.connection.execute(update(INCIDENT).where(*wanted).values(resolved_at=self.now, resolved_by=self.actor))

    def _swap(self, table: Table, moved: list[tuple[Wait, Wait]], *wanted: Any) -> None:
        """Two waits may swap their names: first out of the way, then to the new ones."""

        def update_one(token: str, element_id: str, values: dict[str, Any]) -> None:
            here = (table.c.instance_id == self.instance_id, table.c.token == token, table.c.element_id == element_id)
            self.connection.execute(update(table).where(*here, *wanted, *_open(table)).values(**values))

        for index, (was, _) in enumerate(moved):
            update_one(was.token, was.element_id, {"element_id": f"~{index}"})
        for index, (was, now) in enumerate(moved):
            update_one(was.token, f"~{index}", {**_place(now), "token": now.token})

    def _by_token(self, table: Table, was: Wait, now: Wait, *wanted: Any) -> None:
        here = (table.c.instance_id == self.instance_id, table.c.token == was.token)
        self.connection.execute(update(table).where(*here, *wanted, *_open(table)).values(**_place(now)))


def _open(table: Table) -> tuple[Any, ...]:
    """Resolved incidents are history and keep the names of their time."""
    return (table.c.resolved_at.is_(None),) if table is INCIDENT else ()


def _place(wait: Wait) -> dict[str, str]:
    return {"process_key": wait.process_key, "element_id": wait.element_id}


def _name(wait: Wait) -> tuple[str, str, str]:
    return (wait.token, wait.process_key, wait.element_id)


def gather(waits: Iterable[Wait]) -> Waits:
    """Waits by kind."""
    every = list(waits)
    return Waits(
        tuple(w for w in every if isinstance(w, UserTaskWait)),
        tuple(w for w in every if isinstance(w, TimerWait)),
        tuple(w for w in every if isinstance(w, SubscriptionWait)),
        tuple(w for w in every if isinstance(w, JobWait)),
        tuple(w for w in every if isinstance(w, IncidentWait)),
    )
