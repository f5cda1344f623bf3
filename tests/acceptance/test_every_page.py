"""Every page each kind of user can reach by links: accessible by day and by night, and readable on a small screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from werkzeug.routing import MapAdapter

from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor, visiting

pytestmark = pytest.mark.browser

#: Widths in CSS pixels: a desk, and 400 % zoom on it (WCAG 1.4.10).
WIDE, NARROW = 1280, 320
#: Editors of diagrams, tables and forms need two dimensions (WCAG 1.4.10 exempts them).
TWO_DIMENSIONAL = {"designer.edit"}
#: Files, not pages.
FILE = re.compile(r"\.(csv|pdf|ics|txt)$|/quelle$|/diagramm/")

#: Pages that only buttons of a form lead to.
BEHIND_FORMS = ("/traeger/wirtschaftsklassen",)


def pages(visitor: Visitor, routes: MapAdapter) -> Iterator[str]:
    """Addresses found by following links from the start, one for each kind of page, in the order they are found."""
    waiting, known = ["/", *(path for path in BEHIND_FORMS if _may_open(visitor, path))], set[str]()
    while waiting:
        path = waiting.pop(0)
        if str(routes.match(path)[0]) in known:
            continue
        known.add(str(routes.match(path)[0]))
        visitor.page.goto(f"{visitor.office.url}{path}")
        kind = str(routes.match(urlsplit(visitor.page.url).path)[0])
        known.add(kind)
        for link in map(urlsplit, visitor.page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")):
            if link.netloc == urlsplit(visitor.office.url).netloc and not FILE.search(link.path):
                waiting.append(link.path)
        yield kind


def _may_open(visitor: Visitor, path: str) -> bool:
    """Whether the page exists for this person; what it does not is no page of theirs."""
    return visitor.page.request.get(f"{visitor.office.url}{path}").ok


def sideways(visitor: Visitor) -> int:
    """By how many pixels the page is wider than the screen."""
    width: int = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.mark.parametrize("username", ["l.hoffmann", "u.sommer", "g.lorenz", "v.engel"])
def test_every_page_suits_every_screen(browser: Browser, shared_office: Office, username: str) -> None:
    routes = shared_office.app.url_map.bind("127.0.0.1")
    with visiting(browser, shared_office) as visitor:
        visitor.sign_in(username)
        too_wide = []
        for kind in pages(visitor, routes):
            visitor.page.emulate_media(color_scheme="light")
            visitor.check()
            visitor.page.emulate_media(color_scheme="dark")
            if kind not in TWO_DIMENSIONAL:
                visitor.page.set_viewport_size({"width": NARROW, "height": 640})
                if sideways(visitor) > 0:
                    too_wide.append(f"{visitor.page.url} is {sideways(visitor)} px too wide")
            visitor.check()
            visitor.page.set_viewport_size({"width": WIDE, "height": 900})
        visitor.assert_clean()
        assert too_wide == []
