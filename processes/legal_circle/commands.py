"""What people tell the office: when the entitlement under SGB III is expected to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.messages import correlate
from models.casework import ENDED_STATES, Handover, HandoverState
from processes.legal_circle.rules import end_errors
from processes.records import case_by_number

RUNNING = (HandoverState.EXPECTED, HandoverState.FROZEN, HandoverState.RECEIVED)


@dataclass(frozen=True)
class ExpectEndOfEntitlement:
    """Record or change the first day without entitlement under SGB III; the change is prepared (T20 to T22).

    Returns the id of the hand-over. Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    effective_on: date | None

    def run(self, context: Context) -> int:
        case = case_by_number(context.session, self.case_number)
        if case.state in ENDED_STATES:
            raise WrongState("prepare the change of", "case", self.case_number, case.state, expected=["not ended"])
        found = context.session.execute(
            select(Handover).where(Handover.case_id == case.id, Handover.state.in_(RUNNING))
        ).scalar_one_or_none()
        errors = end_errors(
            case.legal_circle, self.effective_on, berlin_date(context.now), found.state if found else None
        )
        if errors or self.effective_on is None:
            raise ValuesRefused(errors)
        context.record("case.change_of_circle_expected", business_key=case.case_number)
        if found is not None:
            found.effective_on = self.effective_on
            changed = {"wirksam_am": self.effective_on}
            correlate(context, "Anspruchsende geändert", str(found.id), changed, business_key=case.case_number)
            return found.id
        found = Handover(
            case_id=case.id,
            effective_on=self.effective_on,
            recorded_at=context.now,
            recorded_by=context.actor.name,
        )
        context.session.add(found)
        context.session.flush()
        payload = {
            "fall": case.case_number,
            "team": case.team.key,
            "fachkraft": case.caseworker.username,
            "rechtskreis": case.legal_circle.value,
            "uebergabe": str(found.id),
            "wirksam_am": self.effective_on,
        }
        correlate(context, "Anspruchsende bekannt", str(found.id), payload, business_key=case.case_number)
        return found.id
