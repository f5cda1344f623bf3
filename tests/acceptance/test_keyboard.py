"""Whole pieces of work without a mouse; where the focus is can be seen at every stop (WCAG 2.1.1, 2.4.7, 2.4.11)."""

from __future__ import annotations

import pytest

from processes.demo import demo_accounts
from tests.acceptance.conftest import Visit
from tests.acceptance.day import NOTE, OUTCOME, TALK
from tests.acceptance.keyboard import Keys
from tests.acceptance.office import Office

pytestmark = pytest.mark.browser

#: The tabs of a case, and the pages of a tab that has several.
TABS, PARTS = ".pw-tabs a", ".pw-subtabs a"


def test_a_talk_from_signing_in_to_its_note_without_a_mouse(visit: Visit, office: Office) -> None:
    number = office.case_of("in Betreuung, heute zum Gespräch")
    office.let_pass(1)
    visitor = visit(office.people[number].caseworker.username)
    visitor.page.context.clear_cookies()
    page, keys = visitor.page, Keys(visitor)
    visitor.go("/anmelden")
    keys.type_into(page.get_by_label("Anmeldename"), visitor.username)
    keys.type_into(page.get_by_label("Kennwort"), office.password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.check()

    # from the list of the day through the talk to its note
    assert visitor.heading == "Mein Tag"
    row = page.locator(".pw-task").filter(has_text=number)
    keys.skip_to_content()
    keys.enter(row.get_by_role("link", name=OUTCOME, exact=True))
    changes = {OUTCOME: {"ausgang": "WAHRGENOMMEN"}, TALK: {f"pflichten.{n}.ergebnis": "FULFILLED" for n in range(9)}}
    for name in (OUTCOME, TALK, NOTE):
        assert visitor.heading == name
        conclude = page.locator("#aufgabe").get_by_role("button", name="Abschließen", exact=True)
        keys.answer(conclude, {**keys.wanted(), **changes.get(name, {})})
        assert visitor.sees("Aufgabe abgeschlossen."), visitor.read()

    # the case: found with one key, every part of it opened and walked
    page.keyboard.press("/")
    page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for tab in range(page.locator(TABS).count()):
        keys.skip_to_content()
        keys.enter(page.locator(TABS).nth(tab))
        keys.walk()
        for part in range(1, page.locator(PARTS).count()):
            keys.skip_to_content()
            keys.enter(page.locator(PARTS).nth(part))
            keys.walk()


def test_a_lead_walks_the_team_and_a_process_without_a_mouse(visit: Visit, office: Office) -> None:
    number = office.case_of("in Betreuung, heute zum Gespräch")
    team = office.people[number].team
    lead = visit(next(account.username for account in demo_accounts() if account.leads(team)))
    page, keys = lead.page, Keys(lead)
    keys.enter(page.get_by_role("link", name="Team", exact=True))
    keys.walk()
    for name in ("Kontakte", "Störungen", "Datenänderungen"):
        keys.skip_to_content()
        keys.enter(page.locator(".pw-tabs").get_by_role("link", name=name))
        keys.walk()

    # a process of a case, stopped and going on
    page.keyboard.press("/")
    page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.enter(page.get_by_role("main").get_by_role("link", name="Integrationsprozess").first)
    keys.walk()
    keys.skip_to_content()
    keys.enter(page.get_by_role("main").get_by_role("link", name="Anhalten"))
    keys.type_into(page.get_by_label("Grund"), "Rückfrage beim Fachdienst")
    keys.enter(page.get_by_role("main").get_by_role("button", name="Anhalten"))
    assert lead.sees("angehalten")
