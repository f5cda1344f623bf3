"""The page "Fall übergeben"."""

from __future__ import annotations

from sqlalchemy import select

from models.casework import Case
from models.runtime import UserTask
from tests.web.jobcenter import Jobcenter

PATH = "/faelle/F-2026-000001/uebergabe"


def test_a_case_is_given_to_a_colleague_with_its_tasks(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    page = jobcenter.browser.get(PATH)
    assert jobcenter.browser.submit(page, PATH, caseworker="", reason="").status == 422
    same = jobcenter.browser.submit(page, PATH, caseworker="a.beispiel@nord", reason="Umzug")
    assert "schon zuständig" in same.text
    with jobcenter.engine.reading() as rows:
        assert rows.scalars(select(Case)).unique().one().caseworker.username == "a.beispiel"
    shown = jobcenter.browser.submit(page, PATH, caseworker="b.muster@nord", reason="Neuer Zuschnitt der Bezirke")
    assert "F-2026-000001 ist übergeben" in shown.text
    with jobcenter.engine.reading() as rows:
        assert set(rows.scalars(select(UserTask.assignee))) == {"b.muster"}
    assert "Neuer Zuschnitt der Bezirke" in jobcenter.browser.get("/faelle/F-2026-000001/verlauf").text
