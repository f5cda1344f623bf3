"""The search for providers and employers in a browser without scripts (Fachkonzept D)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from engine.actor import Actor
from models.casework import Provider
from models.history import HistoryEntry
from models.identity import Role
from processes.access import PERMISSIONS
from processes.providers.commands import ProviderEntries
from processes.providers.importing import ImportEconomicClasses, ImportProviders, shipped_classes
from tests.web.browser import Browser, Page
from tests.web.conftest import app_for
from tests.web.small_office import SmallOffice, open_small_office

FILE = Path(__file__).parents[2] / "processes" / "demo" / "providers.json"
#: Municipal contacts of the demo file → people of the small office.
CONTACTS = {"m.yildiz": "a.beispiel", "a.becker": "b.muster"}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallOffice]:
    office = open_small_office(f"sqlite:///{tmp_path_factory.mktemp('providers') / 'office.sqlite3'}")
    furnish(office)
    yield office
    office.engine.database.dispose()


def furnish(office: SmallOffice) -> None:
    actor = Actor("f.betreuung", PERMISSIONS[Role.SPECIALIST_SUPPORT], frozenset({"fachbetreuung"}))
    office.engine.execute(ImportEconomicClasses(tuple(shipped_classes())), actor)
    rows = []
    for number, row in enumerate(json.loads(FILE.read_text())["providers"], start=2):
        day, contact = row.pop("deactivated_on"), CONTACTS.get(row.pop("contact"), "")
        entries = ProviderEntries(**row, contact=contact, deactivated_on=date.fromisoformat(day) if day else None)
        rows.append((number, entries))
    office.engine.execute(ImportProviders(tuple(rows), "traeger.csv"), actor)


@pytest.fixture(scope="module")
def app(listed: SmallOffice) -> Flask:
    return app_for(listed)


@pytest.fixture
def anna(app: Flask) -> Browser:
    return Browser(app).sign_in("a.beispiel")


@pytest.fixture
def support(app: Flask) -> Browser:
    return Browser(app).sign_in("f.betreuung")


def found(browser: Browser, **criteria: str) -> list[str]:
    page = browser.get(f"/traeger/ergebnis?{urlencode(criteria)}")
    return names(page)


def names(page: Page) -> list[str]:
    cells = page.document.xpath("//tbody/tr/th")
    return [next(text.strip() for text in cell.itertext() if text.strip()) for cell in cells]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"bezeichnung": "bildungswerk"}, ["Bildungswerk Nord"]),
        ({"bezeichnung": "GMBH lager"}, ["Logistik Ruhr"]),
        ({"strasse": "lindenallee"}, ["Pflegehaus Linde"]),
        ({"plz": "45997"}, ["Lernstatt", "Logistik Ruhr"]),
        ({"plz": "4599", "ort": "altdorf"}, ["Glanzrein"]),
        ({"betriebsnummer": "1000 0004"}, ["Logistik Ruhr"]),
        ({"telefon": "+49 209 / 5551500"}, ["Logistik Ruhr"]),
        ({"telefon": "0160 5551501"}, ["Logistik Ruhr"]),
        ({"telefon": "0209 555"}, []),
        ({"telefon": "keine"}, []),
        ({"wkl": "52.10"}, ["Logistik Ruhr"]),
        ({"wkl": "78"}, ["Zeitkraft"]),
        ({"wkl": "N"}, ["Glanzrein", "Zeitkraft"]),
        ({"status": "PAUSED"}, ["Glanzrein"]),
        (
            {"art": "PROVIDER", "wkl": "85"},
            ["Bildungswerk Nord", "Fahrschule Start", "Lernstatt", "Sprachschule Brücke"],
        ),
        ({"deaktiviert_von": "2026-01-01"}, ["Zeitkraft"]),
        ({"deaktiviert_bis": "31.12.2025"}, ["Lernstatt"]),
        ({"deaktiviert_von": "2025-01-01", "deaktiviert_bis": "2026-12-31"}, ["Lernstatt", "Zeitkraft"]),
        ({"ansprechpartner": "muster"}, ["Sprachschule Brücke"]),
        ({"meine": "ja"}, ["Bildungswerk Nord"]),
        ({"bezeichnung": "nord", "ort": "Neustadt"}, []),
        ({"bezeichnung": "100%"}, []),
    ],
)
def test_d_every_criterion_narrows_the_search(anna: Browser, criteria: dict[str, str], expected: list[str]) -> None:
    assert found(anna, **criteria) == expected


def test_d_a_bad_date_is_named_and_nothing_typed_is_lost(anna: Browser) -> None:
    page = anna.get("/traeger/ergebnis?deaktiviert_von=gestern&ort=Neustadt")
    assert page.status == 422
    assert "Bitte ein Datum wie 19.10.2026 eingeben." in page.text
    assert (page.value_of("deaktiviert_von"), page.value_of("ort")) == ("gestern", "Neustadt")


def test_d_each_criterion_has_a_help_for_pointer_and_keyboard(anna: Browser) -> None:
    page = anna.get("/traeger")
    fields = page.document.xpath("//div[@class='pw-mask__field']")
    assert len(fields) == 12
    for field in fields:
        (control,) = field.xpath(".//input|.//select")
        helps = [page.document.get_element_by_id(name) for name in control.get("aria-describedby").split()]
        assert helps[0].text_content() == field.get("title")
        assert helps[0].getparent().tag == "details", "reached by the keyboard"
    assert "Hilfe zur Suche" in page.text


def test_d_a_term_leads_to_a_list_of_classes_and_back_into_the_field(anna: Browser) -> None:
    page = anna.get("/traeger/ergebnis?wkl=Überlassung&ort=Musterstadt")
    assert page.heading == "Wirtschaftsklasse wählen"
    link = next(link for link in page.links() if "78.20" in link)
    mask = anna.get(link)
    assert (mask.value_of("wkl"), mask.value_of("ort")) == ("78.20", "Musterstadt")


def test_d_columns_sort_by_address_both_ways(anna: Browser) -> None:
    up = found(anna, plz="45", sortierung="ort")
    down = found(anna, plz="45", sortierung="-ort")
    assert up[0] == down[-1] == "Glanzrein"
    page = anna.get("/traeger/ergebnis?sortierung=-betriebsnummer")
    (head,) = page.document.xpath("//th[@aria-sort]")
    assert (head.get("aria-sort"), head.text_content().strip().split()[0]) == ("descending", "BetriebsNr")


def test_d_deactivated_ones_are_struck_through_and_say_so(anna: Browser) -> None:
    page = anna.get("/traeger/ergebnis?bezeichnung=zeitkraft")
    (struck,) = page.document.xpath("//th//del")
    assert struck.get("title") == "deaktiviert am 31.03.2026"
    assert "deaktiviert am 31.03.2026" in page.text


def test_d_telephone_numbers_are_behind_a_symbol_the_keyboard_reaches(anna: Browser) -> None:
    page = anna.get("/traeger/ergebnis?bezeichnung=bildungswerk")
    (details,) = page.document.xpath("//td/details")
    assert "Festnetz 0209 555 1200, Mobil 0171 555 1201" in " ".join(details.find("p").text_content().split())
    assert "0171 555 1201" in details.get("title")


def test_d_row_actions_go_with_the_rights(anna: Browser, support: Browser) -> None:
    mine = anna.get("/traeger/ergebnis?bezeichnung=bildungswerk")
    theirs = support.get("/traeger/ergebnis?bezeichnung=bildungswerk")
    assert not [link for link in mine.links() if "bearbeiten" in link or ".csv" in link]
    assert [link for link in theirs.links() if link.endswith("/bearbeiten")]
    assert [link for link in theirs.links() if ".csv" in link]
    assert anna.get("/traeger/ergebnis.csv").status == 404
    assert anna.get("/traeger/neu").status == 404


def test_d_the_address_is_a_plain_text(anna: Browser) -> None:
    page = anna.get("/traeger/ergebnis?bezeichnung=bildungswerk")
    answer = anna.client.get(next(link for link in page.links() if link.endswith("anschrift.txt")))
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.get_data(as_text=True) == ("Bildungswerk Nord gemeinnützige GmbH\nWerkstraße 12\n45999 Musterstadt\n")


def test_d_the_last_searches_of_a_person_are_remembered(app: Flask, anna: Browser) -> None:
    for number in range(12):
        anna.get(f"/traeger/ergebnis?plz=45{number:03d}")
    anna.get("/traeger/ergebnis?plz=45011")
    memory = anna.get("/traeger").document.xpath("//section[@aria-labelledby='merker']//li/a")
    assert [link.text for link in memory][:3] == ["Postleitzahl: 45011", "Postleitzahl: 45010", "Postleitzahl: 45009"]
    assert len(memory) == 10
    other = Browser(app).sign_in("b.muster").get("/traeger")
    assert not other.document.xpath("//section[@aria-labelledby='merker']")


def test_d_the_last_result_is_one_step_away_from_a_provider(anna: Browser) -> None:
    page = anna.get("/traeger/ergebnis?bezeichnung=bildungswerk")
    overview = anna.get(next(link for link in page.links() if link.startswith("/traeger/") and link[9:].isdecimal()))
    assert "/traeger/ergebnis?bezeichnung=bildungswerk" in overview.links()


def test_d_an_export_is_recorded_and_harmless(listed: SmallOffice, support: Browser) -> None:
    support.submit(
        support.get("/traeger/neu"), "/traeger/neu", designation="=HYPERLINK(1)", name="@Makro", city="Exportdorf"
    )
    answer = support.client.get("/traeger/ergebnis.csv?ort=Exportdorf")
    content = answer.get_data().decode("utf-8-sig")
    assert "'=HYPERLINK(1);'@Makro;" in content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="traeger.csv"'
    with listed.engine.reading() as rows:
        entry = rows.scalars(select(HistoryEntry).where(HistoryEntry.kind == "provider.exported")).one()
    assert (entry.actor, entry.data) == ("f.betreuung", {"criteria": "ort=Exportdorf", "rows": 1})


def test_d_the_mask_keeps_what_was_typed_and_shows_its_history(listed: SmallOffice, support: Browser) -> None:
    page = support.submit(support.get("/traeger/neu"), "/traeger/neu", designation="Neu", name="Neu GmbH", plz="1")
    assert page.heading == "Neu"
    path = page.path
    page = support.submit(
        support.get(f"{path}/bearbeiten"), f"{path}/bearbeiten", postal_code="12", landline="0209 1", remark="Wichtig"
    )
    assert page.status == 422
    assert (page.value_of("landline"), page.value_of("remark")) == ("0209 1", "Wichtig")
    page = support.submit(page, f"{path}/bearbeiten", postal_code="45999", landline="0209 12345")
    assert page.heading == "Neu"
    desk = support.get(f"{path}/schreibtisch")
    assert "Festnetz: – → 0209 12345" in desk.text
    with listed.engine.reading() as rows:
        assert rows.scalars(select(Provider).where(Provider.designation == "Neu")).one().revision == 2


def test_d_providers_are_suggested_while_people_type_their_name(anna: Browser) -> None:
    said = {"Accept": "application/json"}
    assert anna.get("/kataloge/traeger?q=nord", **said).response.json == [
        {"title": "Bildungswerk Nord", "kldb": "10000001"}
    ]
    assert anna.get("/kataloge/traeger?q=Lernstatt", **said).response.json == [], "a deactivated one is no help"
