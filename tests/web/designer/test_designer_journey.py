"""A designer at work in a real browser: from the shelf through the editor to a new version, without a loss."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.commands.start_instance import StartInstance
from models.database import open_database
from tests.serving import serving
from tests.web.designer.office import PASSWORD, Office, furnish, open_office
from tests.web.designer.test_process_editor import content
from tests.web.designer.workshop import Workshop
from web.designer.bundle import SOURCES, bundle_if_needed

pytestmark = pytest.mark.browser

SHIPPED = Path(__file__).parents[3] / "processes"
AXE = SOURCES / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    furnish(open_database(f"sqlite:///{path}"))
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    bundle_if_needed()
    office = open_office(open_database(f"sqlite:///{shutil.copy(furnished, tmp_path / 'office.sqlite3')}"))
    yield office
    office.engine.database.dispose()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with serving(office.app, threads=4) as url:
        yield url


@pytest.fixture
def designer(address: str, page: Page) -> Page:
    """Signed in. The address comes first, so that the page lets go of its connections before the server closes."""
    page.goto(f"{address}/anmelden")
    page.locator("[name=name]").fill("gestalt")
    page.locator("[name=kennwort]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()
    return page


def check(page: Page) -> None:
    """axe on the page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
    )
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []


def test_a_designer_changes_a_process_and_publishes_it(designer: Page, office: Office) -> None:
    page = designer
    office.engine.execute(StartInstance("ziel", {}), SYSTEM)
    with page.expect_navigation():
        page.get_by_role("link", name="Modelle").click()
    check(page)
    page.get_by_role("link", name="Zielbestimmung", exact=True).click()
    expect(page.locator(".pw-diagram[data-ready]")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Bearbeiten").click()
    page.locator("[data-element-id=Aufgabe_Zielberuf].djs-shape").click()
    page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    page.get_by_label("Name", exact=True).fill("Zielberuf besprechen")
    page.keyboard.press("Tab")
    check(page)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Keine Befunde.").or_(page.get_by_text("Prüfung:"))).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert um")).to_be_visible()
    page.get_by_role("button", name="Veröffentlichen …").click()
    page.get_by_label("Was ist neu?").fill("Die Aufgabe heißt jetzt anders")
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(page.get_by_text("Version 2 ist veröffentlicht.")).to_be_visible()
    page.get_by_role("link", name="Zielbestimmung").click()
    rows = page.get_by_role("region", name="Versionen").locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Die Aufgabe heißt jetzt anders")
    running = [row.locator("td").nth(2).inner_text().split("\n")[0] for row in rows.all()]
    assert running == ["0", "1"]


def test_findings_of_the_engine_lead_to_their_elements(designer: Page) -> None:
    page = designer
    page.goto(page.url.split("/modelle")[0] + "/modelle/dateien/ziel.bpmn/bearbeiten#Aufgabe_Vermerk")
    page.get_by_label("Programmschritt (Handler)").fill("gibt.es_nicht")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Veröffentlichen …").click()
    page.get_by_label("Was ist neu?").fill("geht nicht")
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(page.get_by_text("Nicht veröffentlicht")).to_be_visible()
    expect(page.locator(".djs-shape.ed-marked-error")).to_have_attribute("data-element-id", "Aufgabe_Vermerk")
    check(page)


def test_a_form_is_edited_and_seen_as_caseworkers_see_it(designer: Page) -> None:
    page = designer
    page.goto(page.url.split("/modelle")[0] + "/modelle/dateien/umfang.form/bearbeiten")
    page.locator(".fjs-element[data-id=f1]").click()
    check(page)
    page.get_by_role("button", name="Vorschau").click()
    expect(page.frame_locator("iframe").get_by_label("Zielberuf")).to_be_visible()
    page.get_by_role("button", name="Schließen").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Formulare").click()
    check(page)
    with page.expect_navigation():
        page.get_by_role("link", name="umfang", exact=True).click()
    check(page)


def test_a_new_decision_begins_in_the_editor(designer: Page) -> None:
    page = designer
    page.goto(page.url.split("/modelle")[0] + "/modelle/neu")
    with page.expect_navigation():
        page.get_by_role("button", name="Im Editor öffnen").click()
    check(page)
    page.get_by_label("Entscheidung").check()
    page.get_by_label("Name").fill("Dringlichkeit")
    page.get_by_label("Kennung").fill("dringlichkeit")
    page.get_by_role("button", name="Im Editor öffnen").click()
    expect(page.get_by_text("Neu, noch nicht gespeichert")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert um")).to_be_visible()


@pytest.mark.parametrize("suffix", ["bpmn", "dmn", "form"])
def test_every_shipped_model_survives_opening_and_saving(page: Page, workshop: Workshop, suffix: str) -> None:
    workshop.file = f"neu.{suffix}"
    page.goto(workshop.url)
    status = page.get_by_role("status").first
    expect(status).to_have_text("Neu, noch nicht gespeichert")
    for path in sorted(SHIPPED.rglob(f"*.{suffix}")):
        page.locator("input[type=file]").set_input_files(path)
        expect(status, path.name).to_have_text("Nicht gespeicherte Änderungen")
        page.get_by_role("button", name="Speichern").click()
        expect(status, path.name).to_contain_text("Gespeichert um")
        saved, shipped = workshop.sent["save"]["source"], path.read_text("utf-8")
        if suffix == "form":
            assert form_content(saved) == form_content(shipped), path.name
        else:
            before, after = (content(model(text)) for text in (shipped, saved))
            assert (before - after, after - before) == ({}, {}), path.name


def form_content(text: str) -> dict[str, Any]:
    """The form without the number of the editor's schema, and with the defaults that the editor writes out."""
    form: dict[str, Any] = json.loads(text)
    del form["schemaVersion"]
    waiting = list(form["components"])
    while waiting:
        component = waiting.pop()
        if component["type"] in ("group", "dynamiclist"):
            component.setdefault("showOutline", True)
        if component["type"] == "dynamiclist":
            component.setdefault("allowAddRemove", True)
        waiting += component.get("components", [])
    return form


def model(text: str) -> etree._Element:
    """The file without what the standard means anyway: UNIQUE is the hit policy of a table that names none."""
    root = etree.fromstring(text.encode())
    for table in root.iter("{*}decisionTable"):
        if table.get("hitPolicy") == "UNIQUE":
            del table.attrib["hitPolicy"]
    return root
