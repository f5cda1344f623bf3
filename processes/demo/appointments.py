"""When the demo's caseworkers have time: the next free slot on a working day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from engine.calendar import BERLIN, berlin_date
from models.casework import Appointment, AppointmentState, Case
from models.identity import User
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
    day, free = _place(question, wanted, limit if isinstance(limit, date) else date.max)
    return {
        "beginn_datum": day,
        "beginn_uhrzeit": rng.choice(free),
        "dauer_minuten": 60 if question.task.element_id == "einladen" else 45,
        "ort": f"Zimmer {100 + sum(map(ord, question.person.caseworker.username)) % 200}",
    }


def _place(question: Question, wanted: date, last: date) -> tuple[date, list[time]]:
    """The working day with a free slot next to the wanted one: later if there is one until `last`, else earlier."""
    calendar = question.calendar
    day = calendar.next_working_day(wanted)
    while day <= last:
        if free := _free(question, day):
            return day, free
        day = calendar.working_day_offset(day, 1)
    while (day := calendar.working_day_offset(day, -1)) > question.today:
        if free := _free(question, day):
            return day, free
    return calendar.working_day_offset(question.today, 1), list(SLOTS)  # two at once, as it happens in life


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


def _free(question: Question, day: date) -> list[time]:
    """Slots of the day that are not taken, and today not over."""
    now = question.now.astimezone(BERLIN)
    taken = _taken(question, day)
    return [at for at in SLOTS if at not in taken and (day, at) > (now.date(), now.time())]


def _taken(question: Question, day: date) -> set[time]:
    begin = datetime.combine(day, time(), BERLIN)
    with question.engine.reading() as rows:
        starts = select(Appointment.starts_at).join(Case, Case.id == Appointment.case_id)
        starts = starts.join(User, User.id == Case.caseworker_id).where(
            User.username == question.person.caseworker.username,
            Appointment.state == AppointmentState.AGREED,
            Appointment.starts_at >= begin,
            Appointment.starts_at < begin + timedelta(days=1),
        )
        return {at.astimezone(BERLIN).time() for at in rows.scalars(starts) if berlin_date(at) == day}
