"""The designer's rooms without a browser: shelves, versions, drafts, checks, publications, and who may do it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from html5lib import HTMLParser

from engine.actor import SYSTEM
from engine.commands.start_instance import StartInstance
from models.database import open_database
from tests.web.designer.office import Office, Visitor, furnish, open_office
from tests.web.designer.workshop import MODELS

ZIEL = (MODELS / "ziel.bpmn").read_text("utf-8")
FILE = "/modelle/dateien/ziel.bpmn"


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an office that every test gets a copy of."""
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    furnish(open_database(f"sqlite:///{path}"))
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    copy = shutil.copy(furnished, tmp_path / "office.sqlite3")
    office = open_office(open_database(f"sqlite:///{copy}"))
    yield office
    office.engine.database.dispose()


@pytest.fixture
def designer(office: Office) -> Visitor:
    return office.sign_in("gestalt")


@pytest.mark.parametrize(
    "path",
    [
        "/modelle",
        "/modelle/entscheidungen",
        "/modelle/formulare",
        "/modelle/prozesse/ziel",
        "/modelle/entscheidungen/segment",
        "/modelle/formulare/umfang.form",
        "/modelle/neu",
        f"{FILE}/bearbeiten",
    ],
)
def test_every_page_is_valid_html(designer: Visitor, path: str) -> None:
    answer = designer.get(path)
    assert answer.status_code == 200
    HTMLParser(strict=True).parse(answer.get_data(as_text=True))


def test_caseworkers_find_no_models(office: Office) -> None:
    caseworker = office.sign_in("fach")
    assert caseworker.get("/modelle").status_code == 404
    assert caseworker.send(f"{FILE}/speichern", source=ZIEL, revision=0).status_code == 404


def test_only_the_editor_may_set_style_attributes(designer: Visitor) -> None:
    assert "style-src-attr 'unsafe-inline'" in designer.get(f"{FILE}/bearbeiten").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in designer.get("/modelle").headers["Content-Security-Policy"]


def test_the_editor_gets_the_file_and_what_its_fields_suggest(designer: Visitor) -> None:
    model = designer.get(f"{FILE}/inhalt").get_json()
    assert (model["key"], model["revision"], model["published_version"]) == ("ziel", 0, 1)
    assert model["source"] == ZIEL
    suggestions = model["catalogue"]
    assert {"value": "fachkraft:sued", "label": "Fachkräfte Team Süd"} in suggestions["groups"]
    assert suggestions["handlers"] == [{"value": "vermerk.schreiben", "label": "inside"}]
    assert {"name": "frist ende", "params": ["datum", "dauer"]} in suggestions["functions"]
    assert [form["value"] for form in suggestions["forms"]] == ["umfang.form"]


def test_a_draft_is_kept_and_changes_nothing_that_runs(office: Office, designer: Visitor) -> None:
    changed = ZIEL.replace("Zielberuf klären", "Zielberuf besprechen")
    assert designer.send(f"{FILE}/speichern", source=changed, revision=0).get_json() == {"revision": 1}
    assert designer.get(f"{FILE}/inhalt").get_json()["source"] == changed
    assert designer.get("/modelle/prozesse/ziel/1/quelle").get_data(as_text=True) == ZIEL
    assert "Entwurf" in designer.get("/modelle").get_data(as_text=True)


def test_nobody_overwrites_what_they_have_not_seen(designer: Visitor) -> None:
    designer.send(f"{FILE}/speichern", source=ZIEL, revision=0)
    late = designer.send(f"{FILE}/speichern", source="anders", revision=0)
    assert late.status_code == 409
    assert "jemand anders" in late.get_json()["message"]
    assert designer.send(f"{FILE}/veroeffentlichen", source=ZIEL, revision=0, note="x").status_code == 409
    assert designer.get(f"{FILE}/inhalt").get_json()["source"] == ZIEL


def test_running_instances_stay_on_their_version(office: Office, designer: Visitor) -> None:
    office.engine.execute(StartInstance("ziel", {}), SYSTEM)
    changed = ZIEL.replace("Zielberuf klären", "Zielberuf besprechen")
    answer = designer.send(f"{FILE}/veroeffentlichen", source=changed, revision=0, note="Neuer Name")
    assert (answer.status_code, answer.get_json()["version"]) == (200, 2)
    office.engine.execute(StartInstance("ziel", {}), SYSTEM)
    page = designer.get("/modelle/prozesse/ziel").get_data(as_text=True)
    assert "Neuer Name" in page
    assert "Person gestalt" in page
    model = designer.get(f"{FILE}/inhalt").get_json()
    assert (model["revision"], model["published_version"], model["source"]) == (1, 2, changed)
    unchanged = designer.send(f"{FILE}/veroeffentlichen", source=changed, revision=1, note="noch einmal").get_json()
    assert unchanged["message"] == "Unverändert: Version 2 ist schon veröffentlicht."


