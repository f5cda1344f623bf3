"""Opening a case, reporting a change, recording work, deregistering: in the shipped processes, through the pages."""

from __future__ import annotations

from sqlalchemy import select

from models.casework import Case, EmploymentRecord, ReportedChange
from models.runtime import Instance, InstanceStatus, UserTask
from tests.web.jobcenter import Jobcenter


def test_a_new_client_starts_with_the_first_interview(jobcenter: Jobcenter) -> None:
    page = jobcenter.open_case()
    assert page.path == "/faelle/F-2026-000001"
    assert page.heading == "Ida Ährlich"
    assert "Der Fall F-2026-000001 ist angelegt." in page.text
    assert "Zum Erstgespräch einladen" in page.text
    assert "Fall angelegt" in jobcenter.browser.get("/faelle/F-2026-000001/verlauf").text


def test_what_is_missing_is_named_and_the_rest_stays(jobcenter: Jobcenter) -> None:
    page = jobcenter.open_case(customer_no="12", born_on="31.02.1990", caseworker="s.fern")
    assert page.status == 422
    assert "Bitte ein Datum wie 19.10.2026 eingeben." in page.text
    assert "Bitte die zuständige Fachkraft wählen." in page.text
    assert page.value_of("last_name") == "Ährlich"
    short = jobcenter.open_case(customer_no="12")
    assert "Die Kundennummer besteht aus mindestens fünf Ziffern" in short.text
    assert short.document.xpath("//a[@href='#customer_no']")


def test_what_cannot_be_a_number_or_an_address_is_named_at_its_field(jobcenter: Jobcenter) -> None:
    page = jobcenter.open_case(customer_no="Weg 1", postal_code="4599", phone="ruft an", email="ida")
    assert page.status == 422
    for field in ("customer_no", "postal_code", "phone", "email"):
        assert page.document.xpath("//a[@href=$to]", to=f"#{field}"), field
    assert page.value_of("phone") == "ruft an"


def test_a_second_case_for_the_same_person_is_refused(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    again = jobcenter.open_case()
    assert again.status == 422
    assert "läuft bereits der Fall F-2026-000001" in again.text


def test_a_reported_change_reaches_the_case(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    path = "/faelle/F-2026-000001/veraenderung"
    assert jobcenter.browser.submit(jobcenter.browser.get(path), path, description="").status == 422
    page = jobcenter.browser.submit(jobcenter.browser.get(path), path, description="Zieht um.")
    assert "Zieht um." in page.text
    with jobcenter.engine.reading() as rows:
        assert rows.scalars(select(ReportedChange.description)).all() == ["Zieht um."]


def test_work_taken_up_is_recorded(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    path = "/faelle/F-2026-000001/arbeitsaufnahme"
    page = jobcenter.browser.get(path)
    wrong = jobcenter.browser.submit(page, path, started_on="", title="Verkauf, Kaufhaus", establishment_no="12")
    assert wrong.status == 422
    assert wrong.value_of("title") == "Verkauf, Kaufhaus"
    typed = {"category": "INSURED", "started_on": "2026-10-01", "title": "Verkauf, Kaufhaus"}
    refused = jobcenter.browser.submit(page, path, **typed, is_fixed_term="ja")
    assert "Eine befristete Beschäftigung hat ein Enddatum." in refused.text
    shown = jobcenter.browser.submit(page, path, **typed, is_insured="ja")
    assert "Verkauf, Kaufhaus" in shown.text
    with jobcenter.engine.reading() as rows:
        record = rows.scalars(select(EmploymentRecord)).one()
        assert (record.title, record.category.name, record.is_insured) == ("Verkauf, Kaufhaus", "INSURED", True)


def test_deregistering_asks_twice_and_ends_everything(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    path = "/faelle/F-2026-000001/abmeldung"
    page = jobcenter.browser.get(path)
    unsure = jobcenter.browser.submit(page, path, day="19.10.2026", reason="Umzug in eine andere Stadt")
    assert unsure.status == 422
    assert "Bitte bestätigen Sie" in unsure.text
    jobcenter.browser.submit(page, path, day="19.10.2026", reason="Umzug in eine andere Stadt", sure="ja")
    jobcenter.settle()
    with jobcenter.engine.reading() as rows:
        case = rows.scalars(select(Case)).one()
        assert case.ended_on is not None
        running = rows.scalars(select(Instance.id).where(Instance.status == InstanceStatus.ACTIVE)).all()
        assert list(running) == []
        assert not rows.scalars(select(UserTask.name).where(UserTask.status == "open")).all()
    shown = jobcenter.browser.get("/faelle/F-2026-000001")
    assert "Umzug in eine andere Stadt" in shown.text
    assert "Veränderung melden" not in shown.text
    late = jobcenter.browser.submit(page, path, day="19.10.2026", reason="noch einmal", sure="ja")
    assert late.status == 409
