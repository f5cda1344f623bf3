"""Absences: planned ahead, covered wholly or in single cases, over when their last day is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import Forbidden, NotFound, ValuesRefused
from engine.phrases import Phrase
from models.casework import Case
from models.desk import absence_case
from models.identity import Absence, Membership, Role, User
from processes.access import Covering, leads, permissions_of
from processes.wording import weekday_text

#: Absences further ahead than this are a slip of the keyboard (value of the product).
FARTHEST_DAYS = 550
#: Longest absence in days; parental leave and long illness are planned in parts (value of the product).
LONGEST_DAYS = 400


def covering_of(rows: Session, user_id: int, today: date) -> Covering:
    """Whom this person stands in for today, in one statement."""
    found = rows.execute(
        select(User.username, Case.case_number)
        .join(Absence, Absence.user_id == User.id)
        .outerjoin(absence_case, absence_case.c.absence_id == Absence.id)
        .outerjoin(Case, Case.id == absence_case.c.case_id)
        .where(Absence.cover_id == user_id, Absence.first_day <= today, Absence.last_day >= today)
    ).all()
    return Covering(
        people=frozenset(name for name, number in found if number is None),
        cases={number: name for name, number in found if number is not None},
    )


@dataclass(frozen=True)
class Uncovered:
    """Whose work nobody does today: of `people` all of it, of `in_part` all but the `covered` cases (numbers)."""

    people: frozenset[str]
    in_part: frozenset[str]
    covered: frozenset[str]

    def has(self, assignee: str | None, case_number: str | None) -> bool:
        return assignee in self.people or (assignee in self.in_part and case_number not in self.covered)


def uncovered_today(rows: Session, today: date) -> Uncovered:
    """Everybody absent today without a cover, wholly or but for some cases; one statement."""
    found = rows.execute(
        select(User.username, Absence.cover_id, Case.case_number)
        .join(Absence, Absence.user_id == User.id)
        .outerjoin(absence_case, absence_case.c.absence_id == Absence.id)
        .outerjoin(Case, Case.id == absence_case.c.case_id)
        .where(Absence.first_day <= today, Absence.last_day >= today)
    ).all()
    covered_wholly = {name for name, cover, number in found if cover is not None and number is None}
    return Uncovered(
        people=frozenset(name for name, cover, _number in found if cover is None) - covered_wholly,
        in_part=frozenset(name for name, _cover, number in found if number is not None) - covered_wholly,
        covered=frozenset(number for _name, _cover, number in found if number is not None),
    )


@dataclass(frozen=True)
class PlanAbsence:
    """Somebody is away from `first_day` to `last_day` (both included); returns the id.

    Without `cases` the cover takes all their cases, else those alone; several absences over the same days may so
    divide the cases among colleagues. One plans one's own, a lead also those of the team. The reason of an absence is
    nobody's business and is not asked for. Raises NotFound, Forbidden, ValuesRefused with messages for von, bis,
    vertretung or faelle.
    """

    permission: ClassVar[str] = "absence.plan"

    username: str
    first_day: date
    last_day: date
    cover: str | None = None
    cases: tuple[str, ...] = ()

    def run(self, context: Context) -> int:
        session = context.session
        user = _person(session, self.username)
        _require_own_or_lead(context, user)
        self._check_days(berlin_date(context.now))
        cover = self._checked_cover(session, user)
        case_ids = self._case_ids(session, user)
        self._check_overlap(session, user, case_ids)
        absence = Absence(
            user_id=user.id, cover_id=cover.id if cover else None, first_day=self.first_day, last_day=self.last_day
        )
        session.add(absence)
        session.flush()
        if case_ids:
            session.execute(insert(absence_case), [{"absence_id": absence.id, "case_id": id_} for id_ in case_ids])
        context.record(
            "absence.planned",
            data={
                "user": user.username,
                "cover": cover.username if cover else None,
                "from": self.first_day.isoformat(),
                "until": self.last_day.isoformat(),
                "cases": len(case_ids),
            },
        )
        return absence.id

    def _check_days(self, today: date) -> None:
        if self.last_day < self.first_day:
            raise ValuesRefused({"bis": Phrase("Der letzte Tag liegt vor dem ersten.")})
        if self.last_day < today:
            raise ValuesRefused({"bis": Phrase("Diese Tage sind schon vorbei.")})
        if self.first_day > today + timedelta(days=FARTHEST_DAYS):
            raise ValuesRefused({"von": Phrase("Der erste Tag liegt mehr als anderthalb Jahre in der Zukunft.")})
        if (self.last_day - self.first_day).days > LONGEST_DAYS:
            raise ValuesRefused({"bis": Phrase("Höchstens {longest_days} Tage am Stück.", longest_days=LONGEST_DAYS)})

    def _checked_cover(self, session: Session, user: User) -> User | None:
        if not self.cover:
            if self.cases:
                raise ValuesRefused({"vertretung": Phrase("Wählen Sie, wer diese Fälle vertritt.")})
            return None
        cover = session.scalar(select(User).where(User.username == self.cover, User.is_active))
        if cover is None or "task.complete" not in permissions_of(m.role for m in cover.memberships):
            raise ValuesRefused({"vertretung": Phrase("Wählen Sie jemanden, der Fälle bearbeiten darf.")})
        if cover.id == user.id:
            raise ValuesRefused({"vertretung": Phrase("Niemand vertritt sich selbst.")})
        away = session.scalar(_overlapping(cover.id, self.first_day, self.last_day))
        if away is not None:
            day = weekday_text(max(away.first_day, self.first_day))
            raise ValuesRefused(
                {"vertretung": Phrase("{cover} ist am {day} selbst abwesend.", cover=cover.display_name, day=day)}
            )
        return cover

    def _case_ids(self, session: Session, user: User) -> list[int]:
        if not self.cases:
            return []
        found = session.scalars(
            select(Case.id).where(Case.case_number.in_(self.cases), Case.caseworker_id == user.id)
        ).all()
        if len(found) != len(set(self.cases)):
            raise ValuesRefused({"faelle": Phrase("Wählen Sie nur Fälle der abwesenden Person.")})
        return list(found)

    def _check_overlap(self, session: Session, user: User, case_ids: list[int]) -> None:
        for other in session.scalars(_overlapping(user.id, self.first_day, self.last_day)):
            theirs = set(session.scalars(select(absence_case.c.case_id).where(absence_case.c.absence_id == other.id)))
            if not theirs and not case_ids:
                raise ValuesRefused(
                    {"von": Phrase("Ab {day} ist schon eine Abwesenheit geplant.", day=weekday_text(other.first_day))}
                )
            if theirs & set(case_ids):
                raise ValuesRefused({"faelle": Phrase("Einer dieser Fälle wird in dieser Zeit schon vertreten.")})
            if not theirs or not case_ids:
                raise ValuesRefused(
                    {
                        "faelle": Phrase(
                            "In dieser Zeit ist schon eine Vertretung geplant. Beenden Sie zuerst die andere."
                        )
                    }
                )


@dataclass(frozen=True)
class EndAbsence:
    """Somebody is back earlier, or does not go: what has begun ends yesterday, what has not is taken away.

    Raises NotFound, Forbidden.
    """

    permission: ClassVar[str] = "absence.plan"

    absence_id: int

    def run(self, context: Context) -> None:
        session, today = context.session, berlin_date(context.now)
        absence = session.get(Absence, self.absence_id)
        if absence is None or absence.last_day < today:
            raise NotFound("absence", self.absence_id)
        user = session.get_one(User, absence.user_id)
        _require_own_or_lead(context, user)
        if absence.first_day < today:
            absence.last_day = today - timedelta(days=1)
        else:
            session.execute(delete(absence_case).where(absence_case.c.absence_id == absence.id))
            session.delete(absence)
        context.record("absence.ended", data={"user": user.username, "until": today.isoformat()})


def _overlapping(user_id: int, first_day: date, last_day: date) -> Select[Any]:
    return select(Absence).where(
        Absence.user_id == user_id, Absence.first_day <= last_day, Absence.last_day >= first_day
    )


def _person(session: Session, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username, User.is_active))
    if user is None:
        raise NotFound("user", username)
    return user


def _require_own_or_lead(context: Context, user: User) -> None:
    """Raises Forbidden unless it is the actor or a caseworker of a team that the actor leads."""
    if user.username == context.actor.name:
        return
    teams = context.session.scalars(
        select(Membership).where(Membership.user_id == user.id, Membership.role == Role.CASEWORKER)
    )
    if not any(m.team is not None and leads(context.actor, m.team.key) for m in teams):
        raise Forbidden("absence.plan_team", f"absence of {user.username}")
