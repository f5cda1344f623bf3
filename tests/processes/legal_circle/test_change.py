"""From SGB III to SGB II: three months before, one month before, the day itself (Fachkonzept A.6.1, T20 to T22)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from engine.errors import ValuesRefused
from models.casework import (
    Agreement,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Handover,
    HandoverState,
    LegalCircle,
    ReportedChange,
)
from models.identity import Membership, Role, Team, User
from models.runtime import TaskCandidate
from processes.access import actor_for
from processes.integration.commands import DeregisterCase
from processes.legal_circle.commands import ExpectEndOfEntitlement
from processes.legal_circle.package import digest_of
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

#: First day without entitlement; 31 May minus three months is the end of February.
EFFECTIVE = date(2027, 5, 31)
NEW, NEW_LEAD = "s.gbzwei", "l.gbzwei"


@pytest.fixture
def client(office: Jobcenter) -> Client:
    """A client of SGB III in the middle of the process, and a team of SGB II that will take over."""
    with office.writing() as session:
        team = Team(key="sgb2", name="Team Grundsicherung")
        for name, role in ((NEW, Role.CASEWORKER), (NEW_LEAD, Role.TEAM_LEAD)):
            user = User(username=name, display_name=name, password_hash="-")
            user.memberships = [Membership(role=role, team=team)]
            session.add(user)
    with office.reading() as session:
        for user in session.execute(select(User)).scalars():
            office.actors[user.username] = actor_for(user)
    client = office.open_case(legal_circle=LegalCircle.SGB3)
    client.first_interview()
    client.profiling(())
    client.set_goal()
    strategies = [
        {"strategie": code, "von": office.today, "bis": date(2027, 12, 31), "zwischenziel": "Geklärt"}
        for code in ("ST_PLACEMENT", "ST_CHECK_AVAILABILITY")
    ]
    client.choose_strategies(uebergreifende=strategies)
    client.conclude()
    client.begin()
    client.agree_appointment("termin_abstimmen", office.workday(15))
    return client


def handover(client: Client) -> Handover:
    with client.office.reading() as session:
        return session.execute(select(Handover).order_by(Handover.id.desc())).unique().scalars().first()  # type: ignore[return-value]


def expect(client: Client, day: date | None = EFFECTIVE) -> None:
    client.office.execute(ExpectEndOfEntitlement(client.fall, day))


def inform(client: Client) -> None:
    client.complete("ueber_grundsicherung_informieren", informiert_am=client.office.today, information="Gruppentermin.")


def talk(client: Client, expected: bool = True) -> None:
    given: dict[str, Any] = {"empfang": f"{NEW}@sgb2"} if expected else {}
    client.complete(
        "abschlussgespraech_fuehren",
        gespraech_am=client.office.today,
        gespraech_notiz="Unterlagen für den Antrag besprochen.",
        antrag_erwartet=expected,
        **given,
    )


def to_receipt(client: Client) -> None:
    expect(client)
    client.office.travel_to_day(date(2027, 3, 1))
    inform(client)
    client.office.travel_to_day(date(2027, 4, 30))
    talk(client)


def test_t20_three_months_before_the_client_is_informed(client: Client) -> None:
    expect(client)
    client.office.travel_to_day(date(2027, 2, 27))
    assert "ueber_grundsicherung_informieren" not in client.open_tasks()
    client.office.travel_to_day(date(2027, 2, 28))
    assert "31.05.2027" in client.context("ueber_grundsicherung_informieren")["wechsel_text"]
    with pytest.raises(ValuesRefused) as refused:
        client.complete("ueber_grundsicherung_informieren", informiert_am=EFFECTIVE, information="Gruppentermin.")
    assert refused.value.errors == {"informiert_am": "Dieser Tag liegt in der Zukunft."}


def test_t21_one_month_before_comes_the_final_talk_even_without_the_first(client: Client) -> None:
    expect(client)
    client.office.travel_to_day(date(2027, 4, 29))
    assert "abschlussgespraech_fuehren" not in client.open_tasks()
    client.office.travel_to_day(date(2027, 4, 30))
    assert "ueber_grundsicherung_informieren" not in client.open_tasks()
    with pytest.raises(ValuesRefused) as refused:
        client.complete(
            "abschlussgespraech_fuehren",
            gespraech_am=client.office.today,
            gespraech_notiz="Besprochen.",
            antrag_erwartet=True,
        )
    assert set(refused.value.errors) == {"empfang"}
    talk(client)
    assert handover(client).informed_on is None


def test_a61_without_an_application_there_is_no_change(client: Client) -> None:
    expect(client)
    client.office.travel_to_day(date(2027, 4, 30))
    talk(client, expected=False)
    assert handover(client).state is HandoverState.NOT_NEEDED
    assert client.instances("rechtskreiswechsel") == []


def test_a61_the_package_is_frozen_and_holds_nothing_that_must_stay(client: Client) -> None:
    to_receipt(client)
    found = handover(client)
    assert (found.state, found.package_digest) == (HandoverState.FROZEN, digest_of(found.package or []))
    sections = {section["title"]: " ".join(section["items"]) for section in found.package or []}
    assert list(sections) == ["Profil", "Ziel", "Strategien", "Vereinbarung", "Offene Termine", "Einverständnisse"]
    assert "Verkäuferin" in sections["Profil"]
    assert "bis" in sections["Strategien"]
    assert "Eingliederungsvereinbarung" in sections["Vereinbarung"]
    assert "Profiling: erteilt" in sections["Einverständnisse"]
    with pytest.raises(IntegrityError, match="never changes"), client.office.writing() as session:
        session.execute(text("UPDATE handover SET package = '[]'"))
    with pytest.raises(ValuesRefused) as refused:
        expect(client, date(2027, 6, 30))
    assert "steht fest" in refused.value.errors["effective_on"]


def test_a61_the_receiving_side_confirms_and_its_lead_hears_of_delay(client: Client) -> None:
    to_receipt(client)
    task = client.task("empfang_bestaetigen")
    assert task.assignee == NEW
    with client.office.reading() as session:
        groups = session.execute(select(TaskCandidate.group_name).where(TaskCandidate.task_id == task.id)).scalars()
        assert list(groups) == ["fachkraft:sgb2"]
    assert "Verkäuferin" in client.context("empfang_bestaetigen")["paket_text"]
    client.office.travel_to_day(date(2027, 5, 12))
    client.complete("empfang_nachfassen", NEW_LEAD, nachgefasst="Vertretung liest das Paket.")
    with pytest.raises(ValuesRefused) as refused:
        client.complete("empfang_bestaetigen", NEW, empfang_bestaetigt=False)
    assert set(refused.value.errors) == {"empfang_bestaetigt"}
    client.complete("empfang_bestaetigen", NEW, empfang_bestaetigt=True, empfang_notiz="Danke.")
    found = handover(client)
    assert (found.state, found.received_by, found.receipt_note) == (HandoverState.RECEIVED, NEW, "Danke.")


def test_t22_on_the_day_everything_goes_to_sgb_ii_and_a_talk_is_agreed(client: Client) -> None:
    to_receipt(client)
    client.complete("empfang_bestaetigen", NEW, empfang_bestaetigt=True)
    client.office.travel_to_day(date(2027, 5, 30))
    with client.file() as (_, case):
        assert case.legal_circle is LegalCircle.SGB3
    client.office.travel_to_day(EFFECTIVE)
    with client.file() as (session, case):
        assert (case.legal_circle, case.caseworker.username, case.team.key) == (LegalCircle.SGB2, NEW, "sgb2")
        change = session.execute(select(ReportedChange.description)).scalars().all()[-1]
        assert "durch eine nach dem SGB II ersetzt" in change
        assert "Verfügbarkeit überprüfen" in change
    assert client.task("erstes_gespraech_vereinbaren").assignee == NEW
    day = client.office.workday(4)
    client.complete(
        "erstes_gespraech_vereinbaren", NEW, beginn_datum=day, beginn_uhrzeit="10:00", dauer_minuten=60, ort="Raum 1"
    )
    with client.office.reading() as session:
        kinds = session.execute(select(Appointment.kind).where(Appointment.state == AppointmentState.AGREED)).scalars()
        assert AppointmentKind.FIRST_INTERVIEW in set(kinds)
    assert client.instances("rechtskreiswechsel") == []
    assert client.incidents() == []


def test_t22_the_next_agreement_is_of_sgb_ii(client: Client) -> None:
    """The reported change leads to phase 4; running processes know their new circle."""
    expect(client, date(2026, 8, 24))
    inform(client)
    client.office.travel_to_day(date(2026, 7, 24))
    talk(client)
    client.complete("empfang_bestaetigen", NEW, empfang_bestaetigt=True)
    client.office.travel_to_day(date(2026, 8, 24))
    client.complete("veraenderung_bewerten", NEW, bewertung="Neuer Rechtskreis.", aenderung="vereinbarung")
    assert client.variables("vereinbarung_besprechen")["rechtskreis"] == "SGB2"
    client.complete("vereinbarung_besprechen", NEW, zustande=True)
    assert "Kooperationsplan" in client.context("vereinbarung_festhalten")["typ_text"]
    client.complete("vereinbarung_festhalten", NEW, angaben=client.entries())
    client.sign(NEW)
    with client.office.reading() as session:
        types = session.execute(select(Agreement.type).order_by(Agreement.id)).scalars().all()
        assert types == ["EGV_SGB3", "KOP_2026"]


def test_a_new_day_starts_the_periods_again(client: Client) -> None:
    expect(client)
    client.office.travel_to_day(date(2027, 2, 28))
    assert "ueber_grundsicherung_informieren" in client.open_tasks()
    expect(client, date(2027, 9, 30))
    assert "ueber_grundsicherung_informieren" not in client.open_tasks()
    client.office.travel_to_day(date(2027, 6, 30))
    assert "ueber_grundsicherung_informieren" in client.open_tasks()
    assert len(client.instances("rechtskreiswechsel")) == 1


def test_deregistration_ends_the_change(client: Client) -> None:
    expect(client)
    client.office.execute(DeregisterCase(client.fall, client.office.today, "Arbeit gefunden"))
    assert handover(client).state is HandoverState.CANCELLED
    assert client.instances("rechtskreiswechsel") == []


@pytest.mark.parametrize(
    ("day", "says"), [(None, "ersten Tag ohne Anspruch"), (date(2026, 7, 6), "liegt in der Zukunft")]
)
def test_a_day_that_makes_no_sense_is_refused(client: Client, day: date | None, says: str) -> None:
    with pytest.raises(ValuesRefused) as refused:
        expect(client, day)
    assert says in refused.value.errors["effective_on"]


def test_a_case_of_sgb_ii_has_no_such_change(office: Jobcenter) -> None:
    client = office.open_case()
    with pytest.raises(ValuesRefused) as refused:
        expect(client)
    assert "schon nach dem SGB II" in refused.value.errors["effective_on"]
