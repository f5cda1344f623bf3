"""From signing in to the conclusion of two tasks without a mouse; where the focus is can be seen at every stop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.acceptance.conftest import Visit
from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor

pytestmark = pytest.mark.browser

#: Nobody presses Tab more often than this on one page.
STOPS = 120
#: Whether the element with the focus, or what stands for it on the page, is marked; and whether it can be seen.
MARKED = """() => {
  const focused = document.activeElement;
  const marked = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || (style.boxShadow !== 'none' && style.boxShadow !== '');
  const shown = [focused, focused.parentElement].some((one) => [null, '::before', '::after'].some(
    (part) => marked(getComputedStyle(one, part))));
  const box = focused.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const middle = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(box.left + box.width / 2, middle);
  const covered = top && !focused.contains(top) && !top.contains(focused) && !focused.parentElement.contains(top);
  return shown && inside && !covered ? '' : `${focused.tagName} ${focused.name ?? ''} ${focused.innerText ?? ''}`
    + ` marked ${shown} inside ${inside} covered ${covered}`;
}"""


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus. On the way every stop is marked and in sight."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(MARKED) == "", page.url
        if goal.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {goal}")


def press_enter(visitor: Visitor, goal: Locator) -> None:
    tab_to(visitor.page, goal)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.check()


def type_into(page: Page, goal: Locator, keys: str) -> None:
    tab_to(page, goal)
    page.keyboard.type(keys)


def sign_in(visitor: Visitor, username: str) -> None:
    page = visitor.page
    visitor.go("/anmelden")
    type_into(page, page.get_by_label("Anmeldename"), username)
    type_into(page, page.get_by_label("Kennwort"), visitor.office.password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.check()


def test_two_tasks_from_sign_in_to_conclusion_without_a_mouse(visit: Visit, office: Office) -> None:
    number = office.case_of("Einladung heute fällig")
    visitor = visit(office.people[number].caseworker.username)
    visitor.page.context.clear_cookies()
    page = visitor.page
    sign_in(visitor, visitor.username)

    # the search is one key away; the skip link is the first stop of every page
    page.keyboard.press("/")
    page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert number in page.get_by_role("main").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    press_enter(visitor, page.get_by_role("main").get_by_role("link", name="Zum Erstgespräch einladen"))
    day = office.engine.calendar.working_day_offset(office.today, 5)
    type_into(page, page.get_by_label("Tag"), f"{day:%d%m%Y}")
    type_into(page, page.get_by_label("Uhrzeit"), "1000")
    press_enter(visitor, page.get_by_role("button", name="Abschließen", exact=True))
    assert visitor.sees("Aufgabe abgeschlossen.")
