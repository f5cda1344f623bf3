"""The caseworker's week, and the secret address for other calendars."""

from __future__ import annotations

from icalendar import Calendar

from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice


def subscribe(browser: Browser) -> str:
    page = browser.submit(browser.get("/kalender"), "/kalender/abo")
    (address,) = [word for word in page.text.split() if word.endswith(".ics")]
    return address.partition("localhost")[2]


def test_a_week_shows_appointments_holidays_and_absence(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    page = anna.get("/kalender")
    assert "Woche ab 19.10.2026" in page.text
    assert "Mina Özdemir" in page.text
    assert "Mina Özdemir" not in sign_in("b.muster").get("/kalender").text
    assert "Woche ab 26.10.2026" in anna.get("/kalender?tag=2026-10-29").text
    assert "abwesend" in sign_in("b.muster").get("/kalender?tag=2026-11-03").text
    assert "Weihnachtstag" in anna.get("/kalender?tag=2026-12-25").text
    assert anna.get("/kalender?tag=unsinn").status == 200


def test_the_feed_names_nobody_and_ends_when_it_is_revoked(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    address = subscribe(anna)
    assert address not in anna.get("/kalender").text, "the address is shown once"
    stranger = anna.client.application.test_client()
    answer = stranger.get(address)
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert any("F-2026-000001" in str(event["description"]) for event in events)
    text = answer.get_data(as_text=True)
    assert "Özdemir" not in text
    assert "Mina" not in text
    assert "zuletzt abgerufen: 19.10.2026" in anna.get("/kalender").text
    fresh = subscribe(anna)
    assert stranger.get(address).status_code == 404
    assert stranger.get(fresh).status_code == 200
    anna.submit(anna.get("/kalender"), "/kalender/abo/beenden")
    assert stranger.get(fresh).status_code == 404
    assert stranger.get("/kalender/abo/erraten.ics").status_code == 404


def test_the_secret_itself_is_not_stored(sign_in: SignIn, office: SmallOffice) -> None:
    address = subscribe(sign_in("a.beispiel"))
    secret = address.rpartition("/")[2].removesuffix(".ics")
    with office.engine.database.connect() as connection:
        stored = connection.exec_driver_sql("SELECT token_digest FROM calendar_feed").scalar_one()
    assert secret not in stored
