"""A breach of duty enters the file, from a report or from a follow-up talk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.calendar import add_months, berlin_date
from models.casework import BreachKind, BreachOfDuty, Case
from processes.breach.rules import YOUNG, finding_until


def record_breach(
    session: Session,
    case: Case,
    kind: BreachKind,
    occurred_on: date,
    description: str,
    *,
    duty_id: int | None,
    now: datetime,
    actor: str,
) -> dict[str, Any]:
    """Keep the breach; returns what its process is told: pflichtverletzung (id), begangen_am, art, unter_25."""
    breach = BreachOfDuty(
        case_id=case.id,
        duty_id=duty_id,
        kind=kind,
        occurred_on=occurred_on,
        finding_until=finding_until(occurred_on),
        description=description,
        recorded_at=now,
        recorded_by=actor,
    )
    session.add(breach)
    session.flush()
    return {
        "pflichtverletzung": str(breach.id),
        "begangen_am": occurred_on,
        "art": kind.value,
        "unter_25": berlin_date(now) < add_months(case.person.born_on, YOUNG * 12),
    }
