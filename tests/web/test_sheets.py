"""Profiling sheets on pages: the chooser, revisions, release, deletion, consent; occupations and rule sets."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from models.casework import Consent, ConsentForm, OfficeSettings, ProfilingSheet, SheetState
from processes.profiling.consents import consent_only_needs
from processes.profiling.occupation_import import ImportOccupations, shipped_occupations
from processes.profiling.snapshot import keep_revision
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice

CASE = "/faelle/F-2026-000001"
SHEET = f"{CASE}/profil/1"


@pytest.fixture
def furnished(office: SmallOffice) -> SmallOffice:
    """The sheet of the case with a revision and a consent."""
    with Session(office.engine.database) as session:
        sheet = session.get(ProfilingSheet, 1)
        assert sheet is not None
        keep_revision(session, sheet, office.now, "a.beispiel")
        session.add(
            Consent(
                case_id=sheet.case_id,
                purpose="Profiling",
                text_version="2026-07",
                given_on=date(2026, 7, 10),
                form=ConsentForm.WRITTEN,
                document_ref="Blatt 4",
                recorded_by="a.beispiel",
            )
        )
        session.commit()
    return office


def test_a_caseworker_reads_sheets_and_records_a_withdrawal_but_governs_none(
    furnished: SmallOffice, sign_in: SignIn
) -> None:
    anna = sign_in("a.beispiel")
    page = anna.get(SHEET)
    for words in ("Gute Berufserfahrung im Lager", "Alle Bögen", "Matchingprofil, sofort suchbar", "Blatt 4"):
        assert words in page.text
    assert "freigeben" not in page.text.lower()
    revision = anna.get(f"{SHEET}/fassungen/1")
    assert "Förderprofil" in revision.text
    assert "Teilqualifikation denkbar." in revision.text
    page = anna.submit(anna.get(SHEET), f"{CASE}/einverstaendnisse/1/widerrufen")
    assert "widerrufen am 19.10.2026" in page.text
    for path in (f"{SHEET}/freigeben", f"{SHEET}/loeschen", f"{SHEET}/druck.pdf", f"{CASE}/profil/99"):
        assert anna.get(path).status == 404
    restart = anna.submit(anna.get(f"{CASE}/profil/neu"), f"{CASE}/profil/neu", vorlage="9")
    assert (restart.status, "womit der neue Bogen beginnt" in restart.text) == (422, True)


def test_the_support_releases_prints_and_deletes(furnished: SmallOffice, sign_in: SignIn) -> None:
    finn = sign_in("f.betreuung")
    path = f"{SHEET}/freigeben"
    refused = finn.submit(finn.get(path), path, grund="kurz")
    assert (refused.status, "bleibt in der Akte" in refused.text) == (422, True)
    page = finn.submit(finn.get(path), path, grund="Angaben einer anderen Person im Fazit.")
    assert "zur Änderung freigegeben" in page.text
    assert "Angaben einer anderen Person im Fazit." in page.text
    printed = finn.get(f"{SHEET}/druck.pdf")
    assert printed.status == 200
    path = f"{SHEET}/loeschen"
    page = finn.submit(finn.get(path), path, grund="Der Bogen gehört zu einem anderen Fall.", loeschen="ja")
    assert "Es gibt noch keinen Profilingbogen." in page.text
    with furnished.engine.reading() as rows:
        sheet = rows.scalars(select(ProfilingSheet)).one()
        assert (sheet.state, sheet.conclusion, sheet.deleted_by) == (SheetState.DELETED, "", "f.betreuung")
    assert finn.get(SHEET).status == 404


def test_occupations_are_found_by_title_and_code(office: SmallOffice, sign_in: SignIn) -> None:
    office.engine.execute(ImportOccupations(tuple(shipped_occupations())), SYSTEM)
    anna = sign_in("a.beispiel")
    assert "Im Verzeichnis stehen" in anna.get("/kataloge/berufe").text
    assert "29302" in anna.get("/kataloge/berufe?q=koch").text
    assert "Köchin oder Koch" in anna.get("/kataloge/berufe?q=293").text
    assert "kein Beruf" in anna.get("/kataloge/berufe?q=%25").text
    found = anna.get("/kataloge/berufe?q=kauf", Accept="application/json")
    assert {"title": "Kauffrau oder Kaufmann für Büromanagement", "kldb": "71402"} in found.response.json


def test_a_1_8_after_a_withdrawal_nobody_reads_what_took_the_consent(furnished: SmallOffice, sign_in: SignIn) -> None:
    with Session(furnished.engine.database) as session:
        session.get_one(OfficeSettings, 1).consent_only_needs = ["Q2"]
        session.commit()
    anna = sign_in("a.beispiel")
    pages = (SHEET, f"{CASE}/profil", f"{SHEET}/fassungen/1")
    assert all("Teilqualifikation denkbar." in anna.get(path).text for path in pages)
    anna.submit(anna.get(SHEET), f"{CASE}/einverstaendnisse/1/widerrufen")
    for path in pages:
        shown = anna.get(path).text
        assert "Teilqualifikation denkbar." not in shown
        assert "Einwilligung widerrufen am 19.10.2026" in shown


def test_the_support_sets_what_the_office_may_decide(office: SmallOffice, sign_in: SignIn) -> None:
    path = "/kataloge/einstellungen"
    page = sign_in("a.beispiel").get(path)
    assert "vorigen Arbeitstag" in page.text
    assert "Ab jetzt verwenden" not in page.text
    finn = sign_in("f.betreuung")
    shown = finn.get(path)
    wrong = finn.submit(shown, path, hearing_days="0", grund="")
    assert (wrong.status, wrong.value_of("hearing_days")) == (422, "0")
    assert "Bitte eine Zahl von 1 bis 60 eingeben." in wrong.text
    saved = finn.submit(shown, path, hearing_days="21", note_since_working_day="ja", grund="Dienstanweisung 4/2026")
    assert "Dienstanweisung 4/2026" in saved.text
    assert "14 → 21" in saved.text
    with office.engine.reading() as rows:
        settings = rows.get(OfficeSettings, 1)
        assert settings is not None
        assert (settings.hearing_days, settings.note_since_working_day) == (21, True)


def test_a_1_8_the_support_sets_which_remarks_take_a_consent(office: SmallOffice, sign_in: SignIn) -> None:
    path, box = "/kataloge/einstellungen", "consent_only_needs_"
    finn = sign_in("f.betreuung")
    shown = finn.get(path)
    ticked = {name.removeprefix(box) for name, _value in shown.form(path).form_values() if name.startswith(box)}
    assert ticked == {"L1", "L2"}
    saved = finn.submit(shown, path, {box + "L1": [], box + "R4": "ja"}, grund="Vorgabe des Datenschutzes")
    assert "Intellektuelle Leistungsfähigkeit, Vermittlungsrelevante gesundheitliche Einschränkungen →" in saved.text
    with office.engine.reading() as rows:
        assert consent_only_needs(rows) == {"L2", "R4"}


def test_the_support_chooses_the_rule_sets(office: SmallOffice, sign_in: SignIn) -> None:
    path = "/kataloge/regelwerke"
    page = sign_in("a.beispiel").get(path)
    assert "Segmente Göttingen" in page.text
    assert "Ab jetzt verwenden" not in page.text
    finn = sign_in("f.betreuung")
    refused = finn.submit(finn.get(path), path, schema="GOETTINGEN", grund="")
    assert refused.status == 422
    chosen = finn.submit(finn.get(path), path, schema="GOETTINGEN", grund="Dienstanweisung 3/2026")
    assert "Dienstanweisung 3/2026" in chosen.text
    with office.engine.reading() as rows:
        settings = rows.get(OfficeSettings, 1)
        assert settings is not None
        assert settings.segment_scheme == "GOETTINGEN"
