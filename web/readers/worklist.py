"""The worklist: what is mine, what waits in the queue, and who already works on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.queries import queue_keys, queue_length, worklist
from models.casework import Appointment, AppointmentState, Case, Household, Person
from models.identity import Team, User
from models.runtime import Definition, DefinitionKind, TaskCandidate, TaskStatus, UserTask
from processes.access import Covering, visible_cases
from processes.catalogues.legal_bases import legal_basis
from processes.identity.absences import Uncovered, uncovered_today
from web.formatters import office_day
from web.model_texts import model_text, texts_told_with
from web.paging import Page
from web.readers.urgency import Moments, Urgency


@dataclass(frozen=True)
class Item:
    """One line of a worklist. `working_since` is set when a colleague has taken the task from the queue.

    `basis` is which date it is, `paragraph` the law behind it (empty where there is none).
    `is_free` says that whoever may do it can take it: nobody has it, or somebody absent whom nobody covers.
    """

    id: int
    name: str
    business_key: str | None
    client: str | None
    due_day: date | None
    urgency: Urgency
    assignee: str | None
    worker: str | None
    working_since: datetime | None
    has_draft: bool
    process_key: str
    basis: str
    paragraph: str
    is_statutory: bool
    is_free: bool = False


@dataclass(frozen=True)
class Wanted:
    """Filters of the list, as they stand in the address."""

    text: str = ""
    urgency: Urgency | None = None
    process_key: str = ""
    teams: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything but the urgency is asked for."""
        return bool(self.text.strip() or self.process_key or self.teams)


#: Tasks a list shows on all its pages together. Who has more open than that needs the filter, not page 21.
MOST = 500


@dataclass(frozen=True)
class Worklist:
    """`groups` are the rows of this page by urgency; `counts` are over all pages.

    `is_cut` says that there are more than the `MOST` most urgent tasks, which the list shows and counts.
    """

    groups: Sequence[tuple[Urgency, Sequence[Item]]]
    counts: dict[Urgency, int]
    page: Page
    is_cut: bool = False


def my_tasks(rows: Session, actor: Actor, covering: Covering, now: datetime, wanted: Wanted, number: int) -> Worklist:
    """Open tasks that are mine or of somebody I stand in for today, most urgent first."""
    return _listed(rows, _mine(actor, covering, []), now, wanted, number, viewer=actor.name)


def _mine(actor: Actor, covering: Covering, groups: Collection[str]) -> Select[Any]:
    """Tasks of mine and of those I stand in for, of these only in the cases I stand in for; and of these groups."""
    chosen = worklist([actor.name, *covering.absent], groups)
    in_part = covering.absent - covering.people
    if not in_part:
        return chosen
    return chosen.where(
        UserTask.assignee.is_(None)
        | UserTask.assignee.not_in(in_part)
        | UserTask.business_key.in_(sorted(covering.cases))
    )


def queue(rows: Session, actor: Actor, now: datetime, wanted: Wanted, number: int) -> Worklist:
    """Open tasks of my candidate groups that nobody has, or that a colleague has taken from the queue."""
    queued = queue_keys(rows, actor.groups, most=MOST, taken_too_but_not_by=actor.name)
    in_groups = select(TaskCandidate.task_id).where(TaskCandidate.group_name.in_(actor.groups))
    # a task that a diagram gave to its caseworker was never in the queue: it is claimed the moment it is created
    taken = (UserTask.claimed_at > UserTask.created_at) & (UserTask.assignee != actor.name)
    left = uncovered_today(rows, office_day(now))
    is_left = bool(left.people or left.in_part)
    if is_left:  # their tasks lie in no queue
        taken |= UserTask.assignee.in_(left.people) | (
            UserTask.assignee.in_(left.in_part) & UserTask.business_key.not_in(left.covered)
        )
    chosen = (
        select(UserTask)
        .where(
            UserTask.status == TaskStatus.OPEN,
            UserTask.id.in_(in_groups),
            or_(UserTask.assignee.is_(None), taken),
        )
        .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.priority.desc(), UserTask.id)
    )
    return _listed(rows, chosen, now, wanted, number, viewer=actor.name, left=left, queued=None if is_left else queued)


def queue_size(rows: Session, actor: Actor) -> int:
    """How many tasks of my groups wait for somebody; from `MOST` on it is not counted further."""
    return int(rows.execute(queue_length(actor.groups, most=MOST)).scalar_one())


def mine_count(rows: Session, actor: Actor, covering: Covering) -> int:
    """How many tasks are mine."""
    chosen = _mine(actor, covering, []).order_by(None).with_only_columns(func.count(UserTask.id))
    return int(rows.execute(chosen).scalar_one())


def kinds_of_tasks(rows: Session, actor: Actor, covering: Covering) -> Sequence[tuple[str, str]]:
    """Processes that occur in my list or queue, for the filter: (key, name), by name."""
    mine = _mine(actor, covering, []).order_by(None).with_only_columns(UserTask.process_key)
    queued = select(queue_keys(rows, actor.groups, most=MOST).subquery().c.id)
    chosen = mine.union(select(UserTask.process_key).where(UserTask.id.in_(queued)))
    named = rows.execute(
        select(Definition.key, func.max(Definition.name))
        .where(Definition.kind == DefinitionKind.PROCESS, Definition.key.in_(chosen))
        .group_by(Definition.key)
        .limit(60)
    )
    return sorted(((key, model_text(name) or key) for key, name in named), key=lambda kind: kind[1])


