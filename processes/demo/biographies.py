"""One client each: who it is, what stands in the way of work, and what will happen until the day of the seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from engine.calendar import BERLIN, BusinessCalendar
from models.casework import ClientStatus, LegalCircle
from processes.demo.accounts import DemoAccount, caseworkers
from processes.demo.clients import invented_client
from processes.demo.courses import Course, courses
from processes.demo.occupations import OCCUPATIONS, Occupation
from processes.integration.commands import NewClient


@dataclass(frozen=True)
class Profile:
    """What profiling finds. `lead_up`, `focus` and `dense` belong to a prognosis of more than 12 months (A.1.5)."""

    needs: tuple[str, ...]
    months: int
    lead_up: str | None = None
    focus: str | None = None
    dense: bool = False


#: Combinations that lead to each of the six segments of the scheme PROFILLAGE_BA, the frequent ones more than once.
PROFILES = (
    Profile((), 4),
    Profile((), 6),
    Profile(("M1",), 6),
    Profile(("Q2",), 10),
    Profile(("Q2", "M2"), 12),
    Profile(("Q4",), 9),
    Profile(("Q3",), 8),
    Profile(("R4",), 9),
    Profile(("R2",), 6),
    Profile(("L2",), 12),
    Profile(("Q2", "R4"), 18, "NOT_NEEDED", "Q"),
    Profile(("Q4", "R5"), 20, "NOT_NEEDED", "Q"),
    Profile(("L2", "R1"), 16, "NOT_NEEDED", "L"),
    Profile(("L2", "L3", "R3"), 24, "LE12", "L", dense=True),
    Profile(("R3", "R5", "L3"), 30, "GT12", "R", dense=True),
)


@dataclass(frozen=True)
class Biography:
    """`number` counts from 0. Moments and days are set in advance, so that a resumed seed knows them too.

    `left_undone` are elements nobody gets to, if opened on `undone_from` or later.
    """

    number: int
    course: Course
    client: NewClient
    circle: LegalCircle
    status: ClientStatus
    caseworker: DemoAccount
    team: str
    opened_at: datetime
    occupation: Occupation
    profile: Profile
    undone_from: date
    changed_at: datetime | None
    works_at: datetime | None
    deregistered_at: datetime | None
    missed_between: tuple[date, date] | None
    #: First day without entitlement under SGB III, where that is known.
    entitlement_ends: date | None = None

    def leaves(self, element: str, opened_on: date) -> bool:
        return element in self.course.left_undone and opened_on >= self.undone_from


def biographies(number: int, day: date, calendar: BusinessCalendar) -> Iterator[Biography]:
    """`number` clients for an office seen on `day`. The same arguments give the same clients."""
    staff = caseworkers()
    youth = tuple(a for a in staff if a.teams == ("u25",))
    adults = tuple(a for a in staff if a.teams != ("u25",))
    turns = {True: 0, False: 0}
    for place, course in enumerate(courses(number)):
        rng = Random(f"{day:%Y-%m-%d} {place}")
        young = course.is_young or (not course.is_exempt and rng.random() < 0.25)
        crew = youth if young else adults
        worker = crew[turns[young] % len(crew)]
        turns[young] += 1
        yield _biography(place, course, worker, rng, day, calendar, young=young)


def _biography(
    place: int,
    course: Course,
    worker: DemoAccount,
    rng: Random,
    day: date,
    calendar: BusinessCalendar,
    *,
    young: bool,
) -> Biography:
    opened_on = _opening_day(course, rng, day, calendar)
    circle = LegalCircle.SGB3 if rng.random() < (0.3 if young else 0.12) else LegalCircle.SGB2
    ends_in = course.change_of_circle[place % len(course.change_of_circle)] if course.change_of_circle else None
    ended_on = calendar.previous_working_day(day - timedelta(days=rng.randint(4, 40)))
    return Biography(
        number=place,
        course=course,
        client=invented_client(place, rng, ages=(17, 23) if young else (25, 61), on=opened_on),
        circle=LegalCircle.SGB3 if course.change_of_circle else circle,
        status=course.status,
        caseworker=worker,
        team=worker.teams[0],
        opened_at=_at(opened_on, time(8, 5 + place % 50, place % 60)),
        occupation=rng.choice(OCCUPATIONS),
        profile=rng.choice(PROFILES),
        undone_from=day - timedelta(days=course.undone_within) if course.undone_within else date.min,
        changed_at=_at(_workday_before(day, 2 + place % 9, calendar), time(10, 12, place % 60))
        if course.change
        else None,
        works_at=_at(ended_on, time(9, 33, place % 60)) if course.ends == "integrated" else None,
        deregistered_at=_at(ended_on, time(11, 21, place % 60)) if course.ends == "deregistered" else None,
        missed_between=(day - timedelta(days=course.missed_within), day) if course.missed_within else None,
        entitlement_ends=day + timedelta(days=ends_in) if ends_in is not None else None,
    )


def _opening_day(course: Course, rng: Random, day: date, calendar: BusinessCalendar) -> date:
    if course.working_ages:
        return calendar.working_day_offset(day, -rng.randint(*course.working_ages))
    return calendar.previous_working_day(day - timedelta(days=rng.randint(*course.ages)))


def _workday_before(day: date, count: int, calendar: BusinessCalendar) -> date:
    return calendar.working_day_offset(day, -count)


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BERLIN)
