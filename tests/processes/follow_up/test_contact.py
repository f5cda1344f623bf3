"""Contact density: invite in time, escalate, graduate talks do not count (Fachkonzept A.6.4, T17)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.calendar import BusinessCalendar
from engine.commands.deploy_resources import DeployResources
from engine.errors import ValuesRefused
from models.casework import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Case,
    ExceptionKind,
    ReasonedException,
    TalkHeld,
)
from processes.appointment.commands import AgreeAppointment
from processes.bootstrap import HERE
from processes.follow_up.commands import SaveNote
from processes.follow_up.contact import ContactState, contact_state, last_counted_talk
from processes.next_talk import age_band
from processes.records import case_by_number
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import Client
from web.readers.contact import contact_of
from web.readers.timeline import case_timeline

NW = BusinessCalendar("NW")
LAST = date(2026, 7, 9)
#: Thirty days after the last talk is a Saturday; ten working days before it the caseworker invites.
LIMIT, INVITE = date(2026, 8, 8), date(2026, 7, 27)


@pytest.mark.parametrize(
    ("appointment", "today", "state"),
    [
        (None, date(2026, 7, 26), ContactState(LIMIT, False, INVITE)),
        (None, INVITE, ContactState(LIMIT, True, INVITE)),
        (date(2026, 8, 8), INVITE, ContactState(LIMIT, False, date(2026, 8, 9))),
        (date(2026, 8, 9), INVITE, ContactState(LIMIT, True, INVITE)),
        (date(2026, 7, 20), date(2026, 7, 27), ContactState(LIMIT, False, date(2026, 8, 3))),
        (None, date(2026, 9, 1), ContactState(LIMIT, True, INVITE)),
    ],
)
def test_t17_target_against_actual(appointment: date | None, today: date, state: ContactState) -> None:
    assert contact_state(LAST, 30, appointment, today, 10, NW) == state


def waiting(office: Jobcenter) -> Client:
    """After the first round, with the next appointment called off by somebody on the phone."""
    client = office.open_case()
    client.first_round()
    with office.writing() as session:
        for appointment in session.execute(
            select(Appointment).where(Appointment.state == AppointmentState.AGREED)
        ).scalars():
            appointment.state = AppointmentState.CANCELLED
    return client


def last_talk(client: Client) -> date:
    with client.office.reading() as session:
        return last_counted_talk(session, case_by_number(session, client.fall))


def to_invitation(client: Client) -> date:
    """To the day of the invitation; returns the limit."""
    limit = last_talk(client) + timedelta(days=30)
    client.office.travel_to_day(client.office.calendar.working_day_offset(limit, -10))
    return limit


def test_t17_the_caseworker_is_asked_to_invite_in_time(office: Jobcenter) -> None:
    client = waiting(office)
    limit = last_talk(client) + timedelta(days=30)
    office.travel_to_day(office.calendar.working_day_offset(limit, -10) - timedelta(days=1))
    assert "zum_gespraech_einladen" not in client.open_tasks()
    assert to_invitation(client) == limit
    text = client.context("zum_gespraech_einladen")["kontakt_text"]
    assert "alle **30 Tage**" in text
    assert "vor **" in text
    day = office.workday(5)
    client.complete(
        "zum_gespraech_einladen", kontakt_weg="TERMIN", beginn_datum=day, beginn_uhrzeit=time(10), dauer_minuten=45
    )
    with office.reading() as session:
        agreed = (
            session.execute(select(Appointment).where(Appointment.state == AppointmentState.AGREED)).scalars().all()
        )
        assert len(agreed) == 1
    assert len(client.instances("kontaktdichte")) == 1
    assert client.incidents() == []


def test_t17_a_limit_that_passes_reaches_the_team_lead(office: Jobcenter) -> None:
    client = waiting(office)
    limit = to_invitation(client)
    office.travel_to_day(limit, hour=12)
    assert "ueberschreitung_klaeren" not in client.open_tasks()
    office.travel_to_day(limit + timedelta(days=1))
    assert {"zum_gespraech_einladen", "ueberschreitung_klaeren"} <= set(client.open_tasks())
    client.complete("ueberschreitung_klaeren", LEAD, ueberschreitung_ergebnis="Vertretung lädt ein.")


def test_t17_a_deferral_is_a_reasoned_exception_with_an_end(office: Jobcenter) -> None:
    client = waiting(office)
    to_invitation(client)
    given: dict[str, Any] = {"kontakt_weg": "AUFSCHUB", "aufschub_grund": "Stationärer Aufenthalt."}
    for day, says in ((office.today, "nach heute"), (office.today + timedelta(days=91), "spätestens")):
        with pytest.raises(ValuesRefused) as refused:
            client.complete("zum_gespraech_einladen", **given, aufschub_bis=day)
        assert says in refused.value.errors["aufschub_bis"]
    until = office.today + timedelta(days=60)
    client.complete("zum_gespraech_einladen", **given, aufschub_bis=until)
    with office.reading() as session:
        found = session.execute(select(ReasonedException)).scalar_one()
        assert (found.kind, found.valid_until) == (ExceptionKind.APPOINTMENT, until)
    office.travel_to_day(until - timedelta(days=1))
    assert "zum_gespraech_einladen" not in client.open_tasks()
    office.travel_to_day(until)
    assert "zum_gespraech_einladen" in client.open_tasks()


def test_t17_an_invitation_for_a_day_without_work_is_refused(office: Jobcenter) -> None:
    client = waiting(office)
    to_invitation(client)
    with pytest.raises(ValuesRefused) as refused:
        client.complete(
            "zum_gespraech_einladen",
            kontakt_weg="TERMIN",
            beginn_datum=date(2026, 10, 3),
            beginn_uhrzeit=time(10),
            dauer_minuten=45,
        )
    assert set(refused.value.errors) == {"beginn_datum"}


def test_t17_graduate_talks_and_notes_on_file_do_not_count(office: Jobcenter) -> None:
    client = waiting(office)
    before = last_talk(client)
    office.travel_to_day(before + timedelta(days=7))
    office.execute(SaveNote(client.fall, "Akte", TalkHeld.NONE_FILE_BASED, office.today, "Unterlagen gesichtet."))
    with office.writing() as session:
        case = session.execute(select(Case)).unique().scalar_one()
        session.add(
            Appointment(
                case_id=case.id,
                kind=AppointmentKind.GRADUATE_TALK,
                starts_at=office.now - timedelta(hours=1),
                state=AppointmentState.HELD,
                agreed_at=office.now,
                agreed_by="f.kraft",
            )
        )
    assert last_talk(client) == before
    office.execute(SaveNote(client.fall, "Anruf", TalkHeld.PHONE, office.today, "Gespräch über die Bewerbungen."))
    assert last_talk(client) == office.today


#: Birthdays around the bounds of the age bands on 10.07.2026.
YEARS = (date(2001, 7, 11), date(2001, 7, 10), date(1971, 7, 11), date(1971, 7, 10))


def test_t17_the_policy_of_an_office_asks_for_age_and_counts_its_channels(office: Jobcenter) -> None:
    table = (HERE / "follow_up" / "kontaktdichte.dmn").read_text(encoding="utf-8")
    row = '<rule id="Kontaktdichte_Zeile_01">'
    head, rest = table.split(row)
    young = rest.split("</rule>")[0].replace("Zeile_01", "Zeile_05").replace("<text>30</text>", "<text>14</text>")
    young = young.replace('_E3"><text>-</text>', '_E3"><text>"UNTER_25"</text>')
    older = rest.replace('_E3"><text>-</text>', '_E3"><text>"AB_25","AB_55"</text>', 1)
    changed = f'{head}<rule id="Kontaktdichte_Zeile_05">{young}</rule>{row}{older}'
    office.harness.engine.execute(DeployResources((("kontaktdichte.dmn", changed.encode()),)), office.harness.actor)
    ages = {}
    for number, born_on in (("K-100001", date(2003, 1, 1)), ("K-100002", date(1990, 1, 1))):
        client = office.open_case(number, born_on=born_on)
        with client.file() as (session, case):
            state = contact_of(session, office.harness.engine.definitions, case, office.now)
            assert state is not None
            ages[number] = state.target
            assert last_counted_talk(session, case) == case.opened_on
    assert ages == {"K-100001": 14, "K-100002": 30}
    assert [age_band(born, date(2026, 7, 10)) for born in YEARS] == ["UNTER_25", "AB_25", "AB_25", "AB_55"]


@pytest.mark.parametrize(("kind", "is_asked_on"), [("FOLGEGESPRAECH", False), ("ABSOLVENTENGESPRAECH", True)])
def test_t17_an_appointment_agreed_elsewhere_withdraws_the_invitation(
    office: Jobcenter, kind: str, is_asked_on: bool
) -> None:
    client = waiting(office)
    to_invitation(client)
    day = office.workday(5)
    office.execute(AgreeAppointment(client.fall, kind, day, time(10)))
    assert ("zum_gespraech_einladen" in client.open_tasks()) is is_asked_on
    with office.reading() as session:
        told = [entry.sentence for entry in case_timeline(session, office.harness.engine.definitions, client.fall)]
    withdrawn = "Aufgabe „Zum Gespräch einladen“ zurückgezogen: Nächstes Gespräch steht fest"
    assert (withdrawn in told) is not is_asked_on
    assert client.incidents() == []
    if is_asked_on:
        return
    client.hold_talk()
    office.travel_to_day(office.workday(1))
    assert "zum_gespraech_einladen" not in client.open_tasks(), "the talk counts from here"
