"""The whole migration without scripts in a real browser, and its pages accessible by day, by night and at 320 px."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from engine.actor import SYSTEM
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.worker import Worker, drain
from models.database import open_database
from tests.engine.spiff.drawing import draw
from tests.serving import serving
from tests.web.designer.office import PASSWORD, Office, furnish, open_office
from tests.web.designer.test_designer_journey import AXE, WCAG
from tests.web.designer.test_migrations import NEW, OLD
from web.designer.bundle import bundle_if_needed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    furnish(open_database(f"sqlite:///{path}"))
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    bundle_if_needed()
    office = open_office(open_database(f"sqlite:///{shutil.copy(furnished, tmp_path / 'office.sqlite3')}"))
    for body in (OLD, NEW):
        office.engine.execute(DeployResources((("antrag.bpmn", draw(body, key="antrag")),)), SYSTEM)
        if body is OLD:
            for _ in range(3):
                office.engine.execute(StartInstance("antrag", {}), SYSTEM)
    yield office
    office.engine.database.dispose()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with serving(office.app, threads=4) as url:
        yield url


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/anmelden")
    page.locator("[name=name]").fill("gestalt")
    page.locator("[name=kennwort]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()


def turn(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Press, and wait for the page this leads to."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def journey(page: Page, address: str, office: Office) -> Iterator[str]:
    """The pages in the order a designer sees them."""
    page.goto(f"{address}/modelle")
    turn(page, "link", "Laufende Vorgänge umziehen")
    yield "overview"
    page.get_by_label("Von dieser Version").select_option(label="antrag, Version 1 – 3 laufend")
    page.get_by_label("In diese Version").select_option(label="antrag, Version 2")
    turn(page, "button", "Umzug planen")
    yield "plan"
    turn(page, "button", "Probelauf")
    assert page.get_by_role("heading", name="Ergebnis des Probelaufs").is_visible()
    yield "dry run"
    page.get_by_label("Warum wird umgezogen?").fill("Neue Fassung")
    turn(page, "button", "Umzug starten")
    assert "0 von 3 Vorgängen" in page.inner_text("main")
    yield "begun"
    drain(Worker(office.engine, "w"))
    turn(page, "link", "Stand neu laden")
    assert "3 von 3 Vorgängen" in page.inner_text("main")
    yield "done"
    page.get_by_label("Warum wird zurückgenommen?").fill("Doch nicht")
    turn(page, "button", "Umzug zurücknehmen")
    drain(Worker(office.engine, "w"))
    turn(page, "link", "Stand neu laden")
    assert "zurückgenommen" in page.inner_text("main")
    yield "undone"


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    found: Any = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", WCAG)
    return [f"{each['id']}: {[n['html'] for n in each['nodes']]}" for each in found["violations"]]


def test_instances_move_and_come_back_without_scripts(browser: Browser, office: Office, address: str) -> None:
    context = browser.new_context(locale="de-DE", java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page, address)
    assert len(list(journey(page, address, office))) == 6
    context.close()


def test_every_page_of_a_migration_is_accessible(browser: Browser, office: Office, address: str) -> None:
    context = browser.new_context(locale="de-DE", bypass_csp=True)
    page = context.new_page()
    sign_in(page, address)
    for name in journey(page, address, office):
        for width, scheme in ((1280, "light"), (320, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert (name, violations(page)) == (name, [])
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (name, wider) == (name, 0)
        page.set_viewport_size({"width": 1280, "height": 900})
    context.close()
