"""A person at a browser without JavaScript: follows links, fills in forms, reads pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.small_office import PASSWORD


class Page:
    """An answer with its document, if it is one."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.request.full_path.rstrip("?")
        is_page = response.content_type.startswith("text/html") and response.data
        self.document: Any = html.fromstring(response.get_data(as_text=True)) if is_page else None

    @property
    def text(self) -> str:
        """All words of the page, with single blanks."""
        return " ".join(self.document.text_content().split())

    @property
    def title(self) -> str:
        return str(self.document.findtext(".//title"))

    @property
    def heading(self) -> str:
        return " ".join(self.document.find(".//h1").text_content().split())

    def links(self) -> list[str]:
        return [str(a.get("href")) for a in self.document.iter("a") if a.get("href")]

    def value_of(self, name: str) -> str:
        """What an input of the page holds."""
        found = self.document.xpath("//*[@name=$name]", name=name)[0]
        return str(found.text or "").strip() if found.tag == "textarea" else str(found.get("value") or "")

    def form(self, action: str) -> Any:
        """The form that is sent to this path; one that writes before one that only filters."""
        for form in sorted(self.document.forms, key=lambda form: form.method != "POST"):
            if urlsplit(form.get("action") or "").path == action:
                return form
        raise AssertionError(f"no form for {action}, only {[f.get('action') for f in self.document.forms]}")


class Browser:
    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page: Page | None = None

    def get(self, path: str, **headers: str) -> Page:
        return self._at(self.client.get(path, headers=headers, follow_redirects=True))

    def sign_in(self, username: str, password: str = PASSWORD) -> Browser:
        page = self.get("/anmelden")
        self.submit(page, "/anmelden", name=username, kennwort=password)
        return self

    def submit(
        self,
        page: Page,
        action: str,
        values: Mapping[str, Any] | None = None,
        *,
        follow: bool = True,
        to: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Page:
        """Send the form with this action: its values as shown, changed by the given ones. `to` is a `formaction`."""
        data = MultiDict(page.form(action).form_values())
        for name, value in {**(values or {}), **more}.items():
            data.setlist(name, list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value])
        target = to or urljoin(page.path, page.form(action).get("action"))
        return self._at(self.client.post(target, data=data, headers=headers, follow_redirects=follow))

    def post(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> Page:
        """A write with a valid token but without a page: what a stranger's script would send, or ours."""
        with self.client.session_transaction() as session:
            session.setdefault("csrf_token", "0" * 40)
        token = self.token()
        return self._at(self.client.post(path, data={"csrf_token": token, **(data or {})}, headers=headers))

    def token(self) -> str:
        """The CSRF token of this browser, read from a page anybody may see."""
        page = self.get("/konto")
        return page.value_of("csrf_token")

    def _at(self, response: TestResponse) -> Page:
        self.page = Page(response)
        return self.page
