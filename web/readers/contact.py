"""Contact density of a case, target and actual (Fachkonzept A.6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.definitions import DefinitionStore, newest
from models.casework import ENDED_STATES, Case
from models.runtime import DefinitionKind
from processes.follow_up.contact import last_counted_talk
from processes.next_talk import age_band, contact_status


@dataclass(frozen=True)
class Contact:
    """`target` and `actual` are days between talks; `until` is the last day for the next one."""

    target: int
    actual: int
    last_talk: date
    until: date

    @property
    def is_exceeded(self) -> bool:
        return self.actual > self.target


def contact_of(rows: Session, definitions: DefinitionStore, case: Case, now: datetime) -> Contact | None:
    """Target by the office's decision table, actual by the last talk that counts; None for an ended case."""
    table = newest(rows, DefinitionKind.DECISION, "Kontaktdichte")
    if table is None or case.state in ENDED_STATES:
        return None
    asked = {
        "Schema": case.segment_scheme,
        "Segment": case.segment or "N",
        "Altersgruppe": age_band(case.person.born_on, berlin_date(now)),
        "Status": contact_status(case),
    }
    answer = definitions.decide(rows, table.id, asked, now=now).value
    if answer is None:
        return None
    last = last_counted_talk(rows, case)
    days = int(answer)
    return Contact(days, (berlin_date(now) - last).days, last, last + timedelta(days=days))
