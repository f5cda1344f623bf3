"""Comments with mentions, tags, and files that are what they say."""

from __future__ import annotations

import io
import zipfile

import pytest

from engine.errors import ValuesRefused
from processes.desk.attachments import kind_of, plain_name
from processes.desk.comments import mentioned
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice

CASE = "/faelle/F-2026-000001"
HERE = f"{CASE}/austausch"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def comment(browser: Browser, text: str) -> Page:
    return browser.submit(browser.get(HERE), f"{HERE}/kommentare", kommentar=text)


def attach(browser: Browser, name: str, content: bytes) -> Page:
    data = {"csrf_token": browser.token(), "datei": (io.BytesIO(content), name)}
    sent = browser.client.post(f"{HERE}/dateien", data=data, content_type="multipart/form-data", follow_redirects=True)
    return Page(sent)


def test_a_mention_waits_on_the_day_of_a_colleague_until_it_is_read(sign_in: SignIn) -> None:
    anna, bernd = sign_in("a.beispiel"), sign_in("b.muster")
    page = comment(anna, "Kannst du morgen anrufen, @b.muster?")
    assert "Bernd Muster hat es noch nicht gelesen" in page.text
    day = bernd.get("/mein-tag")
    assert "Sie wurden erwähnt" in day.text
    assert "Kannst du morgen anrufen" in day.text
    assert f"{CASE}/austausch" in day.links()
    bernd.get(HERE)
    assert "Sie wurden erwähnt" not in bernd.get("/mein-tag").text
    assert "Bernd Muster hat es gelesen" in anna.get(HERE).text


def test_nobody_is_called_to_a_case_they_may_not_see(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    for text, message in (
        ("@s.fern schau mal", "@s.fern darf diesen Fall nicht sehen."),
        ("@gibt.esnicht", "@gibt.esnicht gibt es nicht"),
        ("   ", "Schreiben Sie den Kommentar"),
    ):
        page = comment(anna, text)
        assert page.status == 422
        assert message in page.text
        assert page.value_of("kommentar") == text.strip()
    assert "@s.fern" not in anna.get(HERE).text.partition("Anmeldenamen")[2]


def test_names_after_an_at_sign_are_mentions_and_addresses_are_none() -> None:
    assert mentioned("@A.Beispiel. und (@b.muster), nicht x@example.org") == {"a.beispiel", "b.muster"}


def test_tags_find_cases_again(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    anna.submit(anna.get(HERE), f"{HERE}/schlagwoerter", schlagwort="  Messe  Pflege ")
    assert "/faelle?schlagwort=messe+pflege" in anna.get(HERE).links()
    found = anna.get("/faelle?schlagwort=Messe Pflege").text
    assert "Özdemir" in found
    assert "Sommer, Karl" not in found
    assert anna.submit(anna.get(HERE), f"{HERE}/schlagwoerter", schlagwort="<b>").status == 422
    anna.submit(anna.get(HERE), f"{HERE}/schlagwoerter/entfernen")
    assert "/faelle?schlagwort=messe+pflege" not in anna.get(HERE).links()


def test_a_file_comes_back_as_a_download_and_never_as_a_page(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    assert "Die Datei liegt beim Fall." in attach(anna, "Über mich.pdf", PDF).text
    answer = anna.client.get(f"{HERE}/dateien/1")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "%C3%9Cber%20mich.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "liegt schon beim Fall" in attach(anna, "noch einmal.pdf", PDF).text
    assert sign_in("s.fern").get(f"{HERE}/dateien/1").status == 404
    assert anna.get("/faelle/F-2026-000002/austausch/dateien/1").status == 404


def test_a_file_goes_with_a_reason(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    attach(anna, "a.pdf", PDF)
    path = f"{HERE}/dateien/1/entfernen"
    assert anna.submit(anna.get(HERE), path, grund=" ").status == 422
    anna.submit(anna.get(HERE), path, grund="Falscher Fall")
    assert anna.get(f"{HERE}/dateien/1").status == 404
    assert "Falscher Fall" in anna.get(f"{CASE}/verlauf").text


def office_file(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.PDF", PDF),
        ("b.jpeg", b"\xff\xd8\xff\xe0rest"),
        ("c.txt", "Grüße\n".encode()),
        ("d.docx", office_file("[Content_Types].xml", "word/document.xml")),
        ("e.webp", b"RIFF\x00\x00\x00\x00WEBP"),
    ],
)
def test_known_kinds_are_taken(name: str, content: bytes) -> None:
    assert kind_of(name, content).media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.pdf", b""),
        ("programm.exe", b"MZ"),
        ("ohne-endung", PDF),
        ("seite.html", b"<script>"),
        ("bild.svg", b"<svg/>"),
        ("falsch.pdf", b"<html>"),
        ("falsch.png", PDF),
        ("binaer.txt", b"a\x00b"),
        ("makro.docx", office_file("word/document.xml", "word/vbaProject.bin")),
        ("kein-word.docx", office_file("xl/workbook.xml")),
        ("kaputt.xlsx", b"PK\x03\x04kaputt"),
        ("doppelt.pdf.js", PDF),
        ("gross.pdf", PDF + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_everything_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValuesRefused):
        kind_of(name, content)


def test_a_file_name_keeps_to_itself() -> None:
    assert plain_name("..\\..\\x/../böse\r\n.pdf") == "böse__.pdf"
    assert plain_name("/") == "Datei"


def test_a_page_without_a_file_keeps_its_place(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    page = anna.submit(anna.get(HERE), f"{HERE}/dateien")
    assert page.status == 422
    assert "Bitte eine Datei wählen." in page.text
