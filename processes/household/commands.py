"""What people do with a household: put somebody into it, record what members agree to, talk to all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from sqlalchemy import select

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.phrases import Phrase
from models.casework import ENDED_STATES, Case, ConsentForm, Household, HouseholdConsent, HouseholdPurpose
from processes.appointment import booking
from processes.appointment.clashes import DESPITE, joint_clash_errors
from processes.appointment.commands import announce, check_start
from processes.appointment.rules import moment_of
from processes.household.consents import missing_for_joint_talk, newest_consents
from processes.household.rules import Answer, number_errors
from processes.records import case_by_number

#: Purpose printed with the appointments of a joint talk.
JOINT_TALK = "Gemeinsames Gespräch der Bedarfsgemeinschaft"


@dataclass(frozen=True)
class JoinHousehold:
    """The client of a case belongs to the household with this number, or with an empty one to none.

    Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    household_no: str

    def run(self, context: Context) -> None:
        case = _running_case(context, self.case_number, "change the household of")
        number = self.household_no.strip()
        household = None
        if number:
            errors = number_errors(number)
            if errors:
                raise ValuesRefused(errors)
            household = context.session.execute(
                select(Household).where(Household.household_no == number)
            ).scalar_one_or_none()
            if household is None:
                household = Household(household_no=number)
                context.session.add(household)
        case.person.household = household
        context.record("case.household_changed", business_key=case.case_number)


@dataclass(frozen=True)
class RecordHouseholdConsent:
    """What the client of a case says to a purpose: given in a form, refused, or withdrawn.

    Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    purpose: HouseholdPurpose
    answer: Answer
    form: ConsentForm | None = None

    def run(self, context: Context) -> None:
        case = _running_case(context, self.case_number, "record a consent in")
        person, today = case.person, berlin_date(context.now)
        if person.household is None:
            raise ValuesRefused({"": Phrase("Die Person gehört zu keiner Bedarfsgemeinschaft.")})
        if self.answer is Answer.GIVEN and self.form is None:
            raise ValuesRefused({"form": Phrase("Ein Einverständnis wird schriftlich oder elektronisch erteilt.")})
        before = newest_consents(context.session, person.household).get((person.id, self.purpose))
        if self.answer is Answer.WITHDRAWN:
            if before is None or before.given_on is None or before.withdrawn_on is not None:
                raise ValuesRefused({"answer": Phrase("Es gibt kein Einverständnis, das widerrufen werden kann.")})
            before.withdrawn_on = today
        else:
            given = self.answer is Answer.GIVEN
            context.session.add(
                HouseholdConsent(
                    household_id=person.household.id,
                    person_id=person.id,
                    purpose=self.purpose,
                    given_on=today if given else None,
                    refused_on=None if given else today,
                    form=self.form if given else None,
                    recorded_at=context.now,
                    recorded_by=context.actor.name,
                )
            )
        told = {"purpose": self.purpose.value, "answer": self.answer.value}
        context.record("case.household_consent", business_key=case.case_number, data=told)


@dataclass(frozen=True)
class AgreeJointTalk:
    """One appointment in the case of every member, if all members agree to a joint talk. Returns their ids.

    `despite` confirms a clash in the calendar of one of their caseworkers (Fachkonzept A.4.2). Raises ValuesRefused
    while a consent is missing, for a day in the past or without work, or for a clash; NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    day: date
    at: time
    minutes: int = booking.DEFAULT_MINUTES
    place: str = ""
    despite: bool = False

    def run(self, context: Context) -> tuple[int, ...]:
        case = _running_case(context, self.case_number, "agree a joint talk for")
        household = case.person.household
        if household is None or len(household.members) < 2:
            raise ValuesRefused({"": Phrase("Zu dieser Bedarfsgemeinschaft gehört sonst niemand.")})
        missing = missing_for_joint_talk(context.session, household)
        if missing:
            # who has not agreed may be a member nobody here may know by name
            raise ValuesRefused(
                {
                    "": Phrase(
                        "Für ein gemeinsames Gespräch fehlt noch {number}-mal das Einverständnis.", number=len(missing)
                    )
                }
            )
        check_start(context, self.day, self.at)
        cases = running_cases(context, household)
        given = {"beginn_datum": self.day, "beginn_uhrzeit": self.at, DESPITE: self.despite}
        if errors := joint_clash_errors(context.session, cases, given, minutes=self.minutes):
            raise ValuesRefused(errors)
        slot = booking.Slot(moment_of(self.day, self.at), self.minutes, self.place)
        ids = []
        for member in cases:
            kind = booking.KINDS["SONSTIGES"]
            new = booking.agree(
                context.session, member, kind, slot, now=context.now, actor=context.actor.name, purpose=JOINT_TALK
            )
            announce(context, new, member)
            context.record("appointment.agreed", business_key=member.case_number, data={"appointment": new.id})
            ids.append(new.id)
        return tuple(ids)


def running_cases(context: Context, household: Household) -> list[Case]:
    """Cases of the members that somebody works on, in the order they were opened."""
    members = [member.id for member in household.members]
    found = select(Case).where(Case.person_id.in_(members), Case.state.not_in(ENDED_STATES)).order_by(Case.id)
    return list(context.session.execute(found).unique().scalars())


def _running_case(context: Context, number: str, verb: str) -> Case:
    case = case_by_number(context.session, number)
    if case.state in ENDED_STATES:
        raise WrongState(verb, "case", number, case.state, expected=["not ended"])
    return case
