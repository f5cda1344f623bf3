"""What holds of a case now: sheet, goal, strategies, agreement, next appointment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
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
from processes.catalogues import NeedsCatalogue, needs_catalogue
from processes.strategy.library import with_local


def last_closed_sheet(session: Session, case: Case) -> ProfilingSheet | None:
    """The sheet that holds now; a released one holds on while its texts are corrected (Fachkonzept A.1.9)."""
    return session.execute(
        select(ProfilingSheet)
        .where(ProfilingSheet.case_id == case.id, ProfilingSheet.state.in_((SheetState.CLOSED, SheetState.RELEASED)))
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


def removed_needs(session: Session, case: Case, sheet: ProfilingSheet | None) -> frozenset[str]:
    """Needs of the sheet that a strategy has removed since it was closed: the sheet does not change, but they take no
    strategy any more (ST-10). What ended on the day of the closing is part of the sheet already.
    """
    if sheet is None or sheet.closed_at is None:
        return frozenset()
    found = select(Strategy.need).where(
        Strategy.case_id == case.id,
        Strategy.state.not_in(RUNNING_STRATEGIES),
        Strategy.need_outcome == "BEHOBEN",
        Strategy.ended_on > berlin_date(sheet.closed_at),
    )
    return frozenset(need for need in session.execute(found).scalars() if need)


def valid_agreement(session: Session, case: Case) -> Agreement | None:
    """The agreement that binds both sides now; a constraint keeps it the only one."""
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
    """The catalogue the sheet was made with, else the one the office has chosen; with the office's own strategies."""
    if sheet is not None:
        return with_local(session, needs_catalogue(sheet.needs_catalogue))
    settings = session.get(OfficeSettings, 1)
    return with_local(session, needs_catalogue(settings.needs_catalogue if settings else "NEEDS_BA_2013"))
