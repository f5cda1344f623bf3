"""The team at a glance, an instance on its diagram and as text, incidents, the office clock."""

from __future__ import annotations

import json

import pytest

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from models.casework import ClientStatus
from tests.web.browser import Browser
from tests.web.conftest import SignIn, app_for
from tests.web.small_office import SmallOffice
from web.readers.density import Caseload, Density, Group


def names(page_text: str) -> list[str]:
    found = {name: page_text.index(name) for name in ("Özdemir", "Sommer", "Winter") if name in page_text}
    return sorted(found, key=lambda name: found[name])


def break_down(office: SmallOffice) -> int:
    """Run the process of the first case into a failing service task; returns the instance id."""
    office.broken = True
    first = office.task_of("F-2026-000001")
    values = {"anliegen": "x", "weg": "telefon", "antwort_bis": "2026-11-02"}
    office.engine.execute(CompleteTask(first.id, values), SYSTEM)
    office.engine.execute(CompleteTask(office.task_of("F-2026-000001").id, {"antwort": "ja"}), SYSTEM)
    return first.instance_id


def test_the_team_list_shows_deadlines_and_overdue_marks(lea: Browser) -> None:
    page = lea.get("/team")
    assert names(page.text) == ["Özdemir", "Sommer", "Winter"]
    assert "Anliegen erheben, seit 12 Tagen" in page.text
    assert "Fern, Omar" not in page.text
    figures = {dt.text_content(): dt.getnext().text_content() for dt in page.document.iter("dt")}
    assert figures["mit überfälliger Aufgabe"] == "1"
    assert figures["ohne gültige Vereinbarung"] == "2"


def test_a64_contact_density_and_caseloads_are_told_against_their_targets(lea: Browser, anna: Browser) -> None:
    page = lea.get("/team/kontakte")
    assert page.heading == "Kontaktdichte und Fallzahlen"
    rows = page.document.xpath("//section[@aria-labelledby='dichte']//tbody/tr")
    assert sum(int(row.xpath("td[3]")[0].text_content()) for row in rows) == 3
    (load, *_others) = page.document.xpath("//section[@aria-labelledby='fallzahlen']//tbody/tr")
    assert load.xpath("td[last()]")[0].text_content().strip().endswith("%")
    assert anna.get("/team/kontakte").status == 404


def test_a64_the_load_follows_the_ratios_of_the_law() -> None:
    assert Caseload("x", under_25=75, from_25=0, other=9).load == 100
    assert Caseload("x", under_25=30, from_25=120).load == 120
    density = Density(Group("PROFILLAGE_BA", "MARKT", ClientStatus.UNEMPLOYED, "AB_25"), 30, [10, 30, 31])
    assert (density.cases, density.average, density.exceeded) == (3, 24, 1)


@pytest.mark.parametrize(
    "query, expected",
    [
        ("merkmal=ueberfaellig", ["Özdemir"]),
        ("merkmal=ohne-termin", ["Sommer", "Winter"]),
        ("merkmal=ohne-vereinbarung", ["Sommer", "Winter"]),
        ("fachkraft=b.muster", ["Winter"]),
        ("phase=PROFILING", ["Sommer", "Winter"]),
        ("sortierung=-name", ["Winter", "Sommer", "Özdemir"]),
        ("sortierung=frist", ["Özdemir", "Sommer", "Winter"]),
        ("sortierung=-nummer", ["Winter", "Sommer", "Özdemir"]),
        ("sortierung=termin", ["Özdemir", "Sommer", "Winter"]),
        ("sortierung=unsinn&phase=unsinn&seite=99", ["Özdemir", "Sommer", "Winter"]),
    ],
)
def test_filters_and_order_live_in_the_address(lea: Browser, query: str, expected: list[str]) -> None:
    table = lea.get(f"/team?{query}").document.find(".//table").text_content()
    assert names(table) == expected


