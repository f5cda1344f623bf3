"""Finding a case, reading its file, and what leaves the house: PDF, ICS, CSV."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from models.casework import AccessLog
from tests.web.browser import Browser
from tests.web.conftest import SignIn, app_for
from tests.web.small_office import SmallOffice
from web.documents.table_csv import neutral, table_csv

CASE = "/faelle/F-2026-000001"


@pytest.fixture(scope="module")
def still(quiet_office: SmallOffice) -> Flask:
    return app_for(quiet_office)


@pytest.fixture(scope="module")
def reader(still: Flask) -> Browser:
    return Browser(still).sign_in("a.beispiel")


@pytest.mark.parametrize("text", ["özdem", "Mina", "Özdemir, Mina", "317D00042", "F-2026-000001"])
def test_a_case_is_found_by_name_customer_number_and_case_number(reader: Browser, text: str) -> None:
    page = reader.get(f"/faelle?suche={text}")
    assert "Özdemir" in page.text
    assert "Sommer, Karl" not in page.text


def test_a_full_number_leads_straight_to_the_case(reader: Browser) -> None:
    assert reader.get("/faelle?suche=f-2026-000001").path == CASE


def test_wildcards_are_letters(reader: Browser) -> None:
    assert "Kein Fall passt" in reader.get("/faelle?suche=%25").text
    assert "Kein Fall passt" in reader.get("/faelle?suche=_").text


@pytest.mark.parametrize(
    "part, words",
    [
        ("", ["Förderprofil", "Beschäftigung lokal", "Umzug geplant.", "Anliegen erheben", "Kundennummer 317D00042"]),
        ("/profil", ["Gute Berufserfahrung im Lager", "Berufliche Qualifikation", "in Klärung", "Gabelstapler"]),
        ("/ziel", ["Beschäftigung lokal", "30.04.2027", "ja, mit Einverständnis"]),
        ("/strategien", ["Zwei Module bestanden", "01.08.2026 bis 31.01.2027", "läuft"]),
        ("/vereinbarungen", ["Kooperationsplan", "in Kraft", "16.01.2027", "4-mal je Monat", "Liste der Bewerbungen"]),
        ("/termine", ["Folgegespräch", "vereinbart", "stattgefunden", "persönlich", "Zimmer 214"]),
        ("/vermerke", ["Der Staplerschein ist gültig.", "Nachtrag von Anna Beispiel", "persönliches Gespräch"]),
        ("/verlauf", ["„Beratung“ begonnen", "System"]),
    ],
)
def test_each_part_of_the_file_shows_what_is_there(reader: Browser, part: str, words: list[str]) -> None:
    page = reader.get(CASE + part)
    for word in words:
        assert word in page.text, word
    assert len(page.document.xpath("//nav[@aria-label='Teile des Falls']//a[@aria-current]")) == 1


def test_a_tab_with_several_pages_shows_them_in_a_second_row(reader: Browser) -> None:
    first, second = "//nav[@aria-label='Teile des Falls']//a", "//nav[@aria-label='Seiten dieses Teils']//a"
    page = reader.get(CASE + "/vermerke")
    assert page.document.xpath(f"string({first}[@aria-current='true'])").startswith("Gespräche")
    assert [a.text.strip() for a in page.document.xpath(second)] == ["Termine", "Vermerke"]
    assert page.document.xpath(f"string({second}[@aria-current='page'])").startswith("Vermerke")
    assert not reader.get(CASE + "/ziel").document.xpath(second)


def test_an_empty_case_says_so_everywhere(reader: Browser) -> None:
    for part, words in {
        "/profil": "noch keinen Profilingbogen",
        "/ziel": "noch kein Ziel",
        "/strategien": "noch keine Strategien",
        "/vereinbarungen": "noch keine Vereinbarung",
        "/termine": "noch keine Termine",
        "/vermerke": "noch keinen Vermerk",
    }.items():
        assert words in reader.get(f"/faelle/F-2026-000002{part}").text


def test_who_looked_at_a_case_is_recorded(sign_in: SignIn, office: SmallOffice) -> None:
    sign_in("l.nord").get(f"{CASE}/profil")
    with office.engine.reading() as rows:
        looked = rows.execute(select(AccessLog.username, AccessLog.what)).all()
    assert looked == [("l.nord", "Profil")]


PAPERS = ("vereinbarungen/1.pdf", "vereinbarungen/1/kurzer-text.pdf", "vereinbarungen/1/belehrung.pdf")


@pytest.mark.parametrize("paper", [*PAPERS, "verwaltungsakte/1.pdf"])
def test_agreement_short_text_notice_and_act_print_as_tagged_pdf_ua(reader: Browser, paper: str) -> None:
    answer = reader.client.get(f"{CASE}/{paper}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"%PDF-1.")
    assert b"/StructTreeRoot" in answer.data
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", answer.data), "PDF/UA-1 names itself"
    assert b"/Lang" in answer.data
    assert b"/MarkInfo" in answer.data


def test_the_papers_of_an_agreement_are_named_on_its_page(reader: Browser) -> None:
    page = reader.get(f"{CASE}/vereinbarungen").text
    for words in ("Kurzer Text in einfacher Sprache", "Belehrung über die Rechtsfolgen", "Verpflichtung durch"):
        assert words in page


def test_an_agreement_of_another_case_is_not_printed(reader: Browser) -> None:
    for paper in (*PAPERS, "verwaltungsakte/1.pdf"):
        assert reader.get(f"/faelle/F-2026-000002/{paper}").status == 404
    assert reader.get("/faelle/F-2026-000002/termine/1.ics").status == 404


def test_an_appointment_downloads_as_ics_without_personal_data(reader: Browser) -> None:
    answer = reader.client.get(f"{CASE}/termine/2.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-10-19T11:30:00+02:00"
    assert str(event["uid"]) == "termin-2@phasenwerk"
    assert str(event["location"]) == "Zimmer 214"
    assert "Özdemir" not in answer.text


def test_the_list_of_the_team_exports_for_spreadsheets(still: Flask) -> None:
    answer = Browser(still).sign_in("l.nord").client.get("/team/faelle.csv?merkmal=ueberfaellig")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Fall;Nachname;Vorname")
    assert [line.split(";")[1] for line in lines[1:]] == ["Özdemir"]


@pytest.mark.parametrize("cell", ["=1+1", "+49 123", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"
    assert f"'{cell[0]}".encode() in table_csv(["a"], [[cell]]) or cell[0] in "\t\r"


def test_a_note_is_written_and_amended(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    path = f"{CASE}/vermerke/neu"
    page = anna.get(path)
    empty = anna.submit(page, path, subject="", talk_held="", talk_on="20.10.2027", body="Telefonat mit dem Träger")
    assert empty.status == 422
    assert empty.value_of("body") == "Telefonat mit dem Träger"
    future = anna.submit(page, path, subject="Träger", talk_held="PHONE", talk_on="20.10.2027", body="Telefonat")
    assert "liegt in der Zukunft" in future.text
    saved = anna.submit(page, path, subject="Träger", talk_held="PHONE", talk_on="19.10.2026", body="Telefonat")
    assert saved.path == f"{CASE}/vermerke"
    assert "Telefongespräch" in saved.text
    amend = next(link for link in saved.links() if link.endswith("/nachtrag"))
    after = anna.submit(anna.get(amend), amend, body="Es war Frau Klein.")
    assert "Es war Frau Klein." in after.text
    assert "Nachtrag zu einem Vermerk geschrieben" in anna.get(f"{CASE}/verlauf").text


def test_a_lead_reads_but_does_not_write(sign_in: SignIn) -> None:
    lea = sign_in("l.nord")
    assert lea.get(f"{CASE}/vermerke/neu").status == 404
    assert "Vermerk schreiben" not in lea.get(CASE).text


def test_a_strategy_that_is_not_there_cannot_be_decided(reader: Browser) -> None:
    assert reader.get("/faelle/F-2026-000002/strategien/1/entscheiden").status == 404


def test_a_strategy_is_decided_early_with_a_reason(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    path = f"{CASE}/strategien/1/entscheiden"
    given = {"ergebnis": "DONE", "bedarf": "BEHOBEN", "bemerkung": "Beide Module bestanden."}
    for missing in ("bemerkung", "bedarf"):
        assert anna.submit(anna.get(path), path, **given | {missing: ""}).status == 422
    page = anna.submit(anna.get(path), path, **given)
    assert page.path == f"{CASE}/strategien"
    assert "erledigt" in page.text
    assert "Beide Module bestanden." in page.text
    assert anna.submit(anna.get(path), path, **given | {"bemerkung": "noch einmal"}).status == 409
