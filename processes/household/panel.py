"""The household as somebody may see it on the page of one member (Fachkonzept A.6.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from models.casework import (
    ENDED_STATES,
    Agreement,
    Case,
    Household,
    HouseholdPurpose,
    Person,
    Strategy,
)
from processes.catalogues import segment_label
from processes.household.consents import answers_of, missing_for_joint_talk
from processes.household.rules import Answer, Sight, recommended_caseworker, sight_of
from processes.in_force import running_strategies, valid_agreement


@dataclass(frozen=True)
class Member:
    """One member; what may not be seen is empty. `case` is the running case, if it may be seen."""

    sight: Sight
    name: str
    share_data: Answer
    joint_talk: Answer
    is_self: bool
    has_case: bool = False
    case: Case | None = None
    segment: str = ""
    agreement: Agreement | None = None
    strategies: Sequence[Strategy] = ()


@dataclass(frozen=True)
class Panel:
    household: Household
    members: Sequence[Member]
    #: Names of members whose consent to a joint talk is missing.
    missing: Sequence[str]
    #: Display name of the caseworker who should look after all, None if one does already or nobody has a case.
    recommended: str | None

    @property
    def seen_cases(self) -> list[Case]:
        """Cases of others whose data the page shows: each look is recorded (§ 35 (1) SGB I)."""
        return [m.case for m in self.members if m.case is not None and not m.is_self]


def panel_of(session: Session, case: Case, actor: Actor) -> Panel | None:
    """The household of the client, None without one."""
    household = case.person.household
    if household is None:
        return None
    answers = answers_of(session, household)
    running = _running(session, household)
    members = [
        _member(session, person, running.get(person.id), answers, actor, is_self=person.id == case.person_id)
        for person in sorted(household.members, key=lambda person: (person.id != case.person_id, person.id))
    ]
    known = {m.name for m in members if m.sight is not Sight.HIDDEN}
    missing = [name for name in missing_for_joint_talk(session, household) if name in known]
    if any(m.sight is Sight.HIDDEN for m in members):
        missing.append("weiteren Mitgliedern")
    return Panel(household, members, missing, _recommended(list(running.values())))


def _running(session: Session, household: Household) -> dict[int, Case]:
    members = [person.id for person in household.members]
    found = select(Case).where(Case.person_id.in_(members), Case.state.not_in(ENDED_STATES))
    return {case.person_id: case for case in session.execute(found).unique().scalars()}


def _recommended(running: Sequence[Case]) -> str | None:
    names = {case.caseworker.username: case.caseworker.display_name for case in running}
    if len(names) < 2:
        return None
    chosen = recommended_caseworker((case.caseworker.username, case.opened_on) for case in running)
    return names[chosen] if chosen else None


def _member(
    session: Session,
    person: Person,
    case: Case | None,
    answers: dict[tuple[int, HouseholdPurpose], Answer],
    actor: Actor,
    *,
    is_self: bool,
) -> Member:
    share = answers.get((person.id, HouseholdPurpose.SHARE_DATA), Answer.NOT_ASKED)
    talk = answers.get((person.id, HouseholdPurpose.JOINT_TALK), Answer.NOT_ASKED)
    responsible = is_self or (case is not None and _is_responsible(actor, case))
    sight = sight_of(share, is_responsible=responsible)
    name = "" if sight is Sight.HIDDEN else person.full_name
    if case is None or sight is not Sight.FULL:
        return Member(sight, name, share, talk, is_self, has_case=case is not None and sight is Sight.FULL)
    return Member(
        sight,
        name,
        share,
        talk,
        is_self,
        has_case=True,
        case=case,
        segment=segment_label(case.segment_scheme, case.segment),
        agreement=valid_agreement(session, case),
        strategies=running_strategies(session, case),
    )


def _is_responsible(actor: Actor, case: Case) -> bool:
    return actor.name == case.caseworker.username or f"vertretung:{case.caseworker.username}" in actor.groups
