"""Approve a proposed correction of data: the second pair of eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select, update

from engine.context import Context
from engine.data_changes import CHANGE, load_changes, moved_since
from engine.errors import NotFound, SamePerson, ValuesMoved, WrongState
from models.runtime import InstanceStatus


@dataclass(frozen=True)
class ApproveDataChange:
    """Write the proposed values; conditional events react to them, in a suspended instance once it is resumed.

    Raises NotFound, SamePerson, WrongState if it is decided or the instance has ended, ValuesMoved if a value is no
    longer what it was when the change was proposed: then somebody must look at it again.
    """

    permission: ClassVar[str] = "instance.operate"

    proposal_id: int

    def run(self, context: Context) -> None:
        row = lock_proposal(context, self.proposal_id, "approve")
        if row.created_by == context.actor.name:
            raise SamePerson("data change", row.id, context.actor.name)
        live = context.unit.load(row.instance_id, verb="edit")
        changes = load_changes(row.changes)
        moved = moved_since(live.run.data_scopes(), changes)
        if moved:
            raise ValuesMoved(moved)
        for change in changes:
            live.run.write_values(change.scope, {change.name: change.value}, react=False)
        if live.status is InstanceStatus.ACTIVE:
            live.run.look_again()
        context.unit.record(
            live,
            "data.changed",
            proposal=row.id,
            changes=[change.as_facts() for change in changes],
            proposed_by=row.created_by,
            reason=row.reason,
        )
        context.unit.touch(live)
        context.session.execute(
            update(CHANGE).where(CHANGE.c.id == row.id).values(approved_by=context.actor.name, decided_at=context.now)
        )


def lock_proposal(context: Context, proposal_id: int, verb: str) -> Any:
    """The undecided proposal. Raises NotFound, WrongState naming who has decided, and when."""
    row = context.session.execute(select(CHANGE).where(CHANGE.c.id == proposal_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("data change", proposal_id)
    if row.decided_at is not None:
        state = "approved" if row.approved_by is not None else "rejected"
        raise WrongState(
            verb,
            "data change",
            proposal_id,
            state,
            by=row.approved_by or row.rejected_by,
            at=row.decided_at,
            expected=["open"],
        )
    return row
