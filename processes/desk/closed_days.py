"""What lies on a day on which the office turns out to be shut: dates in working days go to the working day before.

Whoever sets a date in working days means a day on which somebody is there (Fachkonzept G). Days of the law stay where
they are: a closure is no statutory holiday, so it moves neither a period (§ 26 (3) SGB X) nor a day that an authority
has set (§ 26 (5) SGB X). As nothing goes to a later day, nothing passes a day of the law.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from engine.calendar import BERLIN, BusinessCalendar, as_instant, berlin_date
from engine.context import Context
from engine.due_dates import TASK, TIMER, move_task, move_timer
from engine.phrases import Phrase
from models.casework import OfficeClosure
from models.runtime import Instance, TaskStatus
from processes.wording import day_text

INSTANCE: Any = Instance.__table__

#: Timers whose day a handler computes in working days: their diagrams name a variable alone.
COMPUTED = frozenset(
    {
        ("einschaltung_fachdienst", "erinnerung_faellig"),
        ("handlungsstrategie", "ende_naht"),
        ("integrationsprozess", "wiedervorlage_erreicht"),
        ("kontaktdichte", "pruefung_steht_an"),
    }
)
#: A day in working days, as diagrams write it.
_IN_WORKING_DAYS = re.compile(r"\barbeitstag\(")
#: A reminder: so many working days before a day, or the last working day up to it.
_REMINDS = re.compile(r"\berinnerung\(|\barbeitstag\(.*,\s*-")


def leave_closed_days(context: Context, closure: OfficeClosure) -> None:
    """Move the due days of open tasks and the reminders that lie on the days of a new closure; it keeps what was moved.

    Each has an entry in the history of its case. What would have to go to a day that is over stays where it is.
    """
    before, after = _calendars(context, closure)
    today = berlin_date(context.now)

    def earlier(due_at: datetime) -> datetime | None:
        day = berlin_date(due_at)
        if not before.is_working_day(day):
            return None
        there = after.previous_working_day(day)
        moment = datetime.combine(there, due_at.astimezone(BERLIN).time())
        return max(as_instant(moment), context.now) if there >= today else None

    closure.moved = [
        {"kind": kind, "token": row.token, "element": row.element_id, "from": row.due_at.isoformat(), "to": to}
        for kind, row, to in _moved(context, closure, earlier)
    ]


def return_to_open_days(context: Context, closure: OfficeClosure) -> None:
    """A closure is taken back: what it moved goes back to its day, unless somebody has moved it since, or the day is
    over or still closed for another reason.
    """
    open_again, _shut = _calendars(context, closure)
    for entry in closure.moved:
        old, new = datetime.fromisoformat(entry["from"]), datetime.fromisoformat(entry["to"])
        day = berlin_date(old)
        if old <= context.now or not open_again.is_working_day(day):
            continue
        move, table = _KINDS[entry["kind"]]
        same = (table.c.token == entry["token"], table.c.element_id == entry["element"], table.c.due_at == new)
        for row in context.session.execute(_rows(table).where(*same)).all():
            reason = Phrase("Das Jobcenter ist am {day} doch geöffnet.", day=day_text(day))
            move(context, row, old, reason, closure=closure.id)


_KINDS: dict[str, tuple[Callable[..., None], Any]] = {"task": (move_task, TASK), "timer": (move_timer, TIMER)}


def _moved(
    context: Context, closure: OfficeClosure, earlier: Callable[[datetime], datetime | None]
) -> Iterator[tuple[str, Any, str]]:
    """What was moved, with its new moment (ISO 8601). Instances in order, so that two closures cannot wait for each
    other.
    """
    first = as_instant(closure.first_day)
    end = as_instant(closure.last_day + timedelta(days=1))
    for kind, (move, table) in _KINDS.items():
        found = (
            _rows(table).where(table.c.due_at >= first, table.c.due_at < end).order_by(table.c.instance_id, table.c.id)
        )
        for row in context.session.execute(found).all():
            to = earlier(row.due_at) if _is_in_working_days(context, kind, row) else None
            if to is not None:
                day = day_text(berlin_date(row.due_at))
                reason = Phrase("Das Jobcenter ist am {day} geschlossen: {name}.", day=day, name=closure.name)
                move(context, row, to, reason, closure=closure.id)
                yield kind, row, to.isoformat()


def _rows(table: Any) -> Select[Any]:
    """Open tasks or running timers, each with the version that its instance runs by."""
    wanted = select(table, INSTANCE.c.definition_id).join(INSTANCE, INSTANCE.c.id == table.c.instance_id)
    return wanted.where(TASK.c.status == TaskStatus.OPEN) if table is TASK else wanted


def _is_in_working_days(context: Context, kind: str, row: Any) -> bool:
    """What the version of the diagram that this instance runs by says about the date."""
    element_id = row.element_id.partition("#")[0]
    if kind == "timer" and (row.process_key, element_id) in COMPUTED:
        return True
    program = context.definitions.process(context.connection, row.definition_id).program
    attributes = program.elements_of(row.process_key)[element_id].attributes
    if kind == "task":
        return _IN_WORKING_DAYS.search(attributes.get("dueDate", "")) is not None
    return is_reminder(attributes.get("timer", ""))


def is_reminder(text: str) -> bool:
    """Whether a timer (its text in the diagram) comes some working days before a day, or on the last one up to it."""
    return _REMINDS.search(text) is not None


def _calendars(context: Context, closure: OfficeClosure) -> tuple[BusinessCalendar, BusinessCalendar]:
    """The calendar without this closure and with it; the others hold."""
    others = {
        day
        for other in context.session.scalars(select(OfficeClosure).where(OfficeClosure.id != closure.id))
        for day in _days(other)
    }
    known = context.calendar
    return replace(known, closures=frozenset(others)), replace(known, closures=frozenset(others | set(_days(closure))))


def _days(closure: OfficeClosure) -> Iterator[date]:
    for number in range((closure.last_day - closure.first_day).days + 1):
        yield closure.first_day + timedelta(days=number)
