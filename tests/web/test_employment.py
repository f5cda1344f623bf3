"""The tab about work: entries, corrections, the end of work, days to come, and the print."""

from __future__ import annotations

from sqlalchemy import select

from models.casework import EmploymentRecord, Milestone
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
