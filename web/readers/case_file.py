"""The parts of one case, each read when its page is opened. Callers have checked that the case may be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from engine.calendar import berlin_date
from engine.errors import NotFound
from models.casework import (
    VALID_AGREEMENTS,
    AdminAct,
    Agreement,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Case,
    CounsellingNote,
    EmploymentRecord,
    FollowUp,
    Goal,
    GoalState,
    Handover,
    NeedAssessment,
    NeedStatus,
    ProfilingSheet,
    ReportedChange,
    SheetState,
    Strategy,
)
from models.desk import Attachment, CaseComment, Letter
from models.identity import User
from models.runtime import Definition, Instance, InstanceStatus, TaskStatus, UserTask
from processes.agreement import rules
from processes.records import office_calendar
from web.model_texts import model_text


@dataclass(frozen=True)
class Overview:
    """What the first page of a case shows besides its head."""

    tasks: Sequence[UserTask]
    goal: Goal | None
    sheet: ProfilingSheet | None
    agreement: Agreement | None
    strategies: Sequence[Strategy]
    next_talk: Appointment | None
    last_notes: Sequence[CounsellingNote]
    open_changes: Sequence[ReportedChange]
    earlier_cases: Sequence[Case]


@dataclass(frozen=True)
class Counts:
    """Numbers on the tabs."""

    tasks: int
    strategies: int
    agreements: int
    appointments: int
    notes: int
    employments: int
    exchange: int
    letters: int
    handovers: int


def counts(rows: Session, case: Case) -> Counts:
    """All numbers in one statement."""
    comments = select(func.count(CaseComment.id)).where(CaseComment.case_id == case.id)
    files = select(func.count(Attachment.id)).where(Attachment.case_id == case.id)
    parts = [
        select(func.count(UserTask.id)).where(
            UserTask.business_key == case.case_number, UserTask.status == TaskStatus.OPEN
        ),
        select(func.count(Strategy.id)).where(Strategy.case_id == case.id),
        select(func.count(Agreement.id)).where(Agreement.case_id == case.id),
        select(func.count(Appointment.id)).where(Appointment.case_id == case.id),
        select(func.count(CounsellingNote.id)).where(CounsellingNote.case_id == case.id),
        select(func.count(EmploymentRecord.id)).where(EmploymentRecord.case_id == case.id),
        select(comments.scalar_subquery() + files.scalar_subquery()),
        select(func.count(Letter.id)).where(Letter.case_id == case.id),
        select(func.count(Handover.id)).where(Handover.case_id == case.id),
    ]
    return Counts(*(int(n) for n in rows.execute(select(*(p.scalar_subquery() for p in parts))).one()))


def overview(rows: Session, case: Case, now: datetime) -> Overview:
    return Overview(
        tasks=open_tasks(rows, case),
        goal=rows.scalar(select(Goal).where(Goal.case_id == case.id, Goal.state == GoalState.ACTIVE)),
        sheet=newest_sheet(rows, case),
        agreement=valid_agreement(rows, case),
        strategies=strategies(rows, case),
        next_talk=rows.scalar(
            select(Appointment)
            .where(
                Appointment.case_id == case.id,
                Appointment.state == AppointmentState.AGREED,
                Appointment.starts_at >= now,
            )
            .order_by(Appointment.starts_at)
            .limit(1)
        ),
        last_notes=notes(rows, case, limit=3),
        open_changes=rows.scalars(
            select(ReportedChange)
            .where(ReportedChange.case_id == case.id, ReportedChange.assessed_at.is_(None))
            .order_by(ReportedChange.id.desc())
            .limit(5)
        ).all(),
        earlier_cases=earlier_cases(rows, case),
    )


def earlier_cases(rows: Session, case: Case) -> Sequence[Case]:
    """Ended cases of the same person, newest first: history stays readable after a reset (Fachkonzept A.4.6)."""
    found = select(Case).where(Case.person_id == case.person_id, Case.id != case.id, Case.ended_on.is_not(None))
    return rows.scalars(found.order_by(Case.id.desc()).limit(20)).unique().all()


def open_tasks(rows: Session, case: Case) -> Sequence[UserTask]:
    """Open tasks of all processes of the case, most urgent first; at most 50."""
    return rows.scalars(
        select(UserTask)
        .where(UserTask.business_key == case.case_number, UserTask.status == TaskStatus.OPEN)
        .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
        .limit(50)
    ).all()


def newest_sheet(rows: Session, case: Case) -> ProfilingSheet | None:
    """The newest profiling sheet that is not deleted, with everything on it."""
    return rows.scalar(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state != SheetState.DELETED)
        .options(
            selectinload(ProfilingSheet.needs),
            selectinload(ProfilingSheet.occupations),
            selectinload(ProfilingSheet.competences),
            selectinload(ProfilingSheet.comments),
        )
        .order_by(ProfilingSheet.created_at.desc(), ProfilingSheet.id.desc())
        .limit(1)
    )


def sheets(rows: Session, case: Case) -> Sequence[ProfilingSheet]:
    """All sheets, newest first: the list is the history (Fachkonzept A.1.9)."""
    return rows.scalars(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state != SheetState.DELETED)
        .order_by(ProfilingSheet.created_at.desc(), ProfilingSheet.id.desc())
        .limit(50)
    ).all()


def relevant_needs(sheet: ProfilingSheet | None) -> Sequence[NeedAssessment]:
    """Needs that stand in the way or are being clarified."""
    if sheet is None:
        return ()
    return [n for n in sheet.needs if n.status in (NeedStatus.RELEVANT, NeedStatus.UNDER_CLARIFICATION)]


def goals(rows: Session, case: Case) -> Sequence[Goal]:
    return rows.scalars(select(Goal).where(Goal.case_id == case.id).order_by(Goal.id.desc()).limit(50)).all()


def strategies(rows: Session, case: Case) -> Sequence[Strategy]:
    """All strategies, running ones first, in the order the caseworker set."""
    found = rows.scalars(
        select(Strategy).where(Strategy.case_id == case.id).order_by(Strategy.sort_order, Strategy.id).limit(200)
    ).all()
    return sorted(found, key=lambda s: s.ended_on is not None)


def strategy(rows: Session, case: Case, strategy_id: int) -> Strategy:
    """One strategy of this case. Raises NotFound."""
    found = rows.scalar(select(Strategy).where(Strategy.case_id == case.id, Strategy.id == strategy_id))
    if found is None:
        raise NotFound("strategy", strategy_id)
    return found


def agreements(rows: Session, case: Case) -> Sequence[Agreement]:
    """All agreements with their duties, newest first."""
    return rows.scalars(
        select(Agreement)
        .where(Agreement.case_id == case.id)
        .options(selectinload(Agreement.duties))
        .order_by(Agreement.id.desc())
        .limit(50)
    ).all()


def acts(rows: Session, case: Case) -> Sequence[AdminAct]:
    """Administrative acts of the case, newest first."""
    return rows.scalars(
        select(AdminAct).where(AdminAct.case_id == case.id).order_by(AdminAct.id.desc()).limit(50)
    ).all()


def act(rows: Session, case: Case, act_id: int) -> AdminAct:
    """One act of this case. Raises NotFound."""
    found = rows.scalar(select(AdminAct).where(AdminAct.case_id == case.id, AdminAct.id == act_id))
    if found is None:
        raise NotFound("administrative act", act_id)
    return found


def interim_until(rows: Session, case: Case, found: Sequence[Agreement]) -> Mapping[int, date]:
    """For interim agreements the day of the second interview they bridge the time to (T04), by their id."""
    talks = rows.scalars(
        select(Appointment.starts_at)
        .where(Appointment.case_id == case.id, Appointment.kind == AppointmentKind.SECOND_INTERVIEW)
        .order_by(Appointment.starts_at.desc())
    ).all()
    if not talks:
        return {}
    calendar, days = office_calendar(rows), [berlin_date(at) for at in talks]
    until = {a.id: rules.interim_until(a.review_due, days, calendar) for a in found if a.review_due}
    return {agreement_id: day for agreement_id, day in until.items() if day is not None}


def valid_agreement(rows: Session, case: Case) -> Agreement | None:
    """The agreement that binds both sides now."""
    return rows.scalar(
        select(Agreement)
        .where(Agreement.case_id == case.id, Agreement.state.in_(VALID_AGREEMENTS))
        .options(selectinload(Agreement.duties))
    )


def agreement(rows: Session, case: Case, agreement_id: int) -> Agreement:
    """One agreement of this case with everything that is printed. Raises NotFound."""
    found = rows.scalar(
        select(Agreement)
        .where(Agreement.case_id == case.id, Agreement.id == agreement_id)
        .options(selectinload(Agreement.duties), selectinload(Agreement.strategies), selectinload(Agreement.goal))
    )
    if found is None:
        raise NotFound("agreement", agreement_id)
    return found


def appointments(rows: Session, case: Case) -> Sequence[Appointment]:
    """All appointments, latest first; at most 200."""
    return rows.scalars(
        select(Appointment)
        .where(Appointment.case_id == case.id)
        .order_by(Appointment.starts_at.desc(), Appointment.id.desc())
        .limit(200)
    ).all()


def appointment(rows: Session, case: Case, appointment_id: int) -> Appointment:
    """One appointment of this case. Raises NotFound."""
    found = rows.scalar(select(Appointment).where(Appointment.case_id == case.id, Appointment.id == appointment_id))
    if found is None:
        raise NotFound("appointment", appointment_id)
    return found


def notes(rows: Session, case: Case, limit: int = 100) -> Sequence[CounsellingNote]:
    """Counselling notes with their addenda, newest first."""
    return rows.scalars(
        select(CounsellingNote)
        .where(CounsellingNote.case_id == case.id)
        .options(selectinload(CounsellingNote.addenda))
        .order_by(CounsellingNote.written_at.desc(), CounsellingNote.id.desc())
        .limit(limit)
    ).all()


def note(rows: Session, case: Case, note_id: int) -> CounsellingNote:
    """One note of this case. Raises NotFound."""
    found = rows.scalar(
        select(CounsellingNote).where(CounsellingNote.case_id == case.id, CounsellingNote.id == note_id)
    )
    if found is None:
        raise NotFound("note", note_id)
    return found


def follow_ups(rows: Session, case: Case) -> Sequence[FollowUp]:
    return rows.scalars(
        select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id.desc()).limit(50)
    ).all()


@dataclass(frozen=True)
class RunningProcess:
    """One process of the case: the case itself, an agreement, an appointment, a strategy."""

    id: int
    name: str
    version: int
    status: InstanceStatus
    started_at: datetime
    ended_at: datetime | None


def processes(rows: Session, case: Case) -> Sequence[RunningProcess]:
    """Processes of the case, running ones first; at most 100."""
    found = rows.execute(
        select(Instance, Definition.name, Definition.key, Definition.version)
        .join(Definition, Definition.id == Instance.definition_id)
        .where(Instance.business_key == case.case_number)
        .order_by(Instance.ended_at.is_not(None), Instance.id.desc())
        .limit(100)
    ).all()
    return [
        RunningProcess(i.id, model_text(name) or key, version, i.status, i.started_at, i.ended_at)
        for i, name, key, version in found
    ]


def people(rows: Session, usernames: set[str]) -> dict[str, str]:
    """Display names of sign-in names; unknown ones stand for themselves."""
    if not usernames:
        return {}
    found = rows.execute(select(User.username, User.display_name).where(User.username.in_(usernames)))
    return {row.username: row.display_name for row in found}
