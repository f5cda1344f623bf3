"""Somebody who reads the interface in English reads names and forms of the shipped models in English, too."""

from __future__ import annotations

from sqlalchemy import select

from models.runtime import Definition, Instance, UserTask
from tests.web.browser import Browser, Page
from tests.web.jobcenter import Jobcenter


def read_in(jobcenter: Jobcenter, language: str) -> None:
    jobcenter.browser.submit(jobcenter.browser.get("/konto"), "/konto/sprache", sprache=language)


def first_task(jobcenter: Jobcenter) -> UserTask:
    with jobcenter.engine.reading() as rows:
        return rows.scalars(select(UserTask)).one()


def labels(page: Page) -> list[str]:
    return [" ".join(label.text_content().split()) for label in page.document.iter("label", "legend")]


def test_tasks_are_named_and_filled_in_in_english_and_stored_as_ever(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    task = first_task(jobcenter)
    path = f"/aufgaben/{task.id}"
    german = jobcenter.browser.get(path)
    read_in(jobcenter, "en")

    day = jobcenter.browser.get("/mein-tag")
    assert "Invite to the first interview" in day.text
    assert "Invitation without delay after application or registration" in day.text
    assert "Invite to the first interview" in jobcenter.browser.get("/mein-tag?suche=invite").text
    assert "Invite to the first interview" not in jobcenter.browser.get("/mein-tag?suche=review").text

    page = jobcenter.browser.get(path)
    assert page.heading == "Invite to the first interview"
    assert "Agree the appointment for the first interview without delay" in page.text
    assert "Duration in minutes" in labels(page)
    assert page.document.xpath("//form//*[@name]/@name") == german.document.xpath("//form//*[@name]/@name")
    assert not page.document.xpath("//main//form[@id]//label[@lang]")

    wrong = jobcenter.browser.submit(page, path, dauer_minuten="lange")
    assert "“Duration in minutes”" in wrong.text
    assert "Geben Sie" not in wrong.text
    draft = jobcenter.browser.get(path)
    assert draft.value_of("dauer_minuten") == "lange"

    read_in(jobcenter, "de")
    assert jobcenter.browser.get(path).heading == "Zum Erstgespräch einladen"
    assert first_task(jobcenter).name == "Zum Erstgespräch einladen"


def test_pages_about_the_process_tell_its_elements_in_english(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    read_in(jobcenter, "en")
    case = jobcenter.browser.get("/faelle/F-2026-000001")
    assert "Integration process" in case.text
    assert "The task “Invite to the first interview” is open until" in case.text
    with jobcenter.engine.reading() as rows:
        instance = rows.scalars(select(Instance).join(Definition).where(Definition.key == "integrationsprozess")).one()
    lead = Browser(jobcenter.browser.client.application).sign_in("l.nord")
    lead.submit(lead.get("/konto"), "/konto/sprache", sprache="en")
    page = lead.get(f"/vorgaenge/{instance.id}")
    assert page.heading == "Integration process"
    assert "Carry out the profiling" in page.text
    picture = lead.client.get(f"/vorgaenge/{instance.id}/diagramme/integrationsprozess.bpmn").get_data(as_text=True)
    assert 'name="Carry out the profiling"' in picture
    assert 'name="Profiling durchführen"' not in picture
