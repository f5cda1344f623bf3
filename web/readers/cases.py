"""Lists of cases and the head of one case. Every question is filtered by what the person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engine.actor import Actor
from engine.errors import NotFound
from models.casework import (
    ENDED_STATES,
    VALID_AGREEMENTS,
    Agreement,
    Appointment,
    AppointmentState,
    Case,
    CaseState,
    Household,
    Person,
)
from models.desk import CaseTag
from models.identity import Team, User
from models.runtime import TaskStatus, UserTask
from processes.access import visible_cases
from web.formatters import office_day
from web.model_texts import model_text
from web.paging import Page, Sorting
from web.readers.urgency import Moments


@dataclass(frozen=True)
class CaseLine:
    """A case with what is due next. `next_deadline` is the earliest of open task and review of the agreement."""

    case: Case
    task_due: date | None
    task_name: str | None
    review_due: date | None
    next_talk: datetime | None
    overdue: int

    @property
    def next_deadline(self) -> date | None:
        return min((d for d in (self.task_due, self.review_due) if d is not None), default=None)

    @property
    def client(self) -> str:
        return f"{self.case.person.last_name}, {self.case.person.first_name}"


@dataclass(frozen=True)
class CaseFilter:
    """Filters as they stand in the address. Ended cases are shown only when asked for."""

    text: str = ""
    phase: str = ""
    caseworker: str = ""
    teams: tuple[str, ...] = ()
    tag: str = ""
    segment: str = ""
    marks: str = ""  # "ueberfaellig" | "ohne-termin" | "ohne-vereinbarung"
    ended: bool = False

    @classmethod
    def asked(cls, args: MultiDict[str, str]) -> CaseFilter:
        return cls(
            text=args.get("suche", "").strip()[:120],
            phase=args.get("phase", ""),
            caseworker=args.get("fachkraft", ""),
            teams=wanted_teams(args),
            tag=args.get("schlagwort", "").strip().lower()[:40],
            segment=args.get("profillage", ""),
            marks=args.get("merkmal", ""),
            ended=args.get("beendete") == "ja",
        )


def wanted_teams(args: MultiDict[str, str]) -> tuple[str, ...]:
    """The units in the address: `team` as often as there are, at most 20."""
    return tuple(dict.fromkeys(key for key in args.getlist("team") if key))[:20]


_task_due = (
    select(func.min(UserTask.due_at))
    .where(UserTask.business_key == Case.case_number, UserTask.status == TaskStatus.OPEN)
    .correlate(Case)
    .scalar_subquery()
)
_task_name = (
    select(UserTask.name)
    .where(UserTask.business_key == Case.case_number, UserTask.status == TaskStatus.OPEN)
    .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
    .limit(1)
    .correlate(Case)
    .scalar_subquery()
)
_review_due = (
    select(func.min(Agreement.review_due))
    .where(Agreement.case_id == Case.id, Agreement.state.in_(VALID_AGREEMENTS))
    .correlate(Case)
    .scalar_subquery()
)


def _next_talk(now: datetime) -> Any:
    return (
        select(func.min(Appointment.starts_at))
        .where(
            Appointment.case_id == Case.id,
            Appointment.state == AppointmentState.AGREED,
            Appointment.starts_at >= Moments.at(now).today,
        )
        .correlate(Case)
        .scalar_subquery()
    )


def _overdue(now: datetime) -> Any:
    return (
        select(func.count(UserTask.id))
        .where(
            UserTask.business_key == Case.case_number,
            UserTask.status == TaskStatus.OPEN,
            UserTask.due_at < Moments.at(now).today,
        )
        .correlate(Case)
        .scalar_subquery()
    )


def sort_key(column: Any) -> Any:
    """Names in the order of DIN 5007-1 on every database: Ä like A, ß like ss, case does not count."""
    key = func.lower(column)
    for letter, like in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss")):
        key = func.replace(key, letter, like)
    return key


#: Cases whose lines are read together; an export has more of them than one statement takes parameters.
_TOGETHER = 1_000

#: Sortable columns: name in the address → what is ordered.
SORTABLE: Mapping[str, Any] = {
    "name": sort_key(Person.last_name),
    "nummer": Case.case_number,
    "phase": Case.state,
    "fachkraft": sort_key(User.display_name),
    "frist": "frist",
    "termin": "termin",
    "ueberfaellig": "ueberfaellig",
}


def case_list(
    rows: Session, actor: Actor, now: datetime, wanted: CaseFilter, sorting: Sorting, number: int | None
) -> tuple[Sequence[CaseLine], Page]:
    """One page of the cases the actor may see; without a page number all of them (for export)."""
    counted = _filtered(actor, now, wanted).with_only_columns(func.count(Case.id), maintain_column_froms=True)
    total = int(rows.execute(counted).scalar_one())
    page = Page(min(number, max(1, -(-total // 25))), total) if number else Page(1, total, max(total, 1))
    columns = {"frist": (_task_due, _review_due), "termin": (_next_talk(now),), "ueberfaellig": (_overdue(now),)}
    keys = columns.get(sorting.column) or (SORTABLE[sorting.column],)
    order = [(key.desc() if sorting.descending else key.asc()).nulls_last() for key in keys]
    chosen = _filtered(actor, now, wanted, sorting.column).with_only_columns(Case.id, maintain_column_froms=True)
    chosen = chosen.order_by(*order, Case.id)
    ids = rows.execute(chosen.offset(page.offset).limit(page.size)).scalars().all()
    return _lines(rows, ids, now), page


def _lines(rows: Session, ids: Sequence[int], now: datetime) -> Sequence[CaseLine]:
    """The lines of these cases, in this order: what only they show is not worked out for those they were chosen of."""
    found: dict[int, CaseLine] = {}
    for start in range(0, len(ids), _TOGETHER):
        shown = _shown(now).where(Case.id.in_(ids[start : start + _TOGETHER]))
        found |= {row[0].id: _line(row) for row in rows.execute(shown)}
    return [found[case_id] for case_id in ids]


def _shown(now: datetime) -> Select[Any]:
    return select(
        Case,
        _task_due.label("task_due"),
        _task_name.label("task_name"),
        _review_due.label("review_due"),
        _next_talk(now).label("next_talk"),
        _overdue(now).label("overdue"),
    )


def find_case(rows: Session, actor: Actor, number: str, now: datetime) -> CaseLine:
    """The head of one case. Raises NotFound also for cases the actor may not see."""
    row = rows.execute(_shown(now).where(Case.case_number == number, visible_cases(actor))).one_or_none()
    if row is None:
        raise NotFound("case", number)
    return _line(row)


def _filtered(actor: Actor, now: datetime, wanted: CaseFilter, sorted_by: str = "") -> Select[Any]:
    chosen: Select[Any] = select(Case).where(visible_cases(actor))
    if not wanted.ended:
        chosen = chosen.where(Case.state.not_in(ENDED_STATES))
    words = wanted.text.replace(",", " ").split()[:4]
    if words or sorted_by == "name":  # joins cost as much as there are cases: only those that are asked
        chosen = chosen.join(Person, Person.id == Case.person_id)
    if sorted_by == "fachkraft":
        chosen = chosen.join(User, User.id == Case.caseworker_id)
    for word in words:
        chosen = chosen.where(_matches(word))
    if wanted.phase in CaseState.__members__:
        chosen = chosen.where(Case.state == CaseState[wanted.phase])
    if wanted.caseworker:
        chosen = chosen.where(Case.caseworker_id.in_(select(User.id).where(User.username == wanted.caseworker)))
    if wanted.teams:
        chosen = chosen.where(Case.team_id.in_(select(Team.id).where(Team.key.in_(wanted.teams))))
    if wanted.tag:
        chosen = chosen.where(Case.id.in_(select(CaseTag.case_id).where(CaseTag.tag == wanted.tag)))
    if wanted.segment:
        chosen = chosen.where(Case.segment == wanted.segment)
    if wanted.marks == "ueberfaellig":
        chosen = chosen.where(_overdue(now) > 0)
    elif wanted.marks == "ohne-termin":
        chosen = chosen.where(_next_talk(now).is_(None))
    elif wanted.marks == "ohne-vereinbarung":
        chosen = chosen.where(_review_due.is_(None))
    return chosen


def _matches(word: str) -> ColumnElement[bool]:
    """A name from its start, a number wherever the digits stand."""
    escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return or_(
        Person.last_name.ilike(f"{escaped}%", escape="\\"),
        Person.first_name.ilike(f"{escaped}%", escape="\\"),
        Person.customer_no.ilike(f"%{escaped}%", escape="\\"),
        Case.case_number.ilike(f"%{escaped}%", escape="\\"),
        Person.household_id.in_(select(Household.id).where(Household.household_no.ilike(f"%{escaped}%", escape="\\"))),
    )


def _line(row: Any) -> CaseLine:
    due = row.task_due
    return CaseLine(
        case=row[0],
        task_due=office_day(due) if due else None,
        task_name=model_text(row.task_name) or None,
        review_due=row.review_due,
        next_talk=row.next_talk,
        overdue=row.overdue,
    )


@dataclass(frozen=True)
class TeamFigures:
    """What a supervisor sees first: cases, cases with overdue tasks, without next talk, without agreement."""

    cases: int
    overdue: int
    without_talk: int
    without_agreement: int


def team_figures(rows: Session, actor: Actor, now: datetime) -> TeamFigures:
    """Counts over all running cases the actor may see, in one statement."""

    def count(condition: ColumnElement[bool]) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = rows.execute(
        select(
            func.count(Case.id),
            count(_overdue(now) > 0),
            count(_next_talk(now).is_(None)),
            count(_review_due.is_(None)),
        ).where(and_(visible_cases(actor), Case.state.not_in(ENDED_STATES)))
    ).one()
    return TeamFigures(*(int(value) for value in row))


def teams_in_sight(rows: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Units whose cases the actor may see: (key, name), by name."""
    found = rows.execute(
        select(Team.key, Team.name)
        .where(Team.id.in_(select(Case.team_id).where(visible_cases(actor))))
        .order_by(Team.name)
    )
    return [(key, name) for key, name in found]


def caseworkers(rows: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Who has visible cases: (sign-in name, display name), by name."""
    found = rows.execute(
        select(User.username, User.display_name)
        .where(User.id.in_(select(Case.caseworker_id).where(visible_cases(actor))))
        .order_by(User.display_name)
    )
    return [(username, name) for username, name in found]
