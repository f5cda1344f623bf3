"""Until when the question of a known day must be answered (T28, T29, T30). Pure."""

from __future__ import annotations

from datetime import date

from engine.calendar import BusinessCalendar, Duration, add_months, parse_duration
from engine.phrases import Phrase
from models.casework import MilestoneKind

#: § 10 (1) no. 3 SGB II: a child has completed its fourteenth month.
CHILD_MONTHS = 14
#: § 10 (2) no. 5 SGB II: self-employed and in benefit for a year without interruption.
SELF_EMPLOYED_MONTHS = 12
#: § 38 (1) SGB III: registered three months before the end, or within three days of knowing it.
REGISTER_MONTHS, REGISTER_DAYS = 3, "P3D"


def deadline(kind: MilestoneKind, event_on: date, known_on: date, calendar: BusinessCalendar) -> date:
    """The day by which the question is answered, by kind."""
    if kind is MilestoneKind.CHILD_14_MONTHS:
        return add_months(event_on, CHILD_MONTHS)
    if kind is MilestoneKind.SELF_EMPLOYED_YEAR:
        return add_months(event_on, SELF_EMPLOYED_MONTHS)
    early = add_months(event_on, -REGISTER_MONTHS)
    return early if known_on <= early else calendar.period_end(known_on, _three_days())


def _three_days() -> Duration:
    return parse_duration(REGISTER_DAYS)


def birth_errors(born_on: date, today: date) -> dict[str, str]:
    """What speaks against watching a child's fourteen months, by field of the page."""
    if born_on > today:
        return {"born_on": Phrase("Das Geburtsdatum liegt in der Zukunft.")}
    if add_months(born_on, CHILD_MONTHS) <= today:
        return {"born_on": Phrase("Das Kind hat den 14. Monat schon vollendet. Melden Sie eine Veränderung.")}
    return {}
