"""The follow-up talk at the desk: one page, free jumping, a draft that cannot be lost, counted clicks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from engine.commands.assign_task import AssignTask
from engine.commands.deploy_resources import DeployResources
from models.identity import User
from models.runtime import Definition, TaskDraft, UserTask
from processes.bootstrap import HERE
from processes.identity.passwords import hash_password
from processes.in_force import next_appointment
from tests.processes.jobcenter import COLLEAGUE, Jobcenter
from tests.processes.journey import CASEWORKER, Client
from tests.web.browser import Browser, Page
from tests.web.small_office import PASSWORD
from web.app import create_app
from web.settings import WebSettings

FORM = HERE / "follow_up" / "forms" / "folgegespraech.form"


@pytest.fixture
def case() -> Iterator[Client]:
    """A case whose follow-up talk begins now."""
    office = Jobcenter()
    with office.writing() as session:
        session.execute(update(User).values(password_hash=hash_password(PASSWORD)))
    case = office.open_case()
    case.first_round()
    office.harness.travel_to(begin_of_talk(case))
    yield case
    office.close()


def begin_of_talk(case: Client) -> datetime:
    with case.file() as (session, row):
        coming = next_appointment(session, row, case.office.now)
        assert coming is not None
        return coming.starts_at + timedelta(minutes=1)


@pytest.fixture
def app(case: Client) -> Flask:
    settings = WebSettings(secret_key="k" * 40, https=False, wall_clock=lambda: case.office.now)
    return create_app(case.office.harness.engine, settings)


@pytest.fixture
def desk(app: Flask) -> Browser:
    return Browser(app).sign_in(CASEWORKER)


def path_of(case: Client, element: str) -> str:
    return f"/aufgaben/{case.task(element).id}"


def to_talk(case: Client, desk: Browser) -> Page:
    path = path_of(case, "ausgang_festhalten")
    return conclude(desk, desk.get(path), ausgang="WAHRGENOMMEN")


def conclude(desk: Browser, page: Page, **answers: object) -> Page:
    """Straight from the form, without reading everything once more."""
    here = page.path.partition("?")[0]
    return desk.submit(page, here, {**answers, "_direct": "ja"}, to=f"{here}/abschliessen")


def answers(case: Client) -> dict[str, object]:
    step = {"schritte.0.wer": "CLIENT", "schritte.0.was": "Bewerbungen", "schritte.0.bis": "2026-08-20"}
    duties = {f"pflichten.{n}.ergebnis": "FULFILLED" for n in range(2)}
    return {
        **duties,
        **step,
        "abgleich_text": "Gut.",
        "profil_bestaetigt": "true",
        "ziel_bestaetigt": "true",
        "strategien_bestaetigt": "true",
        "aenderung": "nichts",
        "bewerbungen_text": "Drei.",
        "beginn_datum": f"{case.office.workday(15):%d.%m.%Y}",
        "beginn_uhrzeit": "10:00",
        "ort": "Raum 2",
    }


def test_a_follow_up_talk_costs_four_pages_and_few_choices(case: Client, desk: Browser) -> None:
    """The target: at most 12 clicks and 4 page loads besides typing. Each duty beyond two costs one click more."""
    assert "Ausgang des Termins festhalten" in desk.get("/mein-tag").text
    loads, clicks = 1, 1  # the task is opened from the list
    page = to_talk(case, desk)
    loads, clicks = loads + 1, clicks + 2  # how it went, and the button
    assert page.heading == "Folgegespräch führen"
    given = answers(case)
    chosen = [n for n in given if n.endswith(("ergebnis", "bestaetigt")) or n == "aenderung"]
    assert page.document.xpath("//*[@name='schritte.0.wer'][@value='CLIENT'][@checked]"), "the client is the default"
    page = conclude(desk, page, **given)
    loads, clicks = loads + 1, clicks + len(chosen) + 1
    assert page.heading == "Beratungsvermerk schreiben"
    held = page.document.xpath("//*[@name='gespraech_art'][@checked]/@value")
    assert held == ["IN_PERSON"], "how the talk was held is known from the appointment"
    assert "Drei." in page.value_of("vermerk_text")
    page = conclude(desk, page)
    loads, clicks = loads + 1, clicks + 1
    assert page.heading == "Mein Tag"
    assert case.open_tasks() == []
    assert loads <= 4
    assert clicks <= 12, clicks


def test_the_page_says_beside_the_form_what_is_read_aloud(case: Client, desk: Browser) -> None:
    page = to_talk(case, desk)
    beside = page.document.find(".//aside").text_content()
    for told in ("Fünf Bewerbungen schreiben", "Vereinbarung", "Handlungsbedarfe", "Letzte Vermerke", "Ziel"):
        assert told in beside, told
    steps = [link for link in page.links() if link.startswith("#") and link.endswith("-titel")]
    assert len(steps) == 6, "preparation, four steps, next appointment"
    for step in steps:
        assert page.document.get_element_by_id(step[1:]) is not None


def test_mistakes_cost_no_keystroke_and_all_are_named_at_once(case: Client, desk: Browser) -> None:
    page = to_talk(case, desk)
    given = answers(case) | {"abgleich_text": "", "beginn_datum": "25.12.2026", "profil_bestaetigt": ""}
    refused = conclude(desk, page, **given)
    assert refused.status == 422
    assert refused.value_of("bewerbungen_text") == "Drei."
    assert refused.value_of("schritte.0.was") == "Bewerbungen"
    assert refused.value_of("beginn_datum") in ("25.12.2026", "2026-12-25")
    assert refused.title.startswith("Fehler:")


def test_a_double_click_ends_the_talk_once(case: Client, desk: Browser) -> None:
    page = to_talk(case, desk)
    conclude(desk, page, **answers(case))
    second = conclude(desk, page, **answers(case))
    assert second.heading == "Beratungsvermerk schreiben"
    assert case.open_tasks() == ["vermerk_schreiben"]


def test_binding_acts_are_read_once_more(case: Client, desk: Browser) -> None:
    page = to_talk(case, desk)
    assert page.document.xpath("//button[@name='_direct']")
    case.complete("folgegespraech_fuehren", **case.talk("vereinbarung"))
    note = case.context("vermerk_schreiben")["vermerk_text"]
    values = {"vermerk_betreff": "x", "vermerk_text": note, "gespraech_am": case.office.today}
    case.complete("vermerk_schreiben", gespraech_art="PHONE", **values)
    case.complete("vereinbarung_besprechen", zustande=True)
    case.complete("vereinbarung_festhalten", angaben=case.entries())
    page = desk.get(path_of(case, "vereinbarung_unterzeichnen"))
    assert "Weiter zum Prüfen" in page.text
    assert not page.document.xpath("//button[@name='_direct']")


def autosave(desk: Browser, page: Page, **values: str) -> Page:
    here = page.path
    return desk.submit(page, here, values, to=f"{here}/entwurf", headers={"Accept": "application/json"})


def test_a_draft_survives_sign_out_and_reassignment(case: Client, desk: Browser, app: Flask) -> None:
    page = to_talk(case, desk)
    autosave(desk, page, abgleich_text="Halb fertig")
    desk.submit(desk.get("/konto"), "/abmelden")
    again = desk.sign_in(CASEWORKER).get(page.path)
    assert again.value_of("abgleich_text") == "Halb fertig"
    task = case.task("folgegespraech_fuehren")
    case.office.harness.engine.execute(AssignTask(task.id, COLLEAGUE, "krank"), SYSTEM)
    colleague = Browser(app).sign_in(COLLEAGUE)
    assert colleague.get(page.path).value_of("abgleich_text") == "Halb fertig"


def test_an_ended_session_in_the_middle_of_typing_loses_nothing(case: Client, desk: Browser) -> None:
    page = to_talk(case, desk)
    autosave(desk, page, abgleich_text="Gespeichert")
    case.office.harness.travel_to(case.office.now + timedelta(minutes=31))
    silent = autosave(desk, page, abgleich_text="Weiter getippt")
    assert silent.status == 401
    assert "Sitzung ist beendet" in json.loads(silent.response.data)["detail"]
    late = desk.submit(page, page.path, abgleich_text="Weiter getippt", bewerbungen_text="Zwei.")
    assert late.status == 401
    assert "Weiter getippt" in late.text
    assert "Zwei." in late.text
    desk.sign_in(CASEWORKER)
    assert desk.get(page.path).value_of("abgleich_text") == "Gespeichert"


def test_a_new_version_of_the_form_shows_what_it_has_no_field_for(case: Client, desk: Browser) -> None:
    page = to_talk(case, desk)
    autosave(desk, page, abgleich_text="Aus der alten Fassung", bewerbungen_text="Bleibt.")
    newer = FORM.read_text(encoding="utf-8").replace('"abgleich_text"', '"abgleich_neu"')
    engine, task = case.office.harness.engine, case.task("folgegespraech_fuehren")
    engine.execute(DeployResources(((FORM.name, newer.encode()),)), SYSTEM)
    with Session(engine.database) as session:  # as a migration of the instance does it
        newest = session.query(Definition).filter_by(key=FORM.name).order_by(Definition.version.desc()).first()
        assert newest is not None
        session.execute(update(UserTask).where(UserTask.id == task.id).values(form_id=newest.id))
        session.commit()
    page = desk.get(page.path)
    assert "Das Formular hat eine neue Fassung." in page.text
    assert "Aus der alten Fassung" in page.text
    assert page.value_of("bewerbungen_text") == "Bleibt."
    autosave(desk, page, bewerbungen_text="Geändert.")
    assert "Aus der alten Fassung" in desk.get(page.path).text
    with engine.reading() as rows:
        draft = rows.get_one(TaskDraft, task.id)
        assert draft.values["bewerbungen_text"] == "Geändert."
        assert draft.values["abgleich_text"] == "Aus der alten Fassung"
