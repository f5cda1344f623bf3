"""What forms tell people about a case, as Markdown: plan, duties, next appointment."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from models.casework import (
    RUNNING_STRATEGIES,
    VALID_AGREEMENTS,
    Agreement,
    Appointment,
    AppointmentState,
    Case,
    Goal,
    GoalState,
    OfficeSettings,
    ProfilingSheet,
    SheetState,
    Strategy,
)
from processes.catalogues import NeedsCatalogue, goal_catalogue, needs_catalogue, segment_label


def german_date(day: date) -> str:
    """For example "01.07.2026"."""
    return f"{day:%d.%m.%Y}"


def german_moment(moment: datetime) -> str:
    """For example "01.07.2026, 09:00 Uhr" on the wall clock of Germany."""
    return f"{moment.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"


def last_closed_sheet(session: Session, case: Case) -> ProfilingSheet | None:
    """The sheet that holds now."""
    return session.execute(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state == SheetState.CLOSED)
        .order_by(ProfilingSheet.closed_at.desc(), ProfilingSheet.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def active_goal(session: Session, case: Case) -> Goal | None:
    return session.execute(
        select(Goal).where(Goal.case_id == case.id, Goal.state == GoalState.ACTIVE)
    ).scalar_one_or_none()


def running_strategies(session: Session, case: Case) -> list[Strategy]:
    """Planned and active ones, in the order the plan gives them."""
    return list(
        session.execute(
            select(Strategy)
            .where(Strategy.case_id == case.id, Strategy.state.in_(RUNNING_STRATEGIES))
            .order_by(Strategy.sort_order, Strategy.id)
        ).scalars()
    )


def valid_agreement(session: Session, case: Case) -> Agreement | None:
    return session.execute(
        select(Agreement).where(Agreement.case_id == case.id, Agreement.state.in_(VALID_AGREEMENTS))
    ).scalar_one_or_none()


def next_appointment(session: Session, case: Case, now: datetime) -> Appointment | None:
    """The earliest agreed appointment that still lies ahead."""
    return session.execute(
        select(Appointment)
        .where(
            Appointment.case_id == case.id,
            Appointment.state == AppointmentState.AGREED,
            Appointment.starts_at >= now,
        )
        .order_by(Appointment.starts_at)
        .limit(1)
    ).scalar_one_or_none()


def agreed_appointment(session: Session, case: Case) -> Appointment | None:
    """The earliest appointment without an outcome, also one whose hour has passed: its outcome leads to the next."""
    return session.execute(
        select(Appointment)
        .where(Appointment.case_id == case.id, Appointment.state == AppointmentState.AGREED)
        .order_by(Appointment.starts_at)
        .limit(1)
    ).scalar_one_or_none()


def catalogue_of(session: Session, sheet: ProfilingSheet | None) -> NeedsCatalogue:
    """The catalogue the sheet was made with, else the one the office has chosen."""
    if sheet is not None:
        return needs_catalogue(sheet.needs_catalogue)
    settings = session.get(OfficeSettings, 1)
    return needs_catalogue(settings.needs_catalogue if settings else "NEEDS_BA_2013")


def appointment_text(session: Session, case: Case, now: datetime) -> str:
    found = next_appointment(session, case, now)
    return german_moment(found.starts_at) if found else "noch keiner vereinbart"


def plan_text(session: Session, case: Case) -> str:
    """Segment, goal and running strategies as a Markdown list."""
    catalogue = catalogue_of(session, last_closed_sheet(session, case))
    goal = active_goal(session, case)
    lines = []
    if case.segment:
        lines.append(f"* Segment: {segment_label(case.segment_scheme, case.segment)}")
    if goal is not None:
        label = goal_catalogue().label(goal.option)
        lines.append(f"* Ziel: {label} bis {german_date(goal.target_date)}")
    for strategy in running_strategies(session, case):
        window = f"{german_date(strategy.window_from)} bis {german_date(strategy.window_to)}"
        lines.append(f"* Strategie: {catalogue.strategy_label(strategy.code)} ({window})")
    return "\n".join(lines) or "Noch kein Plan."
