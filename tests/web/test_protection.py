"""Headers, CSRF, origin, secrets in pages: what protects everybody on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from werkzeug.datastructures import Headers

from tests.engine.core.counting import counted
from tests.web.browser import Browser
from tests.web.small_office import SmallOffice

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def test_every_answer_carries_the_headers(anna: Browser) -> None:
    for path in ("/anmelden", "/mein-tag", "/gibt-es-nicht", "/static/css/base.css"):
        headers = headers_of(anna, path)
        assert headers["Content-Security-Policy"] == POLICY, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


def test_personal_pages_are_never_stored(anna: Browser) -> None:
    for path in ("/mein-tag", "/faelle/F-2026-000001", "/konto", "/anmelden"):
        assert headers_of(anna, path)["Cache-Control"] == "no-store"
    assert "no-store" not in headers_of(anna, "/static/css/base.css").get("Cache-Control", "")


def test_what_is_the_same_for_everybody_is_asked_for_once(anna: Browser, office: SmallOffice) -> None:
    """Every page names its style sheets by their content; fetching one knows nobody and asks the database nothing."""
    page = anna.get("/mein-tag")
    named = [link for link in page.document.xpath("//link/@href | //script/@src | //img/@src") if "/static/" in link]
    assert len(named) >= 9
    with counted(office.engine.database) as found:
        for address in named:
            kept = headers_of(anna, address)
            assert kept["Cache-Control"] == "public, max-age=31536000, immutable", address
            assert "Cookie" not in kept.get("Vary", "")
            assert "Set-Cookie" not in kept
    assert found.statements == []
    older = headers_of(anna, "/static/css/base.css?v=older")["Cache-Control"]
    assert older == "no-cache", "an address of another content promises nothing"
    font = headers_of(anna, "/static/kern/fonts/FiraSans-Regular.woff2")["Cache-Control"]
    assert font == "public, max-age=86400"


def headers_of(browser: Browser, path: str) -> Headers:
    with browser.client.get(path) as answer:
        return answer.headers


def test_a_write_without_token_is_refused_and_nothing_typed_is_lost(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    answer = anna.client.post(f"/aufgaben/{task.id}", data={"anliegen": "Sucht Arbeit im Lager"})
    assert answer.status_code == 400
    assert "Sucht Arbeit im Lager" in answer.text
    with office.engine.reading() as rows:
        from models.runtime import TaskDraft

        assert rows.get(TaskDraft, task.id) is None


@pytest.mark.parametrize("origin", ["https://boese.example", "null", "http://localhost.boese.example"])
def test_a_write_from_another_site_is_refused(anna: Browser, origin: str) -> None:
    page = anna.get("/konto")
    answer = anna.submit(page, "/konto/sprache", sprache="en", headers={"Origin": origin})
    assert answer.status == 400


def test_a_write_from_our_own_pages_is_accepted(anna: Browser) -> None:
    page = anna.get("/konto")
    assert anna.submit(page, "/konto/sprache", sprache="de", headers={"Origin": "http://localhost"}).status == 200
    assert (
        anna.submit(page, "/konto/sprache", sprache="de", headers={"Referer": "http://localhost/konto"}).status == 200
    )
    assert anna.submit(page, "/konto/sprache", sprache="de", headers={"Referer": "http://x.example/"}).status == 400


def test_what_was_typed_is_shown_back_as_text(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    answer = anna.client.post(f"/aufgaben/{task.id}", data={"anliegen": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_a_password_is_never_shown_back(anna: Browser) -> None:
    anna.client.post("/abmelden", data={})
    answer = anna.client.post("/anmelden", data={"name": "a.beispiel", "kennwort": "geheim-42"})
    assert answer.status_code == 400
    assert "geheim-42" not in answer.text


def test_templates_need_no_inline_script_or_style() -> None:
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=", source), path
        assert not re.search(r"\son[a-z]+=", source), path
        for script in re.findall(r"<script[^>]*>", source):
            assert "src=" in script or 'type="application/json"' in script, f"{path}: {script}"


def test_nothing_is_loaded_from_elsewhere() -> None:
    static = TEMPLATES.parent / "static"
    for path in [
        *TEMPLATES.rglob("*.html"),
        *static.glob("css/*.css"),
        *static.glob("kern/*.css"),
        *static.glob("js/*"),
    ]:
        source = path.read_text(encoding="utf-8")
        found = re.findall(r"""(?:src=|href=|url\(|from )["']?(https?:[^"')\s]+)""", source)
        assert found == [], path
