"""A case gets another caseworker, and everything that already runs in it with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.context import Context
from engine.errors import Forbidden, ValuesRefused, WrongState
from engine.handlers import Change
from engine.informing import Informed, inform_processes
from engine.phrases import Phrase
from models.casework import ENDED_STATES, Case
from models.identity import Membership, Role, Team, User
from processes.access import leads
from processes.records import case_by_number


@dataclass(frozen=True)
class HandOverCase:
    """Give a case to another caseworker, who works in `team`; returns how many processes and tasks went along.

    Caseworkers give their own cases and those they cover to colleagues of the team. Leads give the cases of their team
    to anybody, also to another team. Raises ValuesRefused, NotFound, WrongState, Forbidden.
    """

    permission: ClassVar[str] = "case.hand_over"

    case_number: str
    caseworker: str
    team: str
    reason: str

    def run(self, context: Context) -> Informed:
        case = case_by_number(context.session, self.case_number)
        if case.state in ENDED_STATES:
            raise WrongState("hand over", "case", self.case_number, case.state, expected=["not ended"])
        require_hand_over(context, case)
        message = refusal(context.session, context.actor, case, self.caseworker, self.team)
        if message:
            raise ValuesRefused({"caseworker": message})
        if not self.reason.strip():
            raise ValuesRefused({"reason": Phrase("Nennen Sie den Grund der Übergabe.")})
        user, team = receiver(context.session, self.caseworker, self.team)
        return give_case(context, case, user, team, self.reason.strip())


def refusal(session: Session, actor: Actor, case: Case, username: str, team_key: str) -> str | None:
    """What speaks against giving the case to this person, in German; None if nothing does."""
    if case.state in ENDED_STATES:
        return Phrase("Der Fall ist beendet.")
    try:
        user, team = receiver(session, username, team_key)
    except ValuesRefused as refused:
        return refused.errors["caseworker"]
    if (user.id, team.id) == (case.caseworker_id, case.team_id):
        return Phrase("Diese Fachkraft ist schon zuständig.")
    if team.id != case.team_id and not leads(actor, case.team.key):
        return Phrase("In ein anderes Team gibt nur die Teamleitung den Fall.")
    return None


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
        raise ValuesRefused({"caseworker": Phrase("Wählen Sie eine aktive Fachkraft des Teams.")})
    user, team = found
    return user, team


def give_case(context: Context, case: Case, user: User, team: Team, reason: str) -> Informed:
    """The case and its running processes get the new caseworker and team."""
    before, old_team = case.caseworker, case.team
    change = change_responsibility(context.session, case, user, team, reason)
    context.session.flush()
    informed = inform_processes(context, case.case_number, change)
    context.record(
        "case.handed_over",
        business_key=case.case_number,
        data={
            "from": before.display_name,
            "to": user.display_name,
            "team": team.name,
            "from_team": old_team.name,
            "reason": reason,
            "processes": informed.instances,
            "tasks": informed.tasks,
        },
    )
    return informed


def change_responsibility(session: Session, case: Case, user: User, team: Team, reason: str, **facts: Any) -> Change:
    """Write the new caseworker and team to the case; what its processes have to be told is the result.

    In another team, tasks that people of the old one had taken go back to their groups, which are those of the new
    team: nobody keeps work on a case that is out of their sight (§ 35 (1) SGB I).
    """
    before, old_team = case.caseworker, case.team
    case.caseworker, case.team = user, team
    groups = {} if old_team.id == team.id else {
        f"{role}:{old_team.key}": f"{role}:{team.key}" for role in ("fachkraft", "teamleitung")
    }  # fmt: skip
    return Change(
        variables={"fachkraft": user.username, "team": team.key, **facts},
        assignees={before.username: user.username},
        groups=groups,
        keeps=_people_in_sight(session, team) if groups else None,
        reason=reason,
    )


def _people_in_sight(session: Session, team: Team) -> frozenset[str]:
    """Who sees the cases of a team: its people, and the specialist support of the whole office."""
    found = select(User.username).join(Membership, Membership.user_id == User.id)
    seeing = or_(Membership.team_id == team.id, Membership.role == Role.SPECIALIST_SUPPORT)
    return frozenset(session.execute(found.where(seeing)).scalars())
