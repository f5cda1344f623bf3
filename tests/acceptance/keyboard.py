"""Somebody who has no mouse: Tab, Enter, Space, arrows and letters. At every stop the focus must be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator

from tests.acceptance.visitor import Visitor, flat

#: Nobody presses Tab more often than this on one page.
STOPS = 150
#: What Tab has reached. Says what is wrong with the stop: the element with the focus, or what stands for it on the
#: page, is marked (WCAG 2.4.7), lies in the window with its middle, and nothing lies over it (2.4.11).
STOP = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return 'end';
  (window.stops ??= new Set()).add(focused);
  const marked = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || (style.boxShadow !== 'none' && style.boxShadow !== '');
  const shown = [focused, focused.parentElement].some((one) => [null, '::before', '::after'].some(
    (part) => marked(getComputedStyle(one, part))));
  const box = focused.getClientRects()[0] ?? focused.getBoundingClientRect();
  const centre = box.top + box.height / 2;
  const fits = box.height <= innerHeight;
  const inside = box.width > 0 && (fits ? centre > 0 && centre < innerHeight : box.bottom > 0 && box.top < innerHeight);
  const middle = Math.min(Math.max(centre, 0), innerHeight - 1);
  const top = document.elementFromPoint(Math.min(box.left + box.width / 2, innerWidth - 1), middle);
  const label = document.querySelector(`label[for="${CSS.escape(focused.id)}"]`);
  const own = (one) => !one || focused.contains(one) || one.contains(focused) || focused.parentElement.contains(one)
    || label?.contains(one);
  if (shown && inside && own(top)) return focused === window.goal ? 'goal' : '';
  return `${focused.tagName} ${focused.name ?? ''} ${focused.innerText ?? ''} marked ${shown} inside ${inside}`
    + ` (${Math.round(box.top)} to ${Math.round(box.bottom)}) covered ${!own(top)}`;
}"""
#: Everything in the main part that a mouse could use and Tab has not reached. A group of radio buttons is one stop.
MISSED = """() => {
  const kinds = 'main :is(a[href], button, input, select, textarea, summary, [tabindex="0"])';
  const usable = [...document.querySelectorAll(kinds)].filter(
    (one) => !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0 && one.checkVisibility());
  const group = (one) => one.type === 'radio' && [...window.stops].some((other) => other.name === one.name);
  return usable.filter((one) => !window.stops.has(one) && !group(one)).map((one) => one.outerHTML.slice(0, 160));
}"""
#: What stands at the stop: name, kind, value, whether it is ticked, the values that can be chosen.
FIELD = """() => { const one = document.activeElement; return [one.name ?? '', one.type ?? '', one.value ?? '',
  one.checked ?? false, [...(one.options ?? [])].map((option) => option.value),
  Boolean(one.closest('[data-form-dynamic]'))]; }"""


class Keys:
    """The hands of a visitor on the keyboard."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def tab(self) -> str:
        """One stop further; 'end' if there is none, 'goal' if it is the one that is sought."""
        self.page.keyboard.press("Tab")
        found = str(self.page.evaluate(STOP))
        assert found in ("", "goal", "end"), f"{self.page.url}: {found}"
        return found

    def tab_to(self, goal: Locator) -> None:
        goal.evaluate("one => { window.goal = one; }")
        for _ in range(STOPS):
            if self.tab() == "goal":
                return
        raise AssertionError(f"Tab never reaches {goal}")

    def enter(self, goal: Locator) -> None:
        """Go to a link or a button and follow it."""
        self.tab_to(goal)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.check()

    def type_into(self, goal: Locator, keys: str) -> None:
        self.tab_to(goal)
        self.page.keyboard.type(keys)

    def skip_to_content(self) -> None:
        """The first stop of a page leads past what is the same on all of them."""
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.innerText") == "Zum Inhalt springen"
        assert self.page.evaluate(STOP) in ("", "goal")
        self.page.keyboard.press("Enter")

    def walk(self) -> None:
        """Past the skip link to the last stop: all there is to use can be reached."""
        self.skip_to_content()
        for _ in range(STOPS):
            if self.tab() == "end":
                break
        assert self.page.evaluate(MISSED) == [], self.page.url

    # --- forms -----------------------------------------------------------------------------------------------------

    def answer(self, button: Locator, wanted: Mapping[str, str]) -> None:
        """Through the form of a task: type and choose what is wanted and not yet there, and press the button."""
        answered: set[str] = set()
        stop = ""
        while not self.page.evaluate("document.activeElement.closest('#aufgabe') !== null"):
            assert self.tab() != "end", "Tab never reaches the form"
        for _ in range(STOPS):
            name, kind, there, is_ticked, choices, is_dynamic = self.page.evaluate(FIELD)
            if stop == "goal":
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                self.visitor.check()
                return
            if name in wanted and name not in answered:
                answered.add(name)
                self._give(wanted[name], kind, there, is_ticked, choices, is_dynamic)
                button.evaluate("one => { window.goal = one; }")  # fields that were called for may have moved it
            stop = self.tab()
        raise AssertionError(f"Tab never reaches {button}")

    def _give(self, value: str, kind: str, there: str, is_ticked: bool, choices: list[str], is_dynamic: bool) -> None:
        press = self.page.keyboard.press
        match kind:
            case "radio":
                if not is_ticked:
                    self._choosing(lambda: press("Space"), is_dynamic)
                for _ in range(STOPS):
                    if self.page.evaluate(FIELD)[2] == value:
                        return
                    self._choosing(lambda: press("ArrowDown"), is_dynamic)
                raise AssertionError(f"no arrow leads to {value}")
            case "checkbox":
                if is_ticked != (value == "true"):
                    self._choosing(lambda: press("Space"), is_dynamic)
            case "select-one":
                if value in choices and there != value:
                    press("Home")
                    steps = choices.index(value) - choices.index(self.page.evaluate(FIELD)[2])
                    for _ in range(steps):
                        press("ArrowDown")
                    assert self.page.evaluate(FIELD)[2] == value
            case "date" if not there:
                self._type_date(value)
            case "time" if not there:
                self.page.keyboard.type(value.replace(":", ""))
            case "text" | "textarea" | "number" | "search" if not there:
                self.page.keyboard.type(value)

    def _type_date(self, value: str) -> None:
        """Digits in the order in which this browser asks for them, which it takes from its machine."""
        year, month, day = value.split("-")
        for digits in (f"{day}{month}{year}", f"{month}{day}{year}"):
            self.page.keyboard.type(digits)
            if self.page.evaluate(FIELD)[2] == value:
                return
            for _ in range(2):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"no order of digits leads to {value}")

    def _choosing(self, press: Callable[[], None], is_dynamic: bool) -> None:
        """A choice may call for further fields; who types reads them before going on."""
        if not is_dynamic:
            press()
            return
        with self.page.expect_response(lambda answer: answer.request.method == "POST" and "/entwurf" not in answer.url):
            press()

    def wanted(self) -> dict[str, Any]:
        """What a caseworker of the demo would enter on this page."""
        task_id = int(self.page.url.split("/aufgaben/")[1].split("?")[0].split("#")[0])
        return dict(flat(self.visitor.office.answers(task_id)))
