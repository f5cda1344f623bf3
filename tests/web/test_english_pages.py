"""Who reads English meets no German sentence of the system, only what people wrote and what the law calls by name."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.bpmn.texts import texts_of
from engine.phrases import Phrase, remark
from models.base import Base
from models.casework import ReportedChange
from models.identity import User
from tests.web.browser import Browser, Page
from tests.web.conftest import app_for
from tests.web.jobcenter import Jobcenter
from tests.web.small_office import HERE, SmallOffice
from tests.web.test_model_language import first_task, read_in
from web.formatters import format_day, format_weekday, german_day
from web.translations.phrases import ROOT
from web.translations.recognition import recognised

_GERMAN = re.compile(
    r"\b(nicht|ist|sind|wird|werden|wurde|muss|müssen|kann|können|hat|haben|fehlt|liegt|keine?|noch|und|oder|"
    r"für|Bitte|bitte|Sie|Ihre?|der|die|das|seit|bis)\b|\b\d\d\.\d\d\.\d{4}\b"
)
#: Files, the source of a model, and templates of steps that are catalogue data of the office.
_NO_PAGE = re.compile(r"\.(csv|pdf|ics|bpmn|txt)$|/quelle|/diagramm|/kataloge/vorlagen$")
DAY, NARROW = date(2026, 9, 9), "9\N{NO-BREAK SPACE}Sept\N{NO-BREAK SPACE}2026"
CHANGE = Phrase(
    "Der Profilingbogen vom {created} wurde gelöscht. Der Bogen davor gilt wieder.", created=date(2026, 7, 1)
)
REVIEW = Phrase("Die Standortbestimmung ist zu prüfen.")
#: A remark of the file: what a person wrote between two sentences of the system.
REMARK = remark(CHANGE, "Im März noch einmal ansehen", REVIEW)


@pytest.fixture(scope="module")
def in_english(quiet_office: SmallOffice) -> Flask:
    """Everybody reads English; the system reported a change, which is stored as German text."""
    with Session(quiet_office.engine.database) as rows:
        rows.execute(update(User).values(locale="en"))
        rows.execute(update(ReportedChange).values(description=REMARK))
        rows.commit()
    return app_for(quiet_office)


@pytest.mark.parametrize("username", ["a.beispiel", "l.nord", "a.admin"])
def test_no_german_sentence_on_any_kind_of_page(in_english: Flask, quiet_office: SmallOffice, username: str) -> None:
    known = sorted({*_stored(quiet_office), *_catalogued()}, key=len, reverse=True)
    found = {}
    visited = 0
    for path, page in _walk(in_english, username):
        visited += 1
        if left := [text for text in _texts(page, known) if _GERMAN.search(text)]:
            found[path] = left
    assert visited > 5
    assert found == {}


def _walk(app: Flask, username: str) -> Iterator[tuple[str, Page]]:
    """One page of each kind that links lead to."""
    browser, routes = Browser(app).sign_in(username), app.url_map.bind("localhost")
    waiting, kinds = deque(["/", "/faelle/F-2026-000001"]), set[str]()
    while waiting:
        path = waiting.popleft()
        kind = str(routes.match(path)[0])
        if kind in kinds or kind == "static" or _NO_PAGE.search(path):
            continue
        kinds.add(kind)
        page = browser.get(path)
        if page.document is None or page.status != 200:
            continue
        waiting.extend(urlsplit(link).path for link in page.links() if link.startswith("/"))
        yield path, page


def _texts(page: Page, known: list[str]) -> Iterator[str]:
    """Texts of the page that it does not mark as German, without what is data."""
    main = page.document.find(".//main")
    for marked in main.xpath(".//*[@lang='de']|.//script|.//style|.//textarea"):
        marked.drop_tree()
    for text in main.itertext():
        left = " ".join(text.split())
        for data in known if _GERMAN.search(left) else ():
            left = left.replace(data, "")
        yield left


def _stored(office: SmallOffice) -> Iterator[str]:
    """What people and models put into the database, but for what the system said."""
    with office.engine.database.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for text in _strings(list(row)):
                    if text not in (CHANGE, REVIEW):
                        yield text
    yield from texts_of((HERE / "diagrams" / "beratung.bpmn").read_bytes())


def _catalogued() -> Iterator[str]:
    """Names with a meaning in German law, and the notes about them."""
    for path in (ROOT / "processes" / "catalogues").glob("*.json"):
        yield from _strings(json.loads(path.read_text(encoding="utf-8")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > 5:
            yield from (" ".join(line.split()) for line in value.splitlines() if line.strip())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def test_a_stored_remark_is_told_line_by_line(in_english: Flask) -> None:
    page = Browser(in_english).sign_in("a.beispiel").get("/faelle/F-2026-000001")
    assert "The profiling sheet of 1 July 2026 has been deleted. The sheet before it is valid again." in page.text
    assert "Im März noch einmal ansehen The assessment is to be reviewed." in page.text


def test_days_read_as_in_english_and_stay_german_in_files(in_english: Flask) -> None:
    lead = Browser(in_english).sign_in("l.nord")
    assert "16 Jan 2027" in lead.get("/faelle/F-2026-000001/vereinbarungen").text
    assert "07.10.2026" in lead.client.get("/team/faelle.csv?merkmal=ueberfaellig").text
    with in_english.test_request_context():
        assert (format_day(DAY), format_weekday(DAY)) == ("09.09.2026", "Mi, 09.09.2026")
        assert german_day(DAY) == "09.09.2026"
    with in_english.test_request_context(headers={"Accept-Language": "en"}):
        assert (format_day(DAY), format_weekday(DAY)) == (NARROW, f"Wed, {NARROW}")
        assert german_day(DAY) == "09.09.2026"


@pytest.mark.parametrize(
    ("german", "template"),
    [
        (str(CHANGE), CHANGE.template),
        ("Verlangt: Staplerschein. Im Profil: Gabelstapler.", "Verlangt: {requirement}. Im Profil: {competence}."),
        ("Der Kunde wünscht eine Stelle.", None),
        ("ab 01.07.2026", None),  # says too little by itself
    ],
)
def test_what_was_stored_is_found_again_if_its_words_are_the_system_s(german: str, template: str | None) -> None:
    found = recognised("en", german)
    assert (found and found.template) == template
    assert found is None or found == german


def test_a_rule_refuses_and_a_room_explains_in_the_language_of_the_person(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    path = f"/aufgaben/{first_task(jobcenter).id}"
    refused = {"beginn_datum": "2026-10-31", "beginn_uhrzeit": "09:00"}
    german = jobcenter.browser.submit(jobcenter.browser.get(path), path, refused)
    assert "Samstag, 31.10.2026 ist kein Arbeitstag. Wählen Sie einen Arbeitstag." in german.text
    assert "Vorschlag: " in german.text
    read_in(jobcenter, "en")
    english = jobcenter.browser.submit(jobcenter.browser.get(path), path, refused)
    assert "Saturday, 31 October 2026 is not a working day. Choose a working day." in english.text
    assert "Suggestion: " in english.text
    assert english.value_of("ort") == german.value_of("ort"), "what fills a field stays German"
    read_in(jobcenter, "de")
    assert jobcenter.browser.get(path).value_of("beginn_datum") == "2026-10-31"
