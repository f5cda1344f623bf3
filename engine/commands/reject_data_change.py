"""Reject a proposed correction of data, or withdraw one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update

from engine.commands.approve_data_change import lock_proposal
from engine.context import Context
from engine.data_changes import CHANGE
from engine.reasons import require_reason
from models.runtime import Instance


@dataclass(frozen=True)
class RejectDataChange:
    """Close the proposal without changing anything, also after the instance has ended.

    Raises NotFound, WrongState if it is decided, ValuesRefused without a reason.
    """

    permission: ClassVar[str] = "instance.operate"

    proposal_id: int
    reason: str

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        row = lock_proposal(context, self.proposal_id, "reject")
        context.session.execute(
            update(CHANGE)
            .where(CHANGE.c.id == row.id)
            .values(rejected_by=context.actor.name, decided_at=context.now, decision_reason=reason)
        )
        instance = context.session.get_one(Instance, row.instance_id)
        kind = "data.change_withdrawn" if row.created_by == context.actor.name else "data.change_rejected"
        context.record(
            kind,
            instance_id=instance.id,
            definition_id=instance.definition_id,
            business_key=instance.business_key,
            data={"proposal": row.id, "reason": reason},
        )
