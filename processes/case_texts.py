"""What forms tell people about a case, as Markdown: plan, duties, next appointment."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from engine.phrases import Phrase, Prose, joined
from models.casework import (
    Case,
)
from processes.catalogues import goal_catalogue, segment_label
from processes.in_force import active_goal, catalogue_of, last_closed_sheet, next_appointment, running_strategies
from processes.wording import day_text


def german_date(day: date) -> str:
    """For example "01.07.2026"."""
    return day_text(day)


def german_moment(moment: datetime) -> str:
    """For example "01.07.2026, 09:00 Uhr" on the wall clock of Germany."""
    local = moment.astimezone(BERLIN)
    return Phrase("{day}, {time} Uhr", day=local.date(), time=f"{local:%H:%M}")


def appointment_text(session: Session, case: Case, now: datetime) -> str:
    found = next_appointment(session, case, now)
    return german_moment(found.starts_at) if found else Phrase("noch keiner vereinbart")


def plan_text(session: Session, case: Case) -> str:
    """Segment, goal and running strategies as a Markdown list."""
    catalogue = catalogue_of(session, last_closed_sheet(session, case))
    goal = active_goal(session, case)
    lines = []
    if case.segment:
        lines.append(Prose("* Segment: {segment}", segment=segment_label(case.segment_scheme, case.segment)))
    if goal is not None:
        label = goal_catalogue().label(goal.option)
        lines.append(Prose("* Ziel: {label} bis {target_date}", label=label, target_date=german_date(goal.target_date)))
    for strategy in running_strategies(session, case):
        window = Phrase(
            "{window_from} bis {window_to}",
            window_from=german_date(strategy.window_from),
            window_to=german_date(strategy.window_to),
        )
        lines.append(
            Prose("* Strategie: {strategy} ({window})", strategy=catalogue.strategy_label(strategy.code), window=window)
        )
    return joined("\n", lines) or Phrase("Noch kein Plan.")
