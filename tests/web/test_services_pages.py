"""Measures and specialist services on the pages of a case, without scripts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.casework import (
    AccessLevel,
    Consent,
    MeasureAbsence,
    MeasureAssignment,
    MeasureState,
    ProtectedResult,
    ReasonCategory,
    Referral,
    ReferralState,
)
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.jobcenter import Jobcenter
from tests.web.small_office import SmallOffice

CASE = "/faelle/F-2026-000001"
SECRET = "Nur sitzende Tätigkeiten"


@pytest.fixture
def served(office: SmallOffice) -> SmallOffice:
    with Session(office.engine.database) as rows, rows.begin():
        rows.add(
            Referral(
                id=1,
                case_id=1,
                service="AED",
                service_item="AED_GUTACHTEN",
                question="Wie viele Stunden am Tag?",
                reason=ReasonCategory.CAPACITY,
                note_id=1,
                requested_on=date(2026, 9, 1),
                sla_due=date(2026, 9, 29),
                answered_on=date(2026, 9, 20),
                state=ReferralState.ANSWERED,
                access_level=AccessLevel.RESTRICTED,
                requested_by="a.beispiel",
            )
        )
        rows.flush()
        rows.add(ProtectedResult(referral_id=1, summary=SECRET, recorded_at=office.now, recorded_by="a.beispiel"))
        measure = MeasureAssignment(
            id=1,
            case_id=1,
            strategy_id=1,
            product="FBW_TEIL",
            catalogue="PRODUKTE_2025",
            title="Teilqualifizierung Lager",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 1, 29),
            purpose="Sie lernen das Lager kennen.",
            check_fits="Ja",
            check_succeeds="Ja",
            check_economical="Ja",
            why_not_placement="Keine passende Stelle.",
            state=MeasureState.RUNNING,
            assigned_at=office.now - timedelta(days=60),
            assigned_by="a.beispiel",
        )
        measure.absences = [
            MeasureAbsence(
                month=date(2026, 9, 1), days=2, reasons="krank", received_on=date(2026, 10, 5), recorded_by="a.beispiel"
            )
        ]
        rows.add(measure)
    return office


def test_a_6_2_a_refused_consent_stands_in_the_case_with_its_day(office: SmallOffice, anna: Browser) -> None:
    with Session(office.engine.database) as rows, rows.begin():
        rows.add(
            Referral(
                case_id=1,
                service="BPS",
                service_item="BPS_BWT",
                question="Welche Berufe passen?",
                reason=ReasonCategory.APTITUDE,
                consent=Consent(
                    case_id=1,
                    purpose="Einschaltung: Berufspsychologischer Service",
                    text_version="2026-07",
                    refused_on=date(2026, 9, 2),
                    recorded_by="a.beispiel",
                ),
                requested_on=date(2026, 9, 3),
                sla_due=date(2026, 10, 15),
                state=ReferralState.REFUSED,
                access_level=AccessLevel.RESTRICTED,
                requested_by="a.beispiel",
            )
        )
    page = anna.get(f"{CASE}/fachdienste").text
    assert "abgelehnt am 02.09.2026" in page
    assert "Es ist nichts an den Fachdienst gegangen." in page
    assert "Antwort bis" not in page


def test_a_result_is_on_its_own_page_for_the_responsible_caseworker(served: SmallOffice, anna: Browser) -> None:
    assert SECRET not in anna.get(f"{CASE}/fachdienste").text
    page = anna.get(f"{CASE}/fachdienste/1/ergebnis")
    assert SECRET in page.text
    assert "Dass Sie dieses Ergebnis gelesen haben, ist festgehalten." in page.text
    assert "a.beispiel" in page.text


def test_a_result_does_not_exist_for_colleagues_and_support(served: SmallOffice, sign_in: SignIn) -> None:
    for username in ("b.muster", "f.betreuung"):
        browser = sign_in(username)
        listed = browser.get(f"{CASE}/fachdienste")
        assert "Das Ergebnis sieht nur die zuständige Fachkraft." in listed.text
        assert browser.get(f"{CASE}/fachdienste/1/ergebnis").status == 404
        assert browser.get(f"{CASE}/fachdienste/1/antwort").status == 404


def test_the_team_lead_is_asked_for_a_reason(served: SmallOffice, lea: Browser) -> None:
    path = f"{CASE}/fachdienste/1/ergebnis"
    page = lea.get(path)
    assert SECRET not in page.text
    page = lea.submit(page, path, reason="kurz")
    assert (page.status, SECRET in page.text) == (422, False)
    page = lea.submit(page, path, reason="Fachkraft erkrankt, Gespräch heute")
    assert SECRET in page.text
    assert "Fachkraft erkrankt" in page.text


def test_a_measure_is_shown_with_its_reports_and_explained_in_writing(served: SmallOffice, anna: Browser) -> None:
    page = anna.get(f"{CASE}/massnahmen")
    assert "Teilqualifizierung Lager" in page.text
    assert "09/2026" in page.text
    letter = anna.get(f"{CASE}/massnahmen/1/mitteilung")
    assert "Wozu dient sie? Sie lernen das Lager kennen." in letter.text


def test_breaking_off_names_the_mistake_and_keeps_what_was_typed(served: SmallOffice, anna: Browser) -> None:
    path = f"{CASE}/massnahmen/1/abbruch"
    page = anna.submit(anna.get(path), path, last_day="2026-08-31")
    assert page.status == 422
    assert "Der letzte Tag liegt zwischen dem Beginn der Maßnahme und heute." in page.text
    assert page.value_of("last_day") == "2026-08-31"
    page = anna.submit(page, path, last_day="2026-10-16")
    assert "Der Abbruch ist gemeldet." in page.text


def test_a_service_is_involved_from_the_case(jobcenter: Jobcenter) -> None:
    page = jobcenter.open_case()
    number = page.path.rsplit("/", 1)[1]
    listed = jobcenter.browser.get(f"/faelle/{number}/fachdienste")
    task = jobcenter.browser.submit(listed, f"/faelle/{number}/fachdienste")
    assert task.heading.startswith("Auftrag beschreiben")
    assert "Ärztlicher Dienst" in task.text
