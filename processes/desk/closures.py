"""Days on which the office is shut although they are no holidays: no talk is agreed on them (Fachkonzept A.4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.casework import OfficeClosure
from processes.desk.closed_days import leave_closed_days, return_to_open_days
from processes.records import row

#: Longest closure in days; more is a slip of the keyboard (value of the product).
LONGEST_DAYS = 60


@dataclass(frozen=True)
class CloseOffice:
    """Shut the office from `first_day` to `last_day`, both included. Returns the id of the closure.

    Appointments already agreed stay where they are (§ 26 (5) SGB X); they are moved as a batch. Due days of tasks and
    reminders that are set in working days go to the working day before (`closed_days`). Raises ValuesRefused with
    messages for first_day, last_day or name.
    """

    permission: ClassVar[str] = "office.close"

    first_day: date
    last_day: date
    name: str

    def run(self, context: Context) -> int:
        errors = {}
        if self.first_day <= berlin_date(context.now):
            errors["first_day"] = Phrase("Die Schließung beginnt nach heute.")
        if self.last_day < self.first_day:
            errors["last_day"] = Phrase("Das Ende liegt vor dem Beginn.")
        elif (self.last_day - self.first_day).days >= LONGEST_DAYS:
            errors["last_day"] = Phrase(
                "Eine Schließung dauert höchstens {longest_days} Tage.", longest_days=LONGEST_DAYS
            )
        if not self.name.strip():
            errors["name"] = Phrase("Geben Sie an, warum das Jobcenter geschlossen ist.")
        if errors:
            raise ValuesRefused(errors)
        found = OfficeClosure(first_day=self.first_day, last_day=self.last_day, name=self.name.strip())
        context.session.add(found)
        context.session.flush()
        leave_closed_days(context, found)
        context.record("office.closed", data={"closure": found.id, "moved": len(found.moved)})
        return found.id


@dataclass(frozen=True)
class ReopenOffice:
    """Take a closure back; what it had moved goes back to its day. Raises NotFound."""

    permission: ClassVar[str] = "office.close"

    closure_id: int

    def run(self, context: Context) -> None:
        found = row(context.session, OfficeClosure, self.closure_id)
        return_to_open_days(context, found)
        context.session.delete(found)
        context.record("office.reopened", data={"closure": self.closure_id})
