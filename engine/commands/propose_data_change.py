"""Propose to correct the data of a running instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import insert

from engine.context import Context
from engine.data_changes import CHANGE, NewValue, dump_changes, planned
from engine.reasons import require_reason


@dataclass(frozen=True)
class ProposeDataChange:
    """Keep the proposal with the values of now. Nothing changes until another person approves. Returns its id.

    Raises NotFound, WrongState if the instance has ended, ValuesRefused without a reason or for values that cannot be.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    changes: tuple[NewValue, ...]
    reason: str

    def run(self, context: Context) -> int:
        reason = require_reason(self.reason)
        live = context.unit.load(self.instance_id, verb="edit")
        changes = planned(live.run.data_scopes(), self.changes)
        proposal_id: int = context.session.execute(
            insert(CHANGE)
            .values(
                instance_id=live.id,
                changes=dump_changes(changes),
                reason=reason,
                created_by=context.actor.name,
                created_at=context.now,
                decision_reason="",
            )
            .returning(CHANGE.c.id)
        ).scalar_one()
        context.record(
            "data.change_proposed",
            instance_id=live.id,
            definition_id=live.process.id,
            business_key=live.business_key,
            process_key=live.process.key,
            data={"proposal": proposal_id, "changes": [c.as_facts() for c in changes], "reason": reason},
        )
        return proposal_id
