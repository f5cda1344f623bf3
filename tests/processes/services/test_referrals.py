"""Referrals to specialist services: order, answer, protected result, consequences (Fachkonzept A.6.2, ST-18, F.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import NotFound, ValuesRefused, WrongState
from models.casework import (
    AccessLog,
    AssessmentFormat,
    Consent,
    ProtectedResult,
    Referral,
    ReferralState,
    ReportedChange,
    ResultAccess,
)
from processes.integration.commands import DeregisterCase
from processes.referrals.commands import InvolveService, ReadResult, RecordResult
from processes.referrals.rules import order_errors
from processes.referrals.services import SERVICES
from tests.processes.jobcenter import COLLEAGUE, LEAD, Jobcenter
from tests.processes.journey import CASEWORKER, Client
from tests.processes.table_runs import rows_never_hit

TODAY = date(2026, 7, 10)
SECRET = "Sitzende Tätigkeit vollschichtig möglich"


def order(**changes: Any) -> dict[str, Any]:
    return {
        "dienst": "AED",
        "angebot": "AED_GUTACHTEN",
        "frage": "Wie viele Stunden täglich sind möglich?",
        "anlass": "CAPACITY",
        "gespraech": "termin-1",
        **changes,
    }


def refused(**changes: Any) -> list[str]:
    return sorted(field.removeprefix("auftrag.") for field in order_errors(order(**changes), TODAY))


def in_talks(office: Jobcenter) -> Client:
    client = office.open_case()
    client.first_interview()
    return client


def involve(client: Client, **changes: Any) -> Referral:
    client.office.execute(InvolveService(client.fall))
    talks = client.context("auftrag_beschreiben")["gespraeche"]
    client.complete("auftrag_beschreiben", auftrag=order(gespraech=talks[0]["value"], **changes))
    return referral(client)


def referral(client: Client) -> Referral:
    with client.file() as (rows, case):
        found = select(Referral).where(Referral.case_id == case.id).order_by(Referral.id.desc())
        return rows.scalars(found).first()  # type: ignore[return-value]


def test_a_6_2_the_medical_service_is_asked_only_after_a_talk() -> None:
    assert refused() == []
    assert refused(gespraech=None) == ["gespraech"]
    assert refused(dienst="BPS", angebot="BPS_BWT", gespraech=None) == []


@pytest.mark.parametrize("service", ["AED", "BPS", "LOCAL"])
def test_a_6_2_beyond_availability_and_capacity_the_client_consents(service: str) -> None:
    offer = next(iter(SERVICES[service].offers))
    for reason in ("AVAILABILITY", "CAPACITY"):
        assert refused(dienst=service, angebot=offer, anlass=reason) == []
    for reason in ("APTITUDE", "OTHER"):
        assert refused(dienst=service, angebot=offer, anlass=reason) == ["einwilligung_am"]
        given = {"einwilligung_am": TODAY, "einwilligung_form": "WRITTEN"}
        assert refused(dienst=service, angebot=offer, anlass=reason, **given) == []
    assert refused(anlass="APTITUDE", einwilligung_am=TODAY) == ["einwilligung_form"]
    assert refused(anlass="APTITUDE", einwilligung_am=TODAY + timedelta(days=1), einwilligung_form="WRITTEN") == [
        "einwilligung_am"
    ]


def test_a_6_2_technical_advice_takes_no_consent() -> None:
    assert refused(dienst="TBD", angebot="TBD_FALL", anlass="OTHER", gespraech=None) == []


MANAGER = {
    "dienst": "ZAV",
    "angebot": "ZAV_MANAGEMENT",
    "anlass": "OTHER",
    "fuehrung": True,
    "arbeitslos_unter_6": True,
    "mobil": True,
    "jahresgehalt": Decimal(70000),
    "gehaltsgrenze": Decimal(65000),
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fuehrung": False}, "fuehrung"),
        ({"arbeitslos_unter_6": False}, "arbeitslos_unter_6"),
        ({"mobil": False}, "mobil"),
        ({"jahresgehalt": Decimal(64999)}, "jahresgehalt"),
        ({"jahresgehalt": None}, "jahresgehalt"),
    ],
)
def test_a_6_2_and_t42_the_management_pool_asks_for_all_criteria(change: dict[str, Any], field: str) -> None:
    assert refused(**MANAGER) == []
    assert refused(**MANAGER, akademisch=False) == [], "a degree is wanted, not asked for"
    assert refused(**MANAGER | {"jahresgehalt": Decimal(45000), "gehaltsgrenze": Decimal(45000)}) == []
    assert refused(**MANAGER | change) == [field]


@pytest.mark.parametrize(
    ("branch", "degree", "experience", "fields"),
    [
        ("BUEHNE", True, False, []),
        ("BUEHNE", False, True, ["akademie"]),
        ("FILM", False, False, ["akademie"]),
        ("CREW", True, False, []),
        ("CREW", False, True, []),
        ("CREW", False, False, ["erfahrung"]),
        ("UNTERHALTUNG", True, False, ["erfahrung"]),
        ("UNTERHALTUNG", False, True, []),
    ],
)
def test_a_6_2_the_artists_agency_asks_by_branch(
    branch: str, degree: bool, experience: bool, fields: list[str]
) -> None:
    asked = {"dienst": "ZAV", "angebot": "ZAV_KUENSTLER", "anlass": "OTHER", "sparte": branch}
    assert refused(**asked, akademie=degree, erfahrung=experience) == fields


def test_a_6_2_the_services_offer_what_the_concept_lists() -> None:
    assert len(SERVICES["BPS"].offers) == 13
    assert {service for service, known in SERVICES.items() if known.is_medical} == {"AED", "BPS", "LOCAL"}
    assert len(SERVICES["ZAV"].offers) == 4


def test_a_6_2_every_service_has_an_agreed_time_to_answer() -> None:
    asked = [("Antwortfrist", {"Dienst": code}) for code in SERVICES]
    assert rows_never_hit("referrals/antwortfrist.dmn", asked) == set()


def test_an_order_is_kept_with_talk_consent_and_deadline(office: Jobcenter) -> None:
    client = in_talks(office)
    found = involve(client)
    assert (found.service, found.access_level.value) == ("AED", "RESTRICTED")
    assert found.sla_due == office.today + timedelta(days=28)
    assert (found.appointment_id is None) != (found.note_id is None)


def test_the_form_asks_for_consent_and_keeps_it(office: Jobcenter) -> None:
    client = in_talks(office)
    given = {"einwilligung_am": office.today, "einwilligung_form": "WRITTEN"}
    found = involve(client, anlass="APTITUDE", **given)
    with client.file() as (rows, _case):
        consent = rows.get_one(Consent, found.consent_id)
    assert (consent.purpose, consent.given_on) == ("Einschaltung: Ärztlicher Dienst", office.today)


REFUSAL = {"einwilligung_abgelehnt": True, "abgelehnt_am": TODAY}


def test_a_6_2_a_refusal_carries_its_day() -> None:
    assert refused(anlass="APTITUDE", **REFUSAL) == []
    assert refused(anlass="APTITUDE", **REFUSAL | {"abgelehnt_am": None}) == ["abgelehnt_am"]
    assert refused(anlass="APTITUDE", **REFUSAL | {"abgelehnt_am": TODAY + timedelta(days=1)}) == ["abgelehnt_am"]


def test_a_6_2_a_refused_consent_ends_the_referral_before_anything_is_handed_over(office: Jobcenter) -> None:
    client = in_talks(office)
    day = office.today - timedelta(days=1)
    found = involve(client, anlass="APTITUDE", einwilligung_abgelehnt=True, abgelehnt_am=day)
    assert found.state is ReferralState.REFUSED
    assert client.instances("einschaltung_fachdienst") == []
    assert client.incidents() == []
    with client.file() as (rows, _case):
        consent = rows.get_one(Consent, found.consent_id)
    assert (consent.purpose, consent.given_on, consent.refused_on) == ("Einschaltung: Ärztlicher Dienst", None, day)
    with pytest.raises(WrongState):
        office.execute(RecordResult(found.id, office.today, SECRET))


def test_a_6_2_a_single_hand_over_can_be_refused_although_the_profile_may_be_passed_on(office: Jobcenter) -> None:
    client = in_talks(office)
    client.profiling(("Q2",))
    handing_over = {"dienst": "AGS", "angebot": "AGS_UEBERGABE", "anlass": "OTHER"}
    found = involve(client, **handing_over, einwilligung_abgelehnt=True, abgelehnt_am=office.today)
    assert (found.state, found.access_level.value) == (ReferralState.REFUSED, "CASE")
    assert "an_antwort_erinnern" not in client.open_tasks()


def test_a_6_2_where_no_consent_is_needed_none_can_be_refused(office: Jobcenter) -> None:
    found = involve(in_talks(office), anlass="CAPACITY", einwilligung_abgelehnt=True, abgelehnt_am=office.today)
    assert (found.state, found.consent_id) == (ReferralState.REQUESTED, None)


def test_32_4_sgb_ii_is_mentioned_after_a_missed_appointment(office: Jobcenter) -> None:
    client = in_talks(office)
    office.execute(InvolveService(client.fall))
    assert client.context("auftrag_beschreiben")["meldeversaeumnisse"] == 0


def test_the_office_is_reminded_and_the_lead_told_when_the_answer_is_late(office: Jobcenter) -> None:
    client = in_talks(office)
    found = involve(client)
    office.harness.travel_to(office.now + timedelta(days=20))
    assert "an_antwort_erinnern" not in client.open_tasks()
    office.harness.travel_to(office.now + timedelta(days=2))
    with pytest.raises(ValuesRefused):
        client.complete("an_antwort_erinnern", nachgefragt=True, naechste_erinnerung_am=office.today)
    client.complete("an_antwort_erinnern", nachgefragt=True, naechste_erinnerung_am=found.sla_due)
    office.travel_to_day(found.sla_due)
    assert "an_antwort_erinnern" in client.open_tasks()
    office.travel_to_day(found.sla_due + timedelta(days=4))
    assert "ausbleiben_klaeren" in client.open_tasks()
    client.complete("ausbleiben_klaeren", LEAD, klaerung="Gutachten kommt nächste Woche.")
    office.execute(RecordResult(found.id, office.today, SECRET))
    assert "folgerungen_ziehen" in client.open_tasks(), "the answer ends the reminder"
    assert "an_antwort_erinnern" not in client.open_tasks()


@pytest.mark.parametrize(("before", "day"), [(True, date(2026, 7, 31)), (False, date(2026, 8, 3))])
def test_g_the_office_is_reminded_on_a_working_day_before_or_after_a_saturday(before: bool, day: date) -> None:
    office = Jobcenter(reminds_before=before)
    client = in_talks(office)
    office.travel_to_day(date(2026, 7, 10))
    involve(client)  # three weeks and a day later it is Saturday, 1 August
    office.travel_to_day(day - timedelta(days=1), hour=23)
    assert "an_antwort_erinnern" not in client.open_tasks()
    office.travel_to_day(day)
    assert "an_antwort_erinnern" in client.open_tasks()
    office.close()


def test_f_2_and_st_18_a_medical_result_is_nowhere_but_in_the_protected_store(office: Jobcenter) -> None:
    client = in_talks(office)
    found = involve(client)
    office.execute(RecordResult(found.id, office.today, SECRET, "D-17"))
    client.complete(
        "folgerungen_ziehen", alternative=True, reha=True, profil_pruefen=True, folgerung="Nur sitzende Tätigkeiten."
    )
    with client.file() as (rows, _case):
        assert rows.scalars(select(ProtectedResult.summary)).all() == [SECRET]
        change = rows.scalars(select(ReportedChange.description)).one()
    every = [instance.data for process in ("einschaltung_fachdienst", "integrationsprozess")
             for instance in office.harness.instances(process)]  # fmt: skip
    assert every
    assert SECRET not in str(every)
    assert change == (
        "Ärztlicher Dienst: Nur sitzende Tätigkeiten.\nEine andere Tätigkeit ist zu erarbeiten.\nAn die Agentur für "
        "Arbeit als Rehabilitationsträger ist zu verweisen.\nDie Standortbestimmung ist zu prüfen."
    )


def test_f_2_only_the_responsible_caseworker_reads_and_every_reading_is_logged(office: Jobcenter) -> None:
    client = in_talks(office)
    found = involve(client)
    with pytest.raises(NotFound):
        office.execute(RecordResult(found.id, office.today, SECRET), COLLEAGUE)
    office.execute(RecordResult(found.id, office.today, SECRET))
    assert office.execute(ReadResult(found.id)).summary == SECRET
    with pytest.raises(NotFound):
        office.execute(ReadResult(found.id), COLLEAGUE)
    cover = replace(office.actor(COLLEAGUE), groups=office.actor(COLLEAGUE).groups | {f"vertretung:{CASEWORKER}"})
    assert office.harness.engine.execute(ReadResult(found.id), cover).summary == SECRET
    with client.file() as (rows, _case):
        readers = rows.scalars(select(ResultAccess.username).order_by(ResultAccess.id)).all()
        looked = rows.scalars(select(AccessLog.what)).all()
    assert readers == [CASEWORKER, COLLEAGUE]
    assert looked.count("Ergebnis eines Fachdienstes") == 2


def test_f_1_the_team_lead_breaks_the_glass_with_a_reason_that_stays(office: Jobcenter) -> None:
    client = in_talks(office)
    found = involve(client)
    office.execute(RecordResult(found.id, office.today, SECRET))
    with pytest.raises(ValuesRefused):
        office.execute(ReadResult(found.id), LEAD)
    why = "Fachkraft erkrankt, Gespräch heute"
    assert office.execute(ReadResult(found.id, why), LEAD).summary == SECRET
    with client.file() as (rows, _case):
        assert [(a.username, a.reason) for a in rows.scalars(select(ResultAccess))] == [(LEAD, why)]


def test_what_other_services_answer_is_open_to_the_team(office: Jobcenter) -> None:
    client = in_talks(office)
    found = involve(client, dienst="AGS", angebot="AGS_ANFRAGE", anlass="OTHER")
    office.execute(RecordResult(found.id, office.today, "Zwei Betriebe haben Interesse."), COLLEAGUE)
    assert office.execute(ReadResult(found.id), COLLEAGUE).summary == "Zwei Betriebe haben Interesse."
    with pytest.raises(WrongState):
        office.execute(RecordResult(found.id, office.today, "Noch einer."))


def test_an_open_order_ends_with_the_case(office: Jobcenter) -> None:
    client = in_talks(office)
    involve(client)
    office.execute(InvolveService(client.fall))
    office.execute(DeregisterCase(client.fall, office.today, "Umzug"))
    assert referral(client).state is ReferralState.WITHDRAWN
    assert client.instances("einschaltung_fachdienst") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"angebot": "BPS_BWT"}, "Das bietet Ärztlicher Dienst nicht an."),
        ({"gespraech": None}, "Der Ärztliche Dienst wird erst nach einem Gespräch eingeschaltet."),
        ({"anlass": "APTITUDE"}, "Für diese Frage ist die Einwilligung der Person nötig (§ 32 SGB III)."),
        (
            {"anlass": "APTITUDE", "einwilligung_am": TODAY},
            "Die Einwilligung liegt schriftlich oder elektronisch vor.",
        ),
        ({**MANAGER, "fuehrung": False}, "Mindestens drei Jahre aktuelle Führung sind Voraussetzung."),
        ({**MANAGER, "arbeitslos_unter_6": False}, "Vermittelt wird, wer weniger als sechs Monate arbeitslos ist."),
        ({**MANAGER, "mobil": False}, "Bundesweite Mobilität ist Voraussetzung."),
        ({**MANAGER, "jahresgehalt": 1}, "Mindestens ein Jahresgehalt von 65.000 Euro ist Voraussetzung."),
        (
            {"dienst": "ZAV", "angebot": "ZAV_KUENSTLER", "sparte": "CREW", "gespraech": None},
            "Für diese Sparte ist ein Abschluss oder einschlägige Erfahrung Voraussetzung.",
        ),
    ],
)
def test_a_6_2_each_refusal_says_why(change: dict[str, Any], said: str) -> None:
    assert list(order_errors(order(**change), TODAY).values()) == [said]


def test_a_6_2_the_physician_selects_the_format(office: Jobcenter) -> None:
    asked = involve(in_talks(office))
    known = AssessmentFormat.ON_FILE
    office.execute(RecordResult(asked.id, office.today, SECRET, assessment_format=known))
    assert office.execute(ReadResult(asked.id)).assessment_format is known
