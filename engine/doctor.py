"""The invariants of the engine as one checker: what must hold at any moment between two transactions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine.definitions import DefinitionStore
from engine.queries import run_of
from models.history import HistoryEntry
from models.runtime import (
    Incident,
    Instance,
    InstanceStatus,
    Job,
    JobStatus,
    Subscription,
    TaskStatus,
    Timer,
    UserTask,
)

LIVING = (InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED)


@dataclass(frozen=True)
class Violation:
    """`invariant` is I1 … I10 of the promises; `instance_id` is None for the database as a whole."""

    invariant: str
    instance_id: int | None
    what: str


def examine(session: Session, definitions: DefinitionStore, now: datetime) -> list[Violation]:
    """Check everything; an empty list is health. Cost is proportional to living instances and history."""
    found: list[Violation] = []
    found += _transitions_in_history(session)
    found += _completed_once(session)
    found += _never_early(session)
    found += _leases(session, now)
    found += _integrity(session)
    for instance_id in session.execute(
        select(Instance.id).where(Instance.status.in_(LIVING)).order_by(Instance.id)
    ).scalars():
        found += _instance(session, definitions, instance_id, now)
    return found


def _transitions_in_history(session: Session) -> Iterator[Violation]:
    """I2: the version of an instance is the number of its transitions in the history."""
    counted = (
        select(HistoryEntry.instance_id, func.count(HistoryEntry.transition.distinct()).label("n"))
        .group_by(HistoryEntry.instance_id)
        .subquery()
    )
    rows = session.execute(
        select(Instance.id, Instance.version, func.coalesce(counted.c.n, 0))
        .outerjoin(counted, counted.c.instance_id == Instance.id)
        .where(Instance.version != func.coalesce(counted.c.n, 0))
    )
    for instance_id, version, n in rows:
        yield Violation("I2", instance_id, f"version {version}, but {n} transitions in the history")


def _completed_once(session: Session) -> Iterator[Violation]:
    """I4: no task is completed twice."""
    rows = session.execute(
        select(HistoryEntry.instance_id, HistoryEntry.token, func.count())
        .where(HistoryEntry.kind == "task.completed")
        .group_by(HistoryEntry.instance_id, HistoryEntry.token)
        .having(func.count() > 1)
    )
    for instance_id, token, n in rows:
        yield Violation("I4", instance_id, f"task {token} completed {n} times")


def _never_early(session: Session) -> Iterator[Violation]:
    """I6: no timer fired before its time."""
    for entry in session.execute(select(HistoryEntry).where(HistoryEntry.kind == "timer.fired")).scalars():
        if entry.data["late_seconds"] < 0:
            yield Violation("I6", entry.instance_id, f"timer {entry.data['element']} fired early")


def _leases(session: Session, now: datetime) -> Iterator[Violation]:
    """I7: a leased job has an attempt and an end of its lease."""
    for job in session.execute(select(Job).where(Job.status == JobStatus.LEASED)).scalars():
        if job.attempts == 0 or job.lease_until is None:
            yield Violation("I7", job.instance_id, f"job {job.id} is leased without an attempt")


def _integrity(session: Session) -> Iterator[Violation]:
    """I9: SQLite checks itself; PostgreSQL enforces foreign keys and reports damage when it reads."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Violation("I9", None, f"foreign key broken in {row[0]}")
    result = session.execute(text("PRAGMA integrity_check")).scalar()
    if result != "ok":
        yield Violation("I9", None, str(result))


def _instance(session: Session, definitions: DefinitionStore, instance_id: int, now: datetime) -> Iterator[Violation]:
    """I5: something will happen next. I10: rows equal what the state says."""
    run = run_of(session, definitions, instance_id, now)
    waits = run.waits()
    stored = _stored(session, instance_id)
    expected: dict[str, set[tuple[Any, ...]]] = {
        "task": {(w.token, w.element_id) for w in waits.user_tasks},
        "timer": {(w.token, w.element_id, w.due_at) for w in waits.timers},
        "subscription": {(w.token, w.element_id, w.kind, w.name, w.correlation_key) for w in waits.subscriptions},
        "job": {(w.token, w.element_id) for w in waits.jobs},
        "incident": {(w.token, w.element_id) for w in waits.incidents},
    }
    if not any(stored.values()) and not run.watches_data:
        yield Violation("I5", instance_id, "active, but nothing will ever happen")
    for kind, rows in expected.items():
        for row in rows - stored[kind]:
            yield Violation("I10", instance_id, f"{kind} {row[:2]} is in the state but not in the table")
        for row in stored[kind] - rows:
            yield Violation("I10", instance_id, f"{kind} {row[:2]} is in the table but not in the state")


def _stored(session: Session, instance_id: int) -> dict[str, set[tuple[Any, ...]]]:
    def rows(*columns: Any, where: Any = None) -> set[tuple[Any, ...]]:
        wanted = select(*columns).where(columns[0].class_.instance_id == instance_id)
        return {tuple(r) for r in session.execute(wanted if where is None else wanted.where(where))}

    return {
        "task": rows(UserTask.token, UserTask.element_id, where=UserTask.status == TaskStatus.OPEN),
        "timer": rows(Timer.token, Timer.element_id, Timer.due_at),
        "subscription": rows(
            Subscription.token,
            Subscription.element_id,
            Subscription.kind,
            Subscription.name,
            Subscription.correlation_key,
        ),
        "job": rows(Job.token, Job.element_id),
        "incident": rows(
            Incident.token,
            Incident.element_id,
            where=(Incident.kind == "token") & Incident.resolved_at.is_(None),
        ),
    }