def _listed(
    rows: Session,
    chosen: Select[Any],
    now: datetime,
    wanted: Wanted,
    number: int,
    *,
    viewer: str,
    left: Uncovered | None = None,
    queued: Select[Any] | CompoundSelect[Any] | None = None,
) -> Worklist:
    """One page. `queued` gives the same tasks as `chosen` as long as nothing narrows them, at the cost of a page."""
    moments = Moments.at(now)
    narrowed = _narrowed(chosen, wanted)
    keys = rows.execute(_keys(narrowed) if queued is None or wanted.narrows else queued).all()
    is_cut = len(keys) == MOST
    tasks = {key.id: moments.of(key.due_at, -key.precedence) for key in keys}
    counts = Counter(tasks.values())
    if wanted.urgency and is_cut:  # the wanted ones may lie beyond what was read
        ids = [key.id for key in rows.execute(_keys(narrowed.where(moments.where(wanted.urgency))))]
    else:
        ids = [task_id for task_id, urgency in tasks.items() if wanted.urgency in (None, urgency)]
    page = Page(min(number, max(1, -(-len(ids) // 25))), len(ids))
    ids = ids[page.offset : page.offset + page.size]
    items = [_item(row, moments, viewer, left) for row in _details(rows, ids)]
    groups = [(urgency, [i for i in items if i.urgency is urgency]) for urgency in Urgency]
    every = {urgency: counts[urgency] for urgency in Urgency}
    return Worklist([(u, listed) for u, listed in groups if listed], every, page, is_cut)


def _narrowed(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.process_key:
        chosen = chosen.where(UserTask.process_key == wanted.process_key)
    words = wanted.text.split()[:4]
    if words or wanted.teams:
        chosen = chosen.outerjoin(Case, Case.case_number == UserTask.business_key)
        chosen = chosen.outerjoin(Person, Person.id == Case.person_id)
    if wanted.teams:
        chosen = chosen.where(Case.team_id.in_(select(Team.id).where(Team.key.in_(wanted.teams))))
    for word in words:
        like = f"%{word}%"
        chosen = chosen.where(
            or_(
                UserTask.name.ilike(like),
                *([UserTask.name.in_(told)] if (told := texts_told_with(word)) else []),
                UserTask.business_key.ilike(like),
                Person.last_name.ilike(like),
                Person.first_name.ilike(like),
                Person.customer_no.ilike(like),
                Person.household_id.in_(select(Household.id).where(Household.household_no.ilike(like))),
            )
        )
    return chosen


def _keys(chosen: Select[Any]) -> Select[Any]:
    """What counting and paging need of each task."""
    columns: tuple[Any, ...] = (UserTask.id, UserTask.due_at, (-UserTask.priority).label("precedence"))
    return chosen.with_only_columns(*columns, maintain_column_froms=True).limit(MOST)


def _details(rows: Session, ids: Sequence[int]) -> Sequence[Any]:
    """The lines of these tasks, in this order."""
    found = rows.execute(
        select(
            UserTask,
            Person.first_name,
            Person.last_name,
            User.display_name,
            Case.legal_circle,
        )
        .outerjoin(Case, Case.case_number == UserTask.business_key)
        .outerjoin(Person, Person.id == Case.person_id)
        .outerjoin(User, User.username == UserTask.assignee)
        .where(UserTask.id.in_(ids))
    ).all()
    return sorted(found, key=lambda row: ids.index(row[0].id))


def _item(row: Any, moments: Moments, viewer: str, left: Uncovered | None) -> Item:
    task: UserTask = row[0]
    client = f"{row.last_name}, {row.first_name}" if row.last_name else None
    basis = legal_basis(task.process_key, task.element_id)
    others = task.assignee is not None and task.assignee != viewer
    return Item(
        id=task.id,
        name=model_text(task.name),
        business_key=task.business_key,
        client=client,
        due_day=office_day(task.due_at) if task.due_at else None,
        urgency=moments.of(task.due_at, task.priority),
        assignee=task.assignee,
        worker=row.display_name or task.assignee,
        working_since=task.claimed_at if others else None,
        has_draft=task.has_draft,
        process_key=task.process_key,
        basis=model_text(basis.date) if basis else "",
        paragraph=basis.paragraph(row.legal_circle) if basis else "",
        is_statutory=basis is not None and basis.is_statutory,
        is_free=task.assignee is None or (left is not None and left.has(task.assignee, task.business_key)),
    )


@dataclass(frozen=True)
class TodaysTalk:
    """An appointment of today as a line."""

    id: int
    case_number: str
    client: str
    starts_at: datetime
    ends_at: datetime
    appointment: Appointment


def talks_of_today(rows: Session, actor: Actor, covering: Covering, now: datetime) -> Sequence[TodaysTalk]:
    """Appointments of today in my own cases (and of those I stand in for), earliest first; at most 40."""
    moments = Moments.at(now)
    own = Case.caseworker_id.in_(select(User.id).where(User.username.in_([actor.name, *covering.people])))
    covered = Case.case_number.in_(sorted(covering.cases))
    found = rows.execute(
        select(Appointment, Case)
        .join(Case, Case.id == Appointment.case_id)
        .where(
            visible_cases(actor),
            # from the cases to their appointments: a day has many more of all the others
            Appointment.case_id.in_(select(Case.id).where(or_(own, covered) if covering.cases else own)),
            Appointment.starts_at >= moments.today,
            Appointment.starts_at < moments.tomorrow,
            Appointment.state.in_([AppointmentState.AGREED, AppointmentState.HELD]),
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(40)
    ).all()
    return [
        TodaysTalk(
            id=a.id,
            case_number=c.case_number,
            client=f"{c.person.last_name}, {c.person.first_name}",
            starts_at=a.starts_at,
            ends_at=a.starts_at + timedelta(minutes=a.duration_minutes),
            appointment=a,
        )
        for a, c in found
    ]
