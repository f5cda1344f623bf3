"""Every page that can be reached: valid HTML, one h1, a title that fits, labels, no duplicate ids."""

from __future__ import annotations

from collections import Counter, deque
from itertools import pairwise
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask

from tests.web.browser import Browser, Page
from tests.web.conftest import app_for
from tests.web.small_office import SmallOffice

#: Pages visited per person at most; more links than this would be pages of the same kind.
ENOUGH = 80


@pytest.fixture(scope="module")
def still(quiet_office: SmallOffice) -> Flask:
    return app_for(quiet_office)


@pytest.mark.parametrize("username", ["a.beispiel", "l.nord", "f.betreuung", "d.designer", "a.admin"])
def test_every_page_reached_from_the_start_is_well_made(still: Flask, username: str) -> None:
    browser = Browser(still).sign_in(username)
    waiting, seen = deque(["/"]), {"/"}
    visited = 0
    while waiting and visited < ENOUGH:
        path = waiting.popleft()
        page = browser.get(path)
        visited += 1
        assert page.status == 200, f"{path}: {page.status}"
        if page.document is None:
            continue
        check(page, path)
        for link in page.links():
            parts = urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.netloc and target and target not in seen and not target.startswith("/static"):
                seen.add(target)
                waiting.append(target)
    assert visited >= 2


def test_pages_before_sign_in_and_refusals_are_well_made_too(still: Flask) -> None:
    client = Browser(still)
    check(client.get("/anmelden"), "/anmelden")
    check(client.sign_in("a.beispiel").get("/gibt-es-nicht"), "404")
    check(Page(client.client.post("/konto/sprache", data={"sprache": "en"})), "400")


def check(page: Page, path: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page.response.get_data(as_text=True))
    document = page.document
    headings = document.findall(".//h1")
    assert len(headings) == 1, f"{path}: {len(headings)} h1"
    assert page.title.endswith("– Phasenwerk"), path
    assert document.get("lang") in ("de", "en"), path
    ids = Counter(e.get("id") for e in document.iter() if isinstance(e.tag, str) and e.get("id"))
    assert [i for i, n in ids.items() if n > 1] == [], f"{path}: duplicate ids"
    _check_labels(document, ids, path)
    _check_references(document, ids, path)
    levels = [int(e.tag[1]) for e in document.iter() if isinstance(e.tag, str) and e.tag in ("h1", "h2", "h3", "h4")]
    for before, after in pairwise(levels):
        assert after <= before + 1 or before == levels[0], f"{path}: h{before} is followed by h{after}"


def _check_labels(document: object, ids: Counter[str], path: str) -> None:
    labelled = {e.get("for") for e in document.iter("label")}  # type: ignore[attr-defined]
    for field in document.iter("input", "select", "textarea"):  # type: ignore[attr-defined]
        if field.get("type") == "hidden":
            continue
        assert field.get("aria-label") or field.get("id") in labelled, f"{path}: {field.get('name')} has no label"
    for form in document.iter("form"):  # type: ignore[attr-defined]
        if (form.get("method") or "get").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{path}: a form without token"


def _check_references(document: object, ids: Counter[str], path: str) -> None:
    for element in document.iter():  # type: ignore[attr-defined]
        if not isinstance(element.tag, str):
            continue
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            for reference in (element.get(name) or "").split():
                assert reference in ids, f"{path}: {name} names {reference}, which is not on the page"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and len(href) > 1:
            assert href[1:] in ids, f"{path}: {href} leads nowhere"
