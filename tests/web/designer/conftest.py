"""An editor page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.designer.workshop import Workshop, open_workshop


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    with open_workshop() as workshop:
        yield workshop


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; whatever it logs as an error, a blocked style for example, fails the test."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1400, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    # a refused request is logged by the browser itself
    assert [error for error in errors if "status of 4" not in error] == []
