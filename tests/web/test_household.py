"""The tab about the household of a client."""

from __future__ import annotations

from sqlalchemy import select

from models.casework import AccessLog
from tests.web.jobcenter import Jobcenter

CASE, OTHER = "/faelle/F-2026-000001", "/faelle/F-2026-000002"


def join(jobcenter: Jobcenter, case: str) -> None:
    path = f"{case}/bedarfsgemeinschaft/zuordnung"
    jobcenter.browser.submit(jobcenter.browser.get(path), path, household_no="31702BG0012345")


def agree(jobcenter: Jobcenter, case: str, purpose: str, **changes: str) -> str:
    path = f"{case}/bedarfsgemeinschaft/einverstaendnis"
    typed = {"purpose": purpose, "answer": "GIVEN", "form": "WRITTEN"} | changes
    return jobcenter.browser.submit(jobcenter.browser.get(path), path, typed).text


def two_members(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    assert "zu keiner Bedarfsgemeinschaft" in jobcenter.browser.get(f"{CASE}/bedarfsgemeinschaft").text
    jobcenter.open_case(customer_no="317D555002", first_name="Jan", caseworker="b.muster")
    for case in (CASE, OTHER):
        join(jobcenter, case)


def test_a_member_shows_with_consent_and_the_look_is_recorded(jobcenter: Jobcenter) -> None:
    two_members(jobcenter)
    before = jobcenter.browser.get(f"{CASE}/bedarfsgemeinschaft").text
    assert "Jan Ährlich" in before
    assert "Nach dem Einverständnis wurde noch nicht gefragt." in before
    assert "Empfohlen ist eine Fachkraft für alle Mitglieder" in before
    assert "Ein Einverständnis wird schriftlich" in agree(jobcenter, OTHER, "SHARE_DATA", form="")
    agree(jobcenter, OTHER, "SHARE_DATA")
    shown = jobcenter.browser.get(f"{CASE}/bedarfsgemeinschaft").text
    assert "F-2026-000002" in shown
    with jobcenter.engine.reading() as rows:
        reasons = rows.scalars(select(AccessLog.reason).where(AccessLog.reason != "")).all()
        assert reasons[-1] == "Bedarfsgemeinschaft mit F-2026-000001"


def test_a_refused_member_is_not_even_named(jobcenter: Jobcenter) -> None:
    two_members(jobcenter)
    agree(jobcenter, OTHER, "SHARE_DATA", answer="REFUSED", form="")
    shown = jobcenter.browser.get(f"{CASE}/bedarfsgemeinschaft").text
    assert "Weiteres Mitglied" in shown
    assert "Jan" not in shown


def test_a_joint_talk_waits_for_everybody(jobcenter: Jobcenter) -> None:
    two_members(jobcenter)
    path = f"{CASE}/bedarfsgemeinschaft/gespraech"
    page = jobcenter.browser.get(path)
    talk = {"beginn_datum": "2026-10-27", "beginn_uhrzeit": "10:00", "dauer": "60"}
    assert jobcenter.browser.submit(page, path, talk | {"beginn_uhrzeit": "früh", "beginn_datum": ""}).status == 422
    assert "fehlt noch 2-mal das Einverständnis" in jobcenter.browser.submit(page, path, talk).text
    for case in (CASE, OTHER):
        agree(jobcenter, case, "JOINT_TALK")
    other = {"beginn_datum": "2026-10-27", "beginn_uhrzeit": "10:30", "art": "SONSTIGES"}
    jobcenter.browser.submit(jobcenter.browser.get(f"{OTHER}/termine/neu"), f"{OTHER}/termine/neu", other)
    clash = jobcenter.browser.submit(page, path, talk)
    assert clash.status == 422
    assert "steht dann schon ein Termin: 10:30 bis 11:15 Uhr" in clash.text
    assert clash.value_of("beginn_uhrzeit") == "10:00"
    said = jobcenter.browser.submit(clash, path, trotzdem="ja").text
    assert "bei allen Mitgliedern vereinbart" in said
    assert "Gemeinsames Gespräch der Bedarfsgemeinschaft" in jobcenter.browser.get(f"{OTHER}/termine").text
