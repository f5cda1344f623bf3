"""The invariants of the engine as one checker: what must hold at any moment between two transactions.

Higher floors add checks of their own: a function from session and moment to violations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, and_, select, text, true
from sqlalchemy.orm import Session

from engine.anchor import Anchored
from engine.audit_check import see_one_moment, verify
from engine.commands.lease_jobs import EFFECT, INCIDENT, JOB, LEASE
from engine.definitions import DefinitionStore
from engine.doctor_history import check_history
from engine.doctor_living import CHUNK, LIVING, check_living
from engine.seal import HISTORY_RECORD, SealedRecord
from engine.violation import Violation as Violation
from models.runtime import (
    Incident,
    Instance,
    InstanceStatus,
    Job,
    JobStatus,
    Resource,
    Subscription,
    TaskStatus,
    Timer,
    UserTask,
)

INSTANCE: Any = Instance.__table__
RESOURCE: Any = Resource.__table__

#: A check of a higher floor. Raises nothing; reads only.
Check = Callable[[Session, datetime], Iterable[Violation]]


def examine(
    session: Session,
    definitions: DefinitionStore,
    now: datetime,
    *,
    checks: Sequence[Check] = (),
    anchored: Sequence[Anchored] = (),
    records: Sequence[SealedRecord] = (HISTORY_RECORD,),
) -> list[Violation]:
    """Check everything; an empty list is health. Cost is proportional to living instances and history.

    `checks` are those of higher floors, `anchored` the lines of the anchor file, `records` what is sealed.
    """
    return list(examine_in_turn(session, definitions, now, checks=checks, anchored=anchored, records=records))


def examine_in_turn(
    session: Session,
    definitions: DefinitionStore,
    now: datetime,
    *,
    checks: Sequence[Check] = (),
    anchored: Sequence[Anchored] = (),
    records: Sequence[SealedRecord] = (HISTORY_RECORD,),
) -> Iterator[Violation]:
    """`examine`, one violation at a time as it is found."""
    see_one_moment(session)
    yield from check_history(session)
    yield from verify(session, now, anchored, records=records)
    yield from _leases(session, now)
    yield from _effects(session)
    yield from _integrity(session)
    yield from _files(session)
    yield from _ended(session)
    yield from _parked(session)
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


def _files(session: Session) -> Iterator[Violation]:
    """I9: what was deployed is byte for byte what was handed in."""
    for row in _rows(session, select(*RESOURCE.c["id", "name", "checksum", "content"])):
        if not isinstance(row.content, bytes) or sha256(row.content).hexdigest() != row.checksum:
            yield Violation("I9", None, f"file {row.name} (resource {row.id}) is not as it was deployed")


def _ended(session: Session) -> Iterator[Violation]:
    """I10: an instance has an end exactly if its status says so, and then waits for nothing."""
    over = INSTANCE.c.status.not_in(LIVING)
    for row in _rows(session, select(INSTANCE.c.id, INSTANCE.c.status).where(over != INSTANCE.c.ended_at.is_not(None))):
        end = "no end" if row.status not in LIVING else "an end"
        yield Violation("I10", row.id, f"it is {row.status.value} and has {end}")
    waiting = {
        "task": (UserTask.instance_id, UserTask.element_id, UserTask.status == TaskStatus.OPEN),
        "timer": (Timer.instance_id, Timer.element_id, true()),
        "subscription": (Subscription.instance_id, Subscription.element_id, true()),
        "job": (Job.instance_id, Job.element_id, true()),
        "incident": (Incident.instance_id, Incident.element_id, Incident.resolved_at.is_(None)),
    }
    for kind, (owner, element, is_open) in waiting.items():
        wanted = select(owner, element, INSTANCE.c.status).join(INSTANCE, INSTANCE.c.id == owner).where(over, is_open)
        for instance_id, element_id, status in _rows(session, wanted):
            yield Violation("I10", instance_id, f"it is {status.value}, but {kind} {element_id} is still there")


def _parked(session: Session) -> Iterator[Violation]:
    """I5: what only a resumption would wake belongs to a suspended instance, or has an incident; and the other way."""
    for kind, row in (("timer", Timer.__table__), ("job", Job.__table__)):
        asked = and_(
            INCIDENT.c.instance_id == row.c.instance_id,
            INCIDENT.c.token == row.c.token,
            INCIDENT.c.element_id == row.c.element_id,
            INCIDENT.c.kind == kind,
            INCIDENT.c.resolved_at.is_(None),
        )
        stopped = INSTANCE.c.status == InstanceStatus.SUSPENDED
        wanted = (
            select(row.c.instance_id, row.c.element_id, row.c.is_parked)
            .join(INSTANCE, INSTANCE.c.id == row.c.instance_id)
            .where(row.c.is_parked != stopped, ~select(INCIDENT.c.id).where(asked).exists())
        )
        for instance_id, element_id, is_parked in _rows(session, wanted):
            said = "is held back though the instance runs" if is_parked else "is not held back though it is suspended"
            yield Violation("I5", instance_id, f"{kind} {element_id} {said}")


def _rows(session: Session, wanted: Select[Any]) -> Any:
    return session.execute(wanted.execution_options(yield_per=1000))
