"""When the demo's caseworkers have time: the next free slot on a working day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from engine.calendar import BERLIN
from models.casework import Appointment, AppointmentState, Case
from models.identity import Absence
from processes.demo.courses import GAPS
from processes.demo.question import Question, Values

SLOTS = tuple(
    time(hour, minute)
    for hour, minute in ((8, 30), (9, 15), (10, 0), (10, 45), (11, 30), (13, 0), (13, 45), (14, 30), (15, 15))
)
#: Days from the invitation to the first interview.
FIRST_INTERVIEW = (3, 8)
#: Days from phase 4 to a second interview.
SECOND_INTERVIEW = (7, 14)
#: Days from a missed appointment, or one that is moved, to the next.
AGAIN = (7, 16)


def slot(question: Question, earliest: date, latest: date, *, is_bound: bool = True) -> Values:
    """Fields of the next appointment on a working day within these, where the caseworker is free.

    It is not after the last day the form names (`is_bound`), unless the talk itself brings a new agreement. If the day
    of the seed lies within and this course asks for it, it is that day.
    """
    rng = question.rng
    limit = question.facts.get("termin_spaetestens") if is_bound else None
    if isinstance(limit, date):
        latest = min(latest, limit)
        earliest = min(earliest, latest)
    wanted = earliest + timedelta(days=rng.randint(0, max(0, (latest - earliest).days)))
    if question.person.course.talk_today and earliest <= question.day <= latest:
        wanted = question.day
    minutes = 60 if question.task.element_id == "einladen" else 45
    last = limit if isinstance(limit, date) else date.max
    day, free = _place(question, wanted, last, timedelta(minutes=minutes))
    return {
        "beginn_datum": day,
        "beginn_uhrzeit": rng.choice(free or SLOTS),
        "trotzdem": not free,  # two at once, as it happens in life
        "dauer_minuten": minutes,
        "ort": f"Zimmer {100 + sum(map(ord, question.person.caseworker.username)) % 200}",
    }


def _place(question: Question, wanted: date, last: date, length: timedelta) -> tuple[date, list[time]]:
    """The working day with a free slot next to the wanted one: later if there is one until `last`, else earlier.

    Without any it is the next working day, and no slot.
    """
    calendar = question.calendar
    day = calendar.next_working_day(wanted)
    while day <= last:
        if free := _free(question, day, length):
            return day, free
        day = calendar.working_day_offset(day, 1)
    while (day := calendar.working_day_offset(day, -1)) > question.today:
        if free := _free(question, day, length):
            return day, free
    return calendar.working_day_offset(question.today, 1), []


def first_interview(question: Question) -> Values:
    low, high = FIRST_INTERVIEW
    earliest = question.today + timedelta(days=low)
    latest = question.today + timedelta(days=high)
    if question.person.course.talk_today and question.person.course.ages[1] < 10:
        latest = max(latest, question.day)
    return slot(question, earliest, latest)


def second_interview(question: Question) -> Values:
    low, high = SECOND_INTERVIEW
    return slot(question, question.today + timedelta(days=low), question.today + timedelta(days=high))


def next_talk(question: Question, *, is_bound: bool = True) -> Values:
    low, high = (120, 150) if question.person.course.is_exempt else GAPS[question.person.status]
    if question.person.course.talk_today:
        low = low // 2
    first, last = question.today + timedelta(days=low), question.today + timedelta(days=high)
    return slot(question, first, last, is_bound=is_bound)


def again(question: Question) -> Values:
    low, high = AGAIN
    return slot(question, question.today + timedelta(days=low), question.today + timedelta(days=high))


def _free(question: Question, day: date, length: timedelta) -> list[time]:
    """Slots of the day that are not taken, and today not over; none while the caseworker is away."""
    taken, starts = _taken(question, day), [datetime.combine(day, at, BERLIN) for at in SLOTS]
    if taken is None:
        return []
    return [
        start.time()
        for start in starts
        if start > question.now and all(start + length <= begin or start >= end for begin, end in taken)
    ]


def _taken(question: Question, day: date) -> list[tuple[datetime, datetime]] | None:
    """From when to when the caseworker has appointments; None on a day of an absence.

    It is whoever has the case now: after a change of legal circle that is somebody else than at its beginning.
    """
    begin = datetime.combine(day, time(), BERLIN)
    with question.engine.reading() as rows:
        who = rows.scalars(select(Case.caseworker_id).where(Case.case_number == question.task.case_number)).one()
        away = select(Absence.id).where(Absence.user_id == who, Absence.first_day <= day, Absence.last_day >= day)
        if rows.scalars(away).first() is not None:
            return None
        spans = (
            select(Appointment.starts_at, Appointment.duration_minutes)
            .join(Case, Case.id == Appointment.case_id)
            .where(
                Case.caseworker_id == who,
                Appointment.state == AppointmentState.AGREED,
                Appointment.starts_at >= begin,
                Appointment.starts_at < begin + timedelta(days=1),
            )
        )
        found = [(at.astimezone(BERLIN), timedelta(minutes=minutes)) for at, minutes in rows.execute(spans)]
    return [(at, at + length) for at, length in found if at.date() == day]
