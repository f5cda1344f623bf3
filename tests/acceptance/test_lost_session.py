"""The session ends in the middle of a talk: everything typed survives signing in again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.conftest import Visit
from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor

pytestmark = pytest.mark.browser

TASK = "Zum Erstgespräch einladen"
SAVED, LATER = "Zimmer 7, Eingang B", "Zimmer 8, Eingang C"


def end_session(caseworker: Visitor) -> None:
    """In another window, as if the time had run out."""
    other = caseworker.page.context.new_page()
    other.goto(f"{caseworker.office.url}/konto")
    with other.expect_navigation():
        other.get_by_role("button", name="Abmelden").click()
    other.close()


def sign_in_again(caseworker: Visitor, page: Page) -> None:
    page.get_by_label("Anmeldename").fill(caseworker.username)
    page.get_by_label("Kennwort").fill(caseworker.office.password)
    with page.expect_navigation():
        page.get_by_role("button", name="Anmelden").click()


def test_what_was_typed_is_sent_with_one_press_after_signing_in_again(visit: Visit, office: Office) -> None:
    number = office.case_of("Einladung heute fällig")
    caseworker = visit(office.people[number].caseworker.username)
    page = caseworker.page
    caseworker.tasks_of(number)
    caseworker.follow(TASK)
    place, status = page.get_by_label("Ort"), page.locator("[data-draft-status]")
    place.fill(SAVED)
    expect(status).to_contain_text("Entwurf gespeichert")

    # the session is over: the page says so and keeps what is typed
    end_session(caseworker)
    place.fill(LATER)
    expect(status).to_contain_text("Sitzung ist beendet")
    caseworker.turn(page.get_by_role("button", name="Weiter zum Prüfen"))
    assert caseworker.heading == "Bitte melden Sie sich erneut an"
    assert caseworker.sees(LATER)

    # signed in again in another window: one press, and nothing is typed twice
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="In neuem Fenster anmelden").click()
    sign_in_again(caseworker, opened.value)
    opened.value.close()
    caseworker.turn(page.get_by_role("button", name="Noch einmal senden"))
    assert caseworker.heading == "Angaben prüfen"
    assert caseworker.sees(LATER)

    # and a form that stayed open goes on by itself
    caseworker.tasks_of(number)
    caseworker.follow(TASK)
    assert place.input_value() == LATER
    end_session(caseworker)
    place.fill(f"{LATER}, links")
    expect(status).to_contain_text("Sitzung ist beendet")
    other = page.context.new_page()
    other.goto(f"{office.url}/anmelden")
    sign_in_again(caseworker, other)
    other.close()
    page.evaluate("dispatchEvent(new Event('focus'))")  # a browser without windows never gives the focus back
    expect(status).to_contain_text("Entwurf gespeichert")
    caseworker.turn(page.get_by_role("button", name="Weiter zum Prüfen"))
    assert caseworker.heading == "Angaben prüfen"
    assert caseworker.sees(f"{LATER}, links")
    caseworker.press("Verbindlich abschließen")
    assert caseworker.sees("Aufgabe abgeschlossen.")
    # the browser notes that it was told of the end: an answer, not a fault
    caseworker.errors[:] = [
        error for error in caseworker.errors if not error.endswith(("401 (UNAUTHORIZED)", "400 (BAD REQUEST)"))
    ]
