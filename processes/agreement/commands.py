"""What a lead does with an agreement outside of its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import VALID_AGREEMENTS, Agreement, ReportedChange
from processes.records import row
from processes.revocation import REVOKE, lead_of, reason_given

#: How long a report waits for a case that is busy.
PATIENCE = "P90D"


@dataclass(frozen=True)
class RevokeAgreement:
    """End an agreement before its time: REVOKED, with the reason; the case takes up at once what follows (T16).

    Raises NotFound, Forbidden for others than the lead of the team, WrongState if it binds nobody, ValuesRefused
    without a reason.
    """

    permission: ClassVar[str] = REVOKE

    agreement_id: int
    reason: str

    def run(self, context: Context) -> None:
        found = row(context.session, Agreement, self.agreement_id)
        case = found.case
        lead_of(context.actor, case)
        if found.state not in VALID_AGREEMENTS:
            raise WrongState("revoke", "agreement", found.id, found.state, expected=sorted(VALID_AGREEMENTS))
        reason = reason_given(self.reason)
        number = case.case_number
        correlate(context, "Vereinbarung aufgehoben", str(found.id), {"grund": reason}, business_key=number)
        change = ReportedChange(
            case_id=case.id,
            reported_on=berlin_date(context.now),
            description=Phrase("Die Vereinbarung ist aufgehoben: {reason}", reason=reason),
            recorded_at=context.now,
            recorded_by=context.actor.name,
        )
        context.session.add(change)
        context.session.flush()
        told = {"vorgang": str(change.id), "art": "meldung"}
        correlate(context, "Veränderung gemeldet", number, told, time_to_live=PATIENCE, business_key=number)
        context.record("agreement.revoked", business_key=number, data={"agreement": found.id})
