"""Closures that are ahead, with what they have moved and which appointments still lie on their days. No case data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import as_instant
from models.casework import Appointment, AppointmentState, OfficeClosure
from web.formatters import office_day


@dataclass(frozen=True)
class ClosureLine:
    """`tasks` and `reminders` went to the working day before; `appointments` are still agreed on these days."""

    closure: OfficeClosure
    tasks: int
    reminders: int
    appointments: int


def closures_ahead(rows: Session, today: date) -> Sequence[ClosureLine]:
    """Closures that are not over, the next first."""
    found = rows.scalars(
        select(OfficeClosure).where(OfficeClosure.last_day >= today).order_by(OfficeClosure.first_day, OfficeClosure.id)
    ).all()
    days = _days_of_appointments(rows, found, today)
    return [_line(closure, days) for closure in found]


def _line(closure: OfficeClosure, days: Sequence[date]) -> ClosureLine:
    kinds = [entry["kind"] for entry in closure.moved]
    here = sum(closure.first_day <= day <= closure.last_day for day in days)
    return ClosureLine(closure, kinds.count("task"), kinds.count("timer"), here)


def _days_of_appointments(rows: Session, closures: Sequence[OfficeClosure], today: date) -> Sequence[date]:
    if not closures:
        return []
    first = max(today, closures[0].first_day)
    last = max(closure.last_day for closure in closures)
    agreed = select(Appointment.starts_at).where(
        Appointment.state == AppointmentState.AGREED,
        Appointment.starts_at >= as_instant(first),
        Appointment.starts_at < as_instant(last + timedelta(days=1)),
    )
    return [office_day(begins) for begins in rows.scalars(agreed)]
