"""H.2: needs of disabled persons are considered where the plan of the law wants it, and stand in the paper."""

from __future__ import annotations

from sqlalchemy import select

from models.casework import Agreement
from processes.agreement.rules import content_errors
from processes.agreement.sections import kept
from processes.catalogues import agreement_type
from tests.processes.agreement.test_life import to_phase_4
from tests.processes.agreement.test_rules import ENTRIES, SETTING
from tests.processes.jobcenter import Jobcenter
from web.documents.agreement_pdf import document_of

NEEDS = "Gespräche mit Gebärdensprache; Betriebe mit Aufzug"


def test_h_2_needs_of_disabled_persons_are_asked_for_and_printed_when_there_are_any(office: Jobcenter) -> None:
    case = to_phase_4(office)
    case.complete("vereinbarung_besprechen", zustande=True)
    assert "DISABILITY_NEEDS" in case.context("vereinbarung_festhalten")["abschnitte"]
    case.complete("vereinbarung_festhalten", angaben=case.entries(behinderung=NEEDS))
    with case.file() as (session, file):
        agreement = session.execute(select(Agreement)).scalar_one()
        assert kept(agreement, "DISABILITY_NEEDS") == NEEDS
        paper = {
            section["title"]: section["paragraphs"] for section in document_of(agreement, file, "", "")["sections"]
        }
        assert paper["Bedarfe von Menschen mit Behinderungen"] == [NEEDS]
        agreement.more_sections = {}
        titles = [section["title"] for section in document_of(agreement, file, "", "")["sections"]]
        assert "Bedarfe von Menschen mit Behinderungen" not in titles
        session.rollback()


def test_h_2_nobody_has_to_name_needs_and_other_laws_do_not_ask() -> None:
    plan = agreement_type("KOP_2026")
    assert content_errors(plan, ENTRIES | {"behinderung": ""}, SETTING) == {}
    asking = [code for code in ("EGV_SGB2_2016", "KOP_2023", "EGV_SGB3") if "DISABILITY_NEEDS" in _all(code)]
    assert asking == []


def _all(code: str) -> tuple[str, ...]:
    kind = agreement_type(code)
    return (*kind.required, *kind.should, *kind.optional)
