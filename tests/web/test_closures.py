"""The page of the closures: what a new one moves, and what the team still has to move."""

from __future__ import annotations

from tests.web.browser import Browser
from tests.web.jobcenter import Jobcenter
from tests.web.test_appointments import agree
from tests.web.test_model_language import first_task, read_in

PATH = "/verwaltung/schliessungen"


def test_g_a_closure_moves_what_is_set_in_working_days_and_names_the_appointments(jobcenter: Jobcenter) -> None:
    jobcenter.open_case()
    before = first_task(jobcenter).due_at
    assert before is not None
    agree(jobcenter, beginn_datum="2026-10-22")
    admin = Browser(jobcenter.browser.client.application).sign_in("a.admin")
    day = {"first_day": "2026-10-22", "last_day": "2026-10-23", "name": "Betriebsausflug"}
    page = admin.submit(admin.get(PATH), PATH, day)
    assert "Auf den Arbeitstag davor gelegt: Aufgaben 1, Erinnerungen 0. 1 Termin ist noch zu verlegen." in page.text
    after = first_task(jobcenter).due_at
    assert after is not None
    assert (before - after).days == 1
    history = jobcenter.browser.get("/faelle/F-2026-000001/verlauf").text
    assert "Aufgabe „Zum Erstgespräch einladen“ ist jetzt am 21.10.2026 fällig statt am 22.10.2026" in history
    assert "Grund: Das Jobcenter ist am 22.10.2026 geschlossen: Betriebsausflug." in history
    read_in(jobcenter, "en")
    told = jobcenter.browser.get("/faelle/F-2026-000001/verlauf").text
    assert "Task “Invite to the first interview” is now due on 21 Oct 2026 instead of 22 Oct 2026" in told
    assert "The jobcenter is closed on 22 October 2026: Betriebsausflug." in told

    back = next(form for form in page.document.xpath("//form/@action") if form.endswith("/zuruecknehmen"))
    admin.submit(page, back)
    assert first_task(jobcenter).due_at == before
