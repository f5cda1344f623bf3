"""What a lead does with an issued act outside of its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import Forbidden, ValuesRefused, WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import AdminAct, AdminActState
from processes.access import leads
from processes.records import row


@dataclass(frozen=True)
class RevokeAct:
    """Take back an issued act, with the reason (§§ 44 to 47 SGB X); its process ends, and nothing is due any more.

    Raises NotFound, Forbidden for others than the lead of the team, WrongState unless it is issued, ValuesRefused
    without a reason.
    """

    permission: ClassVar[str] = "agreement.revoke"

    act_id: int
    reason: str

    def run(self, context: Context) -> None:
        act = row(context.session, AdminAct, self.act_id)
        case, reason = act.case, self.reason.strip()
        if not leads(context.actor, case.team.key):
            raise Forbidden(self.permission, f"case {case.case_number}")
        if act.state is not AdminActState.ISSUED:
            raise WrongState("revoke", "administrative act", act.id, act.state, expected=[AdminActState.ISSUED])
        if not reason:
            raise ValuesRefused({"reason": Phrase("Nennen Sie den Grund der Aufhebung.")})
        act.state, act.revoked_on, act.revoked_reason = AdminActState.REVOKED, berlin_date(context.now), reason
        context.session.flush()
        correlate(context, "Verwaltungsakt aufgehoben", str(act.id), {}, business_key=case.case_number)
        context.record("act.revoked", business_key=case.case_number, data={"act": act.id})
