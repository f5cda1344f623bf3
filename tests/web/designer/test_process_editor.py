"""The process editor: what it opens it keeps, what it edits it stores, what is wrong it shows."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from tests.web.designer.workshop import TOKEN, Workshop

pytestmark = pytest.mark.browser

PW = "{urn:phasenwerk:bpmn:1.0}"


def open_editor(page: Page, workshop: Workshop, file: str = "ziel.bpmn") -> str:
    source = workshop.load(file)
    page.goto(workshop.url)
    expect(page.locator("[data-element-id=Aufgabe_Zielberuf].djs-shape")).to_be_visible()
    return source


def choose(page: Page, element_id: str) -> None:
    page.locator(f"[data-element-id={element_id}].djs-shape").click()


def save(page: Page, workshop: Workshop) -> etree._Element:
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert um")).to_be_visible()
    return etree.fromstring(workshop.sent["save"]["source"].encode())


def content(root: etree._Element) -> Counter[tuple[object, ...]]:
    """Every element with its attributes, its text and the element it lies in, whatever the order and the prefixes."""
    found: Counter[tuple[object, ...]] = Counter()
    for element in root.iter():
        parent = element.getparent()
        inside = None if parent is None else (parent.tag, parent.get("id"))
        found[(element.tag, tuple(sorted(element.attrib.items())), (element.text or "").strip(), inside)] += 1
    return found


def element(root: etree._Element, element_id: str) -> etree._Element:
    (found,) = root.xpath("//*[@id=$id]", id=element_id)
    return found


def test_opening_and_saving_loses_nothing(page: Page, workshop: Workshop) -> None:
    source = open_editor(page, workshop)
    saved = save(page, workshop)
    assert content(saved) == content(etree.fromstring(source.encode()))
    assert workshop.sent["save"]["revision"] == 3
    assert workshop.tokens == [TOKEN]


def test_the_properties_of_a_task_are_stored_as_our_attributes(page: Page, workshop: Workshop) -> None:
    open_editor(page, workshop)
    choose(page, "Aufgabe_Zielberuf")
    page.get_by_label("Formular", exact=True).fill("profil.form")
    page.get_by_label("teamleitung").check()
    page.locator("[data-entry-id=pw-assignee] .cm-content").click()
    page.keyboard.type("fall.betreuung")
    page.locator("[data-entry-id=pw-dueDate] input").fill("P21D")
    task = element(save(page, workshop), "Aufgabe_Zielberuf")
    assert task.get(f"{PW}form") == "profil.form"
    assert task.get(f"{PW}candidateGroups") == "fallmanagement,vermittlung,teamleitung"
    assert task.get(f"{PW}assignee") == "=fall.betreuung"
    assert task.get(f"{PW}dueDate") == "P21D"


def test_removing_the_last_mapping_leaves_no_trace(page: Page, workshop: Workshop) -> None:
    open_editor(page, workshop)
    choose(page, "Aufgabe_Vermerk")
    for group in ("pw-inputs", "pw-outputs"):
        inside = page.locator(f"[data-group-id=group-{group}]")
        inside.locator(".bio-properties-panel-group-header").first.click()
        inside.locator(".bio-properties-panel-collapsible-entry-header").first.click()
        inside.locator(".bio-properties-panel-remove-entry").first.click()
    assert len(element(save(page, workshop), "Aufgabe_Vermerk").findall(f".//{PW}ioMapping")) == 0


def test_findings_lead_to_the_element_and_its_field(page: Page, workshop: Workshop) -> None:
    open_editor(page, workshop)
    finding = {
        "code": "handler.unknown",
        "severity": "error",
        "element_id": "Aufgabe_Vermerk",
        "message": "Diesen Handler gibt es nicht.",
        "detail": {"property": "pw:handler"},
    }
    workshop.answers["validate"] = (200, {"findings": [finding]})
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("alert").filter(has_text="Prüfung: 1 Fehler")).to_be_visible()
    expect(page.locator(".djs-shape.ed-marked-error")).to_have_count(1)
    page.get_by_role("link", name="Vermerk schreiben").click()
    expect(page.locator("[data-entry-id=pw-handler]")).to_contain_text("Diesen Handler gibt es nicht.")


def test_a_stale_save_is_refused_and_keeps_the_edit(page: Page, workshop: Workshop) -> None:
    open_editor(page, workshop)
    choose(page, "Aufgabe_Zielberuf")
    page.get_by_label("Formular", exact=True).fill("profil.form")
    page.keyboard.press("Tab")
    workshop.answers["save"] = (409, {})
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Inzwischen hat jemand anders gespeichert")).to_be_visible()
    expect(page.get_by_label("Formular", exact=True)).to_have_value("profil.form")
    expect(page.get_by_text("Nicht gespeicherte Änderungen")).to_be_visible()


def test_publishing_asks_what_is_new(page: Page, workshop: Workshop) -> None:
    open_editor(page, workshop)
    page.get_by_role("button", name="Veröffentlichen …").click()
    expect(page.get_by_role("dialog", name="Als Version 5 veröffentlichen")).to_be_visible()
    page.get_by_label("Was ist neu?").fill("Neue Frist")
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(page.get_by_text("Version 5 ist veröffentlicht")).to_be_visible()
    assert workshop.sent["publish"]["note"] == "Neue Frist"


def test_a_diagram_can_be_extended_without_a_mouse(page: Page, workshop: Workshop) -> None:
    source = open_editor(page, workshop)
    page.get_by_role("tab", name="Gliederung").click()
    page.get_by_role("button", name="Vermerk schreiben Serviceaufgabe").press("Enter")
    page.get_by_label("Danach anfügen").select_option(label="Benutzeraufgabe")
    page.get_by_role("button", name="Anfügen", exact=True).press("Enter")
    page.get_by_label("Verbinden mit").select_option(label="Ziel steht fest")
    page.get_by_role("button", name="Verbinden", exact=True).press("Enter")
    saved = save(page, workshop)
    known = {e.get("id") for e in etree.fromstring(source.encode()).iter()}
    (task,) = [e for e in saved.iter("{*}userTask") if e.get("id") not in known]
    flows = {(e.get("sourceRef"), e.get("targetRef")) for e in saved.iter("{*}sequenceFlow")}
    assert ("Aufgabe_Vermerk", task.get("id")) in flows
    assert (task.get("id"), "Ende") in flows


def test_a_file_that_is_no_diagram_leaves_the_open_one(page: Page, workshop: Workshop) -> None:
    open_editor(page, workshop)
    page.locator("input[type=file]").set_input_files(
        {"name": "kaputt.bpmn", "mimeType": "application/xml", "buffer": b"<nothing"}
    )
    expect(page.get_by_text("„kaputt.bpmn“ lässt sich nicht öffnen")).to_be_visible()
    expect(page.locator("[data-element-id=Aufgabe_Zielberuf].djs-shape")).to_be_visible()


def test_a_new_process_starts_with_its_key(page: Page, workshop: Workshop) -> None:
    workshop.file = "neu.bpmn"
    page.goto(workshop.url)
    expect(page.locator("[data-element-id=Beginn].djs-shape")).to_be_visible()
    (process,) = save(page, workshop).iter("{*}process")
    assert (process.get("id"), process.get("isExecutable")) == ("neu", "true")
