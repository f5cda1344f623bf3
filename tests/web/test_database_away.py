"""The database is away: 503, what was typed is on the page, and sending again works when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.browser import Browser
from tests.web.small_office import SmallOffice


@contextmanager
def database_away(office: SmallOffice) -> Iterator[None]:
    """The file cannot be opened: a directory lies where it was."""
    path = Path(str(office.engine.database.url.database))
    office.engine.database.dispose()
    hidden = path.with_suffix(".away")
    path.rename(hidden)
    path.mkdir()
    try:
        yield
    finally:
        office.engine.database.dispose()
        path.rmdir()
        hidden.rename(path)


def test_a_page_says_so_and_offers_no_navigation(anna: Browser, office: SmallOffice) -> None:
    with database_away(office):
        page = anna.get("/mein-tag")
    assert page.status == 503
    assert page.heading == "Gerade nicht erreichbar"
    assert anna.get("/mein-tag").heading == "Mein Tag"


def test_a_form_keeps_what_was_typed_and_can_be_sent_again(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    path = f"/aufgaben/{task.id}"
    page = anna.get(path)
    with database_away(office):
        away = anna.submit(page, f"{path}", anliegen="Sucht Arbeit im Lager", weg="telefon", antwort_bis="2026-11-02")
        assert away.status == 503
        assert "Sucht Arbeit im Lager" in away.text
        assert away.value_of("anliegen") == "Sucht Arbeit im Lager"
        assert anna.submit(away, path).status == 503
    back = anna.submit(away, path)
    assert back.status == 200
    assert back.heading == "Angaben prüfen"
    assert "Sucht Arbeit im Lager" in back.text


def test_concluding_can_be_repeated_after_the_outage(anna: Browser, office: SmallOffice) -> None:
    path = f"/aufgaben/{office.task_of('F-2026-000001').id}"
    values = {"anliegen": "Sucht Arbeit", "weg": "telefon", "antwort_bis": "2026-11-02"}
    checked = anna.submit(anna.get(path), path, values)
    with database_away(office):
        away = anna.submit(checked, f"{path}/abschliessen")
        assert away.status == 503
    assert anna.submit(away, f"{path}/abschliessen").heading == "Antwort festhalten"


def test_scripts_hear_of_it_too(anna: Browser, office: SmallOffice) -> None:
    path = f"/aufgaben/{office.task_of('F-2026-000001').id}"
    page = anna.get(path)
    with database_away(office):
        answer = anna.submit(page, path, to=f"{path}/entwurf", headers={"Accept": "application/json"})
    assert answer.status == 503
    assert answer.response.get_json()["title"] == "Gerade nicht erreichbar"


def test_signing_in_fails_readably_and_shows_no_password(anna: Browser, office: SmallOffice) -> None:
    anna.client.delete_cookie("phasenwerk")
    page = anna.get("/anmelden")
    with database_away(office):
        away = anna.submit(page, "/anmelden", name="a.beispiel", kennwort="geheim-42")
    assert away.status == 503
    assert "geheim-42" not in away.response.text
