"""Who is away, who stands in, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from engine.actor import Actor
from models.casework import ENDED_STATES, Case, Person
from models.desk import absence_case
from models.identity import Absence, Membership, Role, Team, User
from processes.access import teams_of


@dataclass(frozen=True)
class AbsenceLine:
    """One absence. `cases` is the number of cases it is limited to, 0 for all of them."""

    id: int
    person: str
    username: str
    cover: str | None
    first_day: date
    last_day: date
    cases: int


def _lines(rows: Session, *conditions: ColumnElement[bool]) -> Sequence[AbsenceLine]:
    cover = aliased(User)
    limited = select(func.count()).where(absence_case.c.absence_id == Absence.id).correlate(Absence).scalar_subquery()
    found = rows.execute(
        select(
            Absence.id,
            User.display_name,
            User.username,
            cover.display_name,
            Absence.first_day,
            Absence.last_day,
            limited,
        )
        .join(User, User.id == Absence.user_id)
        .outerjoin(cover, cover.id == Absence.cover_id)
        .where(*conditions)
        .order_by(Absence.first_day, User.display_name, Absence.id)
        .limit(200)
    )
    return [AbsenceLine(*row) for row in found]


def covered_today(rows: Session, user_id: int, today: date) -> Sequence[AbsenceLine]:
    """Whom this person stands in for today."""
    return _lines(rows, Absence.cover_id == user_id, Absence.first_day <= today, Absence.last_day >= today)


def own_absences(rows: Session, user_id: int, today: date) -> Sequence[AbsenceLine]:
    """One's own, running and to come."""
    return _lines(rows, Absence.user_id == user_id, Absence.last_day >= today)


def covers_ahead(rows: Session, user_id: int, today: date) -> Sequence[AbsenceLine]:
    """Where this person stands in for others, now or later."""
    return _lines(rows, Absence.cover_id == user_id, Absence.last_day >= today)


def team_absences(rows: Session, actor: Actor, today: date) -> Sequence[AbsenceLine]:
    """Of the people in the actor's teams, running and to come."""
    members = select(Membership.user_id).join(Team).where(Team.key.in_(sorted(teams_of(actor))))
    return _lines(rows, Absence.user_id.in_(members), Absence.last_day >= today)


def possible_covers(rows: Session, but: str) -> Sequence[tuple[str, str]]:
    """Everybody who works on cases, with their team: (sign-in name, "Name, Team"), by name."""
    found = rows.execute(
        select(User.username, User.display_name, func.min(Team.name))
        .join(Membership, Membership.user_id == User.id)
        .join(Team, Team.id == Membership.team_id)
        .where(User.is_active, User.username != but, Membership.role.in_([Role.CASEWORKER, Role.TEAM_LEAD]))
        .group_by(User.username, User.display_name)
        .order_by(User.display_name)
    )
    return [(username, f"{name}, {team}") for username, name, team in found]


def running_cases(rows: Session, username: str) -> Sequence[tuple[str, str]]:
    """Running cases of a caseworker: (number, "Nachname, Vorname"), by name."""
    found = rows.execute(
        select(Case.case_number, Person.last_name, Person.first_name)
        .join(Person, Person.id == Case.person_id)
        .join(User, User.id == Case.caseworker_id)
        .where(User.username == username, Case.state.not_in(ENDED_STATES))
        .order_by(Person.last_name, Person.first_name)
        .limit(500)
    )
    return [(number, f"{last}, {first}") for number, last, first in found]
