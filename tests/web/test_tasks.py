"""Filling in a task: drafts, checking, concluding, and everything that can come in between."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.commands.cancel_instance import CancelInstance
from models.history import HistoryEntry
from models.runtime import TaskDraft, TaskStatus, UserTask
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice

COMPLETE = {"anliegen": "Sucht Arbeit im Lager", "weg": "persoenlich", "antwort_bis": "2026-11-02", "stunden": "30"}


def task_path(office: SmallOffice, number: str = "F-2026-000001") -> str:
    return f"/aufgaben/{office.task_of(number).id}"


def conclude(browser: Browser, path: str, **values: str) -> Page:
    """Fill in, check, conclude."""
    checked = browser.submit(browser.get(path), path, {**COMPLETE, **values})
    return browser.submit(checked, f"{path}/abschliessen")


def test_the_page_shows_the_form_and_what_is_needed_from_the_case(anna: Browser, office: SmallOffice) -> None:
    page = anna.get(task_path(office))
    assert page.heading == "Anliegen erheben"
    for words in (
        "Klären Sie im Gespräch",
        "Özdemir, Mina",
        "F-2026-000001",
        "Förderprofil",
        "Lehrgangsplatz vermitteln",
        "Berufliche Qualifikation",
        "Beschäftigung lokal",
        "Der Staplerschein ist gültig",
    ):
        assert words in page.text, words


def test_a_task_is_checked_and_then_concluded_and_leads_to_the_next(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    checked = anna.submit(anna.get(path), path, COMPLETE)
    assert checked.path == f"{path}/pruefen"
    for words in ("Sucht Arbeit im Lager", "persönlich", "02.11.2026", "30 Stunden", "keine Angabe"):
        assert words in checked.text, words
    after = anna.submit(checked, f"{path}/abschliessen")
    assert after.heading == "Antwort festhalten"
    assert "Aufgabe abgeschlossen." in after.text
    last = after.path
    done = anna.submit(anna.submit(after, last, antwort="Wir melden uns."), f"{last}/abschliessen")
    assert done.heading == "Mein Tag"


def test_a_draft_is_saved_at_any_time_valid_or_not(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    page = anna.submit(anna.get(path), path, to=f"{path}/entwurf", stunden="sehr viele", antwort_bis="bald")
    assert page.status == 200
    assert page.value_of("stunden") == "sehr viele"
    assert page.value_of("antwort_bis") == "bald"
    assert "Entwurf gespeichert" in page.text
    assert anna.get("/mein-tag").text.count("Entwurf vorhanden") == 1


def test_scripts_save_drafts_too_and_get_the_new_revision(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    page = anna.get(path)
    sent = anna.submit(page, path, to=f"{path}/entwurf", headers={"Accept": "application/json"}, anliegen="Sucht")
    assert sent.response.get_json()["revision"] == 1
    stale = anna.submit(page, path, to=f"{path}/entwurf", headers={"Accept": "application/json"}, anliegen="Such")
    assert stale.status == 409
    assert stale.response.get_json()["revision"] == 1


def test_what_is_missing_is_named_and_what_was_typed_stays(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    page = anna.submit(anna.get(path), path, anliegen="Sucht Arbeit", stunden="99", antwort_bis="31.02.2026")
    assert page.status == 422
    assert page.title.startswith("Fehler:")
    summary = page.document.get_element_by_id("fehler")
    assert summary.get("tabindex") == "-1"
    linked = {a.get("href") for a in summary.iter("a")}
    assert {"#weg", "#stunden", "#antwort_bis"} <= linked
    assert page.value_of("anliegen") == "Sucht Arbeit"
    assert page.value_of("stunden") == "99"
    assert page.value_of("antwort_bis") == "31.02.2026"


def test_two_windows_do_not_overwrite_each_other_unseen(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    first, second = anna.get(path), anna.get(path)
    anna.submit(first, path, to=f"{path}/entwurf", anliegen="aus dem ersten Fenster")
    page = anna.submit(second, path, to=f"{path}/entwurf", anliegen="aus dem zweiten Fenster")
    assert page.status == 409
    assert "In einem anderen Fenster wurde dieser Entwurf inzwischen geändert (Anna Beispiel" in page.text
    assert page.value_of("anliegen") == "aus dem zweiten Fenster"
    again = anna.submit(page, path, to=f"{path}/entwurf")
    assert again.status == 200
    assert again.value_of("anliegen") == "aus dem zweiten Fenster"


def test_a_double_submit_is_answered_like_the_first(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    checked = anna.submit(anna.get(path), path, COMPLETE)
    anna.submit(checked, f"{path}/abschliessen")
    second = anna.submit(checked, f"{path}/abschliessen")
    assert second.status == 200
    assert "Aufgabe abgeschlossen." in second.text
    with office.engine.reading() as rows:
        done = rows.scalars(select(HistoryEntry).where(HistoryEntry.kind == "task.completed")).all()
        assert len(done) == 1


def test_a_colleague_was_faster_and_the_page_says_who_and_when(sign_in: SignIn, office: SmallOffice) -> None:
    anna, bernd = sign_in("a.beispiel"), sign_in("b.muster")
    path = task_path(office)
    checked = anna.submit(anna.get(path), path, COMPLETE)
    office.now += timedelta(minutes=1)
    conclude(bernd, path)
    late = anna.submit(checked, f"{path}/abschliessen")
    assert late.status == 409
    assert "abgeschlossen von Bernd Muster" in late.text
    assert "19.10.2026, 09:31 Uhr" in late.text
    assert "Sucht Arbeit im Lager" in late.text
    looked = anna.get(path)
    assert "Abgeschlossen von Bernd Muster am 19.10.2026, 09:31 Uhr" in looked.text


def test_a_draft_for_an_ended_task_shows_what_was_typed(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    path = f"/aufgaben/{task.id}"
    page = anna.get(path)
    office.engine.execute(CancelInstance(task.instance_id, "Doppelt angelegt"), SYSTEM)
    late = anna.submit(page, path, anliegen="Sucht Arbeit im Lager")
    assert late.status == 409
    assert "Sucht Arbeit im Lager" in late.text
    assert "entfallen" in anna.get(path).text


def test_a_value_outside_the_form_changes_nothing(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    checked = anna.submit(anna.get(path), path, COMPLETE)
    forged = anna.submit(checked, f"{path}/abschliessen", weg="brieftaube", geheim="1")
    assert forged.status == 422
    with office.engine.reading() as rows:
        assert rows.get(UserTask, office.task_of("F-2026-000001").id).status is TaskStatus.OPEN  # type: ignore[union-attr]


def test_a_task_from_the_queue_is_taken_and_given_back(sign_in: SignIn, office: SmallOffice) -> None:
    anna, bernd = sign_in("a.beispiel"), sign_in("b.muster")
    path = task_path(office, "F-2026-000003")
    waiting = anna.get("/warteschlange")
    assert "Winter, Jana" in waiting.text
    assert "Özdemir" not in bernd.get("/warteschlange").text
    office.now += timedelta(minutes=5)
    taken = anna.submit(waiting, f"{path}/uebernehmen")
    assert "Die Aufgabe gehört jetzt Ihnen." in taken.text
    assert "Anna Beispiel arbeitet daran seit 19.10.2026, 09:35 Uhr" in bernd.get("/warteschlange").text
    late = bernd.post(f"{path}/uebernehmen")
    assert late.status == 409
    assert "in Bearbeitung von Anna Beispiel 19.10.2026, 09:35 Uhr" in late.text
    anna.submit(anna.get(path), f"{path}/zurueckgeben")
    assert "Winter, Jana" in bernd.get("/warteschlange").text
    assert "arbeitet daran" not in bernd.get("/warteschlange").text


def test_a_lead_hands_a_task_over_and_says_why(sign_in: SignIn, office: SmallOffice) -> None:
    lea, bernd = sign_in("l.nord"), sign_in("b.muster")
    path = task_path(office)
    page = lea.get(f"{path}/zuweisen")
    empty = lea.submit(page, f"{path}/zuweisen", person="b.muster", grund="")
    assert empty.status == 422
    assert "Bitte einen Grund angeben." in empty.text
    lea.submit(page, f"{path}/zuweisen", person="b.muster", grund="Vertretung wegen Krankheit")
    assert "Özdemir, Mina" in bernd.get("/mein-tag").text
    assert "Vertretung wegen Krankheit" in lea.get("/faelle/F-2026-000001/verlauf").text


def test_a_lead_cannot_hand_over_to_another_team(lea: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    page = lea.submit(lea.get(f"{path}/zuweisen"), f"{path}/zuweisen", person="s.fern", grund="x")
    assert page.status == 422


def test_an_action_the_form_does_not_have_is_refused(anna: Browser, office: SmallOffice) -> None:
    path = task_path(office)
    assert anna.submit(anna.get(path), path, {"_action": "remove:kinder:0"}).status == 404


def test_asking_for_fields_saves_no_draft(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    anna.submit(anna.get(f"/aufgaben/{task.id}"), f"/aufgaben/{task.id}", {"_action": "refresh", "anliegen": "x"})
    with office.engine.reading() as rows:
        assert rows.get(TaskDraft, task.id) is None
