"""Appointments in the file: agreed, held, moved, missed, cancelled. Shared by handlers and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import WrongState
from models.casework import Appointment, AppointmentKind, AppointmentState, Case, Channel, MissedAppointment
from processes.appointment.rules import Summons

#: Kind of an appointment as diagrams and forms name it.
KINDS = {
    "ERSTGESPRAECH": AppointmentKind.FIRST_INTERVIEW,
    "ZWEITGESPRAECH": AppointmentKind.SECOND_INTERVIEW,
    "FOLGEGESPRAECH": AppointmentKind.FOLLOW_UP,
    "ABSOLVENTENGESPRAECH": AppointmentKind.GRADUATE_TALK,
    "SONSTIGES": AppointmentKind.OTHER,
}
KIND_NAMES = {kind: name for name, kind in KINDS.items()}
DEFAULT_MINUTES = 45


@dataclass(frozen=True)
class Slot:
    """When and where. `starts_at` is aware; `minutes` is the duration."""

    starts_at: datetime
    minutes: int = DEFAULT_MINUTES
    place: str = ""
    channel: Channel = Channel.IN_PERSON
    channel_reason: str = ""


def agree(
    session: Session,
    case: Case,
    kind: AppointmentKind,
    slot: Slot,
    *,
    now: datetime,
    actor: str,
    purpose: str = "",
    moves: int = 0,
) -> Appointment:
    """Write an agreed appointment into the file; it has its id when this returns."""
    appointment = Appointment(
        case_id=case.id,
        kind=kind,
        starts_at=slot.starts_at,
        duration_minutes=slot.minutes,
        place=slot.place,
        channel=slot.channel,
        channel_reason=slot.channel_reason,
        purpose=purpose,
        moves=moves,
        agreed_at=now,
        agreed_by=actor,
    )
    session.add(appointment)
    session.flush()
    return appointment


def replace(
    session: Session,
    old: Appointment,
    state: AppointmentState,
    slot: Slot,
    *,
    now: datetime,
    actor: str,
    reason: str = "",
) -> Appointment:
    """Agree a new appointment in place of one that is moved or cancelled; only a move counts as a move.

    Raises WrongState.
    """
    _check_open(old)
    new = agree(
        session,
        old.case,
        old.kind,
        slot,
        now=now,
        actor=actor,
        purpose=old.purpose,
        moves=old.moves + 1 if state is AppointmentState.MOVED else 0,
    )
    # Only now: a row that is MOVED names its successor in the same statement (constraint of the table).
    conclude(old, state, reason=reason)
    old.replaced_by_id = new.id
    session.flush()
    return new


def conclude(appointment: Appointment, state: AppointmentState, *, reason: str = "") -> None:
    """Say what became of an agreed appointment. Raises WrongState if that is decided already."""
    _check_open(appointment)
    appointment.state = state
    appointment.state_reason = reason


def earlier_summons(session: Session, appointment: Appointment) -> list[Summons]:
    """What became of the appointments of the case before this one, newest first."""
    rows = session.execute(
        select(Appointment.state, MissedAppointment.has_important_reason)
        .outerjoin(MissedAppointment, MissedAppointment.appointment_id == Appointment.id)
        .where(Appointment.case_id == appointment.case_id, Appointment.starts_at < appointment.starts_at)
        .order_by(Appointment.starts_at.desc())
    )
    return [Summons(row.state, row.has_important_reason) for row in rows]


def _check_open(appointment: Appointment) -> None:
    if appointment.state is not AppointmentState.AGREED:
        raise WrongState(
            "conclude", "appointment", appointment.id, appointment.state, expected=[AppointmentState.AGREED]
        )
