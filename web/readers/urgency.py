"""How urgent a task is: one rule for lists, counts and filters, in Python and in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from models.runtime import UserTask
from web.formatters import BERLIN, office_day

#: Days a task may be overdue before that is critical.
CRITICAL_AFTER = 7
#: Days ahead that count as soon.
SOON_WITHIN = 7
#: Tasks of this priority or more are critical as soon as they are overdue: a statutory date hangs on them.
FIRST_PRIORITY = 80


class Urgency(StrEnum):
    """Most urgent first."""

    CRITICAL = "critical"
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Moments:
    """The borders between the groups, as instants. Days are office days: what is due today is not overdue at noon."""

    critical: datetime
    today: datetime
    tomorrow: datetime
    later: datetime

    @classmethod
    def at(cls, now: datetime) -> Moments:
        day = office_day(now)

        def start(offset: int) -> datetime:
            return datetime.combine(day + timedelta(days=offset), time(), BERLIN)

        return cls(start(-CRITICAL_AFTER), start(0), start(1), start(SOON_WITHIN + 1))

    def of(self, due_at: datetime | None, priority: int) -> Urgency:
        """The group of one task."""
        if due_at is None or due_at >= self.later:
            return Urgency.LATER
        if due_at < self.critical or (due_at < self.today and priority >= FIRST_PRIORITY):
            return Urgency.CRITICAL
        if due_at < self.today:
            return Urgency.OVERDUE
        return Urgency.TODAY if due_at < self.tomorrow else Urgency.SOON

    def where(self, urgency: Urgency) -> ColumnElement[bool]:
        """The same rule as a condition on `UserTask`."""
        due, first = UserTask.due_at, UserTask.priority >= FIRST_PRIORITY
        return {
            Urgency.CRITICAL: or_(due < self.critical, and_(due < self.today, first)),
            Urgency.OVERDUE: and_(due >= self.critical, due < self.today, ~first),
            Urgency.TODAY: and_(due >= self.today, due < self.tomorrow),
            Urgency.SOON: and_(due >= self.tomorrow, due < self.later),
            Urgency.LATER: or_(due.is_(None), due >= self.later),
        }[urgency]
