"""What a lead does with an issued act outside of its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import WrongState
from engine.messages import correlate
from models.casework import AdminAct, AdminActState
from processes.records import row
from processes.revocation import REVOKE, lead_of, reason_given


@dataclass(frozen=True)
class RevokeAct:
    """Take back an issued act, with the reason (§§ 44 to 47 SGB X); its process ends, and nothing is due any more.

    Raises NotFound, Forbidden for others than the lead of the team, WrongState unless it is issued, ValuesRefused
    without a reason.
    """

    permission: ClassVar[str] = REVOKE

    act_id: int
    reason: str

    def run(self, context: Context) -> None:
        act = row(context.session, AdminAct, self.act_id)
        case = act.case
        lead_of(context.actor, case)
        if act.state is not AdminActState.ISSUED:
            raise WrongState("revoke", "administrative act", act.id, act.state, expected=[AdminActState.ISSUED])
        reason = reason_given(self.reason)
        act.state, act.revoked_on, act.revoked_reason = AdminActState.REVOKED, berlin_date(context.now), reason
        context.session.flush()
        correlate(context, "Verwaltungsakt aufgehoben", str(act.id), {}, business_key=case.case_number)
        context.record("act.revoked", business_key=case.case_number, data={"act": act.id})
