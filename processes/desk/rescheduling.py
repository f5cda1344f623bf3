"""Where appointments can go that must leave some days: free, on a working day, and not past a legal latest day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN, BusinessCalendar, berlin_date
from engine.context import Context
from engine.definitions import newest
from engine.phrases import Phrase
from models.casework import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Case,
)
from models.identity import Absence
from models.runtime import DefinitionKind
from processes.in_force import valid_agreement
from processes.next_talk import age_band, contact_status
from processes.records import office_settings
from processes.wording import day_text

#: Times an appointment may begin, on the wall clock (value of the office).
FIRST_START, LAST_START, STEP = time(8), time(16), timedelta(minutes=15)
#: How far ahead a free place is looked for where no law says until when.
HORIZON_DAYS = 60


@dataclass(frozen=True)
class LatestDay:
    """The last day a talk may take place, and by which rule."""

    day: date
    why: str


def latest_day(context: Context, appointment: Appointment) -> LatestDay | None:
    """The earliest limit that applies to it: review (T14), contact policy (T17) or first interview (T01)."""
    case = appointment.case
    return min(_limits(context, case, appointment), key=lambda limit: limit.day, default=None)


def _limits(context: Context, case: Case, appointment: Appointment) -> Sequence[LatestDay]:
    session, limits = context.session, []
    if appointment.kind is AppointmentKind.FIRST_INTERVIEW:
        lead = office_settings(session).first_interview_working_days
        last = context.calendar.working_day_offset(case.opened_on, lead)
        return [LatestDay(last, Phrase("Erstgespräch unverzüglich, § 15 (1) SGB II (T01)"))]
    agreement = valid_agreement(session, case)
    if agreement is not None and agreement.review_due is not None:
        limits.append(LatestDay(agreement.review_due, Phrase("Überprüfung der Vereinbarung, § 15 (3) SGB II (T14)")))
    held = session.scalar(
        select(Appointment.starts_at)
        .where(Appointment.case_id == case.id, Appointment.state == AppointmentState.HELD)
        .order_by(Appointment.starts_at.desc())
        .limit(1)
    )
    days = _contact_days(context, case)
    if held is not None and days is not None:
        limits.append(LatestDay(berlin_date(held) + timedelta(days=days), Phrase("Kontaktdichte des Jobcenters (T17)")))
    return limits


def _contact_days(context: Context, case: Case) -> int | None:
    """Days between two talks by the table of the office; None where it says nothing."""
    table = newest(context.session, DefinitionKind.DECISION, "Kontaktdichte")
    if table is None:
        return None
    asked = {
        "Schema": case.segment_scheme,
        "Segment": case.segment or "N",
        "Altersgruppe": age_band(case.person.born_on, berlin_date(context.now)),
        "Status": contact_status(case),
    }
    result = context.definitions.decide(context.session, table.id, asked, now=context.now.astimezone(BERLIN))
    return int(result.value) if result.value is not None else None


class Diary:
    """The days of one caseworker while places are given away: what is taken, when they are away, how full a day is."""

    def __init__(self, session: Session, calendar: BusinessCalendar, caseworker_id: int, per_day: int) -> None:
        self._calendar, self._per_day = calendar, per_day
        self._taken: dict[date, list[tuple[datetime, datetime]]] = {}
        for found in session.scalars(
            select(Appointment)
            .join(Case, Case.id == Appointment.case_id)
            .where(Case.caseworker_id == caseworker_id, Appointment.state == AppointmentState.AGREED)
        ):
            self._take(found.starts_at, found.duration_minutes)
        self._away = [
            (absence.first_day, absence.last_day)
            for absence in session.scalars(select(Absence).where(Absence.user_id == caseworker_id))
        ]

    def place(self, wanted: time, minutes: int, first: date, last: date, closed: tuple[date, date]) -> datetime | None:
        """The first free place from `first` to `last`, at the wanted time if that day has it; it is taken at once."""
        day = first
        while day <= last:
            start = self._on(day, wanted, minutes) if self._is_open(day, closed) else None
            if start is not None:
                self._take(start, minutes)
                return start
            day += timedelta(days=1)
        return None

    def leave(self, start: datetime, minutes: int) -> None:
        """The place of an appointment that goes elsewhere is free again."""
        span = _span(start, minutes)
        self._taken[berlin_date(start)].remove(span)

    def _is_open(self, day: date, closed: tuple[date, date]) -> bool:
        away = any(first <= day <= last for first, last in self._away)
        return self._calendar.is_working_day(day) and not closed[0] <= day <= closed[1] and not away

    def _on(self, day: date, wanted: time, minutes: int) -> datetime | None:
        taken = self._taken.get(day, [])
        if len(taken) >= self._per_day:
            return None
        for at in [wanted, *_starts()]:
            start, end = _span(datetime.combine(day, at, BERLIN), minutes)
            if all(end <= other or start >= until for other, until in taken):
                return start
        return None

    def _take(self, start: datetime, minutes: int) -> None:
        self._taken.setdefault(berlin_date(start), []).append(_span(start, minutes))


def _span(start: datetime, minutes: int) -> tuple[datetime, datetime]:
    local = start.astimezone(BERLIN)
    return local, local + timedelta(minutes=minutes)


def _starts() -> Sequence[time]:
    at, found = datetime.combine(date.min, FIRST_START), []
    while at.time() <= LAST_START:
        found.append(at.time())
        at += STEP
    return found


def no_place_text(limit: LatestDay | None, last: date) -> str:
    """Why an appointment finds no place, for people."""
    if limit is None:
        return Phrase("Bis zum {last} ist kein Platz frei.", last=day_text(last))
    return Phrase(
        "Bis zum letzten zulässigen Tag, {day}, ist kein Platz frei: {why}.", day=day_text(limit.day), why=limit.why
    )