def test_a_broken_diagram_is_refused_with_its_element_and_changes_nothing(designer: Visitor) -> None:
    broken = ZIEL.replace("vermerk.schreiben", "gibt.es_nicht")
    found = designer.send(f"{FILE}/pruefen", source=broken).get_json()["findings"]
    assert ("Aufgabe_Vermerk", "error") in {(f["element_id"], f["severity"]) for f in found}
    refused = designer.send(f"{FILE}/veroeffentlichen", source=broken, revision=0, note="x")
    assert refused.status_code == 422
    assert refused.get_json()["findings"] == [f for f in found if f["severity"] == "error"]
    model = designer.get(f"{FILE}/inhalt").get_json()
    assert (model["revision"], model["published_version"]) == (0, 1)


@pytest.mark.parametrize("text", ["", "<", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "{}"])
@pytest.mark.parametrize("file", ["ziel.bpmn", "segment.dmn", "umfang.form"])
def test_whatever_is_checked_ends_in_findings(designer: Visitor, file: str, text: str) -> None:
    found = designer.send(f"/modelle/dateien/{file}/pruefen", source=text).get_json()["findings"]
    assert [f for f in found if f["severity"] == "error"]


@pytest.mark.parametrize("file", ["x.exe", "1ziel.bpmn", "ziel.BPMN", "a b.form"])
def test_only_model_files_can_be_saved(designer: Visitor, file: str) -> None:
    answer = designer.send(f"/modelle/dateien/{file}/speichern", source="x", revision=0)
    assert answer.status_code in (404, 422)


def test_a_form_is_previewed_with_the_fields_of_the_task_page(designer: Visitor) -> None:
    form = (MODELS / "umfang.form").read_text("utf-8")
    html = designer.send("/modelle/dateien/umfang.form/vorschau", source=form).get_json()["html"]
    HTMLParser(strict=True).parse(html)
    assert 'name="zielberuf"' in html
    refused = designer.send("/modelle/dateien/umfang.form/vorschau", source='{"components": [{"type": "html"}]}')
    assert refused.status_code == 422
    assert refused.get_json()["findings"]


def test_a_new_model_begins_with_its_name_and_shows_up_as_a_draft(designer: Visitor) -> None:
    choice = {"art": "prozesse", "kennung": "probe", "name": "Ein Versuch"}
    answer = designer.post("/modelle/neu", data=choice)
    assert answer.status_code == 303
    model = designer.get("/modelle/dateien/probe.bpmn/inhalt?name=Ein+Versuch").get_json()
    assert (model["source"], model["key"], model["name"]) == (None, "probe", "Ein Versuch")
    designer.send("/modelle/dateien/probe.bpmn/speichern", source="<begonnen/>", revision=0)
    assert "probe.bpmn" in designer.get("/modelle").get_data(as_text=True)
    again = designer.post("/modelle/neu", data=choice)
    assert again.status_code == 422
    assert "probe.bpmn gibt es schon" in again.get_data(as_text=True)


def test_a_model_with_the_longest_name_can_be_edited(designer: Visitor) -> None:
    name = "Zielberuf " * 20
    publication = {"source": ZIEL.replace('name="Zielbestimmung"', f'name="{name}"', 1), "revision": 0, "note": "x"}
    assert name in publication["source"]
    assert designer.send(f"{FILE}/veroeffentlichen", **publication).status_code == 200
    page = designer.get(f"{FILE}/bearbeiten").get_data(as_text=True)
    address = unescape(page.split('data-source-url="')[1].split('"')[0])
    assert designer.get(address).status_code == 200


def test_a_draft_can_be_discarded(designer: Visitor) -> None:
    designer.send(f"{FILE}/speichern", source="<anders/>", revision=0)
    assert designer.post(f"{FILE}/verwerfen", data={"revision": "1"}).status_code == 303
    assert designer.get(f"{FILE}/inhalt").get_json()["source"] == ZIEL
