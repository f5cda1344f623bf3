"""A caseworker's day in forty steps, each counted: pages loaded, buttons and choices pressed. Typing is free."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, Response

from tests.acceptance.visitor import SHOWN, Visitor, flat

OUTCOME, TALK, NOTE = "Ausgang des Termins festhalten", "Folgegespräch führen", "Beratungsvermerk schreiben"


@dataclass
class Stopwatch:
    """Milliseconds the server works for each page and act of a day; files of the interface are left out."""

    spent: list[tuple[str, float]] = field(default_factory=list)

    def attach(self, app: Flask) -> None:
        inner = app.wsgi_app

        def timed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            began = time.perf_counter()
            answer = inner(environ, start_response)
            if not environ["PATH_INFO"].startswith("/static"):
                path = re.sub(r"\d+", "0", environ["PATH_INFO"])
                self.spent.append((f"{environ['REQUEST_METHOD']} {path}", (time.perf_counter() - began) * 1000))
            return answer

        app.wsgi_app = timed  # type: ignore[method-assign]

    def percentile(self, share: int) -> float:
        return statistics.quantiles([ms for _what, ms in self.spent], n=100, method="inclusive")[share - 1]


@dataclass(frozen=True)
class Step:
    name: str
    loads: int
    clicks: int


@dataclass
class Day:
    """One person at their desk; `number` is the case whose talk was agreed for yesterday."""

    visitor: Visitor
    number: str
    steps: list[Step] = field(default_factory=list)
    loads: int = 0
    clicks: int = 0

    def __post_init__(self) -> None:
        self.visitor.page.on("response", self._count)

    def _count(self, response: Response) -> None:
        """A page is an answer that the window shows, not one that sends it elsewhere."""
        request = response.request
        if request.is_navigation_request() and not 300 <= response.status < 400:
            self.loads += 1

    def walk(self) -> None:
        """All steps in order, each noted with what it cost."""
        for name, step in self._plan().items():
            loads, clicks = self.loads, self.clicks
            step()
            self.visitor.check()
            self.steps.append(Step(name, self.loads - loads, self.clicks - clicks))

    def cost(self, names: Iterable[str]) -> tuple[int, int]:
        """Page loads and clicks of these steps together."""
        wanted = set(names)
        found = [step for step in self.steps if step.name in wanted]
        return sum(step.loads for step in found), sum(step.clicks for step in found)

    # --- hands -----------------------------------------------------------------------------------------------------

    def _press(self, target: Locator) -> None:
        self.clicks += 1
        with self.visitor.page.expect_event("load"):
            target.click()

    def _link(self, name: str) -> Callable[[], None]:
        return lambda: self._press(self.visitor.page.get_by_role("link", name=name, exact=True).first)

    def _part(self, *names: str) -> Callable[[], None]:
        """A part of the case: its tab, and its page on the tab."""

        def open_part() -> None:
            tabs = self.visitor.page.get_by_role("navigation", name=re.compile("Teile des Falls|Seiten dieses Teils"))
            for name in names:
                self._press(tabs.get_by_role("link", name=re.compile(rf"^{name}\b")).last)

        return open_part

    def _button(self, name: str, **typed: str) -> Callable[[], None]:
        """Type into labelled fields, then press."""

        def type_and_press() -> None:
            page = self.visitor.page
            for label, text in typed.items():
                found = page.get_by_role("main").locator(f'[name="{label}"]')
                if found.first.get_attribute("type") == "radio":
                    self.clicks += 1
                    page.get_by_role("main").locator(f'[name="{label}"][value="{text}"]').check()
                elif found.evaluate("one => one.tagName") == "SELECT":
                    self.clicks += 1
                    found.select_option(text)
                else:
                    found.fill(text)
            self._press(page.get_by_role("main").get_by_role("button", name=name, exact=True).first)

        return type_and_press

    def _search(self, text: str) -> Callable[[], None]:
        def search() -> None:
            box = self.visitor.page.get_by_role("searchbox", name="Name, Kunden- oder Fallnummer")
            box.fill(text)
            self.clicks += 1
            with self.visitor.page.expect_event("load"):
                box.press("Enter")

        return search

    def _task(self, **changed: str) -> Callable[[], None]:
        """Answer the open task, choosing only what the form does not bring along, and conclude it."""

        def conclude() -> None:
            form = self.visitor.page.locator("#aufgabe")
            self._answer(form, {**self._wanted(), **changed})
            self._press(form.get_by_role("button", name="Abschließen", exact=True))

        return conclude

    def _wanted(self) -> Mapping[str, str]:
        task_id = int(self.visitor.page.url.split("/aufgaben/")[1].split("?")[0].split("#")[0])
        return flat(self.visitor.office.answers(task_id))

    def _answer(self, form: Locator, wanted: Mapping[str, str]) -> None:
        for name, kind, there, is_checked in form.evaluate(SHOWN):
            value = wanted.get(name)
            if value is None or kind == "hidden":
                continue
            if kind == "radio":
                if there == value and not is_checked:
                    self.clicks += 1
                    form.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                if is_checked != (value == "true"):
                    self.clicks += 1
                    form.locator(f'[name="{name}"]').set_checked(value == "true")
            elif kind == "select-one":
                if there != value:
                    self.clicks += 1
                    form.locator(f'[name="{name}"]').select_option(value)
            elif not there:
                form.locator(f'[name="{name}"]').fill(value)

    # --- the day ---------------------------------------------------------------------------------------------------

    def _plan(self) -> dict[str, Callable[[], None]]:
        """A talk from the list to its note, a telephone call, a letter, appointments, a change, colleagues."""
        return {**self._preparation(), **self._talk(), **self._call(), **self._appointments(), **self._colleagues()}

    def _preparation(self) -> dict[str, Callable[[], None]]:
        page = self.visitor.page
        return {
            "Mein Tag öffnen": self._link("Mein Tag"),
            "Überfälliges ansehen": lambda: self._press(page.locator(".pw-urgency--overdue")),
            "Filter aufheben": self._link("Filter aufheben"),
            "Person suchen": self._search(self.number),
            "Warum ist dieser Fall hier?": self._unfold_why,
            "Profil lesen": self._part("Profil"),
            "Ziel lesen": self._part("Ziel"),
            "Strategien lesen": self._part("Strategien"),
            "Maßnahmen lesen": self._part("Maßnahmen"),
            "Vereinbarung lesen": self._part("Vereinbarungen"),
            "Termine ansehen": self._part("Gespräche"),
            "Vermerke lesen": self._part("Vermerke"),
            "zurück zu Mein Tag": self._link("Mein Tag"),
        }

    def _talk(self) -> dict[str, Callable[[], None]]:
        fulfilled = {f"pflichten.{n}.ergebnis": "FULFILLED" for n in range(9)}
        return {
            "Aufgabe zum Termin öffnen": lambda: self._open_task(OUTCOME),
            "Termin fand statt": self._task(ausgang="WAHRGENOMMEN"),
            "Folgegespräch festhalten": self._task(**fulfilled),
            "Vermerk abschließen": self._task(),
        }

    def _call(self) -> dict[str, Callable[[], None]]:
        today = self.visitor.office.today.isoformat()
        said = {
            "subject": "Anruf",
            "talk_held": "PHONE",
            "talk_on": today,
            "body": "Die Zeugnisse kommen nächste Woche.",
        }
        return {
            "Anrufende Person suchen": self._search(self._client.split(",")[0]),
            "ihren Fall öffnen": self._open_case,
            "Vermerk beginnen": self._link("Vermerk schreiben"),
            "Vermerk speichern": self._button("Vermerk speichern", **said),
            "Schreiben ansehen": self._part("Schriftverkehr"),
            "Schreiben beginnen": self._link("Schreiben verfassen"),
            "Einladung erstellen": self._button("Erstellen"),
        }

    def _appointments(self) -> dict[str, Callable[[], None]]:
        office = self.visitor.office
        day, later = (office.engine.calendar.working_day_offset(office.today, n).isoformat() for n in (4, 6))
        slot = {"beginn_datum": day, "beginn_uhrzeit": "11:20"}
        moved = {"beginn_datum": later, "beginn_uhrzeit": "11:40", "grund": "Die Person hat einen Arzttermin."}
        change = {"description": "Die Person hat ein Angebot für eine Stelle in Teilzeit."}
        return {
            "Gespräche öffnen": self._part("Gespräche"),
            "Termin beginnen": self._link("Termin vereinbaren"),
            "Termin vereinbaren": self._button("Vereinbaren", **slot),
            "Termin verlegen": lambda: self._press(self._row(day).get_by_role("link", name="Verlegen")),
            "Verlegung speichern": self._button("Verlegen", **moved),
            "Veränderung beginnen": self._link("Veränderung melden"),
            "Veränderung melden": self._button("Melden", **change),
            "Aufgabe dazu öffnen": lambda: self._press(
                self.visitor.page.get_by_role("main").get_by_role("link", name="Veränderung bewerten").first
            ),
            "Veränderung bewerten": self._task(aenderung="nichts"),
        }

    def _colleagues(self) -> dict[str, Callable[[], None]]:
        return {
            "Warteschlange ansehen": lambda: self._press(
                self.visitor.page.get_by_role("link", name=re.compile("^Warteschlange des Teams")).first
            ),
            "Mein Tag": self._link("Mein Tag"),
            "Kalender ansehen": self._link("Mein Kalender"),
            "Träger öffnen": self._link("Träger"),
            "Träger suchen": self._button("Suchen"),
            "Fall suchen": self._search(self.number),
            "Verlauf lesen": self._part("Verlauf"),
        }

    def _open_case(self) -> None:
        """From the results of a search; a search that finds one case alone has opened it already."""
        found = self.visitor.page.get_by_role("main").get_by_role("link", name=self._client)
        if found.count():
            self._press(found.first)

    def _unfold_why(self) -> None:
        self.clicks += 1
        self.visitor.page.locator("[data-why] > summary").click()

    def _row(self, day: str) -> Locator:
        told = ".".join(reversed(day.split("-")))
        return self.visitor.page.get_by_role("row").filter(has_text=told).first

    @property
    def _client(self) -> str:
        client = self.visitor.office.people[self.number].client
        return f"{client.last_name}, {client.first_name}"

    def _open_task(self, name: str) -> None:
        rows = self.visitor.page.locator(".pw-task").filter(has_text=self.number)
        self._press(rows.get_by_role("link", name=name, exact=True))


#: What a follow-up talk takes, from the list of the day to the note.
FOLLOW_UP = ("Aufgabe zum Termin öffnen", "Termin fand statt", "Folgegespräch festhalten", "Vermerk abschließen")


def told(day: Day) -> Iterator[str]:
    """The day as a table."""
    for number, step in enumerate(day.steps, start=1):
        yield f"{number:2} {step.name:40} {step.loads} Seiten, {step.clicks} Klicks"
