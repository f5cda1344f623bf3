"""The page "Stellensuche" and its masks (Fachkonzept A.6.5)."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.casework import (
    Case,
    Competence,
    CompetenceKind,
    CompetenceLevel,
    EmploymentRecord,
    HitState,
    OccupationStatus,
    Outcome,
    ProfilingSheet,
    ProposalOutcome,
    SearchHit,
    SearchOrder,
    SheetState,
    TargetOccupation,
)
from processes.bootstrap import register_rooms
from processes.search.outcomes import led_to
from processes.settings import Settings
from tests.web.jobcenter import NOW, Jobcenter

CASE = "/faelle/F-2026-000001"
PATH = f"{CASE}/stellensuche/neu"


def add_profile(jobcenter: Jobcenter) -> None:
    """A closed sheet with a target occupation and a competence."""
    with Session(jobcenter.engine.database) as session, session.begin():
        case = session.scalars(select(Case)).unique().one()
        case.person.postal_code, case.person.city = "45999", "Musterstadt"
        sheet = ProfilingSheet(
            case_id=case.id, state=SheetState.CLOSED, needs_catalogue="NEEDS_BA_2013", created_at=NOW,
            created_by="a.beispiel", edited_at=NOW, closed_at=NOW, closed_by="a.beispiel", conclusion="Gut.",
            prognosis_months=6, segment="MARKT", segment_suggestion="MARKT",
        )  # fmt: skip
        job = TargetOccupation(title="Verkäuferin", kldb="62102", status=OccupationStatus.CONFIRMED)
        sheet.occupations = [job]
        known = Competence(name="Kassieren", kind=CompetenceKind.VOCATIONAL, level=CompetenceLevel.ADVANCED)
        sheet.competences = [known]
        session.add(sheet)


def told_what_became_of_it(jobcenter: Jobcenter) -> None:
    """A vacancy is proposed, applied for, and the client is hired; each is kept with its day."""
    browser, today = jobcenter.browser, NOW.date().isoformat()
    path = f"{CASE}/stellensuche/stelle/1/ergebnis"
    assert browser.get(path).status == 404, "nothing was proposed yet"
    with Session(jobcenter.engine.database) as session, session.begin():
        hit = session.get(SearchHit, 1)
        assert hit is not None
        hit.state, hit.decided_at, hit.decided_by = HitState.PROPOSED, NOW, "a.beispiel"
    page = browser.get(path)
    assert "Bitte wählen, was daraus geworden ist." in browser.submit(page, path, on_day=today).text
    early = browser.submit(page, path, outcome="APPLIED", on_day="2020-01-01").text
    assert "Erwartet: ein Tag vom Vorschlag am" in early
    assert "Vorgefunden: 01.01.2099." in browser.submit(page, path, outcome="APPLIED", on_day="2099-01-01").text
    assert "beworben" in browser.submit(page, path, outcome="APPLIED", on_day=today, note="Per E-Mail").text
    shown = browser.submit(browser.get(path), path, outcome="HIRED", on_day=today)
    assert "Per E-Mail" in shown.text, "what was known before stays"
    assert "Arbeitsaufnahme eintragen" in shown.text
    mask = browser.get(f"{CASE}/arbeitsaufnahme?stelle=1")
    with jobcenter.engine.reading() as rows:
        hit = rows.get(SearchHit, 1)
        assert hit is not None
        assert mask.value_of("title") == hit.title
        assert [one.outcome for one in hit.outcomes] == [Outcome.APPLIED, Outcome.HIRED]
        work = EmploymentRecord(case=hit.order.case, employer=hit.employer.upper(), started_on=NOW.date())
        assert led_to(rows, work) is hit
        work.employer = "Jemand anders"
        assert led_to(rows, work) is None
        rows.rollback()
    with Session(jobcenter.engine.database) as session, pytest.raises(DBAPIError):
        session.execute(update(ProposalOutcome).values(note="geschönt"))


def test_a65_a_search_is_started_seen_and_ended(jobcenter: Jobcenter) -> None:
    jobcenter.engine.handlers, _forms = register_rooms(jobcenter.engine.database, Settings(demo=True))
    jobcenter.open_case()
    browser = jobcenter.browser
    assert "läuft keine Suche" in browser.get(f"{CASE}/stellensuche").text
    given = {"channel": "OWN_SYSTEM", "occupation": "Verkäuferin", "area": "EVERYWHERE", "until": "2026-12-31"}
    assert "kein abgeschlossenes Profil" in browser.submit(browser.get(PATH), PATH, given).text
    add_profile(jobcenter)
    page = browser.get(PATH)
    filled = [page.value_of(name) for name in ("occupation", "kldb", "postal_code", "city")]
    assert filled == ["Verkäuferin", "62102", "45999", "Musterstadt"]
    wrong = browser.submit(page, PATH, channel="", kldb="62", until="2030-01-01", occupation="Verkauf")
    assert (wrong.status, wrong.value_of("kldb"), wrong.value_of("occupation")) == (422, "62", "Verkauf")
    wrong = browser.submit(page, PATH, channel="OWN_SYSTEM", kldb="62", until="2030-01-01")
    assert "hat fünf Ziffern" in wrong.text
    assert "Gesucht wird höchstens bis zum" in wrong.text
    shown = browser.submit(page, PATH, channel="OWN_SYSTEM")
    assert "Neue Stellen kommen als Aufgabe" in shown.text
    jobcenter.settle()
    shown = browser.get(f"{CASE}/stellensuche")
    assert "Verkäufer/in Lebensmittel" in shown.text
    assert "passt: Verlangt: Kassieren. Im Profil: Kassieren." in " ".join(shown.text.split())
    with jobcenter.engine.reading() as rows:
        assert rows.scalars(select(SearchHit)).all()
    told_what_became_of_it(jobcenter)
    end = f"{CASE}/stellensuche/1/ende"
    assert "Bitte den Grund nennen." in browser.submit(browser.get(end), end, reason="").text
    shown = browser.submit(browser.get(end), end, reason="Arbeit gefunden.")
    assert "Arbeit gefunden." in shown.text
    assert "entfallen" in shown.text
    assert browser.get(end).status == 404
    with jobcenter.engine.reading() as rows:
        assert rows.scalars(select(SearchOrder)).one().ended_on is not None
