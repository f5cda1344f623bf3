"""What a case knows of breaches, illness and placement on hold. Callers have checked that the case may be seen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import Appointment, BreachOfDuty, Case, IncapacityForWork, MissedAppointment, PlacementStop

#: Rows of each kind on the page, newest first.
MOST = 50


def breaches(rows: Session, case: Case) -> Sequence[BreachOfDuty]:
    return rows.scalars(
        select(BreachOfDuty).where(BreachOfDuty.case_id == case.id).order_by(BreachOfDuty.id.desc()).limit(MOST)
    ).all()


def missed(rows: Session, case: Case) -> Sequence[tuple[Appointment, MissedAppointment]]:
    """Missed appointments that were looked into, with what was said and decided (T32)."""
    found = select(Appointment, MissedAppointment).join(Appointment, Appointment.id == MissedAppointment.appointment_id)
    found = found.where(MissedAppointment.case_id == case.id).order_by(MissedAppointment.id.desc()).limit(MOST)
    return [(appointment, record) for appointment, record in rows.execute(found)]


def incapacities(rows: Session, case: Case) -> Sequence[IncapacityForWork]:
    found = select(IncapacityForWork).where(IncapacityForWork.case_id == case.id)
    return rows.scalars(found.order_by(IncapacityForWork.id.desc()).limit(MOST)).all()


def stops(rows: Session, case: Case) -> Sequence[PlacementStop]:
    return rows.scalars(
        select(PlacementStop).where(PlacementStop.case_id == case.id).order_by(PlacementStop.id.desc()).limit(MOST)
    ).all()
