"""One person at a browser, and what every visited page must satisfy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableSet
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page

from tests.acceptance.office import Office

AXE = Path(__file__).parents[2] / "web" / "designer" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: A form asks for more when answers call for it; more rounds than this mean that it is never content.
ROUNDS = 6
REFUSED = "the server responded with a status of 422"
#: Fields of a form that people see: name, kind, value, whether it is ticked.
SHOWN = """form => [...form.elements].filter(one => one.name && one.getClientRects().length)
  .map(one => [one.name, one.type, one.value, one.checked ?? false])"""


class Visitor:
    """Checks every page it is shown with axe, unless the browser has scripts switched off: axe is one.

    `examined` are the kinds of page that need no look any more; without it every page gets one.
    """

    def __init__(
        self, page: Page, office: Office, *, scripts: bool = True, examined: MutableSet[str] | None = None
    ) -> None:
        self.page, self.office, self.scripts, self.examined = page, office, scripts, examined
        self.username = ""
        self.violations: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: Any) -> None:
        # The browser also notes a form that came back with questions (422): an answer, not a fault.
        if message.type == "error" and REFUSED not in message.text:
            self.errors.append(f"{self.page.url}: {message.text}")

    # --- moving about ----------------------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        self.page.goto(f"{self.office.url}{path}")
        self.check()

    def sign_in(self, username: str) -> None:
        self.page.context.clear_cookies()
        self.username = username
        self.go("/anmelden")
        self.page.get_by_label("Anmeldename").fill(username)
        self.page.get_by_label("Kennwort").fill(self.office.password)
        self.press("Anmelden")

    def press(self, name: str) -> None:
        """Press a button and look at the page it leads to."""
        self.step(self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> None:
        self.step(self.page.get_by_role("link", name=name, exact=True).first)

    def step(self, target: Locator) -> None:
        """Press a link or a button, and look at the page it leads to once it is there.

        A form with a draft lets its saving end before it is sent: a click alone is over before the page has gone.
        """
        self.turn(target)
        self.check()

    def turn(self, target: Locator) -> None:
        """As `step`, without looking at the page."""
        with self.page.expect_navigation():
            target.click()

    def sees(self, text: str) -> bool:
        return text in self.page.get_by_role("main").inner_text()

    def read(self) -> str:
        """Everything the page says, also what is folded up."""
        main = self.page.get_by_role("main")
        main.evaluate("main => main.querySelectorAll('details').forEach(one => one.open = true)")
        return main.inner_text()

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def check(self) -> None:
        """axe on the page as it stands."""
        self.page.wait_for_load_state("load")
        if not self.scripts or self._is_known():
            return
        # all rules run; of what is in order, axe gathers no details
        asked = {"runOnly": WCAG, "resultTypes": ["violations"]}
        for violation in self.page.evaluate("async asked => (await axe.run(document, asked)).violations", asked):
            places = ", ".join(str(n["target"][0]) for n in violation["nodes"][:3])
            self.violations.append(f"{self.page.url}: {violation['id']} at {places}")

    def _is_known(self) -> bool:
        """Whether a page like this has been looked at: the same address and title but for numbers."""
        if self.examined is None:
            return False
        kind = re.sub(r"\d+", "0", f"{urlsplit(self.page.url).path} {self.page.title()}")
        known = kind in self.examined
        self.examined.add(kind)
        return known

    def assert_clean(self) -> None:
        found = list(dict.fromkeys([*self.violations, *self.errors]))
        assert not found, "\n".join(found)

    # --- work ------------------------------------------------------------------------------------------------------

    def tasks_of(self, number: str, *, queue: bool = False) -> list[str]:
        """Names of the open tasks of a case in the own list, or in the queue of the team."""
        self.go(f"/{'warteschlange' if queue else 'mein-tag'}?suche={number}")
        return self.page.locator(".pw-task__title a").all_inner_texts()

    def listed(self, number: str, name: str, *, queue: bool = False) -> str:
        """What the list says about an open task: since when, until when, why; empty if it is not there."""
        self.tasks_of(number, queue=queue)
        rows = self.page.locator(".pw-task").filter(has=self.page.get_by_role("link", name=name, exact=True))
        return " ".join(rows.first.inner_text().split()) if rows.count() else ""

    def work_on(self, number: str, name: str, *, queue: bool = False, **changed: Any) -> None:
        """Open a task from the list, fill it in as a caseworker of the demo would, read it again and conclude it.

        `changed` are values that replace those of the demo, also by dotted place: `{"angaben.dritte.0.was": …}`.
        """
        if self.page.url.endswith(f"suche={number}") and self.page.get_by_role("link", name=name, exact=True).count():
            self.follow(name)
        elif self.heading != name:
            names = self.tasks_of(number, queue=queue)
            assert name in names, f"{name!r} is not open, only {names}"
            self.follow(name)
        task_id = int(self.page.url.split("/aufgaben/")[1].split("?")[0].split("#")[0])
        values = flat(self.office.answers(task_id)) | flat(changed)
        for _ in range(ROUNDS):
            self._fill_in(values)
            self.step(self.page.get_by_role("button", name="Weiter zum Prüfen"))
            if self.page.url.endswith("/pruefen"):
                break
        assert self.page.url.endswith("/pruefen"), self.page.get_by_role("main").inner_text()
        self.press("Verbindlich abschließen")
        assert self.sees("Aufgabe abgeschlossen."), self.page.get_by_role("main").inner_text()

    def _fill_in(self, values: Mapping[str, str]) -> None:
        form = self.page.locator("#aufgabe")
        self._make_rows(form, values)
        for name, kind, there, is_checked in form.evaluate(SHOWN):
            wanted = values.get(name)
            if wanted is None:
                continue
            field = form.locator(f'[name="{name}"]')
            if kind == "radio":
                if there == wanted and not is_checked:
                    form.locator(f'[name="{name}"][value="{wanted}"]').check()
            elif kind == "checkbox":
                if is_checked != (wanted == "true"):
                    field.set_checked(wanted == "true")
            elif there != wanted:
                if kind != "select-one":
                    field.fill(wanted)
                elif field.locator(f'option[value="{wanted}"]').count():
                    field.select_option(wanted)

    def _make_rows(self, form: Locator, values: Mapping[str, str]) -> None:
        """Press "Zeile hinzufügen" until every row there are values for is there."""
        wanted: dict[str, int] = {}
        for name in values:
            parts = name.split(".")
            for place, part in enumerate(parts):
                if part.isdigit():
                    rows = ".".join(parts[:place])
                    wanted[rows] = max(wanted.get(rows, 0), int(part) + 1)
        for rows, count in wanted.items():
            shown = form.locator(f'[name="{rows}._rows"]')
            while shown.count() and int(shown.input_value()) < count:
                self.turn(form.locator(f'button[value="add:{rows}"]'))

    def move_clock(self, days: int) -> None:
        """A team lead lets days pass, and the worker does what has come due."""
        self.go("/team/uhr")
        self.page.get_by_label("Tage").fill(str(days))
        self.press("Vorstellen")
        self.office.settle()


def flat(values: Any, place: str = "") -> dict[str, str]:
    """Typed values as a page holds them: dotted place → text."""
    if isinstance(values, Mapping):
        parts = [flat(v, f"{place}.{k}" if place else k) for k, v in values.items()]
        return {k: v for part in parts for k, v in part.items()}
    if isinstance(values, list):
        return flat({str(number): value for number, value in enumerate(values)}, place)
    match values:
        case None:
            return {place: ""}
        case bool():
            return {place: "true" if values else "false"}
        case date():
            return {place: values.isoformat()}
        case time():
            return {place: f"{values:%H:%M}"}
        case _:
            return {place: str(values)}


@contextmanager
def visiting(
    browser: Browser, office: Office, *, examined: MutableSet[str] | None = None, **context: Any
) -> Iterator[Visitor]:
    """A browser context of its own, German, in Germany."""
    settings: dict[str, Any] = {
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1280, "height": 900},
        **context,
    }
    opened = browser.new_context(**settings)
    opened.add_init_script(path=AXE)
    yield Visitor(opened.new_page(), office, scripts=context.get("java_script_enabled", True), examined=examined)
    opened.close()
