"""Consents of the members of a household: the newest of a purpose holds (§ 67b (2) SGB X)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import Household, HouseholdConsent, HouseholdPurpose
from processes.household.rules import Answer

#: What members said, by person id and purpose.
Answers = Mapping[tuple[int, HouseholdPurpose], Answer]


def newest_consents(session: Session, household: Household) -> dict[tuple[int, HouseholdPurpose], HouseholdConsent]:
    """The consent or refusal that holds now, by person id and purpose."""
    found = session.execute(
        select(HouseholdConsent).where(HouseholdConsent.household_id == household.id).order_by(HouseholdConsent.id)
    ).scalars()
    return {(consent.person_id, consent.purpose): consent for consent in found}


def answers_of(session: Session, household: Household) -> dict[tuple[int, HouseholdPurpose], Answer]:
    """What every member said; a member or purpose that is missing was not asked."""
    return {key: answer_of(consent) for key, consent in newest_consents(session, household).items()}


def answer_of(consent: HouseholdConsent) -> Answer:
    if consent.refused_on is not None:
        return Answer.REFUSED
    return Answer.WITHDRAWN if consent.withdrawn_on is not None else Answer.GIVEN


def missing_for_joint_talk(session: Session, household: Household) -> list[str]:
    """Names of the members without whose consent there is no joint talk (Fachkonzept A.1.8)."""
    answers = answers_of(session, household)
    return [
        member.full_name
        for member in sorted(household.members, key=lambda person: person.id)
        if answers.get((member.id, HouseholdPurpose.JOINT_TALK)) is not Answer.GIVEN
    ]
