"""The small scripts of every page, in a real browser under the real policy: drafts, shortcuts, focus, 320 px."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from models.runtime import TaskDraft
from tests.serving import serving
from tests.web.conftest import app_for
from tests.web.small_office import PASSWORD, SmallOffice, open_small_office

AXE = Path(__file__).parents[2] / "web" / "designer" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "a.beispiel": [
        "/mein-tag",
        "/warteschlange",
        "/faelle",
        "/faelle/neu",
        "/faelle/F-2026-000001",
        "/faelle/F-2026-000001/profil",
        "/faelle/F-2026-000001/strategien",
        "/faelle/F-2026-000001/vereinbarungen",
        "/faelle/F-2026-000001/termine",
        "/faelle/F-2026-000001/vermerke",
        "/faelle/F-2026-000001/verlauf",
        "/faelle/F-2026-000001/abmeldung",
        "/faelle/F-2026-000001/austausch",
        "/faelle/F-2026-000001/schreiben",
        "/faelle/F-2026-000001/schreiben/neu",
        "/abwesenheiten",
        "/kalender",
        "/mehrere-faelle",
        "/mehrere-faelle/neu/verlegen",
        "/mehrere-faelle/neu/einladen",
        "/konto/kennwort",
        "/aufgaben/1",
        "/konto",
        "/gibt-es-nicht",
    ],
    "l.nord": ["/team", "/team/stoerungen", "/team/uhr", "/vorgaenge/1", "/aufgaben/1/zuweisen"],
    "a.admin": ["/verwaltung/personen", "/verwaltung/teams", "/verwaltung/abwesenheiten"],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallOffice, str]]:
    office = open_small_office(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'office.sqlite3'}")
    with serving(app_for(office), threads=4) as address:
        yield office, address
    office.engine.database.dispose()


def desk(browser: Chromium, address: str, username: str, **options: Any) -> tuple[Page, list[str]]:
    """Somebody's signed-in page, and what the browser complains about on it."""
    page = browser.new_context(locale="de-DE", **options).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(f"{address}/anmelden")
    page.get_by_label("Anmeldename").fill(username)
    page.get_by_label("Kennwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("button", name="Abmelden").wait_for()
    return page, complaints


@pytest.mark.browser
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": {"width": 1280, "height": 900}}, id="desktop"),
        pytest.param({"viewport": {"width": 320, "height": 640}}, id="320px"),
        pytest.param({"color_scheme": "dark"}, id="dark"),
    ],
)
def test_pages_satisfy_axe_and_never_scroll_sideways(
    browser: Chromium, served: tuple[SmallOffice, str], options: dict[str, Any]
) -> None:
    _office, address = served
    for username, paths in PAGES.items():
        page, complaints = desk(browser, address, username, **options)
        for path in paths:
            page.goto(f"{address}{path}")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
            violations = [f"{v['id']}: {v['nodes'][0]['target'][0]}" for v in found["violations"]]
            assert violations == [], path
            fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert fits, f"{path} scrolls sideways"
        assert complaints == []
        page.context.close()


@pytest.mark.browser
def test_what_is_typed_is_saved_while_it_is_typed(browser: Chromium, served: tuple[SmallOffice, str]) -> None:
    office, address = served
    task = office.task_of("F-2026-000002")
    page, complaints = desk(browser, address, "a.beispiel")
    page.goto(f"{address}/aufgaben/{task.id}")
    page.get_by_label("Anliegen").fill("Sucht eine Teilzeitstelle")
    expect(page.locator("[data-draft-status]")).to_contain_text("Entwurf gespeichert")
    with page.expect_response("**/entwurf"):
        page.get_by_label("Bemerkung").fill("und einen Kitaplatz")
    with office.engine.reading() as rows:
        draft = rows.get(TaskDraft, task.id)
        assert draft is not None
        assert draft.values["anliegen"] == "Sucht eine Teilzeitstelle"
    page.reload()
    expect(page.get_by_label("Bemerkung")).to_have_value("und einen Kitaplatz")
    assert complaints == []
    page.context.close()


@pytest.mark.browser
def test_a_form_is_sent_even_if_the_answer_to_its_draft_never_comes(
    browser: Chromium, served: tuple[SmallOffice, str]
) -> None:
    office, address = served
    page, _complaints = desk(browser, address, "a.beispiel")
    page.clock.install()
    page.route("**/entwurf", lambda _route: None)
    page.goto(f"{address}/aufgaben/{office.task_of('F-2026-000002').id}")
    page.get_by_label("Bemerkung").fill("am Vormittag")
    with page.expect_request("**/entwurf"):
        page.clock.fast_forward(3_000)
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    with page.expect_navigation():
        page.clock.fast_forward(11_000)
    expect(page.get_by_label("Bemerkung")).to_have_value("am Vormittag")
    page.context.close()


@pytest.mark.browser
def test_mistakes_take_the_focus(browser: Chromium, served: tuple[SmallOffice, str]) -> None:
    office, address = served
    page, _complaints = desk(browser, address, "a.beispiel")
    page.goto(f"{address}/aufgaben/{office.task_of('F-2026-000002').id}")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.locator("#fehler")).to_be_focused()
    page.get_by_role("link", name="Auf welchem Weg").click()
    assert page.evaluate("document.activeElement.closest('#weg') !== null || location.hash === '#weg'")
    page.context.close()


@pytest.mark.browser
def test_shortcuts_lead_on_and_can_be_switched_off(browser: Chromium, served: tuple[SmallOffice, str]) -> None:
    _office, address = served
    page, _complaints = desk(browser, address, "a.beispiel")
    page.goto(f"{address}/mein-tag")
    page.keyboard.press("f")
    page.wait_for_url("**/faelle")
    page.keyboard.press("/")
    expect(page.get_by_label("Name, Kunden- oder Fallnummer")).to_be_focused()
    page.keyboard.type("mf")
    expect(page.get_by_label("Name, Kunden- oder Fallnummer")).to_have_value("mf")
    page.goto(f"{address}/konto")
    page.get_by_label("Tastenkürzel benutzen").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern").click()
    page.keyboard.press("f")
    page.get_by_role("heading", name="Mein Konto").wait_for()
    assert page.url.endswith("/konto")
    page.context.close()
