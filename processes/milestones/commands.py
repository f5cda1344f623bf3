"""What people tell the office about days to come: a child is born."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from models.casework import ENDED_STATES, MilestoneKind
from processes.milestones.noting import note_milestone
from processes.milestones.rules import birth_errors
from processes.records import case_by_number


@dataclass(frozen=True)
class RecordBirth:
    """A child of the client was born: before its fourteen months the plan is looked at (T28). Returns the id.

    Only the day is kept, no name. Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    born_on: date

    def run(self, context: Context) -> int:
        case = case_by_number(context.session, self.case_number)
        if case.state in ENDED_STATES:
            raise WrongState("record a birth in", "case", self.case_number, case.state, expected=["not ended"])
        errors = birth_errors(self.born_on, berlin_date(context.now))
        if errors:
            raise ValuesRefused(errors)
        context.record("case.birth_recorded", business_key=case.case_number)
        return note_milestone(context, case, MilestoneKind.CHILD_14_MONTHS, self.born_on)
