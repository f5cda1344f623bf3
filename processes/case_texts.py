"""What forms tell people about a case, as Markdown: plan, duties, next appointment."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from models.casework import (
    Case,
)
from processes.catalogues import goal_catalogue, segment_label
from processes.in_force import active_goal, catalogue_of, last_closed_sheet, next_appointment, running_strategies


def german_date(day: date) -> str:
    """For example "01.07.2026"."""
    return f"{day:%d.%m.%Y}"


def german_moment(moment: datetime) -> str:
    """For example "01.07.2026, 09:00 Uhr" on the wall clock of Germany."""
    return f"{moment.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"


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