def test_an_instance_shows_where_it_stands_as_picture_and_as_text(lea: Browser, office: SmallOffice) -> None:
    instance = office.task_of("F-2026-000001").instance_id
    page = lea.get(f"/vorgaenge/{instance}")
    assert page.heading == "Beratung"
    tree = page.document.find_class("pw-tree")[0]
    steps = {li.text_content().split("(")[0].strip(): li.text_content() for li in tree.iter("li")}
    assert "hier steht der Vorgang" in steps["Anliegen erheben"]
    assert "erledigt" in steps["Anliegen liegt vor"]
    assert "hier steht" not in steps["Antwort festhalten"]
    order = [s for s in steps if s in ("Anliegen liegt vor", "Anliegen erheben", "Antwort ablegen")]
    assert order == ["Anliegen liegt vor", "Anliegen erheben", "Antwort ablegen"]
    state = json.loads(page.document.get_element_by_id("zustand-beratung").text)
    assert {"id": "Aufgabe_Erheben", "active": 1, "href": "#schritt-beratung-Aufgabe_Erheben"} in state["elements"]
    diagram = page.document.find_class("pw-diagram")[0].get("data-source-url")
    assert b'id="Aufgabe_Erheben"' in lea.client.get(diagram).data


def test_a_diagram_that_does_not_belong_to_the_instance_is_not_shown(lea: Browser) -> None:
    assert lea.get("/vorgaenge/1/diagramme/andere.bpmn").status == 404


def test_an_incident_is_found_and_retried(lea: Browser, office: SmallOffice) -> None:
    instance = break_down(office)
    page = lea.get("/team/stoerungen")
    assert "Antwort ablegen" in page.text
    assert "RuntimeError" in page.text
    assert "gestört" in lea.get(f"/vorgaenge/{instance}").text
    path = page.document.forms[-1].get("action")
    again = lea.submit(page, path)
    assert "wieder fehlgeschlagen" in again.text
    office.broken = False
    page = lea.get("/team/stoerungen")
    done = lea.submit(page, page.document.forms[-1].get("action"))
    assert "Der Vorgang läuft weiter." in done.text
    assert "Keine offenen Störungen." in done.text
    assert "erneut versucht" in lea.get("/faelle/F-2026-000001/verlauf").text


def test_an_incident_of_another_team_is_not_there(sign_in: SignIn, office: SmallOffice) -> None:
    break_down(office)
    assert "Antwort ablegen" in sign_in("f.betreuung").get("/team/stoerungen").text
    assert sign_in("s.fern").get("/team/stoerungen").status == 404


def test_retrying_twice_says_that_it_is_done(lea: Browser, office: SmallOffice) -> None:
    break_down(office)
    page = lea.get("/team/stoerungen")
    path = page.document.forms[-1].get("action")
    office.broken = False
    lea.submit(page, path)
    assert lea.submit(page, path).status == 404


def test_the_office_clock_exists_in_demos_only(office: SmallOffice) -> None:
    demo = Browser(app_for(office)).sign_in("l.nord")
    assert demo.get("/team/uhr").status == 200
    wrong = demo.submit(demo.get("/team/uhr"), "/team/uhr", tage="viele")
    assert wrong.status == 422
    assert wrong.value_of("tage") == "viele"
    moved = demo.submit(demo.get("/team/uhr"), "/team/uhr", tage="30")
    assert "Die Amtsuhr steht jetzt auf" in moved.text
    serious = Browser(app_for(office, is_demo=False)).sign_in("l.nord")
    assert serious.get("/team/uhr").status == 404
    assert serious.post("/team/uhr", {"tage": "1"}).status == 404
    assert "Amtsuhr" not in serious.get("/team").text


def test_administrators_see_people_teams_and_absences(sign_in: SignIn) -> None:
    ali = sign_in("a.admin")
    assert "Sina Fern" in ali.get("/verwaltung/personen").text
    assert "fachkraft:nord" in ali.get("/verwaltung/teams").text
    assert "02.11.2026" in ali.get("/verwaltung/abwesenheiten").text
