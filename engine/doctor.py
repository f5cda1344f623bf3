"""The invariants of the engine as one checker: what must hold at any moment between two transactions.

Higher floors add checks of their own: a function from session and moment to violations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, text
from sqlalchemy.orm import Session

from engine.anchor import Anchored
from engine.audit_check import see_one_moment, verify
from engine.commands.lease_jobs import EFFECT, INCIDENT, JOB, LEASE
from engine.definitions import DefinitionStore
from engine.doctor_history import check_history
from engine.doctor_living import CHUNK, check_living
from engine.violation import Violation as Violation
from models.runtime import JobStatus

#: A check of a higher floor. Raises nothing; reads only.
Check = Callable[[Session, datetime], Iterable[Violation]]


def examine(
    session: Session,
    definitions: DefinitionStore,
    now: datetime,
    *,
    checks: Sequence[Check] = (),
    anchored: Sequence[Anchored] = (),
) -> list[Violation]:
    """Check everything; an empty list is health. Cost is proportional to living instances and history.

    `checks` are those of higher floors, `anchored` the lines of the anchor file.
    """
    return list(examine_in_turn(session, definitions, now, checks=checks, anchored=anchored))


def examine_in_turn(
    session: Session,
    definitions: DefinitionStore,
    now: datetime,
    *,
    checks: Sequence[Check] = (),
    anchored: Sequence[Anchored] = (),
) -> Iterator[Violation]:
    """`examine`, one violation at a time as it is found."""
    see_one_moment(session)
    yield from check_history(session)
    yield from verify(session, anchored)
    yield from _leases(session, now)
    yield from _effects(session)
    yield from _integrity(session)
    yield from check_living(session, definitions, now)
    for check in checks:
        yield from check(session, now)


def _leases(session: Session, now: datetime) -> Iterator[Violation]:
    """I7: a leased job has an attempt and an end of its lease, is taken up again soon after it, and one that was given
    up has an incident."""
    for job in _rows(session, select(JOB).where(JOB.c.status == JobStatus.LEASED)):
        if job.attempts == 0 or job.lease_until is None:
            yield Violation("I7", job.instance_id, f"job {job.id} is leased without an attempt")
        elif not job.is_parked and job.lease_until + LEASE < now:
            yield Violation("I7", job.instance_id, f"job {job.id} has waited since its lease ended {job.lease_until}")
    asked = and_(INCIDENT.c.token == JOB.c.token, INCIDENT.c.kind == "job", INCIDENT.c.resolved_at.is_(None))
    forgotten = select(JOB).where(JOB.c.status == JobStatus.FAILED, ~select(INCIDENT.c.id).where(asked).exists())
    for job in _rows(session, forgotten):
        yield Violation("I7", job.instance_id, f"job {job.id} was given up without an incident")


def _effects(session: Session) -> Iterator[Violation]:
    """I8: what is attempted outside is logged under its key, and never attempted again once it is done."""
    columns = (JOB.c.id, JOB.c.instance_id, JOB.c.token)
    attempted = _rows(session, select(*columns).where(JOB.c.attempts > 0).order_by(JOB.c.id))
    for jobs in attempted.partitions(CHUNK):
        keys = {job.id: f"{job.instance_id}:{job.token}" for job in jobs}
        wanted = select(EFFECT.c.idempotency_key, EFFECT.c.done_at)
        found = session.execute(wanted.where(EFFECT.c.idempotency_key.in_(list(keys.values()))))
        done = {effect.idempotency_key: effect.done_at is not None for effect in found}
        for job in jobs:
            is_done = done.get(keys[job.id])
            if is_done is None:
                yield Violation("I8", job.instance_id, f"job {job.id} was attempted, but its effect is not logged")
            elif is_done:
                yield Violation("I8", job.instance_id, f"the effect of job {job.id} is done, but the job still waits")


def _integrity(session: Session) -> Iterator[Violation]:
    """I9: SQLite checks itself; PostgreSQL enforces foreign keys and reports damage when it reads."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Violation("I9", None, f"foreign key broken in {row[0]}")
    result = session.execute(text("PRAGMA integrity_check")).scalar()
    if result != "ok":
        yield Violation("I9", None, str(result))


def _rows(session: Session, wanted: Select[Any]) -> Any:
    return session.execute(wanted.execution_options(yield_per=1000))
