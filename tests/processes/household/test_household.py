"""Households: who sees what of whom, one caseworker for all, consent of all for a joint talk (Fachkonzept A.6.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import Appointment, ConsentForm, Household, HouseholdPurpose
from models.identity import Absence, User
from processes.appointment.commands import AgreeAppointment
from processes.household.commands import JOINT_TALK, AgreeJointTalk, JoinHousehold, RecordHouseholdConsent
from processes.household.panel import Panel, panel_of
from processes.household.rules import Answer, Sight, number_errors, recommended_caseworker, sight_of
from processes.integration.handing_over import HandOverCase
from processes.records import case_by_number
from tests.processes.jobcenter import COLLEAGUE, TEAM, Jobcenter
from tests.processes.journey import CASEWORKER, Client

NUMBER = "31702BG0012345"
DATA, TALK = HouseholdPurpose.SHARE_DATA, HouseholdPurpose.JOINT_TALK


@pytest.mark.parametrize(
    ("answer", "responsible", "sight"),
    [
        (Answer.NOT_ASKED, True, Sight.FULL),
        (Answer.REFUSED, True, Sight.FULL),
        (Answer.GIVEN, False, Sight.FULL),
        (Answer.NOT_ASKED, False, Sight.NAME),
        (Answer.REFUSED, False, Sight.HIDDEN),
        (Answer.WITHDRAWN, False, Sight.HIDDEN),
    ],
)
def test_a66_members_are_seen_with_consent_only(answer: Answer, responsible: bool, sight: Sight) -> None:
    assert sight_of(answer, is_responsible=responsible) is sight


def test_a66_one_caseworker_for_all_members() -> None:
    early, late = date(2026, 1, 5), date(2026, 5, 5)
    assert recommended_caseworker([("a", late), ("b", early), ("a", late)]) == "a"
    assert recommended_caseworker([("a", late), ("b", early)]) == "b"
    assert recommended_caseworker([]) is None


@pytest.mark.parametrize(("number", "wrong"), [(NUMBER, False), ("BG 1", True), ("123", True)])
def test_the_number_of_a_household(number: str, wrong: bool) -> None:
    assert bool(number_errors(number)) is wrong


@pytest.fixture
def members(office: Jobcenter) -> tuple[Client, Client]:
    """Two members: the first with the usual caseworker, the second with a colleague."""
    first, second = office.open_case("K-100001"), office.open_case("K-100002")
    second.first_round()
    office.execute(HandOverCase(second.fall, COLLEAGUE, TEAM, "Zuschnitt"))
    for client in (first, second):
        office.execute(JoinHousehold(client.fall, f" {NUMBER} "))
    return first, second


def panel(client: Client, who: str = CASEWORKER) -> Panel:
    with client.office.reading() as session:
        found = panel_of(session, case_by_number(session, client.fall), client.office.actor(who))
        assert found is not None
        return found


def consent(client: Client, purpose: HouseholdPurpose, answer: Answer = Answer.GIVEN, **changes: Any) -> None:
    form = changes.get("form", ConsentForm.WRITTEN if answer is Answer.GIVEN else None)
    client.office.execute(RecordHouseholdConsent(client.fall, purpose, answer, form))


def test_a66_the_panel_shows_what_consent_allows(members: tuple[Client, Client]) -> None:
    first, second = members
    me, other = panel(first).members
    assert (me.is_self, me.sight) == (True, Sight.FULL)
    assert (other.sight, other.name, other.case, other.segment) == (Sight.NAME, "Ada Beispiel", None, "")
    assert panel(first).seen_cases == []
    consent(second, DATA)
    other = panel(first).members[1]
    assert (other.sight, other.segment, len(other.strategies)) == (Sight.FULL, "Förderprofil", 1)
    assert other.agreement is not None
    assert [case.case_number for case in panel(first).seen_cases] == [second.fall]
    consent(second, DATA, Answer.WITHDRAWN)
    other = panel(first).members[1]
    assert (other.sight, other.name, other.case, list(other.strategies)) == (Sight.HIDDEN, "", None, [])
    assert "weiteren Mitgliedern" in panel(first).missing
    # the caseworker responsible for the second member sees both of them, whoever agreed
    assert panel(second, COLLEAGUE).members[0].sight is Sight.FULL


def test_a66_a_refusal_hides_the_member(members: tuple[Client, Client]) -> None:
    first, second = members
    consent(second, DATA, Answer.REFUSED)
    assert panel(first).members[1].sight is Sight.HIDDEN


def test_a66_the_recommended_caseworker_until_one_has_all(members: tuple[Client, Client]) -> None:
    first, second = members
    assert panel(first).recommended in (CASEWORKER, COLLEAGUE)
    first.office.execute(HandOverCase(second.fall, CASEWORKER, TEAM, "Eine Fachkraft für alle"), COLLEAGUE)
    assert panel(first).recommended is None


def test_a18_a_joint_talk_needs_the_consent_of_all(members: tuple[Client, Client]) -> None:
    first, second = members
    office = first.office
    talk = AgreeJointTalk(first.fall, office.workday(5), time(10), 60, "Raum 3")
    for missing in (2, 1):
        with pytest.raises(ValuesRefused) as refused:
            office.execute(talk)
        assert f"fehlt noch {missing}-mal" in refused.value.errors[""]
        assert "Beispiel" not in refused.value.errors[""]
        consent(first if missing == 2 else second, TALK)
    ids = office.execute(talk)
    with office.reading() as session:
        found = session.execute(select(Appointment).where(Appointment.purpose == JOINT_TALK)).scalars().all()
        assert [a.id for a in found] == list(ids)
        assert len({a.case_id for a in found}) == 2
    assert len(first.instances("termin")) == 1
    with pytest.raises(ValuesRefused):
        office.execute(AgreeJointTalk(first.fall, date(2026, 7, 12), time(10)))


def test_a42_a_joint_talk_names_what_is_in_the_calendar_of_every_caseworker(members: tuple[Client, Client]) -> None:
    first, second = members
    office = first.office
    for member in members:
        consent(member, TALK)
    day = office.workday(5)
    taken = office.execute(AgreeAppointment(second.fall, "SONSTIGES", day, time(10, 30)), COLLEAGUE)
    with office.writing() as session:
        user = session.scalars(select(User).where(User.username == CASEWORKER)).one()
        session.add(Absence(user_id=user.id, first_day=day, last_day=day))
    talk = AgreeJointTalk(first.fall, day, time(10), 60)
    with pytest.raises(ValuesRefused) as refused:
        office.execute(talk)
    assert set(refused.value.errors) == {"beginn_datum", "beginn_uhrzeit", "trotzdem"}
    assert refused.value.errors["beginn_datum"].startswith(f"{CASEWORKER} ist vom ")
    assert refused.value.errors["beginn_uhrzeit"] == (
        f"Im Kalender von {COLLEAGUE} steht dann schon ein Termin: 10:30 bis 11:15 Uhr."
    )
    with office.reading() as session:
        assert max(session.scalars(select(Appointment.id))) == taken, "nothing is agreed for anybody"
    assert len(office.execute(replace(talk, despite=True))) == 2


def test_a_joint_talk_with_nobody_else_is_refused(office: Jobcenter) -> None:
    client = office.open_case()
    for number in ("", NUMBER):
        office.execute(JoinHousehold(client.fall, number))
        with pytest.raises(ValuesRefused) as refused:
            office.execute(AgreeJointTalk(client.fall, office.workday(5), time(10)))
        assert "sonst niemand" in refused.value.errors[""]


def test_what_is_missing_in_a_consent_is_named(members: tuple[Client, Client]) -> None:
    first, _second = members
    with pytest.raises(ValuesRefused) as refused:
        consent(first, DATA, form=None)
    assert refused.value.errors == {"form": "Ein Einverständnis wird schriftlich oder elektronisch erteilt."}
    with pytest.raises(ValuesRefused) as refused:
        consent(first, DATA, Answer.WITHDRAWN)
    assert "kein Einverständnis" in refused.value.errors["answer"]
    with pytest.raises(ValuesRefused) as refused:
        first.office.execute(JoinHousehold(first.fall, "BG"))
    assert "mindestens fünf" in refused.value.errors["household_no"]
    first.office.execute(JoinHousehold(first.fall, ""))
    with pytest.raises(ValuesRefused) as refused:
        consent(first, DATA)
    assert "zu keiner Bedarfsgemeinschaft" in refused.value.errors[""]
    with first.office.reading() as session:
        assert session.execute(select(Household.household_no)).scalars().all() == [NUMBER]
