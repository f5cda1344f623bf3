"""Give a case to another caseworker of the team, with its open tasks and everything its processes will open later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Forbidden, ValuesRefused
from engine.projection import TASK
from models.casework import ENDED_STATES, Case
from models.identity import Membership, Role, User
from models.runtime import Instance, InstanceStatus, TaskStatus
from processes.access import leads
from processes.desk.comments import visible_case


@dataclass(frozen=True)
class ReassignCase:
    """The case belongs to `to` (a sign-in name) from now on. Only a lead of the team may.

    Tasks that somebody else has taken stay with them. Raises NotFound, Forbidden, ValuesRefused with a message for an.
    """

    permission: ClassVar[str] = "case.assign"

    case_number: str
    to: str
    reason: str

    def run(self, context: Context) -> None:
        reassign(context, visible_case(context, self.case_number), self.to, self.reason)


def reassign(context: Context, case: Case, to: str, reason: str) -> None:
    """What `ReassignCase` does, for acts on many cases too."""
    if not leads(context.actor, case.team.key):
        raise Forbidden("case.assign", f"case {case.case_number}")
    message = refusal(context.session, case, to)
    if message:
        raise ValuesRefused({"an": message})
    old, number = case.caseworker.username, case.case_number
    case.caseworker = context.session.scalars(select(User).where(User.username == to)).one()
    context.session.flush()
    # instances before tasks: every command locks them in this order
    for instance_id in context.session.scalars(
        select(Instance.id)
        .where(
            Instance.business_key == number,
            Instance.status.in_([InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED]),
        )
        .order_by(Instance.id)
    ).all():
        live = context.unit.load(instance_id, verb="reassign")
        live.run.replace_variables({"fachkraft": to}, advance=live.status is InstanceStatus.ACTIVE)
        context.unit.record(live, "instance.reassigned", to=to)
        context.unit.touch(live)
    context.session.execute(
        update(TASK)
        .where(TASK.c.business_key == number, TASK.c.status == TaskStatus.OPEN, TASK.c.assignee == old)
        .values(assignee=to)
    )
    context.record("case.reassigned", business_key=number, data={"from": old, "to": to, "reason": reason})


def refusal(session: Session, case: Case, to: str) -> str | None:
    """What speaks against giving the case to this person, in German; None if nothing does."""
    if case.state in ENDED_STATES:
        return "Der Fall ist beendet."
    if case.caseworker.username == to:
        return "Der Fall gehört schon dieser Person."
    fits = session.scalar(
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            User.username == to,
            User.is_active,
            Membership.role == Role.CASEWORKER,
            Membership.team_id == case.team_id,
        )
        .limit(1)
    )
    return None if fits is not None else f"Diese Person ist keine Fachkraft von {case.team.name}."
