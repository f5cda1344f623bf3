"""A case gets another caseworker, and everything that already runs in it with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.context import Context
from engine.errors import Forbidden, ValuesRefused, WrongState
from engine.handlers import Change
from engine.informing import Informed, inform_processes
from models.casework import ENDED_STATES, Case
from models.identity import Membership, Role, Team, User
from processes.records import case_by_number


@dataclass(frozen=True)
class HandOverCase:
    """Give a case to another caseworker, who works in `team`; returns how many processes and tasks went along.

    Caseworkers give away their own cases and those they cover, leads those of their team. Raises ValuesRefused,
    NotFound, WrongState, Forbidden.
    """

    permission: ClassVar[str] = "case.hand_over"

    case_number: str
    caseworker: str
    team: str
    reason: str

    def run(self, context: Context) -> Informed:
        case = case_by_number(context.session, self.case_number)
        if case.state in ENDED_STATES:
            raise WrongState("hand over", "case", self.case_number, case.state.value)
        require_hand_over(context, case)
        user, team = receiver(context.session, self.caseworker, self.team)
        if not self.reason.strip():
            raise ValuesRefused({"reason": "Nennen Sie den Grund der Übergabe."})
        if (user.id, team.id) == (case.caseworker_id, case.team_id):
            raise ValuesRefused({"caseworker": "Diese Fachkraft ist schon zuständig."})
        return give_case(context, case, user, team, self.reason.strip())


def require_hand_over(context: Context, case: Case) -> None:
    """The responsible caseworker, whoever covers for them, or the team lead. Raises Forbidden."""
    actor = context.actor
    if actor.name == case.caseworker.username:
        return
    if {f"teamleitung:{case.team.key}", f"vertretung:{case.caseworker.username}"} & actor.groups:
        return
    raise Forbidden("responsible caseworker or team lead", f"case {case.case_number}")


def receiver(session: Session, username: str, team_key: str) -> tuple[User, Team]:
    """An active caseworker and a team they work in. Raises ValuesRefused."""
    found = session.execute(
        select(User, Team)
        .join(Membership, Membership.user_id == User.id)
        .join(Team, Team.id == Membership.team_id)
        .where(User.username == username, Team.key == team_key, Membership.role == Role.CASEWORKER, User.is_active)
        .limit(1)
    ).first()
    if found is None:
        raise ValuesRefused({"caseworker": "Wählen Sie eine aktive Fachkraft des Teams."})
    user, team = found
    return user, team


def give_case(context: Context, case: Case, user: User, team: Team, reason: str) -> Informed:
    """The case and its running processes get the new caseworker and team."""
    before = case.caseworker
    change = change_responsibility(case, user, team, reason)
    context.session.flush()
    informed = inform_processes(context, case.case_number, change)
    context.record(
        "case.handed_over",
        business_key=case.case_number,
        data={
            "from": before.display_name,
            "to": user.display_name,
            "team": team.name,
            "reason": reason,
            "processes": informed.instances,
            "tasks": informed.tasks,
        },
    )
    return informed


def change_responsibility(case: Case, user: User, team: Team, reason: str, **facts: Any) -> Change:
    """Write the new caseworker and team to the case; what its processes have to be told is the result."""
    before, old_team = case.caseworker, case.team
    case.caseworker, case.team = user, team
    groups = {} if old_team.id == team.id else {
        f"{role}:{old_team.key}": f"{role}:{team.key}" for role in ("fachkraft", "teamleitung")
    }  # fmt: skip
    return Change(
        variables={"fachkraft": user.username, "team": team.key, **facts},
        assignees={before.username: user.username},
        groups=groups,
        reason=reason,
    )
