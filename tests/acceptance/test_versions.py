"""Journey 3: a designer changes a diagram and publishes it; old and new cases run side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.conftest import Visit
from tests.acceptance.newcomer import open_case
from tests.acceptance.office import Office
from tests.acceptance.test_new_client import CASEWORKER, LEAD
from tests.acceptance.visitor import Visitor

pytestmark = pytest.mark.browser

OLD_NAME, NEW_NAME = "Ziel gemeinsam festlegen", "Ziel mit der Person vereinbaren"
#: Every first interview has taken place after so many days.
DAYS = 12


def rename_the_step(designer: Visitor) -> None:
    """In the editor: another name for the step of phase 2, published with a word on what is new."""
    page = designer.page
    designer.go("/modelle")
    designer.follow("Phase 2: Ziel festlegen")
    designer.follow("Bearbeiten")
    page.locator("[data-element-id=ziel_vereinbaren].djs-shape").click()
    page.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()
    page.get_by_label("Name", exact=True).fill(NEW_NAME)
    page.keyboard.press("Tab")
    designer.check()
    page.get_by_role("button", name="Veröffentlichen …").click()
    page.get_by_label("Was ist neu?").fill("Der Schritt heißt jetzt anders")
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(page.get_by_text("Version 2 ist veröffentlicht.")).to_be_visible()


def running(designer: Visitor) -> list[str]:
    """Running cases by version, newest first."""
    designer.go("/modelle/prozesse/integrationsprozess")
    rows = designer.page.get_by_role("region", name="Versionen").locator("tbody tr")
    return [row.locator("td").nth(2).inner_text().split("\n")[0] for row in rows.all()]


def test_old_and_new_cases_run_side_by_side(visit: Visit, office: Office) -> None:
    designer, lead, caseworker = visit("g.lorenz"), visit(LEAD), visit(CASEWORKER)
    old = office.case_of("Einladung heute fällig")
    (before,) = running(designer)
    rename_the_step(designer)
    new = open_case(caseworker, office)
    assert running(designer) == ["1", before]

    for number in (old, new):
        office.do_daily_work(number)
    lead.move_clock(DAYS)
    for number in (old, new):
        office.do_daily_work(number, but={"ziel_vereinbaren"})
    assert caseworker.tasks_of(new) == [NEW_NAME]
    colleague = visit(office.people[old].caseworker.username)
    assert colleague.tasks_of(old) == [OLD_NAME]
    caseworker.work_on(new, NEW_NAME)
    colleague.work_on(old, OLD_NAME)
