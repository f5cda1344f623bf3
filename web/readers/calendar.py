"""A caseworker's appointments: a week to look at, and everything ahead as a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, contains_eager

from models.casework import Appointment, AppointmentState, Case
from models.desk import CalendarFeed
from models.identity import Absence, User
from web.formatters import BERLIN, office_day

#: Days back and ahead that a feed holds.
FEED_BACK, FEED_AHEAD = 30, 366


@dataclass(frozen=True)
class Day:
    """One day of the week with its appointments, and why nobody works then: a holiday or an absence."""

    day: date
    talks: Sequence[Appointment]
    holiday: str | None
    is_away: bool


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def appointments_between(
    rows: Session, username: str, first: date, last: date, *more: ColumnElement[bool]
) -> Sequence[Appointment]:
    """Appointments in the person's own cases that begin on these days (both included), earliest first; at most 500."""
    begins, ends = (datetime.combine(day, time(), BERLIN) for day in (first, last + timedelta(days=1)))
    return (
        rows.scalars(
            select(Appointment)
            .join(Appointment.case)
            .join(User, User.id == Case.caseworker_id)
            .where(User.username == username, Appointment.starts_at >= begins, Appointment.starts_at < ends, *more)
            .options(contains_eager(Appointment.case))
            .order_by(Appointment.starts_at, Appointment.id)
            .limit(500)
        )
        .unique()
        .all()
    )


def absences_between(rows: Session, username: str, first: date, last: date) -> Sequence[Absence]:
    return rows.scalars(
        select(Absence)
        .join(User, User.id == Absence.user_id)
        .where(User.username == username, Absence.first_day <= last, Absence.last_day >= first)
    ).all()


#: What a calendar shows as time that is taken.
_TAKEN = Appointment.state.in_([AppointmentState.AGREED, AppointmentState.HELD])


def week_of(rows: Session, username: str, monday: date, holidays: dict[date, str]) -> Sequence[Day]:
    """Monday to Friday, and the weekend where something is agreed."""
    talks = appointments_between(rows, username, monday, monday + timedelta(days=6), _TAKEN)
    away = absences_between(rows, username, monday, monday + timedelta(days=6))
    days = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        of_day = [talk for talk in talks if office_day(talk.starts_at) == day]
        if offset < 5 or of_day:
            is_away = any(a.first_day <= day <= a.last_day for a in away)
            days.append(Day(day, of_day, holidays.get(day), is_away))
    return days


def feed_of(rows: Session, user_id: int) -> CalendarFeed | None:
    return rows.scalar(select(CalendarFeed).where(CalendarFeed.user_id == user_id))


def owner_of_feed(rows: Session, token_digest: str) -> User | None:
    """The active person whose address this is."""
    return rows.scalar(
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.token_digest == token_digest, User.is_active)
    )


def feed_appointments(rows: Session, username: str, today: date) -> Sequence[Appointment]:
    """What the feed holds, cancelled ones too, so that subscribers take them out."""
    first, last = today - timedelta(days=FEED_BACK), today + timedelta(days=FEED_AHEAD)
    shown = Appointment.state.in_([AppointmentState.AGREED, AppointmentState.HELD, AppointmentState.CANCELLED])
    return appointments_between(rows, username, first, last, shown)
