"""What else stands in the calendar at the time somebody has typed in (Fachkonzept A.4.2).

Days without work are refused (`rules.start_errors`): nobody would be there. What is found here is said and may be
confirmed, because the person at the desk may know better: two people in one talk, a talk at the edge of the day, a
colleague who stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN, BusinessCalendar
from engine.phrases import Phrase, joined
from models.casework import Appointment, AppointmentState, Case, OfficeClosure
from models.identity import Absence, User
from processes.appointment.booking import DEFAULT_MINUTES
from processes.appointment.rules import moment_of, start_errors
from processes.desk.rescheduling import FIRST_START, LAST_START
from processes.wording import day_text, weekday_text

#: The field by which a person confirms that the appointment is meant all the same.
DESPITE = "trotzdem"
_CONFIRM = Phrase("Soll der Termin trotzdem gelten, bestätigen Sie das unten.")


def refused_start(
    session: Session, day: date | None, at: time | None, now: datetime, calendar: BusinessCalendar
) -> dict[str, str]:
    """`start_errors`, with the name of the closure on a day on which the office is shut."""
    errors = start_errors(day, at, now, calendar)
    if day is not None and "beginn_datum" in errors and not calendar.is_rest_day(day):
        shut = select(OfficeClosure.name).where(OfficeClosure.first_day <= day, OfficeClosure.last_day >= day)
        name = session.scalars(shut.limit(1)).first()
        if name is not None:
            return {
                "beginn_datum": Phrase(
                    "Am {day} ist das Jobcenter geschlossen ({name}). Wählen Sie einen Arbeitstag.",
                    day=weekday_text(day),
                    name=name,
                )
            }
    return errors


def clash_errors(
    session: Session, case: Case, values: Mapping[str, Any], *, but: int | None = None, minutes: int | None = None
) -> dict[str, str]:
    """Every clash in the caseworker's calendar, see `joint_clash_errors`."""
    return joint_clash_errors(session, (case,), values, but=but, minutes=minutes)


def joint_clash_errors(
    session: Session,
    cases: Iterable[Case],
    values: Mapping[str, Any],
    *,
    but: int | None = None,
    minutes: int | None = None,
) -> dict[str, str]:
    """Every clash in the calendars of the caseworkers of these cases, whose clients come to one and the same talk.

    By field, each caseworker once; empty if there is none or the person has confirmed. `values` are those of a form:
    beginn_datum, beginn_uhrzeit, dauer_minuten, trotzdem. `but` is the id of an appointment that the new one replaces,
    `minutes` how long it takes where the form does not ask.
    """
    day, at = values.get("beginn_datum"), values.get("beginn_uhrzeit")
    if day is None or at is None or values.get(DESPITE):
        return {}
    start = moment_of(day, at)
    end = start + timedelta(minutes=int(values.get("dauer_minuten") or minutes or DEFAULT_MINUTES))
    people = {case.caseworker_id: case.caseworker for case in cases}.values()
    taken = [_taken(session, who, start, end, but) for who in people]
    found = {
        "beginn_datum": joined(" ", filter(None, (_absence(session, who, day) for who in people))),
        "beginn_uhrzeit": joined(" ", filter(None, (*taken, _hours(at)))),
    }
    errors = {field: text for field, text in found.items() if text}
    return {**errors, DESPITE: _CONFIRM} if errors else {}


def _absence(session: Session, who: User, day: date) -> str:
    away = select(Absence).where(Absence.user_id == who.id, Absence.first_day <= day, Absence.last_day >= day)
    found = session.scalars(away.limit(1)).first()
    if found is None:
        return ""
    return Phrase(
        "{who} ist vom {first} bis {last} abwesend.",
        who=who.display_name,
        first=day_text(found.first_day),
        last=day_text(found.last_day),
    )


def _taken(session: Session, who: User, start: datetime, end: datetime, but: int | None) -> str:
    """Overlapping appointments of a caseworker; whose they are is not said: the reader may not know these cases."""
    near = select(Appointment.id, Appointment.starts_at, Appointment.duration_minutes).join(
        Case, Case.id == Appointment.case_id
    )
    near = near.where(
        Case.caseworker_id == who.id,
        Appointment.state == AppointmentState.AGREED,
        Appointment.starts_at < end,
        Appointment.starts_at > start - timedelta(days=1),
    )
    spans = sorted(
        (begins.astimezone(BERLIN), begins.astimezone(BERLIN) + timedelta(minutes=minutes))
        for number, begins, minutes in session.execute(near)
        if number != but
    )
    told = joined(
        ", ", (Phrase("{begin} bis {end} Uhr", begin=f"{a:%H:%M}", end=f"{b:%H:%M}") for a, b in spans if b > start)
    )
    if not told:
        return ""
    return Phrase("Im Kalender von {who} steht dann schon ein Termin: {told}.", who=who.display_name, told=told)


def _hours(at: time) -> str:
    if FIRST_START <= at.replace(tzinfo=None) <= LAST_START:
        return ""
    return Phrase(
        "Termine beginnen im Jobcenter von {first} bis {last} Uhr.",
        first=f"{FIRST_START:%H:%M}",
        last=f"{LAST_START:%H:%M}",
    )
