"""A headless Chromium, and what every visited page must satisfy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.office import Office, open_office

AXE = Path(__file__).parents[2] / "web" / "designer" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Visitor:
    """One person at a browser. Checks every page it is shown with axe."""

    def __init__(self, page: Page, office: Office) -> None:
        self.page, self.office = page, office
        self.violations: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.office.url}{path}")
        self.check()

    def sign_in(self, username: str) -> None:
        self.page.context.clear_cookies()
        self.go("/anmelden")
        self.page.get_by_label("Anmeldename").fill(username)
        self.page.get_by_label("Kennwort").fill(self.office.password)
        self.page.get_by_role("button", name="Anmelden").click()
        self.check()

    def press(self, name: str) -> None:
        """Press a button and look at the page it leads to."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.check()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.check()

    def check(self) -> None:
        """axe on the page as it stands."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
        for violation in found["violations"]:
            places = ", ".join(n["target"][0] for n in violation["nodes"][:3])
            self.violations.append(f"{self.page.url}: {violation['id']} at {places}")

    def assert_clean(self) -> None:
        assert self.violations == []
        assert self.errors == []


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with open_office(sqlite_url, cases=6) as office:
        yield office


@pytest.fixture
def visitor(browser: Browser, office: Office) -> Iterator[Visitor]:
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    visitor = Visitor(context.new_page(), office)
    yield visitor
    context.close()
