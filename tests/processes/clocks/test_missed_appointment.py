"""A missed appointment: invite again, hear, judge; consequences are prepared and decided by a person (T32)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.calendar import BERLIN
from engine.errors import ValuesRefused
from engine.testing import Case
from models.casework import Appointment, AppointmentState, LegalCircle, MissedAppointment
from models.casework import Case as CaseFile
from models.identity import Role
from processes.access import PERMISSIONS
from tests.processes.clocks.office import FALL, LEITUNG, Office

UNIT = Actor("l.stelle", PERMISSIONS[Role.BENEFIT_UNIT], frozenset({"leistungsstelle"}))
TALK = datetime(2026, 7, 29, 9, 30, tzinfo=BERLIN)


def miss(office: Office, begin: datetime = TALK) -> Case:
    """The process of a missed appointment, on the day of the appointment."""
    talk = office.appoint(begin)
    office.go(begin.date(), 10)
    return miss_open(office, talk)


def miss_open(office: Office, talk: Case) -> Case:
    office.complete(talk, "ausgang_festhalten", ausgang="VERSAEUMT")
    return office.last("meldeversaeumnis")


def invite(office: Office, case: Case, day: date) -> None:
    following = {"beginn_datum": day.isoformat(), "beginn_uhrzeit": "10:00", "dauer_minuten": "45", "ort": ""}
    office.complete(case, "neu_einladen", angehoert_am=office.today.isoformat(), **following)


def judge(office: Office, case: Case, *, reason: bool, **more: Any) -> None:
    checked = {} if reason else {"psyche_geprueft": "true"}
    office.complete(case, "grund_beurteilen", wichtiger_grund=str(reason).lower(), **checked, **more)


def test_t18_the_next_appointment_is_agreed_before_anything_else(office: Office) -> None:
    case = miss(office)
    assert case.open_tasks() == ["neu_einladen"]
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "neu_einladen", angehoert_am="2026-07-29")
    assert "beginn_datum" in refused.value.errors
    invite(office, case, date(2026, 8, 12))
    missed, following = office.rows(Appointment)
    assert (missed.state, missed.replaced_by_id, following.state) == (
        AppointmentState.MISSED,
        following.id,
        AppointmentState.AGREED,
    )
    assert office.last("termin").data["termin"] == str(following.id)
    assert case.incidents() == []


def test_t32_the_hearing_runs_for_the_days_of_the_office_and_ends_on_a_working_day(sqlite_url: str) -> None:
    office = Office(sqlite_url, hearing_days=10)
    case = miss(office)
    invite(office, case, date(2026, 8, 12))
    # 29.07. plus 10 days is Saturday, 08.08.: Monday (§ 26 (3) SGB X)
    assert office.rows(MissedAppointment)[0].hearing_until == date(2026, 8, 10)
    office.go(date(2026, 8, 10), 23)
    assert case.open_tasks() == ["stellungnahme_aufnehmen"]
    office.go(date(2026, 8, 11), 0)
    assert case.open_tasks() == ["grund_beurteilen"]
    office.h.close()


def test_t32_an_important_reason_ends_it_without_consequence(office: Office) -> None:
    case = miss(office)
    invite(office, case, date(2026, 8, 12))
    office.complete(case, "stellungnahme_aufnehmen", stellungnahme="Bus ausgefallen, Nachweis liegt vor")
    judge(office, case, reason=True)
    missed = office.rows(MissedAppointment)[0]
    assert (case.status, missed.has_important_reason, missed.consequence) == ("completed", True, "")
    assert missed.client_statement == "Bus ausgefallen, Nachweis liegt vor"
    assert (missed.decided_by, missed.decided_on) == ("a.berg", office.today)


def test_t32_no_consequence_is_considered_before_the_check_for_mental_illness(office: Office) -> None:
    case = miss(office)
    invite(office, case, date(2026, 8, 12))
    office.go(date(2026, 8, 13))
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "grund_beurteilen", wichtiger_grund="false")
    assert set(refused.value.errors) == {"psyche_geprueft"}
    judge(office, case, reason=False, zurueckstellen="true")
    missed = office.rows(MissedAppointment)[0]
    assert (case.status, missed.has_mental_health_hint, missed.consequence) == ("completed", True, "")


def test_t32_a_consequence_is_suggested_and_decided_by_a_person(office: Office) -> None:
    case = miss(office)
    invite(office, case, date(2026, 8, 12))
    office.complete(case, "stellungnahme_aufnehmen", stellungnahme="Ich hatte keine Lust")
    assert case.data["stellungnahme"] == "Ich hatte keine Lust"
    judge(office, case, reason=False)
    assert case.data["stellungnahme"] is None  # the words stay in the file alone
    assert case.data["vorschlag"]["Folge"] == "KEINE"
    assert office.groups(case, "folge_entscheiden") == ["teamleitung:nord"]
    assert office.rows(MissedAppointment)[0].consequence == ""
    decided = {"folge": "KEINE", "begruendung": "Erstes Versäumnis in diesem Fall"}
    office.complete(case, "folge_entscheiden", LEITUNG, **decided)
    missed = office.rows(MissedAppointment)[0]
    assert missed.consequence == "Keine Folge\nErstes Versäumnis in diesem Fall"
    assert (case.status, missed.decided_by) == ("completed", "t.lang")
    assert office.h.instances("versaeumnisfolge") == [], "without a consequence the benefit unit has nothing to do"


def test_t32_missed_appointments_in_a_row_are_counted(office: Office) -> None:
    case, suggestions, begin = miss(office), [], TALK.date()
    for _ in range(3):
        begin += timedelta(days=14)
        invite(office, case, begin)
        judge_after_hearing(office, case)
        suggestions.append((case.data["in_folge"], case.data["gesamt"], case.data["vorschlag"]["Folge"]))
        office.go(begin, 11)
        case = miss_open(office, office.last("termin"))
    assert suggestions == [(1, 1, "KEINE"), (2, 2, "MINDERUNG_30_1M"), (3, 3, "ANSPRUCH_ENDET")]


def judge_after_hearing(office: Office, case: Case) -> None:
    office.complete(case, "stellungnahme_aufnehmen", stellungnahme="Keine Angabe von Gründen")
    judge(office, case, reason=False)


def decided(office: Office) -> Case:
    """The process of the benefit unit, after a second missed appointment and the decision of the team lead."""
    first = miss(office, datetime(2026, 7, 16, 9, 30, tzinfo=BERLIN))
    invite(office, first, TALK.date())
    judge_after_hearing(office, first)
    decide(office, first, "KEINE")
    office.go(TALK.date(), 11)
    second = miss_open(office, office.last("termin"))
    invite(office, second, date(2026, 8, 12))
    judge_after_hearing(office, second)
    decide(office, second, "MINDERUNG_30_1M")
    return office.last("versaeumnisfolge")


def decide(office: Office, case: Case, suggested: str) -> None:
    assert case.data["vorschlag"]["Folge"] == suggested
    office.complete(case, "folge_entscheiden", LEITUNG, folge=suggested, begruendung="Kein wichtiger Grund")
    assert (case.status, case.incidents()) == ("completed", [])


def test_t32_the_benefit_unit_issues_the_decided_consequence_and_sees_no_case(office: Office) -> None:
    case = decided(office)
    assert case.open_tasks() == ["folge_bescheiden"]
    assert sorted(office.groups(case, "folge_bescheiden")) == ["leistungsstelle", "teamleitung:nord"]
    assert not UNIT.may("case.read")
    shown = office.shown(case, "versaeumnisfolge_bescheiden.form")
    assert shown["folge_text"] == (
        "Minderung um 30 Prozent für einen Monat prüfen lassen (§ 32 SGB II)\nKein wichtiger Grund"
    )
    assert (shown["stellungnahme_text"], shown["person"]) == ("Keine Angabe von Gründen", "Ada Muster")
    for day in (office.today + timedelta(days=1), TALK.date() - timedelta(days=1)):
        with pytest.raises(ValuesRefused) as refused:
            office.complete(case, "folge_bescheiden", UNIT, bescheid="ERLASSEN", bescheid_am=day.isoformat())
        assert list(refused.value.errors) == ["bescheid_am"]
    office.complete(case, "folge_bescheiden", UNIT, bescheid="ERLASSEN", bescheid_am=office.today.isoformat())
    first, missed = office.rows(MissedAppointment)
    assert (missed.benefit_unit_result, missed.benefit_unit_decided_by) == ("Bescheid erlassen", "l.stelle")
    assert (missed.benefit_unit_decided_on, missed.decided_by) == (office.today, "t.lang")
    assert (first.benefit_unit_result, first.benefit_unit_decided_on) == ("", None)
    assert (case.status, case.incidents()) == ("completed", [])


def test_t32_the_benefit_unit_says_why_there_is_no_consequence(office: Office) -> None:
    case = decided(office)
    answer = {"bescheid": "KEINE_FOLGE", "bescheid_am": office.today.isoformat()}
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "folge_bescheiden", UNIT, **answer)
    assert list(refused.value.errors) == ["bescheid_grund"]
    office.complete(case, "folge_bescheiden", UNIT, **answer, bescheid_grund="Leistung schon eingestellt")
    missed = office.rows(MissedAppointment)[1]
    assert missed.benefit_unit_result == "Keine Folge: Leistung schon eingestellt"
    assert (case.status, case.data["bescheid_grund"]) == ("completed", None), "the words stay in the file alone"


def test_t32_under_sgb_iii_the_agency_decides_about_the_waiting_period(office: Office) -> None:
    with Session(office.h.database) as session, session.begin():
        session.get_one(CaseFile, 1).legal_circle = LegalCircle.SGB3
    case = miss(office)
    invite(office, case, date(2026, 8, 12))
    judge_after_hearing(office, case)
    decide(office, case, "SPERRZEIT")
    notice = office.last("versaeumnisfolge")
    assert (notice.data["folge"], notice.open_tasks()) == ("SPERRZEIT", ["folge_bescheiden"])


def test_t32_deregistration_takes_the_task_from_the_benefit_unit(office: Office) -> None:
    case = decided(office)
    office.send("Abmeldung", FALL)
    assert (case.status, case.open_tasks()) == ("completed", [])
    assert office.rows(MissedAppointment)[1].benefit_unit_result == ""


def test_deregistration_ends_the_procedure(office: Office) -> None:
    case = miss(office)
    invite(office, case, date(2026, 8, 12))
    office.send("Abmeldung", FALL)
    assert (case.status, case.open_tasks()) == ("completed", [])
    assert office.rows(Appointment)[1].state is AppointmentState.CANCELLED
