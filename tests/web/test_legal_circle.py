"""The page about a change of legal circle."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.casework import Case, Handover, HandoverState
from processes.legal_circle.package import digest_of
from tests.web.jobcenter import NOW, Jobcenter

CASE = "/faelle/F-2026-000001"
PATH = f"{CASE}/rechtskreis/anspruchsende"


def test_the_expected_end_is_entered_and_shown(jobcenter: Jobcenter) -> None:
    jobcenter.open_case(legal_circle="SGB3")
    assert "Es steht kein Wechsel" in jobcenter.browser.get(f"{CASE}/rechtskreis").text
    page = jobcenter.browser.get(PATH)
    assert jobcenter.browser.submit(page, PATH, effective_on="").status == 422
    assert "liegt in der Zukunft" in jobcenter.browser.submit(page, PATH, effective_on="2026-01-01").text
    shown = jobcenter.browser.submit(page, PATH, effective_on="31.05.2027")
    assert "Wechsel in das SGB II zum 31.05.2027" in shown.text
    assert "Ende des Anspruchs ändern" in shown.text


def test_a_case_of_sgb_ii_is_told_so(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    refused = jobcenter.browser.submit(jobcenter.browser.get(PATH), PATH, effective_on="2027-05-31")
    assert "schon nach dem SGB II" in refused.text


def test_the_frozen_package_is_printed(jobcenter: Jobcenter) -> None:
    jobcenter.open_case(legal_circle="SGB3")
    package = [{"title": "Profil", "paragraphs": [], "items": ["Zielberuf: Verkäuferin"]}]
    with Session(jobcenter.engine.database) as session, session.begin():
        session.add(
            Handover(
                case_id=session.query(Case).one().id,
                effective_on=date(2027, 5, 31),
                state=HandoverState.FROZEN,
                package=package,
                package_digest=digest_of(package),
                frozen_at=NOW,
                frozen_by="a.beispiel",
                recorded_at=NOW,
                recorded_by="a.beispiel",
            )
        )
    assert "übergeben, Empfang offen" in jobcenter.browser.get(f"{CASE}/rechtskreis").text
    printed = jobcenter.browser.client.get(f"{CASE}/rechtskreis/1.pdf")
    assert (printed.status_code, printed.data[:4]) == (200, b"%PDF")
    assert jobcenter.browser.get(f"{CASE}/rechtskreis/2.pdf").status == 404
