"""The invariants that are read off the history: I1, I2, I4 (once), I6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.violation import Violation
from models.history import HistoryEntry
from models.runtime import Instance, TaskStatus, UserTask

HISTORY: Any = HistoryEntry.__table__
INSTANCE: Any = Instance.__table__
TASK: Any = UserTask.__table__


def check_history(session: Session) -> Iterator[Violation]:
    """Streams through the history; holds no more than one instance's timers at a time."""
    yield from _accepted_once(session)
    yield from _submitted_once(session)
    yield from _transitions(session)
    yield from _completed_once(session)
    yield from _timers(session)


def _stream(session: Session, wanted: Select[Any]) -> Any:
    return session.execute(wanted.execution_options(yield_per=1000))


def _accepted_once(session: Session) -> Iterator[Violation]:
    """I1: a completed task is in the history, and what is in the history as completed is."""
    done = (
        select(HISTORY.c.instance_id, HISTORY.c.token).where(HISTORY.c.kind == "task.completed").distinct().subquery()
    )
    wanted = (
        select(TASK.c.id, TASK.c.instance_id, TASK.c.status, done.c.token)
        .outerjoin(done, (done.c.token == TASK.c.token) & (done.c.instance_id == TASK.c.instance_id))
        .where((TASK.c.status == TaskStatus.COMPLETED) == done.c.token.is_(None))
    )
    for task_id, instance_id, status, token in _stream(session, wanted):
        if token is None:
            yield Violation("I1", instance_id, f"task {task_id} is completed, but not in the history")
        else:
            yield Violation("I1", instance_id, f"task {task_id} was completed, but it is {status.value}")


def _submitted_once(session: Session) -> Iterator[Violation]:
    """I1: one submission completes one task."""
    rows = _stream(
        session,
        select(TASK.c.submission_id, func.count())
        .where(TASK.c.submission_id.is_not(None))
        .group_by(TASK.c.submission_id)
        .having(func.count() > 1),
    )
    for submission_id, n in rows:
        yield Violation("I1", None, f"submission {submission_id} completed {n} tasks")


def _transitions(session: Session) -> Iterator[Violation]:
    """I2: the version of an instance is the number of its transitions in the history."""
    counted = (
        select(HISTORY.c.instance_id, func.count(HISTORY.c.transition.distinct()).label("n"))
        .where(HISTORY.c.instance_id.is_not(None))
        .group_by(HISTORY.c.instance_id)
        .subquery()
    )
    n = func.coalesce(counted.c.n, 0)
    wanted = (
        select(INSTANCE.c.id, INSTANCE.c.version, n)
        .outerjoin(counted, counted.c.instance_id == INSTANCE.c.id)
        .where(INSTANCE.c.version != n)
    )
    for instance_id, version, transitions in _stream(session, wanted):
        yield Violation("I2", instance_id, f"version {version}, but {transitions} transitions in the history")


def _completed_once(session: Session) -> Iterator[Violation]:
    """I4: no task is completed twice."""
    wanted = (
        select(HISTORY.c.instance_id, HISTORY.c.token, func.count())
        .where(HISTORY.c.kind == "task.completed")
        .group_by(HISTORY.c.instance_id, HISTORY.c.token)
        .having(func.count() > 1)
    )
    for instance_id, token, n in _stream(session, wanted):
        yield Violation("I4", instance_id, f"task {token} completed {n} times")


def _timers(session: Session) -> Iterator[Violation]:
    """I6: no timer fired before its moment, and none of its occurrences twice."""
    wanted = (
        select(HISTORY.c.instance_id, HISTORY.c.at, HISTORY.c.token, HISTORY.c.data)
        .where(HISTORY.c.kind == "timer.fired")
        .order_by(HISTORY.c.instance_id, HISTORY.c.id)
    )
    for instance_id, rows in groupby(_stream(session, wanted), key=lambda row: row.instance_id):
        seen: set[tuple[str, str, str]] = set()
        for row in rows:
            element, due = row.data["element"], row.data.get("due")
            is_early = row.data["late_seconds"] < 0 if due is None else row.at < datetime.fromisoformat(due)
            if is_early:
                yield Violation("I6", instance_id, f"timer {element} fired early")
            if due is not None:
                occurrence = (row.token, element, due)
                if occurrence in seen:
                    yield Violation("I6", instance_id, f"timer {element} of {due} fired twice")
                seen.add(occurrence)
