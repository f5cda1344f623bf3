"""The tab about work: entries, corrections, the end of work, days to come, and the print."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from engine.actor import Actor
from models.casework import EmploymentRecord, Milestone
from models.identity import Role
from processes.access import PERMISSIONS
from processes.providers.commands import ProviderEntries, SaveProvider
from tests.web.browser import Page
from tests.web.jobcenter import Jobcenter

CASE = "/faelle/F-2026-000001"
WORK = {"category": "INSURED", "started_on": "2026-10-01", "title": "Verkauf, Kaufhaus", "is_insured": "ja"}


def take_up(jobcenter: Jobcenter, **changes: str) -> Page:
    jobcenter.open_case()
    path = f"{CASE}/arbeitsaufnahme"
    return jobcenter.browser.submit(jobcenter.browser.get(path), path, WORK | changes)


def test_entries_are_listed_and_printed(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    assert "Es gibt noch keinen Eintrag." in jobcenter.browser.get(f"{CASE}/beschaeftigung").text
    path = f"{CASE}/arbeitsaufnahme"
    page = jobcenter.browser.submit(jobcenter.browser.get(path), path, WORK)
    assert "Verkauf, Kaufhaus" in page.text
    assert "noch nicht entschieden" in page.text
    printed = jobcenter.browser.client.get(f"{CASE}/beschaeftigung.pdf")
    assert printed.status_code == 200
    assert printed.data.startswith(b"%PDF")


def test_a_correction_shows_what_is_known_and_asks_why(jobcenter: Jobcenter) -> None:
    take_up(jobcenter)
    path = f"{CASE}/beschaeftigung/1"
    page = jobcenter.browser.get(path)
    assert page.value_of("title") == "Verkauf, Kaufhaus"
    again = jobcenter.browser.submit(page, path, WORK | {"title": "Lager", "reason": ""})
    assert (again.status, again.value_of("title")) == (422, "Lager")
    shown = jobcenter.browser.submit(page, path, WORK | {"title": "Lager", "reason": "Verschrieben."})
    assert "Lager" in shown.text
    with jobcenter.engine.reading() as rows:
        assert rows.scalars(select(EmploymentRecord.title)).all() == ["Lager"]
    assert "Verschrieben." in jobcenter.browser.get(f"{CASE}/verlauf").text


def test_the_end_of_work_sets_a_day_to_register(jobcenter: Jobcenter) -> None:
    take_up(jobcenter)
    path = f"{CASE}/beschaeftigung/1/ende"
    page = jobcenter.browser.get(path)
    early = jobcenter.browser.submit(page, path, ended_on="2026-09-01")
    assert "endet nicht vor ihrem Beginn" in early.text
    shown = jobcenter.browser.submit(page, path, ended_on="2027-06-30")
    assert "30.03.2027" in shown.text


def test_a_birth_sets_a_day_and_refuses_old_children(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    path = f"{CASE}/geburt"
    page = jobcenter.browser.get(path)
    assert "schon vollendet" in jobcenter.browser.submit(page, path, born_on="2025-01-01").text
    shown = jobcenter.browser.submit(page, path, born_on="2026-08-31")
    assert "31.10.2027" in shown.text
    with jobcenter.engine.reading() as rows:
        assert len(rows.scalars(select(Milestone)).all()) == 1


def test_an_entry_of_nobody_is_not_found(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    assert jobcenter.browser.get(f"{CASE}/beschaeftigung/7").status == 404


def test_c5_an_employer_is_picked_from_the_directory_and_nothing_typed_is_lost(jobcenter: Jobcenter) -> None:
    support = Actor("f.betreuung", PERMISSIONS[Role.SPECIALIST_SUPPORT], frozenset({"fachbetreuung"}))
    entries = ProviderEntries("Kaufhaus Nord", "Kaufhaus Nord GmbH", kind="EMPLOYER", city="Musterstadt")
    key = jobcenter.engine.execute(SaveProvider(replace(entries, establishment_no="12345678")), support)
    jobcenter.open_case()
    browser, path = jobcenter.browser, f"{CASE}/arbeitsaufnahme"
    typed = WORK | {"employer": "kaufhaus"}
    found = browser.submit(browser.get(path), path, typed | {"nachschlagen": "ja"})
    assert "Kaufhaus Nord, Kaufhaus Nord GmbH, Musterstadt, 12345678" in found.text
    assert (found.status, found.value_of("title")) == (200, "Verkauf, Kaufhaus")
    nobody = browser.submit(found, path, typed | {"nachschlagen": "ja", "employer": "Niemand"})
    assert "Im Verzeichnis steht niemand mit diesem Namen" in nobody.text
    chosen = browser.submit(found, path, typed | {"uebernehmen": str(key)})
    taken = [chosen.value_of(name) for name in ("employer", "establishment_no", "place", "title", "started_on")]
    assert taken == ["Kaufhaus Nord GmbH", "12345678", "Musterstadt", "Verkauf, Kaufhaus", "2026-10-01"]
    other = browser.submit(chosen, path, WORK | {"establishment_no": "87654321"})
    assert "Kaufhaus Nord hat die Betriebsnummer 12345678." in other.text
    shown = browser.submit(chosen, path, WORK)
    assert f"/traeger/{key}" in " ".join(shown.links())
    loose = browser.submit(
        browser.get(f"{CASE}/beschaeftigung/1"), f"{CASE}/beschaeftigung/1", verknuepfung_loesen="ja"
    )
    assert loose.value_of("provider_id") == ""
    with jobcenter.engine.reading() as rows:
        assert rows.scalars(select(EmploymentRecord.provider_id)).all() == [key]
    assert "verknüpft sind: 1" in browser.get(f"/traeger/{key}/schreibtisch").text
