"""Journey 5: a lead corrects a case under four eyes, skips a step after a look ahead, and stops a process."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Visit
from tests.acceptance.newcomer import open_case
from tests.acceptance.office import Office
from tests.acceptance.test_new_client import CASEWORKER, LEAD
from tests.acceptance.visitor import Visitor

pytestmark = pytest.mark.browser

SUPPORT = "c.wolff"


def open_process(lead: Visitor, number: str) -> str:
    """Go from the case to its process; returns the address."""
    lead.go(f"/faelle/{number}")
    lead.step(lead.page.get_by_role("main").get_by_role("link", name="Integrationsprozess").first)
    return lead.page.url.removeprefix(lead.office.url)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_lead_operates_on_a_running_process(visit: Visit, office: Office, scripts: bool) -> None:
    caseworker = visit(CASEWORKER)
    lead, support = visit(LEAD, java_script_enabled=scripts), visit(SUPPORT, java_script_enabled=scripts)
    number = open_case(caseworker, office)
    address = open_process(lead, number)

    lead.follow("Daten")
    lead.page.get_by_role("checkbox", name="rechtskreis ändern (Integrationsprozess)", exact=True).check()
    lead.press("Änderung vorschlagen …")
    lead.page.get_by_label("Neuer Wert von „rechtskreis“").fill("SGB3")
    lead.page.get_by_label("Grund").fill("Bescheid liegt vor")
    lead.press("Vorschlagen")
    assert lead.sees("Texte gehören in Anführungszeichen")
    lead.page.get_by_label("Neuer Wert von „rechtskreis“").fill('"SGB3"')
    lead.press("Vorschlagen")
    assert lead.sees("Eine andere Person muss ihn genehmigen.")

    support.go("/team/vorschlaege")
    support.step(support.page.get_by_role("main").get_by_role("link", name="rechtskreis"))
    support.press("Weiter zum Genehmigen")
    assert support.sees('Daten geändert: rechtskreis von "SGB2" auf "SGB3"')
    support.press("Genehmigen")
    assert support.sees("Die Daten sind geändert.")

    lead.go(address)
    token = lead.page.get_by_role("region", name="Marken").get_by_role("listitem")
    lead.step(token.filter(has_text="Zum Erstgespräch einladen").get_by_role("link", name="Versetzen"))
    lead.page.get_by_label("Neue Stelle").select_option(label="Erstgespräch führen (Aufgabe)")
    lead.page.get_by_label("Grund").fill("Gespräch hat schon stattgefunden")
    lead.press("Weiter zur Vorschau")
    assert lead.sees("Aufgabe „Erstgespräch führen“ geöffnet")
    assert caseworker.tasks_of(number) == ["Zum Erstgespräch einladen"]
    lead.press("Marke versetzen")
    assert lead.sees("Die Marke ist versetzt.")
    assert caseworker.tasks_of(number) == ["Erstgespräch führen"]

    lead.follow("Anhalten …")
    lead.page.get_by_label("Grund").fill("Akte beim Gericht")
    lead.page.keyboard.press("Tab")
    with lead.page.expect_navigation(url=f"**{address}"):
        lead.page.keyboard.press("Enter")
    lead.check()
    assert lead.sees("Der Vorgang ist angehalten.")
    lead.follow("Verlauf")
    assert lead.sees("Grund: Gespräch hat schon stattgefunden")
    assert lead.sees("Grund: Akte beim Gericht")
