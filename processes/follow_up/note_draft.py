"""What a counselling note starts with; every word can be changed before it is saved (Fachkonzept A.4.3, T19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from models.casework import Case, FollowUp, NeedStatus, ProfilingSheet
from processes.catalogues import goal_catalogue, needs_catalogue, segment_label
from processes.follow_up.changes import changes_of
from processes.follow_up.rules import changes_since
from processes.in_force import active_goal, last_closed_sheet
from processes.records import office_calendar, office_settings
from processes.wording import day_text


@dataclass(frozen=True)
class NoteDraft:
    subject: str
    body: str


def first_changed_day(session: Session, today: date) -> date:
    """From which day changes prefill a note: the day before, or the working day before if the office wants that."""
    by_working_day = office_settings(session).note_since_working_day
    return changes_since(today, office_calendar(session) if by_working_day else None)


def note_draft(session: Session, case: Case, today: date) -> NoteDraft:
    """After the first interview what it found; after that what has changed since the day before.

    A new sheet is referred to by its date under the subject „Standortbestimmung“ (Fachkonzept A.1.9).
    """
    sheet = last_closed_sheet(session, case)
    is_first = session.execute(select(FollowUp.id).where(FollowUp.case_id == case.id).limit(1)).first() is None
    if is_first and sheet is not None:
        return NoteDraft("Erstgespräch", "\n\n".join(_first_interview(session, case, sheet)))
    since = first_changed_day(session, today)
    changes = "\n".join(f"- {change}" for change in changes_of(session, case, since))
    text = f"Änderungen:\n{changes}" if changes else ""
    closed_on = berlin_date(sheet.closed_at) if sheet is not None and sheet.closed_at is not None else None
    if closed_on is not None and closed_on >= since:
        reference = f"Siehe Profilingbogen vom {day_text(closed_on)}."
        return NoteDraft("Standortbestimmung", f"{reference}\n\n{text}".strip())
    return NoteDraft("Gespräch", text)


def _first_interview(session: Session, case: Case, sheet: ProfilingSheet) -> Iterator[str]:
    """Target occupation, needs, strengths, conclusion, segment, goal; the sheet is referred to by its date."""
    if sheet.closed_at is not None:
        yield f"Siehe Profilingbogen vom {day_text(berlin_date(sheet.closed_at))}."
    occupations = sorted(sheet.occupations, key=lambda found: found.rank)
    yield f"Zielberuf: {', '.join(found.title for found in occupations) or 'offen'}"
    catalogue = needs_catalogue(sheet.needs_catalogue)
    relevant = [catalogue.need_label(need.need) for need in sheet.needs if need.status is NeedStatus.RELEVANT]
    yield f"Handlungsbedarfe: {', '.join(relevant) or 'keine'}"
    strengths = [competence.name for competence in sheet.competences]
    yield f"Besondere Stärken: {', '.join(strengths) or 'noch keine festgehalten'}"
    if sheet.conclusion:
        yield f"Fazit der Standortbestimmung: {sheet.conclusion}"
    segment = segment_label(sheet.segment_scheme, sheet.segment)
    if segment:
        yield f"Segment: {segment}"
    goal = active_goal(session, case)
    if goal is not None:
        yield f"Gemeinsames Ziel: {goal_catalogue().label(goal.option)} bis {day_text(goal.target_date)}"
