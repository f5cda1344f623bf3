"""Users, teams, memberships, absences and sign-in sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.identity import Absence, Membership, Role, SignInSession, Team, User


def memberships_of(rows: Session, user_id: int) -> Sequence[Membership]:
    return rows.scalars(select(Membership).where(Membership.user_id == user_id).order_by(Membership.id)).all()


def sessions_of(rows: Session, user_id: int) -> Sequence[SignInSession]:
    """Open sign-in sessions, newest first; at most 20."""
    return rows.scalars(
        select(SignInSession)
        .where(SignInSession.user_id == user_id)
        .order_by(SignInSession.created_at.desc())
        .limit(20)
    ).all()


def all_users(rows: Session) -> Sequence[User]:
    """Everybody with their memberships, by name; two statements however many people."""
    return rows.scalars(select(User).order_by(User.display_name).limit(500)).all()


@dataclass(frozen=True)
class TeamLine:
    name: str
    key: str
    caseworkers: int
    leads: int


def teams(rows: Session) -> Sequence[TeamLine]:
    """All teams with the number of people in each role."""

    def members(role: Role) -> object:
        return (
            select(func.count(Membership.id))
            .where(Membership.team_id == Team.id, Membership.role == role)
            .correlate(Team)
            .scalar_subquery()
        )

    found = rows.execute(
        select(Team.name, Team.key, members(Role.CASEWORKER), members(Role.TEAM_LEAD)).order_by(Team.name)  # type: ignore[call-overload]
    )
    return [TeamLine(*row) for row in found]


@dataclass(frozen=True)
class AbsenceLine:
    person: str
    cover: str | None
    first_day: date
    last_day: date


def absences(rows: Session, today: date) -> Sequence[AbsenceLine]:
    """Current and coming absences, earliest first; at most 200. The reason is nobody's business here."""
    cover = aliased(User)
    found = rows.execute(
        select(User.display_name, cover.display_name, Absence.first_day, Absence.last_day)
        .join(User, User.id == Absence.user_id)
        .outerjoin(cover, cover.id == Absence.cover_id)
        .where(Absence.last_day >= today)
        .order_by(Absence.first_day, User.display_name)
        .limit(200)
    )
    return [AbsenceLine(*row) for row in found]


def colleagues(rows: Session, team_keys: frozenset[str]) -> Sequence[tuple[str, str]]:
    """Active people of these teams: (sign-in name, display name), by name."""
    found = rows.execute(
        select(User.username, User.display_name)
        .join(Membership, Membership.user_id == User.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.key.in_(team_keys), User.is_active)
        .order_by(User.display_name)
        .distinct()
    )
    return [(username, name) for username, name in found]


def display_names(rows: Session, usernames: set[str]) -> dict[str, str]:
    """Display names by sign-in name; unknown ones are missing."""
    found = rows.execute(select(User.username, User.display_name).where(User.username.in_(usernames)))
    return {row.username: row.display_name for row in found}


def all_caseworkers(rows: Session) -> Sequence[tuple[str, str, str, str]]:
    """Active caseworkers of the office: (sign-in name, display name, team key, team name), by name."""
    found = rows.execute(
        select(User.username, User.display_name, Team.key, Team.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Team, Team.id == Membership.team_id)
        .where(User.is_active, Membership.role == Role.CASEWORKER)
        .order_by(User.display_name, Team.name)
    )
    return [(row.username, row.display_name, row.key, row.name) for row in found]


def caseworkers_of(rows: Session, team_keys: frozenset[str]) -> Sequence[tuple[str, str, str]]:
    """Active caseworkers of these teams: (sign-in name, display name, team key), by name."""
    found = rows.execute(
        select(User.username, User.display_name, Team.key)
        .join(Membership, Membership.user_id == User.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.key.in_(team_keys), User.is_active, Membership.role == Role.CASEWORKER)
        .order_by(User.display_name)
    )
    return [(row.username, row.display_name, row.key) for row in found]
