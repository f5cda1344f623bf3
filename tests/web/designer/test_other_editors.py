"""The editors of decisions and forms, and the diagram of a running instance."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from tests.web.designer.workshop import Workshop

pytestmark = pytest.mark.browser


def save(page: Page, workshop: Workshop) -> str:
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert um")).to_be_visible()
    return str(workshop.sent["save"]["source"])


def test_a_cell_and_the_key_of_a_decision_are_edited(page: Page, workshop: Workshop) -> None:
    workshop.load("segment.dmn")
    page.goto(workshop.url)
    page.locator("td[data-element-id=r2e1] [contenteditable]").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("<= 9")
    page.get_by_label("Kennung").fill("segment_vorschlag")
    page.keyboard.press("Tab")
    saved = etree.fromstring(save(page, workshop).encode())
    assert saved.xpath("string(//*[@id='r2e1'])").strip() == "<= 9"
    assert len(saved.xpath("//*[@id='segment_vorschlag']")) == 1


def test_a_finding_in_a_table_names_rule_and_column(page: Page, workshop: Workshop) -> None:
    workshop.load("segment.dmn")
    finding = {"code": "x", "severity": "error", "element_id": "r2e2", "message": "Kein FEEL."}
    workshop.answers["validate"] = (200, {"findings": [finding]})
    page.goto(workshop.url)
    expect(page.locator("td[data-element-id=r2e2]")).to_be_visible()
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("link", name="Segment vorschlagen › Regel 2 › Zahl der Bedarfe")).to_be_visible()
    assert page.locator("td[data-element-id=r2e2]").evaluate("cell => getComputedStyle(cell).outlineStyle") == "solid"


def test_the_decision_editor_speaks_german(page: Page, workshop: Workshop) -> None:
    workshop.load("segment.dmn")
    page.goto(workshop.url)
    expect(page.get_by_text("Trefferregel:")).to_be_visible()
    expect(page.get_by_text("Wenn", exact=True)).to_be_visible()


def test_a_form_keeps_what_the_palette_does_not_offer(page: Page, workshop: Workshop) -> None:
    source = json.loads(workshop.load("zielberuf.form"))
    page.goto(workshop.url)
    expect(page.locator(".fjs-element[data-id=f1]")).to_be_visible()
    offered = page.locator(".fjs-palette-field").evaluate_all("fields => fields.map(f => f.dataset.fieldType)")
    assert "textfield" in offered
    assert not {"image", "iframe", "html", "table", "button"} & set(offered)
    saved = json.loads(save(page, workshop))
    assert [c["id"] for c in saved["components"]] == [c["id"] for c in source["components"]]
    assert saved["components"][1]["properties"] == {"zweck": "§ 3 SGB II"}


def test_a_form_is_shown_as_the_server_renders_it(page: Page, workshop: Workshop) -> None:
    workshop.load("zielberuf.form")
    workshop.answers["preview"] = (200, {"html": "<!doctype html><title>Vorschau</title><p>So sieht es aus.</p>"})
    page.goto(workshop.url)
    expect(page.locator(".fjs-element[data-id=f1]")).to_be_visible()
    page.get_by_role("button", name="Vorschau").click()
    expect(page.frame_locator("iframe").get_by_text("So sieht es aus.")).to_be_visible()


def test_an_instance_is_seen_on_its_diagram_and_its_marks_lead_on(page: Page, workshop: Workshop) -> None:
    workshop.load("ziel.bpmn")
    workshop.state = {
        "elements": [
            {"id": "Beginn", "done": 1},
            {"id": "Aufgabe_Zielberuf", "active": 2, "done": 3, "href": "#schritt-1"},
            {"id": "Aufgabe_Vermerk", "incident": 1, "href": "#schritt-2"},
            {"id": "gibt_es_nicht", "active": 1},
        ]
    }
    page.goto(f"{workshop.url}/view")
    link = page.get_by_role("link", name="Zielberuf klären: läuft an 2 Stellen, 3-mal abgeschlossen")
    expect(link).to_be_visible()
    link.press("Enter")
    assert page.url.endswith("#schritt-1")
    page.get_by_role("link", name="Vermerk schreiben: 1 offener Vorfall").click()
    assert page.url.endswith("#schritt-2")
    expect(page.get_by_role("list", name="Legende")).to_contain_text("gestört (1 Vorfall)")
    expect(page.locator(".bjs-powered-by")).to_be_visible()


def test_without_a_readable_diagram_the_page_says_so(page: Page, workshop: Workshop) -> None:
    workshop.source = "<no-diagram/>"
    page.goto(f"{workshop.url}/view")
    expect(page.get_by_text("Das Diagramm lässt sich gerade nicht anzeigen.")).to_be_visible()
