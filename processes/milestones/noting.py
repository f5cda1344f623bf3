"""A day becomes known, moves, or no longer matters. Shared by commands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from engine.calendar import berlin_date
from engine.context import Context
from engine.messages import correlate
from models.casework import Case, EmploymentRecord, Milestone, MilestoneKind, MilestoneState
from processes.milestones.rules import deadline

#: The message that starts the process of each kind.
STARTED_BY = {
    MilestoneKind.CHILD_14_MONTHS: "Kind geboren",
    MilestoneKind.SELF_EMPLOYED_YEAR: "Selbständigkeit begonnen",
    MilestoneKind.JOB_END: "Beschäftigungsende bekannt",
}


def note_milestone(
    context: Context, case: Case, kind: MilestoneKind, event_on: date, record: EmploymentRecord | None = None
) -> int:
    """Watch this day of a case; returns the id. A day that moved replaces the one watched so far."""
    for known in _open(context, case, kind, record):
        if known.event_on == event_on:
            return known.id
        if record is not None:
            correlate(context, "Stichtag entfällt", str(known.id), {}, business_key=case.case_number)
    today = berlin_date(context.now)
    found = Milestone(
        case_id=case.id,
        kind=kind,
        event_on=event_on,
        known_on=today,
        due_on=deadline(kind, event_on, today, context.calendar),
        employment_id=record.id if record else None,
    )
    context.session.add(found)
    context.session.flush()
    payload = {
        "fall": case.case_number,
        "team": case.team.key,
        "fachkraft": case.caseworker.username,
        "rechtskreis": case.legal_circle.value,
        "stichtag": str(found.id),
        "frist": found.due_on,
    }
    correlate(context, STARTED_BY[kind], str(found.id), payload, business_key=case.case_number)
    return found.id


def _open(context: Context, case: Case, kind: MilestoneKind, record: EmploymentRecord | None) -> list[Milestone]:
    employment = record.id if record else None
    wanted = select(Milestone).where(
        Milestone.case_id == case.id,
        Milestone.kind == kind,
        Milestone.state == MilestoneState.OPEN,
        Milestone.employment_id == employment,
    )
    return list(context.session.execute(wanted.order_by(Milestone.id)).scalars())
