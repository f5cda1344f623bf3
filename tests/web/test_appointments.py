"""Appointments outside the talk, and strategies decided early: through the pages, in the shipped processes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.casework import Appointment, AppointmentState
from processes.wording import weekday_text
from tests.web.browser import Page
from tests.web.jobcenter import Jobcenter

DATES = "/faelle/F-2026-000001/termine"


def agree(jobcenter: Jobcenter, **changes: str) -> Page:
    page = jobcenter.browser.get(f"{DATES}/neu")
    values = {"beginn_datum": "2026-11-03", "beginn_uhrzeit": "10:00", "ort": "Zimmer 3", **changes}
    return jobcenter.browser.submit(page, f"{DATES}/neu", values)


def states(jobcenter: Jobcenter) -> list[tuple[str, AppointmentState]]:
    with jobcenter.engine.reading() as rows:
        found = rows.execute(select(Appointment.starts_at, Appointment.state).order_by(Appointment.id)).all()
        return [(f"{row.starts_at:%d.%m.}", row.state) for row in found]


def test_an_appointment_is_agreed_moved_and_cancelled(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    page = agree(jobcenter)
    assert page.path == DATES
    assert "Di, 03.11.2026, 10:00" in page.text
    move = next(link for link in page.links() if link.endswith("/verlegen"))
    form = jobcenter.browser.get(move)
    assert form.value_of("beginn_uhrzeit") == "10:00"
    page = jobcenter.browser.submit(form, move, beginn_datum="04.11.2026", grund="Kundin ist verhindert")
    assert states(jobcenter) == [("03.11.", AppointmentState.MOVED), ("04.11.", AppointmentState.AGREED)]
    cancel = next(link for link in page.links() if link.endswith("/absagen"))
    jobcenter.browser.submit(jobcenter.browser.get(cancel), cancel, beginn_datum="2026-11-10", grund="Fortbildung")
    assert states(jobcenter)[1:] == [("04.11.", AppointmentState.CANCELLED), ("10.11.", AppointmentState.AGREED)]
    assert "Termin verlegt" in jobcenter.browser.get("/faelle/F-2026-000001/verlauf").text


def test_a42_a_free_place_in_time_is_proposed_and_explained(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    page = jobcenter.browser.get(f"{DATES}/neu")
    day, at = page.value_of("beginn_datum"), page.value_of("beginn_uhrzeit")
    assert f"Vorschlag: {weekday_text(date.fromisoformat(day))}, {at} Uhr, frei im Kalender der Fachkraft." in page.text
    assert "Erstgespräch unverzüglich, Wert des Jobcenters" in page.text
    agreed = jobcenter.browser.submit(page, f"{DATES}/neu")
    assert agreed.path == DATES
    assert len(states(jobcenter)) == 1
    again = jobcenter.browser.get(f"{DATES}/neu")
    assert f"Vereinbart ist schon: {weekday_text(date.fromisoformat(day))}, {at} Uhr." in again.text
    assert (again.value_of("beginn_datum"), again.value_of("beginn_uhrzeit")) != (day, at)


def test_a_day_without_work_is_refused_and_what_was_typed_stays(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    page = agree(jobcenter, beginn_datum="2026-11-01")
    assert page.status == 422
    assert page.document.xpath("//a[@href='#beginn_datum']")
    assert page.value_of("ort") == "Zimmer 3"
    assert agree(jobcenter, beginn_uhrzeit="25 Uhr").status == 422
    assert states(jobcenter) == []


def test_a_first_interview_by_phone_needs_a_reason(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    page = agree(jobcenter, art="ERSTGESPRAECH", kanal="PHONE")
    assert page.status == 422
    assert "findet persönlich statt" in page.text
    assert agree(jobcenter, art="ERSTGESPRAECH", kanal="PHONE", kanal_grund="Bettlägerig").status == 200
