"""Who comes in, for how long, and what a stolen or planted cookie is worth."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models.history import HistoryEntry
from models.identity import SignInSession, User
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn, app_for
from tests.web.small_office import SmallOffice


def test_a_caseworker_starts_with_the_day(anna: Browser) -> None:
    assert anna.page is not None
    assert anna.page.heading == "Mein Tag"


def test_each_role_starts_with_its_own_work(sign_in: SignIn) -> None:
    starts = {u: sign_in(u).page for u in ("l.nord", "a.admin", "f.betreuung")}
    assert {u: p.heading for u, p in starts.items() if p} == {
        "l.nord": "Mein Tag",
        "a.admin": "Personen",
        "f.betreuung": "Mein Tag",
    }


def test_a_wrong_password_says_nothing_about_the_name(app: Flask) -> None:
    known = Browser(app).sign_in("a.beispiel", "falsch").page
    unknown = Browser(app).sign_in("niemand", "falsch").page
    assert known is not None
    assert unknown is not None
    assert (known.status, unknown.status) == (422, 422)
    assert "Name und Kennwort passen nicht zusammen" in known.text
    assert known.text.replace("a.beispiel", "") == unknown.text.replace("niemand", "")
    assert known.title.startswith("Fehler:")
    assert known.value_of("name") == "a.beispiel"


def test_five_wrong_passwords_let_the_account_rest(app: Flask, office: SmallOffice) -> None:
    browser = Browser(app)
    for _ in range(5):
        browser.sign_in("a.beispiel", "falsch")
    page = browser.sign_in("a.beispiel").page
    assert page is not None
    assert "Zu viele Fehlversuche" in page.text
    office.now += timedelta(minutes=16)
    page = browser.sign_in("a.beispiel").page
    assert page is not None
    assert page.heading == "Mein Tag"


def test_the_database_holds_only_a_digest_of_the_token(anna: Browser, office: SmallOffice) -> None:
    with anna.client.session_transaction() as session:
        token = session["_user_id"]
    with office.engine.reading() as rows:
        stored = rows.scalars(select(SignInSession.token_digest)).one()
    assert token != stored
    assert len(stored) == 64


def test_the_session_is_new_after_signing_in(app: Flask) -> None:
    browser = Browser(app)
    before = browser.get("/anmelden").value_of("csrf_token")
    with browser.client.session_transaction() as session:
        planted = session["csrf_token"]
        session["planted"] = "yes"
    browser.sign_in("a.beispiel")
    with browser.client.session_transaction() as session:
        assert session["csrf_token"] != planted
        assert "planted" not in session
    assert browser.token() != before


def test_a_session_ends_after_half_an_hour_of_silence(anna: Browser, office: SmallOffice) -> None:
    for _ in range(3):
        office.now += timedelta(minutes=29)
        assert anna.get("/mein-tag").heading == "Mein Tag"
    office.now += timedelta(minutes=31)
    assert anna.get("/mein-tag").heading == "Anmelden"


def test_a_session_ends_after_ten_hours_however_busy(anna: Browser, office: SmallOffice) -> None:
    for _ in range(29):
        office.now += timedelta(minutes=20)
        assert anna.get("/mein-tag").heading == "Mein Tag"
    office.now += timedelta(minutes=21)
    assert anna.get("/mein-tag").heading == "Anmelden"


def test_after_signing_in_people_land_where_they_wanted(app: Flask) -> None:
    browser = Browser(app)
    asked = browser.get("/faelle/F-2026-000001")
    assert asked.heading == "Anmelden"
    assert browser.submit(asked, "/anmelden", name="a.beispiel", kennwort="ein langes Kennwort").path.endswith("000001")


def test_signing_in_never_leads_to_another_site(app: Flask) -> None:
    for wanted in ("https://boese.example/", "//boese.example", "/\\boese.example", "javascript:alert(1)"):
        browser = Browser(app)
        page = browser.get("/anmelden")
        there = browser.submit(
            page, "/anmelden", name="a.beispiel", kennwort="ein langes Kennwort", weiter=wanted, follow=False
        )
        assert there.response.headers["Location"] == "/"


def test_signing_out_ends_the_session_on_the_server(anna: Browser, office: SmallOffice) -> None:
    page = anna.get("/konto")
    cookie = anna.client.get_cookie("phasenwerk")
    assert cookie is not None
    anna.submit(page, "/abmelden")
    anna.client.set_cookie("phasenwerk", cookie.value)
    assert anna.get("/mein-tag").heading == "Anmelden"


def test_other_sessions_can_be_ended_from_the_account(sign_in: SignIn) -> None:
    here, elsewhere = sign_in("a.beispiel"), sign_in("a.beispiel")
    here.submit(here.get("/konto"), "/konto/sitzungen")
    assert here.get("/mein-tag").heading == "Mein Tag"
    assert elsewhere.get("/mein-tag").heading == "Anmelden"


def test_a_person_who_left_is_out_at_once(anna: Browser, office: SmallOffice) -> None:
    from sqlalchemy import update
    from sqlalchemy.orm import Session

    with Session(office.engine.database) as session:
        session.execute(update(User).where(User.username == "a.beispiel").values(is_active=False))
        session.commit()
    assert anna.get("/mein-tag").heading == "Anmelden"


def test_signing_in_and_out_is_in_the_history(anna: Browser, office: SmallOffice) -> None:
    anna.submit(anna.get("/konto"), "/abmelden")
    with office.engine.reading() as rows:
        kinds = rows.scalars(select(HistoryEntry.kind).where(HistoryEntry.kind.like("user.%"))).all()
    assert kinds == ["user.signed_in", "user.signed_out"]


def test_over_https_the_cookie_belongs_to_this_host_alone(office: SmallOffice) -> None:
    client = app_for(office, https=True).test_client()
    answer = client.get("/anmelden", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-phasenwerk=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    page = anna.get(f"/aufgaben/{task.id}")
    office.now += timedelta(minutes=40)
    answer = anna.submit(page, f"/aufgaben/{task.id}", anliegen="Sucht eine neue Wohnung")
    assert answer.status == 401
    assert "Sucht eine neue Wohnung" in answer.text
    assert answer.value_of("anliegen") == "Sucht eine neue Wohnung"


def lost_in(browser: Browser, office: SmallOffice, text: str) -> Page:
    """The page a form gets that is sent after its session has ended."""
    task = office.task_of("F-2026-000001")
    page = browser.get(f"/aufgaben/{task.id}")
    office.now += timedelta(minutes=40)
    return browser.submit(page, f"/aufgaben/{task.id}", anliegen=text)


def test_after_signing_in_again_one_press_sends_what_was_typed(anna: Browser, office: SmallOffice) -> None:
    text = 'Sucht eine Wohnung.\r\nZwei Kinder, "bald" drei & mehr.'
    lost = lost_in(anna, office, text)
    path = lost.path
    assert anna.submit(lost, path).status == 401, "not signed in yet: it is shown back again"
    anna.sign_in("a.beispiel")
    sent = anna.submit(lost, path)
    assert sent.status in (200, 422), sent.text
    assert "Formular abgelaufen" not in sent.text
    task = office.task_of("F-2026-000001")
    assert "Zwei Kinder" in anna.get(f"/aufgaben/{task.id}").value_of("anliegen")


@pytest.mark.parametrize("change", ["used twice", "other values", "other address", "other browser", "too late"])
def test_only_the_form_that_was_shown_back_is_taken_without_the_new_token(
    anna: Browser, app: Flask, office: SmallOffice, change: str
) -> None:
    lost = lost_in(anna, office, "Sucht eine Wohnung")
    path, sender = lost.path, anna
    if change == "other browser":
        sender = Browser(app)
    if change == "too late":
        office.now += timedelta(hours=11)
    sender.sign_in("a.beispiel")
    if change == "used twice":
        assert anna.submit(lost, path).status != 400
    values = {"anliegen": "Etwas anderes"} if change == "other values" else {}
    target = f"{path}/entwurf" if change == "other address" else None
    answer = sender.submit(lost, path, values, to=target)
    assert answer.status == 400
    assert answer.heading == "Formular abgelaufen"


def test_a_page_left_open_gets_the_token_of_the_new_session(anna: Browser, office: SmallOffice) -> None:
    task = office.task_of("F-2026-000001")
    page = anna.get(f"/aufgaben/{task.id}")
    anna.submit(anna.get("/konto"), "/abmelden")
    anna.sign_in("a.beispiel")
    draft, asked = f"/aufgaben/{task.id}/entwurf", {"Accept": "application/json"}
    refused = anna.submit(page, page.path, anliegen="Getippt", to=draft, headers=asked)
    assert refused.status == 400
    token = json.loads(refused.response.data)["token"]
    taken = anna.submit(page, page.path, anliegen="Getippt", csrf_token=token, to=draft, headers=asked)
    assert taken.status == 200
    assert anna.get(f"/aufgaben/{task.id}").value_of("anliegen") == "Getippt"
