"""The promise that no case is forgotten, computed from the case files and not from timers (I11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.doctor import Violation
from models.casework import (
    VALID_AGREEMENTS,
    Agreement,
    Appointment,
    AppointmentState,
    Case,
    CaseState,
    ExceptionKind,
    ReasonedException,
)
from models.runtime import TaskStatus, UserTask

#: Past the first round: from here on an agreement and a next appointment are due at any time.
SETTLED = (CaseState.IN_PROGRESS, CaseState.FOLLOW_UP, CaseState.INTEGRATED_NEEDY, CaseState.EXEMPT)

#: The phases that lead to an agreement; an open task in one of them means that somebody is at work on it.
PHASES = ("profiling", "zielfestlegung", "strategieauswahl", "vereinbarungsabschluss", "ersatzakt")


def forgotten_cases(session: Session, now: datetime) -> list[Violation]:
    """I11: every settled case has a valid agreement, somebody at work on one, or a reasoned exception; and an agreed
    appointment, somebody at work on the case, or a reasoned exception (Fachkonzept A.4.1, A.4.2)."""
    return [*_without_agreement(session, now), *_without_appointment(session, now)]


#: What casework adds to the checks of `phasenwerk doctor`.
CHECKS = (forgotten_cases,)


def _without_agreement(session: Session, now: datetime) -> Iterator[Violation]:
    valid = exists().where(Agreement.case_id == Case.id, Agreement.state.in_(VALID_AGREEMENTS))
    at_work = _open_task(UserTask.process_key.in_(PHASES))
    for number in _lacking(session, now, ExceptionKind.AGREEMENT, valid, at_work):
        yield Violation("I11", None, f"case {number} has no agreement, no renewal and no reasoned exception")


def _without_appointment(session: Session, now: datetime) -> Iterator[Violation]:
    agreed = exists().where(Appointment.case_id == Case.id, Appointment.state == AppointmentState.AGREED)
    for number in _lacking(session, now, ExceptionKind.APPOINTMENT, agreed, _open_task()):
        yield Violation("I11", None, f"case {number} has no next appointment and no reasoned exception")


def _lacking(session: Session, now: datetime, kind: ExceptionKind, *reasons: ColumnElement[bool]) -> list[str]:
    excepted = exists().where(
        ReasonedException.case_id == Case.id,
        ReasonedException.kind == kind,
        ReasonedException.valid_until >= berlin_date(now),
    )
    found = select(Case.case_number).where(Case.state.in_(SETTLED), ~excepted, *(~reason for reason in reasons))
    return list(session.execute(found.order_by(Case.case_number)).scalars())


def _open_task(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(UserTask.business_key == Case.case_number, UserTask.status == TaskStatus.OPEN, *conditions)
